import AlmanacCore
import StrategyEngine
import StrategyLanguage
public import TimeSeries

/// What a portfolio or a book gave: equity, figures, contributions and correlations.
public struct PortfolioRun: Sendable {
    /// What was run.
    public var portfolio: Portfolio
    /// Equity, cash, and each line's orders, trades, positions and profit.
    public var simulation: PortfolioSimulation
    /// The figures; the benchmark holds every symbol in equal parts.
    public var metrics: Metrics
    /// How often there is a bar.
    public var barFrequency: Frequency
    /// What each line did, in the order of the lines.
    public var lines: [PortfolioContribution]
    /// What each group did, in the order of the groups: of symbols, or of a book's strategies.
    public var groups: [PortfolioContribution]
    /// Each group by itself with all the cash, in the order of the groups; empty for symbols.
    public var standalone: [Metrics]
    /// The correlation of the groups' returns: of the symbols' prices, or of a book's strategies
    /// each by itself.
    public var correlation: CorrelationTable
    /// What the reader should doubt.
    public var warnings: [String]
    /// What the run takes for granted.
    public var assumptions: [String]
    /// The data of the lines, in their order, each symbol once.
    public var data: [SlotData]
    /// A digest of definitions, parameters, settings, allocation, data and engine.
    public var hash: String

    init(_ portfolio: Portfolio, _ stage: PortfolioStage) throws(AlmanacError) {
        self.portfolio = portfolio
        let members = portfolio.members.sorted { $0.name < $1.name }
        let axis = stage.common.axis
        guard axis.count > 1 else {
            throw AlmanacError(
                .backtest, "the symbols have fewer than two bars together",
                details: ["bars": .integer(axis.count)],
                suggestion: "choose other dates: --from, --to")
        }
        var groups: [PortfolioGroup] = []
        var alone: [Metrics] = []
        for member in members {
            let own = stage.lines.filter { $0.group == member.name }
            let group = PortfolioGroup(name: member.name, levels: [])
            var levels = own.first?.market.close ?? []
            if portfolio.isBook {
                let run = try PortfolioSimulation.run(
                    own, groups: [group], axis: axis, allocation: nil, band: 0,
                    settings: stage.settings)
                levels = run.equity
                alone.append(Metrics(of: run, benchmark: own.map(\.market)))
            }
            groups.append(PortfolioGroup(name: member.name, levels: levels, weight: member.weight))
        }
        simulation = try PortfolioSimulation.run(
            stage.lines, groups: groups, axis: axis, allocation: portfolio.allocation,
            settings: stage.settings)
        metrics = Metrics(of: simulation, benchmark: stage.markets)
        barFrequency = stage.common.frequency
        lines = simulation.lineContributions
        self.groups = simulation.groupContributions
        standalone = alone
        correlation = CorrelationTable(
            names: groups.map(\.name),
            groups.map { Self.returns($0.levels, portfolio.isBook ? stage.settings : nil) })
        var seen: Set<String> = []
        data = stage.instruments.map(\.data).filter { seen.insert($0.symbol).inserted }
        var said: Set<String> = []
        let inSample = members.flatMap(\.backtests)
            .flatMap { InSamplePeriod.of($0, times: axis.times) }
            .map(\.sentence).filter { said.insert($0).inserted }
        warnings =
            stage.codeWarnings
            + (data.contains(where: \.isAdjusted) ? PriceUse.perShare(stage.settings) : [])
            + simulation.warnings(stage.lines, axis) + inSample
        assumptions = portfolio.assumptions(stage, data, simulation)
        hash = ""
        hash = PortfolioHash.of(self, stage.lines)
    }

    /// The return of each bar; NaN where a price is missing or before the first.
    private static func returns(_ levels: [Double], _ settings: ExecutionSettings?) -> [Double] {
        var before = settings?.initialCash ?? .nan
        return levels.map { level in
            defer { if isPrice(level) { before = level } }
            return isPrice(level) ? level / before - 1 : .nan
        }
    }
}

