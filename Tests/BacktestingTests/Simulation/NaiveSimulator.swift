import Backtesting

/// The standard rules written down as plainly as possible, to compare the fill loop with.
///
/// Sizes are found by iterating "what is bought and its fees together use this much equity" instead
/// of by a formula; everything is looked up anew on every bar.
struct NaiveSimulator {
    struct Fill {
        var bar: Int
        var signedSize: Double
        var price: Double
        var fees: Double
        var reason: Order.Reason
    }

    let market: Market
    let signals: Signals
    let settings: ExecutionSettings
    var cash = 0.0
    var held = 0.0
    var fills: [Fill] = []
    var equity: [Double] = []
    var ambiguous: [Int] = []
    var marginCallBar: Int?

    // The open position's stops.
    private var reference = 0.0
    private var best = 0.0
    private var signalBar = 0

    init(_ market: Market, _ signals: Signals, _ settings: ExecutionSettings) {
        (self.market, self.signals, self.settings) = (market, signals, settings)
        cash = settings.initialCash
        for bar in 0..<market.count { step(bar) }
    }

    private func price(_ column: [Double]?, _ bar: Int) -> Double? {
        let value = (column ?? market.close)[bar]
        return value.isFinite && value > 0 ? value : nil
    }

    /// The last close known at a bar; before the first one, the open of the first fill.
    private func mark(_ bar: Int) -> Double? {
        for index in (0...bar).reversed() {
            if let close = price(market.close, index) { return close }
        }
        let first = fills.first { $0.reason == .signal }
        return first.flatMap { price(market.open, $0.bar) }
    }

    private func worth(_ bar: Int) -> Double {
        held == 0 ? cash : cash + held * (mark(bar) ?? .nan)
    }

    private mutating func step(_ bar: Int) {
        guard marginCallBar == nil else { return equity.append(cash) }
        if settings.executionPrice == .open, bar > 0 {
            follow(bar - 1, at: price(market.open, bar), bar: bar)
        }
        let stopped = checkStops(bar)
        if settings.executionPrice == .close, !stopped, worth(bar) > 0 {
            follow(bar, at: price(market.close, bar), bar: bar)
        }
        if worth(bar) <= 0 {
            marginCallBar = bar
            if held != 0, let price = mark(bar) {
                trade(-held, at: slipped(price, buying: held < 0), bar: bar, .marginCall)
            }
        }
        equity.append(worth(bar))
    }

    private func slipped(_ price: Double, buying: Bool) -> Double {
        buying ? price * (1 + settings.slippage) : price * (1 - settings.slippage)
    }

    private mutating func trade(
        _ size: Double, at price: Double, bar: Int, _ reason: Order.Reason
    ) {
        let fees = abs(size) * price * settings.fees + settings.fixedFees
        cash -= size * price + fees
        held += size
        if abs(held) < 1e-9 * abs(size) { held = 0 }
        fills.append(Fill(bar: bar, signedSize: size, price: price, fees: fees, reason: reason))
    }

    // MARK: - Signals

    private mutating func follow(_ signal: Int, at price: Double?, bar: Int) {
        var longEntry = signals.entries[signal]
        var longExit = signals.exits[signal]
        var shortEntry = signals.shortEntries?[signal] ?? false
        var shortExit = signals.shortExits?[signal] ?? false
        switch settings.direction {
        case .both: break
        case .long: (shortEntry, shortExit) = (false, false)
        case .short:
            if signals.shortEntries == nil, signals.shortExits == nil {
                (shortEntry, shortExit) = (longEntry, longExit)
            }
            (longEntry, longExit) = (false, false)
        }
        if longEntry && longExit { (longEntry, longExit) = (false, false) }
        if shortEntry && shortExit { (shortEntry, shortExit) = (false, false) }
        if longEntry && shortEntry { (longEntry, shortEntry) = (false, false) }
        guard let price else { return }
        if longEntry, held <= 0 {
            enter(1, at: price, signal: signal, bar: bar)
        } else if shortEntry, held >= 0 {
            enter(-1, at: price, signal: signal, bar: bar)
        } else if (longExit && held > 0) || (shortExit && held < 0) {
            trade(-held, at: slipped(price, buying: held < 0), bar: bar, .signal)
        }
    }

    private func level(_ level: Signals.Level, _ bar: Int) -> Double? {
        switch level {
        case .none: nil
        case .scalar(let value): value
        case .series(let values): values[bar].isNaN ? nil : values[bar]
        }
    }

    private mutating func enter(_ side: Double, at price: Double, signal: Int, bar: Int) {
        let fill = slipped(price, buying: side > 0)
        // After closing what is held, at the same fill and with its part of the fee.
        let equity = cash + held * fill - abs(held) * fill * settings.fees
        let wanted = signals.size == .none ? 1 : level(signals.size, signal) ?? -1
        let fraction = min(wanted * settings.leverage, settings.maxPosition ?? .infinity)
        var value = 0.0
        if wanted > 0 {
            for _ in 0..<200 {
                let fees = value * settings.fees + settings.fixedFees
                value = max(
                    0, min(fraction * equity - fees, settings.leverage * (equity - fees)))
            }
        }
        var size = value / fill
        if let lot = settings.lotSize { size = (size / lot + 1e-11).rounded(.down) * lot }
        if size > 0 {
            trade(-held + side * size, at: fill, bar: bar, .signal)
            reference = settings.executionPrice == .open ? fill : price
            (best, signalBar) = (reference, signal)
        } else if held != 0 {
            trade(-held, at: fill, bar: bar, .signal)
        }
    }

    // MARK: - Stops

    private mutating func checkStops(_ bar: Int) -> Bool {
        guard held != 0 else { return false }
        let close = price(market.close, bar)
        guard let open = price(market.open, bar) ?? close else { return false }
        let last = close ?? open
        let high = price(market.high, bar) ?? max(open, last)
        let low = price(market.low, bar) ?? min(open, last)
        let long = held > 0
        let away: Double = long ? -1 : 1

        var stops: [(Double, Order.Reason)] = []
        if let loss = level(signals.stopLoss, signalBar) {
            stops.append((reference * (1 + away * loss), .stopLoss))
        }
        if let trail = level(signals.trailingStop, signalBar) {
            stops.append((best * (1 + away * trail), .trailingStop))
        }
        // The nearer of two stops is reached first.
        let stop = stops.min { long ? $0.0 > $1.0 : $0.0 < $1.0 }
        let target = level(signals.takeProfit, signalBar).map { reference * (1 - away * $0) }
        let stopAtOpen = stop.map { long ? open <= $0.0 : open >= $0.0 } ?? false
        let targetAtOpen = target.map { long ? open >= $0 : open <= $0 } ?? false
        let stopInBar = stop.map { long ? low <= $0.0 : high >= $0.0 } ?? false
        let targetInBar = target.map { long ? high >= $0 : low <= $0 } ?? false

        if let stop, stopAtOpen {
            trade(-held, at: slipped(open, buying: !long), bar: bar, stop.1)
        } else if targetAtOpen {
            trade(-held, at: open, bar: bar, .takeProfit)
        } else if let stop, stopInBar {
            if targetInBar { ambiguous.append(bar) }
            trade(-held, at: slipped(stop.0, buying: !long), bar: bar, stop.1)
        } else if let target, targetInBar {
            trade(-held, at: target, bar: bar, .takeProfit)
        } else {
            best = long ? max(best, high) : min(best, low)
            return false
        }
        return true
    }
}
