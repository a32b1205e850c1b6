import AlmanacCore
import Backtesting

/// The flags that say how a portfolio divides its equity.
enum AllocationOptions {
    static let options: [Command.Option] = [
        Command.Option(
            "--weights", "SCHEME",
            "equal, inverse-volatility, risk-parity, minimum-variance, or NAME=W,NAME=W "
                + "(default equal)"),
        Command.Option(
            "--rebalance", "WHEN",
            "daily, weekly, monthly, quarterly, yearly or never (default monthly)"),
        Command.Option(
            "--band", "FRACTION", "at a rebalancing leave alone what strayed less (default 0)"),
        Command.Option("--window", "N", "returns that risk is estimated from (default 60)"),
        Command.Option("--covariance", "HOW", "ledoit-wolf or sample (default ledoit-wolf)"),
        Command.Option("--max-weight", "FRACTION", "the largest share of one"),
        Command.Option("--cash-reserve", "FRACTION", "what stays in cash (default 0)"),
        Command.Option(
            "--idle", "WHAT",
            "shares of what is out of the market: cash, or spread over the others (default cash)"),
    ]

    /// Reads the flags over an allocation.
    /// - Returns: The weights by name, where they are given one by one.
    static func read(
        _ arguments: Arguments, into allocation: inout Allocation
    ) throws(AlmanacError) -> [(name: String, weight: Double)]? {
        if let rebalance = try arguments.choice("--rebalance", Allocation.Rebalance.self) {
            allocation.rebalance = rebalance
        }
        if let band = try arguments.number("--band") { allocation.band = band }
        if let window = try arguments.wholeNumber("--window") { allocation.window = window }
        if let estimate = try arguments.choice("--covariance", CovarianceEstimate.self) {
            allocation.covariance = estimate
        }
        if let cap = try arguments.number("--max-weight") { allocation.maxWeight = cap }
        if let reserve = try arguments.number("--cash-reserve") { allocation.reserve = reserve }
        if let idle = try arguments.choice("--idle", Allocation.Idle.self) {
            allocation.idle = idle
        }
        do {
            try allocation.check()
        } catch {
            throw arguments.namingOption(error)
        }
        guard let text = arguments.value("--weights") else { return nil }
        guard text.contains("=") else {
            if let scheme = try arguments.choice("--weights", Scheme.self) {
                allocation.scheme = scheme.scheme
            }
            return nil
        }
        allocation.scheme = .fixed
        return try weights(text)
    }

    private static func weights(
        _ text: String
    ) throws(AlmanacError) -> [(name: String, weight: Double)] {
        var weights: [(name: String, weight: Double)] = []
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let weight = Double(String(sides[1])) else {
                throw AlmanacError(
                    .validation, "--weights takes NAME=WEIGHT, not '\(part)'",
                    details: ["option": "--weights", "value": .string(String(part))],
                    suggestion: "write it as AAPL=0.6,MSFT=0.4")
            }
            weights.append((String(sides[0]), weight))
        }
        return weights
    }

    /// The schemes that need no weights.
    private enum Scheme: String, CaseIterable {
        case equal
        case inverseVolatility = "inverse-volatility"
        case riskParity = "risk-parity"
        case minimumVariance = "minimum-variance"

        var scheme: Allocation.Scheme { Allocation.Scheme(rawValue: rawValue) ?? .equal }
    }

    /// Gives the members of a portfolio their weights.
    /// - Throws: A `validation_error` for a name that is no member.
    static func apply(
        _ weights: [(name: String, weight: Double)]?, to portfolio: inout Portfolio
    ) throws(AlmanacError) {
        for (name, weight) in weights ?? [] {
            let names = portfolio.members.map(\.name)
            guard let index = names.firstIndex(of: name) else {
                throw AlmanacError(
                    .validation, "--weights names '\(name)', which is not in the portfolio",
                    details: ["name": .string(name), "members": .array(names.map(JSON.string))],
                    suggestion: nearestName(to: name, among: names).map { "did you mean \($0)?" })
            }
            portfolio.members[index].weight = weight
        }
    }
}
