import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// One time axis for instruments of several runs, and each instrument's prices on it.
///
/// The axis has a bar wherever an instrument has one. A bar closes when the last instrument's bar
/// of that start closes, so that everything on it is known then.
struct CommonAxis {
    /// An instrument, and the slot whose frequency and columns it stands for.
    struct Instrument {
        var data: SlotData
        var slot: DataSlot
    }

    let axis: PortfolioAxis
    let frequency: Frequency
    private let costs: CostModel?
    private let aligned: AlignedData

    /// Puts instruments on one axis.
    /// - Parameter instruments: One or more; several may have the same data.
    /// - Throws: as `align`.
    init(
        _ instruments: [Instrument], _ frequency: Frequency, from: AlignmentRequest.Edge?,
        to: AlignmentRequest.Edge?, costs: CostModel?
    ) throws(AlmanacError) {
        var starts = instruments.flatMap { $0.data.frame.times }.sorted()
        var kept = 0
        for index in starts.indices where index == 0 || starts[index] != starts[kept - 1] {
            starts[kept] = starts[index]
            kept += 1
        }
        starts.removeLast(starts.count - kept)
        let dummy = Frame.NamedColumn(name: "bar", values: [Double](repeating: 0, count: kept))
        var slots = [
            AlignmentRequest.Slot(
                name: "portfolio", frame: Frame(times: starts, columns: [dummy]),
                frequency: instruments.first?.slot.frequency ?? frequency,
                clock: Self.clock(instruments.map(\.data.calendar)))
        ]
        for (index, instrument) in instruments.enumerated() {
            var prices = ["open", "high", "low", "close", "volume"]
            if case .column(let name) = costs?.spread, !prices.contains(name) {
                prices.append(name)
            }
            slots.append(
                AlignmentRequest.Slot(
                    name: "\(index)", frame: instrument.data.frame,
                    frequency: instrument.slot.frequency,
                    columns: prices.filter { instrument.data.frame[$0] != nil },
                    clock: instrument.data.calendar.marketClock))
        }
        var request = AlignmentRequest(
            slots: slots, executionFrequency: frequency, from: from, to: to)
        request.keepsRows = true
        aligned = try align(request)
        axis = PortfolioAxis(times: aligned.times, closes: aligned.closes)
        self.frequency = frequency
        self.costs = costs
    }

    /// A clock by which bars close with the last of several calendars'.
    private static func clock(_ calendars: [TradingCalendar]) -> MarketClock {
        var names: Set<String> = []
        let clocks = calendars.filter { names.insert($0.name).inserted }.map(\.marketClock)
        guard let first = clocks.first, clocks.count > 1 else { return clocks.first ?? .utc }
        return MarketClock(sessionDay: first.sessionDay) { start, frequency in
            clocks.reduce(start) { max($0, $1.close(start, frequency)) }
        }
    }

    /// An instrument's prices on the axis, and the bars on which it can be traded.
    func market(
        _ index: Int, _ instrument: Instrument, atOpen: Bool
    ) throws(AlmanacError) -> (Market, hasBar: [Bool]) {
        let slot = aligned["\(index)"]
        var market = try Market(
            aligned, slot, 0..<aligned.count, symbol: instrument.data.symbol
        ).adding(instrument.data, slot, 0..<aligned.count, costs)
        let hasBar = TradableBars.of(slot?.rows ?? [], closes: axis.closes, atOpen: atOpen)
        // Costs know of prices that the strategy does not see.
        if let costs {
            market.conditions = try TradingConditions(
                of: market.symbol, market, hasBar: hasBar, costs)
        }
        return (market.keeping(instrument.slot.columns, open: atOpen), hasBar)
    }

    /// For each bar of a run's own axis, the first bar of this axis at which it was known; nil
    /// beyond the last.
    func bars(of closes: ArraySlice<Timestamp>) -> [Int?] {
        var bar = 0
        return closes.map { close in
            while bar < axis.count, axis.closes[bar] < close { bar += 1 }
            return bar < axis.count ? bar : nil
        }
    }
}

extension PortfolioLine.Content {
    /// What a strategy said on its own bars, on another axis; on the other bars it says nothing.
    ///
    /// - Parameters:
    ///   - bars: For each of its own bars the bar of the axis; of several the last counts.
    init(_ said: SlotSignals.Content, at bars: [Int?], count: Int) {
        switch said {
        case .weight(let weights):
            var moved = [Double](repeating: .nan, count: count)
            for (own, bar) in bars.enumerated() where !weights[own].isNaN {
                if let bar { moved[bar] = weights[own] }
            }
            self = .weights(moved)
        case .signals(let given):
            let signals = Signals(given)
            func flags(_ column: [Bool]) -> [Bool] {
                var moved = [Bool](repeating: false, count: count)
                for case (let own, let bar?) in bars.enumerated() { moved[bar] = column[own] }
                return moved
            }
            func level(_ level: Signals.Level) -> Signals.Level {
                guard case .series(let values) = level else { return level }
                var moved = [Double](repeating: .nan, count: count)
                for case (let own, let bar?) in bars.enumerated() { moved[bar] = values[own] }
                return .series(moved)
            }
            self = .signals(
                Signals(
                    entries: flags(signals.entries), exits: flags(signals.exits),
                    shortEntries: signals.shortEntries.map(flags),
                    shortExits: signals.shortExits.map(flags), size: level(signals.size),
                    stopLoss: level(signals.stopLoss), takeProfit: level(signals.takeProfit),
                    trailingStop: level(signals.trailingStop)))
        }
    }
}
