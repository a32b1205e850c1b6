import Agents
import AlmanacCore
import Backtesting
import Foundation
import Testing
import TimeSeries

/// Indicators and shapes that are written out in a strategy, against plain loops over the bundled
/// S&P 500: a run buys and sells on exactly the bars that the loops say.
@Suite struct NamedIndicatorOracleTests {
    /// The bars of the S&P 500 as arrays.
    struct Bars {
        let open, high, low, close, volume: [Double]

        init() throws {
            let frame = try #require(PlannedRunTests.prices)
            open = try #require(frame["open"])
            high = try #require(frame["high"])
            low = try #require(frame["low"])
            close = try #require(frame["close"])
            volume = try #require(frame["volume"])
        }

        /// A value at each bar, missing before so many.
        func each(from start: Int, _ value: (Int) -> Double) -> [Double] {
            close.indices.map { $0 < start ? .nan : value($0) }
        }

        func highest(_ bar: Int, _ count: Int) -> Double {
            high[(bar - count + 1)...bar].max() ?? 0
        }
        func lowest(_ bar: Int, _ count: Int) -> Double { low[(bar - count + 1)...bar].min() ?? 0 }
        func middle(_ bar: Int, _ count: Int) -> Double {
            (highest(bar, count) + lowest(bar, count)) / 2
        }

        func trueRange(_ bar: Int) -> Double {
            max(
                high[bar] - low[bar], abs(high[bar] - close[bar - 1]),
                abs(low[bar] - close[bar - 1]))
        }

        /// Wilder's average of the true range, which begins with a plain one.
        func averageTrueRange(_ count: Int) -> [Double] {
            var result = [Double](repeating: .nan, count: close.count)
            var average = (1...count).map(trueRange).reduce(0, +) / Double(count)
            result[count] = average
            for bar in (count + 1)..<close.count {
                average = (average * Double(count - 1) + trueRange(bar)) / Double(count)
                result[bar] = average
            }
            return result
        }
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private static func weighted(_ values: [Double], _ bar: Int, _ count: Int) -> Double {
        var sum = 0.0
        for weight in 1...count { sum += Double(weight) * values[bar - count + weight] }
        return sum / Double(count * (count + 1) / 2)
    }

    /// Each value counts so much beside the average before; missing ones at the start are passed
    /// over.
    private static func smoothed(_ values: [Double], _ part: Double) -> [Double] {
        var average = Double.nan
        return values.map { value in
            if value.isNaN { return .nan }
            average = average.isNaN ? value : average + part * (value - average)
            return average
        }
    }

    private static func strength(_ values: [Double], _ count: Int) -> [Double] {
        var result = [Double](repeating: .nan, count: values.count)
        var (up, down) = (0.0, 0.0)
        for bar in 1..<values.count {
            let change = values[bar] - values[bar - 1]
            if bar <= count {
                up += max(change, 0) / Double(count)
                down += max(-change, 0) / Double(count)
            } else {
                up = (up * Double(count - 1) + max(change, 0)) / Double(count)
                down = (down * Double(count - 1) + max(-change, 0)) / Double(count)
            }
            if bar >= count { result[bar] = up + down == 0 ? 0 : 100 * up / (up + down) }
        }
        return result
    }

    /// The bars on which a strategy orders, with whether it buys.
    private static func orders(_ sentence: String) throws -> [String] {
        let planned = try PlanGolden.planner.plan(sentence)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        let run = try PlannedRunTests.run(reading)
        return run.simulation.orders.map { "\($0.side == .buy ? "buy" : "sell") \($0.bar)" }
    }

    /// What a rule orders that is in while a value is above a bound, and out when it is not.
    private static func expected(_ values: [Double], above bound: [Double]) -> [String] {
        var orders: [String] = []
        var isIn = false
        for bar in values.indices.dropLast() {
            if !isIn, values[bar] > bound[bar] {
                orders.append("buy \(bar + 1)")
                isIn = true
            } else if isIn, values[bar] <= bound[bar] {
                orders.append("sell \(bar + 1)")
                isIn = false
            }
        }
        return orders
    }

    private static func expected(_ values: [Double], above bound: Double) -> [String] {
        expected(values, above: values.map { _ in bound })
    }

    /// What a rule orders that is in for two bars after a shape.
    private static func expected(_ shape: [Bool]) -> [String] {
        var orders: [String] = []
        var age = -1
        for bar in shape.indices.dropLast() {
            if age >= 0 {
                age += 1
            } else if shape[bar] {
                age = 0
                orders.append("buy \(bar + 1)")
            }
            if age == 2 {
                orders.append("sell \(bar + 1)")
                age = -1
            }
        }
        return orders
    }

