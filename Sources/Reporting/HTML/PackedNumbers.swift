import AlmanacCore
import TimeSeries

/// Numbers of charts as compact JSON.
enum PackedNumbers {
    /// The times of bars: a start, a step, and how many steps each lies behind the one before, in
    /// milliseconds.
    static func times(_ bars: [Int], of axis: [Timestamp]) -> JSON {
        let times = bars.map { axis[$0].nanoseconds / 1_000_000 }
        guard let start = times.first else { return ["start": 0, "step": 1, "delta": []] }
        let deltas = zip(times.dropFirst(), times).map { $0 - $1 }
        let step = deltas.reduce(Int64(0)) { greatestCommonDivisor($0, $1) }
        let unit = max(step, 1)
        return [
            "start": .integer(Int(start)), "step": .integer(Int(unit)),
            "delta": .array(deltas.map { .integer(Int($0 / unit)) }),
        ]
    }

    /// The values of some bars, with so many significant digits.
    static func values(_ bars: [Int], of values: [Double], digits: Int = 7) -> JSON {
        .array(bars.map { number(values[$0], digits: digits) })
    }

    static func values(_ values: [Double], digits: Int = 7) -> JSON {
        .array(values.map { number($0, digits: digits) })
    }

    static func number(_ value: Double, digits: Int = 7) -> JSON {
        .number(NumberText.rounded(value, digits: digits))
    }
}

/// The greatest number that divides both; 0 for two zeros.
private func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (a, b) = (abs(left), abs(right))
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