extension PortfolioSimulation {
    /// What a reader should know before trusting the run.
    fileprivate func warnings(_ lines: [PortfolioLine], _ axis: PortfolioAxis) -> [String] {
        var sentences: [String] = []
        if let bar = marginCallBar {
            sentences.append(
                "Margin call: the equity was gone at bar \(bar); everything was closed there and "
                    + "nothing traded after it.")
        }
        if let warning = combined.simulation.unpricedWarning { sentences.append(warning) }
        let names = [
            (SignalNotes.noPrice, "had signals but no price to fill at"),
            (.insufficientEquity, "had an order that the equity could not pay for"),
            (.sizeInvalid, "had an entry whose size was negative or missing"),
            (.partlyFilled, "left a part of an order for the next bar"),
        ]
        for (note, phrase) in names {
            let count = self.lines.reduce(0) { sum, line in
                sum + line.notes.count { $0.contains(note) }
            }
            if count > 0 { sentences.append("\(count) \(count == 1 ? "bar" : "bars") \(phrase).") }
        }
        return sentences + lines.compactMap { $0.gapWarning(axis) }
    }
}

extension Portfolio {
    fileprivate func assumptions(
        _ stage: PortfolioStage, _ data: [SlotData], _ simulation: PortfolioSimulation
    ) -> [String] {
        var run = Simulation(settings: stage.settings)
        run.trades = simulation.lines.flatMap(\.trades)
        let market =
            stage.markets.first { $0.open == nil } ?? stage.markets.first
            ?? Market(times: [], close: [])
        run.describe(market, Signals(entries: [], exits: []))
        var sentences = run.assumptions
        sentences.append(
            "All orders of a bar are computed from one state of the account; where cash is short, "
                + "all that buy are scaled by one factor.")
        if allocation.scheme != .equal && allocation.scheme != .fixed {
            sentences.append(
                "Risk is estimated from the last \(allocation.window) returns at each rebalancing; "
                    + "what has fewer, or did not move, gets an equal part.")
        }
        if data.contains(where: \.isAdjusted) {
            sentences.append(
                "Prices are adjusted for splits and dividends with today's knowledge, so past "
                    + "prices are not those that were traded.")
        }
        sentences.append(
            "The symbols were picked by hand, so the result may suffer from survivorship.")
        let late = stage.lines.filter { $0.hasBar?.prefix(5).contains(true) == false }
        if !late.isEmpty {
            sentences.append(
                "\(late.count) of \(stage.lines.count) lines have no prices at the start; each "
                    + "joins with its first bar.")
        }
        for slot in data { sentences += slot.notes.map { "\(slot.symbol): \($0)" } }
        return sentences
    }
}

/// Names a portfolio's run by everything that its result depends on.
private enum PortfolioHash {
    static func of(_ run: PortfolioRun, _ lines: [PortfolioLine]) -> String {
        let portfolio = run.portfolio
        let digest = SHA256()
        digest.update("almanac portfolio \(BacktestRun.engineVersion)")
        for member in portfolio.members.sorted(by: { $0.name < $1.name }) {
            digest.update(member.name)
            digest.update([member.weight ?? .nan])
            for backtest in member.backtests {
                digest.update(backtest.definition.json.text())
                digest.update(backtest.parameters.json.text())
            }
        }
        digest.update(portfolio.allocation.json.text())
        let settings = run.simulation.settings
        digest.update([
            settings.initialCash, settings.fees, settings.fixedFees, settings.slippage,
            settings.lotSize ?? .nan, settings.leverage, settings.maxPosition ?? .nan,
            settings.barsPerYear,
        ])
        digest.update(settings.direction.rawValue)
        digest.update(settings.executionPrice.rawValue)
        digest.update(run.simulation.axis.closes.map(\.nanoseconds))
        for line in lines {
            digest.update(line.name)
            digest.update(line.market.symbol)
            for column in [line.market.open, line.market.high, line.market.low, line.market.close] {
                digest.update(column ?? [])
            }
            digest.update(modelsOf: settings, in: line.market)
            guard let costs = settings.costs else { continue }
            if costs.needsVolume { digest.update(line.market.volume ?? []) }
            digest.update(line.market.quotedSpread ?? [])
        }
        return digest.finish()
    }
}
