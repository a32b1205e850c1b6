import Agents
import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import TimeSeries

/// Tells whether two plans ask for the same thing, whatever the words: confidence and wording
/// aside, and without regard to an order that means nothing.
enum PlanDifference {
    /// The first thing that differs, or nothing.
    static func between(_ wanted: PlannedSentence, _ found: PlannedSentence) -> String? {
        let plans = (wanted.plan, found.plan)
        let isPortfolio = wanted.reading.map(isPortfolio) ?? false
        // The first symbol is traded; where weights are, their order means nothing.
        if !isPortfolio,
            plans.0.symbols.first != plans.1.symbols.first
                || plans.0.symbols.sorted() != plans.1.symbols.sorted()
        {
            return "symbols \(plans.1.symbols)"
        }
        let sources = (sources(plans.0), sources(plans.1))
        if sources.0 != sources.1 { return "sources \(sources.1)" }
        if plans.0.schedule != plans.1.schedule { return "schedule \(plans.1.schedule)" }
        let strategies = (plans.0.strategy, plans.1.strategy)
        if strategies.0.family != strategies.1.family { return "family \(strategies.1.family)" }
        let missing = [plans.0, plans.1].map { $0.missing.map(\.what).sorted() }
        if missing[0] != missing[1] { return "missing \(missing[1])" }
        guard let first = wanted.reading, let second = found.reading else {
            return (wanted.reading == nil) == (found.reading == nil) ? nil : "no strategy"
        }
        if settings(first) != settings(second) { return "settings \(settings(second))" }
        let parameters = (parameters(first), parameters(second))
        if parameters.0 != parameters.1 { return "parameters \(parameters.1)" }
        return sameStrategy(first, second) ? nil : "strategy"
    }

    private static func isPortfolio(_ reading: SentenceReading) -> Bool {
        reading.understood.hasPrefix("Holds ") || reading.understood.hasPrefix("Rotates ")
            || reading.understood.hasPrefix("Dual ")
    }

    private static func sources(_ plan: Plan) -> [String] {
        plan.sources.map { source in
            // A year is twelve months.
            let history =
                source.historical == "the last 12 months"
                ? "the last 1 year"
                : source.historical
            return
                ([source.url, source.tier, source.target, source.schedule, history]
                + source.filters.sorted()).joined(separator: " ")
        }.sorted()
    }

    /// How the run is set up.
    private static func settings(_ reading: SentenceReading) -> [String] {
        let costs = [reading.cash, reading.fees, reading.fixedFees, reading.slippage]
        let price = reading.definition["param_schema"]?["execution_price"]?["default"]
        let last = reading.period.last.map { length in
            // A year is twelve months.
            switch length.unit {
            case .year: "\(length.count * 12) months"
            case .quarter: "\(length.count * 3) months"
            default: length.noun
            }
        }
        return costs.map { $0.map(JSON.text(of:)) ?? "-" }
            + [reading.period.from ?? "-", reading.period.to ?? "-", last ?? "-"]
            + [price?.text() ?? "-", reading.frequency.rawValue]
    }

    /// The numbers of the strategy, those of a slot by its symbol.
    private static func parameters(_ reading: SentenceReading) -> [String] {
        let members = reading.definition["param_schema"]?.objectValue?.members ?? []
        return members.map { name, schema in
            let owner = reading.symbols.first { name == "weight_" + $0.slot }
            return (owner.map { "weight of " + $0.symbol } ?? name) + "="
                + (schema["default"]?.text() ?? "")
        }.sorted()
    }

    // MARK: The strategy itself

    /// Whether two strategies are the same code, or send the same orders on the same data.
    private static func sameStrategy(_ first: SentenceReading, _ second: SentenceReading) -> Bool {
        if first.definition["code"] == second.definition["code"], first.symbols == second.symbols {
            return true
        }
        guard let one = orders(first), let other = orders(second), one.count > 5 else {
            return false
        }
        // Whether a level is passed or lies behind differs once, where the data begins.
        return one == other || one.dropFirst(2) == other.dropFirst(2)
            || one.dropFirst(2) == other[...]
            || one[...] == other.dropFirst(2)
    }

    /// The orders on made-up data, each with the symbol; nothing where it cannot be run on that.
    private static func orders(_ reading: SentenceReading) -> [String]? {
        let intraday: [Frequency] = [.minute1, .minute5, .minute15, .hour1]
        guard !intraday.contains(reading.frequency),
            let definition = try? StrategyDefinition(json: reading.definition, name: "ask"),
            let prices = PlannedRunTests.prices
        else { return nil }
        let symbols = reading.symbols.map(\.symbol).sorted()
        var data: [SlotData] = []
        for slot in definition.slots {
            let symbol = reading.symbols.first { $0.slot == slot.name }?.symbol
            let frame: Frame
            if let symbol {
                let bundled = BundledPrices.symbols.map(\.symbol).filter { $0 != "SPX" }
                let index = symbols.firstIndex(of: symbol) ?? 0
                guard index < bundled.count else { return nil }
                frame = index == 0 ? prices : self.prices(of: bundled[index - 1]) ?? prices
            } else {
                let seed = slot.name.utf8.reduce(into: UInt64(7)) { $0 = $0 &* 31 &+ UInt64($1) }
                frame = PlannedRunTests.signal(slot.columns, days: prices.times, seed: seed)
            }
            data.append(
                SlotData(
                    slot: slot.name, symbol: symbol ?? slot.name, frame: frame, calendar: .newYork,
                    source: "test"))
        }
        guard let parameters = try? BoundParameters(definition.parameters, text: []),
            let run = try? Backtest(definition: definition, parameters: parameters, data: data)
                .run()
        else { return nil }
        guard let portfolio = run.portfolio else {
            return run.simulation.orders.map { "\($0.bar) \($0.side) \($0.reason)" }
        }
        return portfolio.equity.map { JSON.text(of: ($0 * 100).rounded()) }
    }

    private static func prices(of symbol: String) -> Frame? {
        guard let bytes = try? BundledPrices.csv(for: symbol) else { return nil }
        return try? CSVReader.read(bytes: bytes, name: symbol).frame
    }
}
