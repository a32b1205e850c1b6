/// How the bars of a period make one bar, column by column.
enum Aggregation: Sendable {
    case first, maximum, minimum, last, sum

    /// The rule for a column: by name for prices and volume, the last value for any other.
    init(column name: String) {
        switch name {
        case "open": self = .first
        case "high": self = .maximum
        case "low": self = .minimum
        case "volume": self = .sum
        default: self = .last
        }
    }

    /// One value of a non-empty run of rows, as pandas 3.1 gives it for a group.
    ///
    /// - Missing: passed over; all missing gives NaN, and 0 for a sum.
    /// - Parameter hasMissing: Whether the whole column holds a NaN, which decides how a sum
    ///   is rounded.
    func value(of rows: UnsafeBufferPointer<Double>, hasMissing: Bool) -> Double {
        switch self {
        case .first:
            for value in rows where !value.isNaN { return value }
            return .nan
        case .last:
            for value in rows.reversed() where !value.isNaN { return value }
            return .nan
        case .maximum:
            var result = Double.nan
            for value in rows where value > result || result.isNaN { result = value }
            return result
        case .minimum:
            var result = Double.nan
            for value in rows where value < result || result.isNaN { result = value }
            return result
        case .sum:
            return hasMissing ? compensatedSum(rows) : segmentSum(rows)
        }
    }
}

/// The sum without missing values, by Kahan's compensation, which pandas takes where a column has
/// missing values.
private func compensatedSum(_ values: UnsafeBufferPointer<Double>) -> Double {
    var sum = 0.0
    var compensation = 0.0
    for value in values where !value.isNaN {
        let corrected = value - compensation
        let next = sum + corrected
        compensation = next - sum - corrected
        // An infinite sum would otherwise turn every later one into NaN.
        if compensation.isNaN { compensation = 0 }
        sum = next
    }
    return sum
}

/// The sum of a complete column's rows: the first one plus the pairwise sum of the rest, which is
/// the order of NumPy's `add.reduceat`.
private func segmentSum(_ values: UnsafeBufferPointer<Double>) -> Double {
    guard let first = values.first else { return 0 }
    guard values.count > 1 else { return first }
    return first + pairwiseSum(UnsafeBufferPointer(rebasing: values.dropFirst()))
}

/// The sum by NumPy's blocks: plain below 8 values, 8 running sums up to 128, halves above that.
private func pairwiseSum(_ values: UnsafeBufferPointer<Double>) -> Double {
    let count = values.count
    if count < 8 {
        var sum = -0.0
        for value in values { sum += value }
        return sum
    }
    if count <= 128 {
        var lanes = SIMD8<Double>()
        for lane in 0..<8 { lanes[lane] = values[lane] }
        let whole = count - count % 8
        for block in stride(from: 8, to: whole, by: 8) {
            for lane in 0..<8 { lanes[lane] += values[block + lane] }
        }
        var sum =
            ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
            + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        for rest in whole..<count { sum += values[rest] }
        return sum
    }
    let half = count / 2 - (count / 2) % 8
    return pairwiseSum(UnsafeBufferPointer(rebasing: values[..<half]))
        + pairwiseSum(UnsafeBufferPointer(rebasing: values[half...]))
}
