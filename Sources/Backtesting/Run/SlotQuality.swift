import AlmanacCore
import StrategyLanguage
public import TimeSeries

/// How good the data of a slot was on the bars of a run, by the column `quality` that it brings.
public struct SlotQuality: Sendable, Equatable {
    /// The slot.
    public var slot: String
    /// The least quality that counts as good: what the slot accepts, and 0.7 at least.
    public var least: Double
    /// The quality below which values were withheld from the strategy; nothing where none were, as
    /// the strategy reads the quality itself or trades the slot.
    public var withheldBelow: Double?
    /// The bars of the run on which the quality was less; a bar before the first row is none.
    public var bars: [Int]
    /// The starts of these bars.
    public var times: [Timestamp]
    /// The entries and exits that were decided on such a bar, by the numbers of their trades.
    public var trades: [PoorTrade]

    /// An entry or exit that was decided on a bar with data of less quality than counts as good.
    public struct PoorTrade: Sendable, Equatable {
        /// The trade's number among the run's trades.
        public var trade: Int
        /// Whether its exit was decided there, and not its entry.
        public var isExit: Bool
        /// The bar on which that was decided.
        public var bar: Int
        /// The quality on that bar.
        public var quality: Double
    }

    /// What a slot accepts unless it says otherwise.
    public static let defaultLeast = 0.7

    /// Looks a slot's quality up on the bars of a run; nil where its data brings none.
    init?(
        _ slot: DataSlot, isTraded: Bool, _ aligned: AlignedData, _ simulation: Simulation
    ) {
        guard let quality = aligned[slot.name]?[Self.column]?.dropFirst(aligned.warmupBars) else {
            return nil
        }
        let values = Array(quality)
        let accepted = slot.acceptedQuality(isTraded: isTraded)
        let least = max(accepted ?? 0, Self.defaultLeast)
        (self.slot, self.least, withheldBelow) = (slot.name, least, accepted)
        let poor = values.indices.filter { values[$0] < least }
        bars = poor
        times = poor.map { aligned.times[aligned.warmupBars + $0] }
        // An order at the open was decided on the bar before.
        let delay = simulation.settings.executionPrice == .open ? 1 : 0
        trades = simulation.trades.enumerated().flatMap { number, trade in
            var decided = [(bar: trade.entryBar - delay, isExit: false)]
            // A stop ends a position by its price, whatever the signals say.
            if trade.status != .open, trade.exitReason == .signal {
                decided.append((trade.exitBar - delay, true))
            }
            return decided.compactMap { (bar, isExit) -> PoorTrade? in
                guard values.indices.contains(bar), values[bar] < least else { return nil }
                return PoorTrade(
                    trade: number, isExit: isExit, bar: bar, quality: values[bar])
            }
        }
    }

    /// The quality of every slot whose data brings it.
    static func all(
        _ definition: StrategyDefinition, trading traded: [String], _ aligned: AlignedData,
        _ simulation: Simulation
    ) -> [SlotQuality] {
        definition.slots.enumerated().compactMap { index, slot in
            SlotQuality(
                slot, isTraded: index == 0 || traded.contains(slot.name), aligned, simulation)
        }
    }

    /// The column that data brings its quality in.
    static let column = "quality"

    /// What a reader should be told; nil where every bar was good enough.
    var sentence: String? {
        guard !bars.isEmpty else { return nil }
        let count = bars.count == 1 ? "1 bar has" : "\(bars.count) bars have"
        let first = times.prefix(3).map(\.dateText).joined(separator: ", ")
        var text = "Slot '\(slot)': \(count) data of a quality below \(least) ("
        text += bars.count > 3 ? "first \(first))" : "\(first))"
        switch withheldBelow {
        case nil: text += ", which the strategy saw"
        case 0?: text += ", all of which it accepts"
        case let below? where below < least:
            text += ", of which what is below \(below) was withheld"
        case _?: text += ", which was withheld"
        }
        guard !trades.isEmpty else { return text + "; nothing was decided on one." }
        let entries = trades.count { !$0.isExit }
        let exits = trades.count - entries
        let named = trades.prefix(5).map { "\($0.isExit ? "exit" : "entry") of \($0.trade + 1)" }
        text += "; \(entries) \(entries == 1 ? "entry" : "entries") and \(exits) "
        text += "\(exits == 1 ? "exit was" : "exits were") decided on such bars ("
        text += "\(named.joined(separator: ", "))"
        return text + (trades.count > 5 ? " and others)." : ").")
    }

    var json: JSON {
        [
            "slot": .string(slot), "least_quality": .number(least),
            "withheld_below": withheldBelow.map(JSON.number) ?? .null,
            "bars": .array(bars.map(JSON.integer)),
            "times": .array(times.map { .string($0.iso8601) }),
            "trades": .array(
                trades.map {
                    [
                        "trade": .integer($0.trade), "decided": $0.isExit ? "exit" : "entry",
                        "bar": .integer($0.bar), "quality": .number($0.quality),
                    ]
                }),
        ]
    }
}

extension DataSlot {
    /// The least quality of the rows that a strategy is to see; nothing where nothing decides.
    ///
    /// A slot that is traded keeps its prices, and one that declares `quality` decides for itself,
    /// unless they name a least quality.
    func acceptedQuality(isTraded: Bool) -> Double? {
        if let leastQuality { return leastQuality }
        return isTraded || columns.contains(SlotQuality.column) ? nil : SlotQuality.defaultLeast
    }
}

extension SlotData {
    /// The data without the values of rows whose quality is less than a slot accepts, or unknown.
    ///
    /// - Throws: A `schema_mismatch_error` where the data does not say its quality.
    func withholding(below least: Double) throws(AlmanacError) -> SlotData {
        guard let quality = frame[SlotQuality.column] else {
            throw AlmanacError(
                .schemaMismatch,
                "slot '\(slot)' accepts no quality below \(least), and its data has no column "
                    + "'\(SlotQuality.column)'",
                details: ["slot": .string(slot), "column": .string(SlotQuality.column)],
                suggestion: "bind signals as `almanac signals` writes them, or take "
                    + "`least_quality` out of the slot")
        }
        let poor = quality.indices.filter { !(quality[$0] >= least) }
        guard !poor.isEmpty else { return self }
        var data = self
        for column in frame.columns.indices where frame.columns[column].name != SlotQuality.column {
            for row in poor { data.frame.columns[column].values[row] = .nan }
        }
        return data
    }
}
