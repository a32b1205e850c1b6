import Jobs
import TimeSeries

/// Any text is a recurrence whose times move forward, or a rate limit, or an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchedules(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let limit = try? RateLimit(text) {
        var bucket = TokenBucket(limit, at: Timestamp(nanoseconds: 0))
        precondition(bucket.take(.max, at: Timestamp(nanoseconds: .max)) >= 0)
    }
    guard let recurrence = try? Recurrence(text, zone: "America/New_York") else { return 0 }
    var moment = Timestamp(nanoseconds: 1_793_507_400_000_000_000)
    for _ in 0..<3 {
        guard let next = recurrence.next(after: moment) else { return 0 }
        precondition(next > moment, "a recurrence moves forward")
        moment = next
    }
    return 0
}
