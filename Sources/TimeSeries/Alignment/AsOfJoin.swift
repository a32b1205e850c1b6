/// Which observation counts at each of many closes, given when each observation became known.
///
/// An observation is visible at a close if it was known by then, less the latency. Among the
/// visible ones the one with the greatest time counts, and of its versions the one with the
/// greatest known moment, the last row among equal ones: a late restatement of an older quarter
/// never replaces a newer quarter.
public struct AsOfJoin: Sendable {
    /// For each close the row that counts, or -1 where none does.
    public let rows: [Int32]

    private let times: [Timestamp]
    private let knownAt: [Timestamp]
    /// The closes, ascending.
    private let closes: [Timestamp]
    /// Where each of `closes` stood among the given ones; `nil` where they were ascending.
    private let placement: [Int32]?
    private let maxAge: Int64?
    /// The rows in the order in which they became known.
    private let order: [Int32]
    /// For each close how many rows of `order` are visible.
    private let visible: [Int32]
    /// Whether each row is about a later time and known no earlier than the row before.
    private let isOrderly: Bool

    /// Joins observations to closes.
    ///
    /// - Parameters:
    ///   - times: What each observation is about, in any order.
    ///   - knownAt: When each became known; as long as `times`.
    ///   - closes: The moments to join at; ascending ones, as a calendar gives them, cost no sort.
    ///   - latency: How long before a close an observation must have been known; 0 or more.
    ///   - maxAge: How long after it became known an observation still counts, measured at the
    ///     close; `nil` is without limit.
    /// - Look-ahead: none; a row later than a close less the latency never counts there.
    /// - Complexity: O(n + m) where rows come in the order they became known, else O(n log n + m).
    public init(
        times: [Timestamp], knownAt: [Timestamp], at closes: [Timestamp],
        latency: Duration = .zero, maxAge: Duration? = nil
    ) {
        precondition(times.count == knownAt.count, "as many known moments as times")
        precondition(times.count < Int(Int32.max), "rows are counted in 32 bits")
        precondition(closes.count < Int(Int32.max), "closes are counted in 32 bits")
        let placement = isAscending(closes) ? nil : ascendingOrder(closes)
        let closes = placement.map { $0.map { closes[Int($0)] } } ?? closes
        self.times = times
        self.knownAt = knownAt
        self.closes = closes
        self.placement = placement
        self.maxAge = maxAge.map(nanoseconds)
        order = ascendingOrder(knownAt)
        isOrderly = isAscending(knownAt) && isAscending(times, strictly: true)
        let delay = max(0, nanoseconds(latency))
        var rows: [Int32] = []
        var visible: [Int32] = []
        rows.reserveCapacity(closes.count)
        visible.reserveCapacity(closes.count)
        var next = 0
        var best: Int32 = -1
        for close in closes {
            let limit = close.advanced(byNanoseconds: -delay)
            while next < order.count, knownAt[Int(order[next])] <= limit {
                let row = order[next]
                if best < 0 || times[Int(row)] >= times[Int(best)] { best = row }
                next += 1
            }
            visible.append(Int32(next))
            rows.append(
                isFresh(best, at: close, knownAt: knownAt, maxAge: self.maxAge) ? best : -1)
        }
        self.rows = placed(rows, at: placement)
        self.visible = visible
    }

    /// The values of one column at each close, NaN before the first.
    ///
    /// - Missing: where the row that counts has none, the value comes from the row before it, which
    ///   is the visible one with the next smaller time in its latest visible version, and so on.
    ///   The limit on age holds for the row that the value comes from.
    /// - Parameter column: One value for each observation.
    /// - Complexity: O(m) without missing values; else O(n log n + m), O(n + m) for rows in order.
    public func values(of column: [Double]) -> [Double] {
        precondition(column.count == times.count, "one value for each observation")
        if !column.contains(where: { $0.isNaN }) {
            return rows.map { $0 < 0 ? .nan : column[Int($0)] }
        }
        let carried = isOrderly ? carriedForward(column) : carriedForwardByTime(column)
        return placed(carried, at: placement)
    }

