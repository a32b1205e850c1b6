import AlmanacCore
import StrategyLanguage
import TimeSeries

/// How good the data of a slot was on the bars of a run, by the column `quality` that it brings.
public struct SlotQuality: Sendable, Equatable {
    /// The slot.
    public var slot: String
    /// The least quality that counts as good.
    public var least: Double
    /// Whether rows of less quality were withheld from the strategy, which names the least itself;
    /// else they are marked only.
    public var isWithheld: Bool
    /// The bars of the run on which the quality was less; a bar before the first row is none.
    public var bars: [Int]
    /// The trades whose entry was decided on such a bar, by their numbers, with the quality there.
    public var trades: [PoorTrade]

    /// A trade that rests on data of less quality than is accepted.
    public struct PoorTrade: Sendable, Equatable {
        /// The trade's number among the run's trades.
        public var trade: Int
        /// The bar on which its entry was decided.
        public var bar: Int
        /// The quality on that bar.
        public var quality: Double
    }

    /// What is accepted unless a strategy says otherwise.
    public static let defaultLeast = 0.7

    /// Looks a slot's quality up on the bars of a run; nil where its data brings none.
    init?(_ slot: DataSlot, _ aligned: AlignedData, _ simulation: Simulation) {
        guard let quality = aligned[slot.name]?[Self.column]?.dropFirst(aligned.warmupBars) else {
            return nil
        }
        let values = Array(quality)
        let least = slot.leastQuality ?? Self.defaultLeast
        (self.slot, self.least) = (slot.name, least)
        isWithheld = slot.leastQuality != nil
        bars = values.indices.filter { values[$0] < least }
        // An order at the open was decided on the bar before.
        let delay = simulation.settings.executionPrice == .open ? 1 : 0
        trades = simulation.trades.enumerated().compactMap { number, trade in
            let bar = trade.entryBar - delay
            guard values.indices.contains(bar), values[bar] < least else { return nil }
            return PoorTrade(trade: number, bar: bar, quality: values[bar])
        }
    }

    /// The quality of every slot whose data brings it.
    static func all(
        _ definition: StrategyDefinition, _ aligned: AlignedData, _ simulation: Simulation
    ) -> [SlotQuality] {
        definition.slots.compactMap { SlotQuality($0, aligned, simulation) }
    }

    /// The column that data brings its quality in.
    static let column = "quality"

    /// What a reader should be told; nil where every bar was good enough.
    var sentence: String? {
        guard !bars.isEmpty else { return nil }
        let count = bars.count == 1 ? "1 bar has" : "\(bars.count) bars have"
        var text = "Slot '\(slot)': \(count) data of a quality below \(least)"
        text += isWithheld ? ", which was withheld" : ""
        switch trades.count {
        case 0: text += "; no trade was begun on one."
        case 1: text += "; 1 trade was begun on one, number \(trades[0].trade + 1)."
        default:
            let first = trades.prefix(5).map { String($0.trade + 1) }.joined(separator: ", ")
            text += "; \(trades.count) trades were begun on such bars, numbers \(first)"
            text += trades.count > 5 ? " and others." : "."
        }
        return text
    }

    var json: JSON {
        [
            "slot": .string(slot), "least_quality": .number(least), "withheld": .bool(isWithheld),
            "bars": .array(bars.map(JSON.integer)),
            "trades": .array(
                trades.map {
                    [
                        "trade": .integer($0.trade), "bar": .integer($0.bar),
                        "quality": .number($0.quality),
                    ]
                }),
        ]
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
