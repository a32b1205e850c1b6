import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Columns that are made up for a definition: walks, constants, ties, gaps, infinities, extremes.
enum RandomInputs {
    /// Inputs for every column of every slot; mostly short, sometimes of one bar or none.
    static func make(for slots: [DataSlot], _ dice: inout Dice) -> StrategyInputs {
        let count = barCount(&dice)
        var inputs = StrategyInputs(times: times(count, &dice))
        for slot in slots {
            if slot.columns.contains("high"), dice.chance(0.6) {
                for (name, values) in bars(count, &dice) { inputs[slot.name, name] = values }
                for name in slot.columns where inputs[slot.name, name] == nil {
                    inputs[slot.name, name] = column(count, &dice)
                }
            } else {
                for name in slot.columns { inputs[slot.name, name] = column(count, &dice) }
            }
        }
        return inputs
    }

    private static func barCount(_ dice: inout Dice) -> Int {
        switch dice.int(0...19) {
        case 0: 0
        case 1: 1
        case 2...6: dice.int(2...20)
        case 7...16: dice.int(21...120)
        default: dice.int(121...300)
        }
    }

    /// Starts of bars that rise: daily with weekends, hourly, or uneven.
    private static func times(_ count: Int, _ dice: inout Dice) -> [Timestamp] {
        let hour: Int64 = 3_600_000_000_000
        var time = Int64(dice.int(0...20_000)) * 24 * hour
        let kind = dice.int(0...3)
        return (0..<count).map { _ in
            switch kind {
            case 0: time += 24 * hour * (dice.chance(0.2) ? 3 : 1)
            case 1: time += hour
            case 2: time += hour / 12
            default: time += hour / 60 * Int64(dice.int(1...5_000))
            }
            return Timestamp(nanoseconds: time)
        }
    }

    /// Prices that fit together, and volumes.
    private static func bars(_ count: Int, _ dice: inout Dice) -> [String: [Double]] {
        var columns: [String: [Double]] = [
            "open": [], "high": [], "low": [], "close": [], "volume": [],
        ]
        var close = dice.real(1...500)
        for _ in 0..<count {
            let open = close
            close = max(0.01, close * (1 + (dice.unit() - 0.5) * 0.06))
            if dice.chance(0.1) { close = open }
            columns["open"]?.append(open)
            columns["close"]?.append(close)
            columns["high"]?.append(max(open, close) * (1 + dice.unit() * 0.01))
            columns["low"]?.append(min(open, close) * (1 - dice.unit() * 0.01))
            columns["volume"]?.append(Double(dice.int(0...1_000)))
        }
        return columns
    }

    private static func column(_ count: Int, _ dice: inout Dice) -> [Double] {
        var values = shape(count, &dice)
        if dice.chance(0.25) {
            for bar in values.indices where dice.chance(0.1) { values[bar] = .nan }
        }
        if dice.chance(0.25) {
            for bar in values.indices.prefix(dice.int(1...30)) { values[bar] = .nan }
        }
        if dice.chance(0.1) {
            for bar in values.indices where dice.chance(0.04) {
                values[bar] = dice.chance(0.5) ? .infinity : -.infinity
            }
        }
        return values
    }

    private static func shape(_ count: Int, _ dice: inout Dice) -> [Double] {
        let kind = dice.int(0...11)
        var level = dice.real(-5...120)
        return (0..<count).map { bar in
            switch kind {
            case 0...3:
                level += dice.unit() - 0.5
                return level
            // Ties: a walk in whole steps.
            case 4, 5:
                level = level.rounded() + Double(dice.int(-1...1))
                return level
            case 6: return level
            case 7: return Double(dice.int(0...1))
            case 8: return bar.isMultiple(of: 2) ? level : -level
            case 9: return dice.real(-1...1) * 1e300
            case 10: return dice.real(-1...1) * 1e-300
            default: return dice.chance(0.5) ? .nan : level
            }
        }
    }
}