    /// The last value among the visible rows, where those come in the order of their times.
    private func carriedForward(_ column: [Double]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(closes.count)
        var filled: Int32 = -1
        var next: Int32 = 0
        for index in closes.indices {
            while next < visible[index] {
                if !column[Int(next)].isNaN { filled = next }
                next += 1
            }
            let fresh = isFresh(filled, at: closes[index], knownAt: knownAt, maxAge: maxAge)
            result.append(fresh ? column[Int(filled)] : .nan)
        }
        return result
    }

    /// The value of the greatest visible time that has one in its version then in force.
    private func carriedForwardByTime(_ column: [Double]) -> [Double] {
        let (ranks, rankCount) = ranksByTime()
        // For each distinct time the version that is in force so far.
        var versions = [Int32](repeating: -1, count: rankCount)
        var filled = -1
        var next = 0
        var result: [Double] = []
        result.reserveCapacity(closes.count)
        for index in closes.indices {
            while next < Int(visible[index]) {
                let row = order[next]
                let rank = Int(ranks[Int(row)])
                versions[rank] = row
                if !column[Int(row)].isNaN {
                    filled = max(filled, rank)
                } else if rank == filled {
                    // A correction took the value back.
                    while filled >= 0,
                        versions[filled] < 0 || column[Int(versions[filled])].isNaN
                    {
                        filled -= 1
                    }
                }
                next += 1
            }
            let row = filled < 0 ? -1 : versions[filled]
            let fresh = isFresh(row, at: closes[index], knownAt: knownAt, maxAge: maxAge)
            result.append(fresh ? column[Int(row)] : .nan)
        }
        return result
    }

    /// For each row the place of its time among the distinct times, and how many of those there
    /// are.
    private func ranksByTime() -> (ranks: [Int32], count: Int) {
        guard !times.isEmpty else { return ([], 0) }
        var ranks = [Int32](repeating: 0, count: times.count)
        let byTime: [Int32] =
            isAscending(times)
            ? Array(0..<Int32(times.count))
            : (0..<Int32(times.count)).sorted { times[Int($0)] < times[Int($1)] }
        var rank: Int32 = 0
        for index in byTime.indices.dropFirst() {
            if times[Int(byTime[index])] != times[Int(byTime[index - 1])] { rank += 1 }
            ranks[Int(byTime[index])] = rank
        }
        return (ranks, Int(rank) + 1)
    }
}

/// The positions of moments, earliest first; equal ones keep their order.
private func ascendingOrder(_ moments: [Timestamp]) -> [Int32] {
    let positions = 0..<Int32(moments.count)
    if isAscending(moments) { return Array(positions) }
    return positions.sorted { left, right in
        let (a, b) = (moments[Int(left)], moments[Int(right)])
        return a != b ? a < b : left < right
    }
}

/// Puts values that were computed in ascending order back where they belong.
private func placed<Value>(_ values: [Value], at placement: [Int32]?) -> [Value] {
    guard let placement else { return values }
    var result = values
    for (index, place) in placement.enumerated() { result[Int(place)] = values[index] }
    return result
}

private func isAscending(_ times: [Timestamp], strictly: Bool = false) -> Bool {
    for row in times.indices.dropFirst() {
        if times[row] < times[row - 1] || (strictly && times[row] == times[row - 1]) {
            return false
        }
    }
    return true
}

@inline(__always)
private func isFresh(
    _ row: Int32, at close: Timestamp, knownAt: [Timestamp], maxAge: Int64?
) -> Bool {
    guard row >= 0 else { return false }
    guard let maxAge else { return true }
    return close.nanoseconds <= saturatingSum(knownAt[Int(row)].nanoseconds, maxAge)
}
