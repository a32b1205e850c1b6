internal import AlmanacCore
package import TimeSeries

/// How many starts a source allows in a period, as `60/min`, `10000/day` or `60/min burst 10`.
package struct RateLimit: Sendable, Hashable {
    /// Starts in any one period.
    package let count: Int
    /// The period's length.
    package let periodNanoseconds: Int64
    /// Starts that may come at once after a rest, 1 to `count`.
    package let burst: Int

    /// Makes a limit; a tenth of the count may come at once unless told otherwise.
    ///
    /// - Precondition: All are at least 1, and the burst is no more than the count.
    package init(count: Int, periodNanoseconds: Int64, burst: Int? = nil) {
        precondition(count >= 1 && periodNanoseconds >= 1, "a limit must allow something")
        let burst = burst ?? max(1, count / 10)
        precondition((1...count).contains(burst), "a burst must be 1 to the count")
        self.count = count
        self.periodNanoseconds = periodNanoseconds
        self.burst = burst
    }

    private static let units: [(names: [String], seconds: Int64)] = [
        (["s", "sec", "second"], 1), (["min", "minute", "m"], 60), (["hour", "h"], 3_600),
        (["day", "d"], 86_400),
    ]

    /// Reads a limit.
    ///
    /// - Throws: ``AlmanacError`` of kind validation.
    package init(_ text: String) throws {
        let words = text.split(separator: " ")
        let rate = words.first?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard rate.count == 2, let count = Int(rate[0]), (1...1_000_000_000).contains(count),
            let unit = Self.units.first(where: { $0.names.contains(rate[1].lowercased()) }),
            words.count == 1 || words.count == 3 && words[1] == "burst"
        else { throw Self.fault(text) }
        var burst: Int?
        if words.count == 3 {
            guard let given = Int(words[2]), (1...count).contains(given) else {
                throw Self.fault(text)
            }
            burst = given
        }
        self.init(
            count: count, periodNanoseconds: unit.seconds * Timestamp.nanosecondsPerSecond,
            burst: burst)
    }

    private static func fault(_ text: String) -> AlmanacError {
        AlmanacError(
            .validation, "\"\(text)\" is not a rate limit", details: ["text": .string(text)],
            suggestion: "write a count and a period, such as 60/min, 10000/day, or "
                + "\"60/min burst 10\"")
    }

    /// The limit as text that reads back as the same limit, where its period is a unit.
    package var text: String {
        let seconds = periodNanoseconds / Timestamp.nanosecondsPerSecond
        let unit = Self.units.first { $0.seconds == seconds }?.names[0] ?? "\(seconds)s"
        return "\(count)/\(unit) burst \(burst)"
    }
}

/// A token bucket: a start takes a token, and tokens come back as time goes by.
///
/// It holds at most `burst` tokens and gains `count` - `burst` + 1 in a period. So any period, from
/// a moment up to but not including the moment one period later, sees at most `count` starts,
/// however they fall: no more than `burst` tokens are there at its beginning, and less than
/// `count` - `burst` + 1 are added. Amounts are whole: a token is `periodNanoseconds` units, and
/// each nanosecond adds `count` - `burst` + 1 of them.
package struct TokenBucket: Sendable, Equatable {
    /// What it keeps to.
    package let limit: RateLimit
    /// Units of tokens at `updated`.
    package private(set) var units: Int64
    /// When `units` was right; it only moves forward.
    package private(set) var updated: Timestamp

    /// Makes a full bucket.
    package init(_ limit: RateLimit, at now: Timestamp) {
        self.limit = limit
        units = Self.capacity(limit)
        updated = now
    }

    /// Makes a bucket as it was stored.
    package init(_ limit: RateLimit, units: Int64, updated: Timestamp) {
        self.limit = limit
        self.units = min(max(units, 0), Self.capacity(limit))
        self.updated = updated
    }

    private static func capacity(_ limit: RateLimit) -> Int64 {
        Int64(limit.burst).multipliedReportingOverflow(by: limit.periodNanoseconds).overflow
            ? .max : Int64(limit.burst) * limit.periodNanoseconds
    }

    private var gainPerNanosecond: Int64 { Int64(limit.count - limit.burst + 1) }

    private mutating func refill(at now: Timestamp) {
        guard now > updated else { return }
        let (elapsed, isLong) = now.nanoseconds.subtractingReportingOverflow(updated.nanoseconds)
        let (gain, isLarge) = elapsed.multipliedReportingOverflow(by: gainPerNanosecond)
        let room = Self.capacity(limit) - units
        units += isLong || isLarge ? room : min(gain, room)
        updated = now
    }

    /// The number of whole tokens that are there.
    package func available(at now: Timestamp) -> Int {
        var copy = self
        copy.refill(at: now)
        return Int(copy.units / limit.periodNanoseconds)
    }

    /// Takes up to a number of tokens, and returns how many it got.
    package mutating func take(_ wanted: Int, at now: Timestamp) -> Int {
        refill(at: now)
        let taken = min(max(wanted, 0), Int(units / limit.periodNanoseconds))
        units -= Int64(taken) * limit.periodNanoseconds
        return taken
    }

    /// The earliest moment at which a token is there.
    package func nextToken(at now: Timestamp) -> Timestamp {
        var copy = self
        copy.refill(at: now)
        let missing = limit.periodNanoseconds - copy.units
        guard missing > 0 else { return now }
        let wait = (missing + gainPerNanosecond - 1) / gainPerNanosecond
        return copy.updated.advanced(byNanoseconds: wait)
    }
}