    @Test("averages are those of their names")
    func averages() throws {
        let bars = try Bars()
        let close = bars.close
        let inner = bars.each(from: 19) {
            2 * Self.weighted(close, $0, 10) - Self.weighted(close, $0, 20)
        }
        let hull = bars.each(from: 22) { Self.weighted(inner, $0, 4) }
        #expect(
            try Self.orders("buy SPX when its price is above its 20-day Hull average")
                == Self.expected(close, above: hull))
        let wilder = Self.smoothed(close, 1.0 / 20).enumerated().map { $0 < 19 ? .nan : $1 }
        #expect(
            try Self.orders("buy SPX when price is above its 20 day smoothed average")
                == Self.expected(close, above: wilder))
        let ahead = bars.each(from: 9) { 2 * close[$0] - close[$0 - 9] }
        let lagless = Self.smoothed(ahead, 2.0 / 21).enumerated().map { $0 < 28 ? .nan : $1 }
        #expect(
            try Self.orders("buy SPX when price is above ZLEMA(20)")
                == Self.expected(close, above: lagless))
        let byVolume = bars.each(from: 19) { bar in
            let span = (bar - 19)...bar
            return span.map { close[$0] * bars.volume[$0] }.reduce(0, +)
                / span.map { bars.volume[$0] }.reduce(0, +)
        }
        #expect(
            try Self.orders("buy SPX when price is above its 20-day VWMA")
                == Self.expected(close, above: byVolume))
    }

    @Test("lines of highs and lows are those of their names")
    func lines() throws {
        let bars = try Bars()
        let top = bars.each(from: 51 + 26) { bar in
            let known = bar - 26
            return max(
                (bars.middle(known, 9) + bars.middle(known, 26)) / 2, bars.middle(known, 52))
        }
        #expect(
            try Self.orders(
                "buy SPX when price is above the Ichimoku cloud")
                == Self.expected(bars.close, above: top))
        let middle = bars.each(from: 19) { bars.middle($0, 20) }
        #expect(
            try Self.orders("buy SPX when price is above the Donchian middle (20)")
                == Self.expected(bars.close, above: middle))
        let ranges = bars.averageTrueRange(22)
        let chandelier = bars.each(from: 22) { bars.highest($0, 22) - 3 * ranges[$0] }
        #expect(
            try Self.orders("buy SPX when price is above the chandelier exit (22, 3)")
                == Self.expected(bars.close, above: chandelier))
        var drawn = (bars.open[0] + bars.close[0]) / 2
        let closes = bars.close.indices.map {
            (bars.open[$0] + bars.high[$0] + bars.low[$0] + bars.close[$0]) / 4
        }
        var opens = [drawn]
        for bar in closes.indices.dropFirst() {
            drawn = (drawn + closes[bar - 1]) / 2
            opens.append(drawn)
        }
        #expect(
            try Self.orders("buy SPX when heikin ashi is green")
                == Self.expected(closes, above: opens))
    }

    @Test("oscillators of several averages are those of their names")
    func oscillators() throws {
        let bars = try Bars()
        let close = bars.close
        let rates = bars.each(from: 14) {
            100 * (close[$0] / close[$0 - 14] - 1) + 100 * (close[$0] / close[$0 - 11] - 1)
        }
        let coppock = bars.each(from: 23) { Self.weighted(rates, $0, 10) }
        #expect(
            try Self.orders("buy SPX when the Coppock curve is above 0")
                == Self.expected(coppock, above: 0))
        let change = bars.each(from: 1) { close[$0] - close[$0 - 1] }
        func twice(_ values: [Double]) -> [Double] {
            Self.smoothed(Self.smoothed(values, 2.0 / 26), 2.0 / 14)
        }
        let tsi = zip(twice(change), twice(change.map(abs))).map { 100 * $0 / $1 }
        #expect(
            try Self.orders("buy SPX when the TSI is above 10") == Self.expected(tsi, above: 10))
        let middles = close.indices.map { (bars.high[$0] + bars.low[$0]) / 2 }
        let awesome = bars.each(from: 33) {
            Self.mean(middles[($0 - 4)...$0]) - Self.mean(middles[($0 - 33)...$0])
        }
        #expect(
            try Self.orders("buy SPX when the awesome oscillator is above 0")
                == Self.expected(awesome, above: 0))
        let choppiness = bars.each(from: 14) { bar in
            let way = ((bar - 13)...bar).map(bars.trueRange).reduce(0, +)
            return 100 * log10(way / (bars.highest(bar, 14) - bars.lowest(bar, 14))) / log10(14)
        }
        #expect(
            try Self.orders("buy SPX when the choppiness index is above 50")
                == Self.expected(choppiness, above: 50))
    }

    @Test("the RSI of Connors is the mean of its three parts")
    func connors() throws {
        let bars = try Bars()
        let close = bars.close
        var days = [0.0]
        for bar in close.indices.dropFirst() {
            let before = days[bar - 1]
            let change = close[bar] - close[bar - 1]
            days.append(change > 0 ? max(before, 0) + 1 : change < 0 ? min(before, 0) - 1 : 0)
        }
        let returns = bars.each(from: 1) { close[$0] / close[$0 - 1] - 1 }
        let ranks = bars.each(from: 101) { bar in
            Double(returns[(bar - 100)..<bar].count { $0 < returns[bar] })
        }
        let parts = (Self.strength(close, 3), Self.strength(days, 2))
        let connors = close.indices.map { (parts.0[$0] + parts.1[$0] + ranks[$0]) / 3 }
        #expect(
            try Self.orders("buy SPX when its Connors RSI is above 60")
                == Self.expected(connors, above: 60))
    }

    @Test("volumes and bands are those of their names")
    func volumes() throws {
        let bars = try Bars()
        let close = bars.close
        let sided = close.indices.map { bar in
            bars.high[bar] > bars.low[bar]
                ? bars.volume[bar] * (2 * close[bar] - bars.high[bar] - bars.low[bar])
                    / (bars.high[bar] - bars.low[bar]) : 0
        }
        let flow = bars.each(from: 19) {
            Self.mean(sided[($0 - 19)...$0]) / Self.mean(bars.volume[($0 - 19)...$0])
        }
        #expect(
            try Self.orders("buy SPX when its Chaikin money flow is above 0.05")
                == Self.expected(flow, above: 0.05))
        let deviations = bars.each(from: 19) { bar in
            let mean = Self.mean(close[(bar - 19)...bar])
            let squares = close[(bar - 19)...bar].map { ($0 - mean) * ($0 - mean) }
            return (squares.reduce(0, +) / 19).squareRoot()
        }
        let places = bars.each(from: 19) {
            (close[$0] - Self.mean(close[($0 - 19)...$0])) / (4 * deviations[$0]) + 0.5
        }
        #expect(
            try Self.orders("buy SPX when Bollinger %B is above 0.9")
                == Self.expected(places, above: 0.9))
        let width = bars.each(from: 19) {
            4 * deviations[$0] / Self.mean(close[($0 - 19)...$0])
        }
        let isLowest = close.indices.map { bar in
            bar >= 19 + 60 && width[bar] < (width[(bar - 60)..<bar].min() ?? 0)
        }
        #expect(
            try Self.orders(
                "buy SPX when the Bollinger bandwidth is at its lowest in 60 days, sell after 2 "
                    + "days") == Self.expected(isLowest))
    }

    @Test("shapes of bars are those of their names")
    func shapes() throws {
        let bars = try Bars()
        let (high, low) = (bars.high, bars.low)
        func rule(_ shape: String) throws -> [String] {
            try Self.orders("buy SPX when \(shape), sell after 2 days")
        }
        func each(from start: Int, _ holds: (Int) -> Bool) -> [String] {
            Self.expected(high.indices.map { $0 >= start && holds($0) })
        }
        #expect(
            try rule("it forms an inside day")
                == each(from: 1) { high[$0] < high[$0 - 1] && low[$0] > low[$0 - 1] })
        #expect(
            try rule("it forms an outside day")
                == each(from: 1) { high[$0] > high[$0 - 1] && low[$0] < low[$0 - 1] })
        #expect(
            try rule("it forms an NR7")
                == each(from: 6) { bar in
                    (1...6).allSatisfy { high[bar] - low[bar] < high[bar - $0] - low[bar - $0] }
                })
        #expect(
            try rule("it makes 3 lower lows in a row")
                == each(from: 3) { bar in (0...2).allSatisfy { low[bar - $0] < low[bar - $0 - 1] } }
        )
        #expect(
            try rule("it closes in the lowest 10% of its range")
                == each(from: 0) { (bars.close[$0] - low[$0]) / (high[$0] - low[$0]) <= 0.1 })
    }
}
