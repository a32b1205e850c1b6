import AlmanacCore
import Jobs
import Testing
import TimeSeries

@Suite struct TokenBucketTests {
    @Test(
        "limits are read",
        arguments: [
            ("60/min", 60, 60, 6), ("10000/day", 10_000, 86_400, 1_000), ("1/s", 1, 1, 1),
            ("5/hour burst 5", 5, 3_600, 5), ("60/minute burst 1", 60, 60, 1),
        ])
    func read(text: String, count: Int, seconds: Int, burst: Int) throws {
        let limit = try RateLimit(text)
        #expect(limit.count == count && limit.burst == burst)
        #expect(limit.periodNanoseconds == Int64(seconds) * 1_000_000_000)
        #expect(try RateLimit(limit.text) == limit)
    }

    @Test(
        "what is not a limit is refused",
        arguments: [
            "", "60", "60/", "/min", "0/min", "-1/min", "60/fortnight", "60/min burst",
            "60/min burst 0", "60/min burst 61", "60/min 5", "1e3/min", "99999999999/day",
        ])
    func refused(text: String) {
        #expect(throws: AlmanacError.self) { try RateLimit(text) }
    }

    @Test("no period sees more than the limit, however starts fall", arguments: 0..<60)
    func neverExceeded(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 1...30, using: &generator)
        let limit = RateLimit(
            count: count, periodNanoseconds: 1_000,
            burst: Int.random(in: 1...count, using: &generator))
        var bucket = TokenBucket(limit, at: Timestamp(nanoseconds: 0))
        var now: Int64 = 0
        var starts: [Int64] = []
        for _ in 0..<400 {
            let wait = Int64.random(in: 0...120, using: &generator)
            now += Bool.random(using: &generator) ? wait : wait / 20
            let taken = bucket.take(
                Int.random(in: 0...5, using: &generator), at: Timestamp(nanoseconds: now))
            starts += Array(repeating: now, count: taken)
        }
        for first in starts.indices {
            let last = first + limit.count
            if last < starts.count {
                #expect(starts[last] - starts[first] >= 1_000, "seed \(seed), \(limit)")
            }
        }
    }

    @Test("under steady demand the rate is count - burst + 1 in a period")
    func rate() throws {
        let limit = try RateLimit("60/min burst 1")
        var bucket = TokenBucket(limit, at: Timestamp(nanoseconds: 0))
        var taken = 0
        for second in 0..<600 {
            taken += bucket.take(
                5, at: Timestamp(nanoseconds: Int64(second) * 1_000_000_000))
        }
        #expect(taken == 600)
    }

    @Test("the next token is there when it was said to be, and not before")
    func nextToken() throws {
        let limit = RateLimit(count: 7, periodNanoseconds: 1_000, burst: 2)
        let start = Timestamp(nanoseconds: 5)
        var bucket = TokenBucket(limit, at: start)
        #expect(bucket.nextToken(at: start) == start)
        #expect(bucket.take(9, at: start) == 2)
        let next = bucket.nextToken(at: start)
        #expect(bucket.available(at: Timestamp(nanoseconds: next.nanoseconds - 1)) == 0)
        #expect(bucket.available(at: next) == 1)
    }

    @Test("a clock that is set back adds nothing")
    func clockSetBack() throws {
        let limit = RateLimit(count: 2, periodNanoseconds: 1_000, burst: 2)
        var bucket = TokenBucket(limit, at: Timestamp(nanoseconds: 10_000))
        #expect(bucket.take(2, at: Timestamp(nanoseconds: 10_000)) == 2)
        #expect(bucket.take(2, at: Timestamp(nanoseconds: 5_000)) == 0)
        #expect(bucket.take(2, at: Timestamp(nanoseconds: 10_500)) == 0)
        #expect(bucket.take(2, at: Timestamp(nanoseconds: 11_000)) == 1)
    }

    @Test("limits of any size do not overflow")
    func large() throws {
        var bucket = TokenBucket(
            try RateLimit("1000000000/day"), at: Timestamp(nanoseconds: .min))
        #expect(bucket.take(.max, at: Timestamp(nanoseconds: .min)) > 0)
        #expect(bucket.take(.max, at: Timestamp(nanoseconds: .max)) > 0)
    }
}
