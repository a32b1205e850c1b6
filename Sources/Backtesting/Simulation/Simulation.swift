/// What a market made of a strategy's signals: orders, trades, equity, and what did not fill.
public struct Simulation: Sendable {
    /// The settings of the run.
    public var settings: ExecutionSettings
    /// The filled orders, oldest first.
    public var orders: [Order] = []
    /// The trades in the order of their exits; an open one is last.
    public var trades: [Trade] = []
    /// The cash and the position's value at each bar's close.
    public var equity: [Double] = []
    /// What became of each bar's signals where they did not simply fill; see ``ignored(limit:)``.
    public var notes: [SignalNotes] = []
    /// The bars whose range reached both the stop and the take-profit.
    public var ambiguousBars: [AmbiguousBar] = []
    /// The bar on which the equity was gone and everything was closed, where that happened.
    public var marginCallBar: Int?
    /// The bars at whose close a position was open.
    public var barsInPosition: Int = 0
    /// The costs in parts, where the run had a cost model, a size that depends on the account, or
    /// dividends; ``CostBreakdown/init(of:in:)`` gives them for every run.
    public var costs: CostBreakdown?
    /// The orders that a cost model knew too little of the bars before to charge in full.
    public var unpricedOrders: Int = 0
    /// What the run takes for granted, as sentences for every report of it.
    public var assumptions: [String] = []
    /// What a reader should know before trusting the run, as sentences.
    public var warnings: [String] = []

    /// A bar on which the order of a stop and a take-profit within the bar is unknown.
    public struct AmbiguousBar: Sendable, Equatable {
        /// The bar.
        public var bar: Int
        /// The fill that counted: the stop's, slippage included.
        public var stopPrice: Double
        /// The fill that would have counted had the take-profit come first.
        public var takeProfitPrice: Double
        /// The trade's profit after fees by the stop.
        public var stopPnL: Double
        /// The trade's profit after fees by the take-profit.
        public var takeProfitPnL: Double
        /// Which stop was reached.
        public var reason: Order.Reason
    }

    /// Makes an empty result.
    init(settings: ExecutionSettings) {
        self.settings = settings
    }

    /// The number of bars.
    public var count: Int { equity.count }
}

extension Simulation {
    /// Signals that did not fill as asked, oldest first, with the reason of each.
    ///
    /// - Parameter limit: The most to return; see ``noteCounts`` for the totals.
    public func ignored(limit: Int = .max) -> [(bar: Int, note: SignalNotes, name: String)] {
        var found: [(bar: Int, note: SignalNotes, name: String)] = []
        for bar in notes.indices where !notes[bar].isEmpty {
            for entry in SignalNotes.descriptions where notes[bar].contains(entry.note) {
                if found.count >= limit { return found }
                found.append((bar, entry.note, entry.name))
            }
        }
        return found
    }

    /// How many bars carry each note, for those that at least one bar carries.
    public var noteCounts: [(note: SignalNotes, name: String, count: Int)] {
        var counts = [Int](repeating: 0, count: SignalNotes.descriptions.count)
        notes.withUnsafeBytes { bytes in
            // Notes are rare: where a whole word of them is empty, none is looked at.
            let stride = MemoryLayout<SignalNotes>.stride
            for start in Swift.stride(from: 0, to: bytes.count, by: 8) {
                let isWhole = start + 8 <= bytes.count
                if isWhole, bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self) == 0 {
                    continue
                }
                for bar in (start / stride)..<min((start + 8) / stride, notes.count) {
                    let bits = notes[bar].rawValue
                    for index in counts.indices where bits & (1 << UInt16(index)) != 0 {
                        counts[index] += 1
                    }
                }
            }
        }
        return zip(SignalNotes.descriptions, counts).compactMap { entry, count in
            count == 0 ? nil : (entry.note, entry.name, count)
        }
    }

    /// The signed quantity held at each bar's close; negative is short.
    public func positions() -> [Double] {
        var held = [Double](repeating: 0, count: count)
        for (index, order) in orders.enumerated() where order.positionAfter != 0 {
            let end = index + 1 < orders.count ? orders[index + 1].bar : count
            for bar in order.bar..<end { held[bar] = order.positionAfter }
        }
        return held
    }
}
