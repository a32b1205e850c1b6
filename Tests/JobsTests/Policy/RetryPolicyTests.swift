import AlmanacCore
import Jobs
import Testing
import TimeSeries

@Suite struct RetryPolicyTests {
    private let now = Timestamp(nanoseconds: 1_000_000_000_000)

    @Test("ceilings double from two seconds up to the cap")
    func ceilings() {
        let policy = RetryPolicy()
        let seconds = (1...14).map {
            policy.backoff.ceilingNanoseconds(afterAttempts: $0) / 1_000_000_000
        }
        #expect(
            seconds == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 3_600, 3_600, 3_600])
        #expect(
            policy.backoff.ceilingNanoseconds(afterAttempts: .max) == policy.backoff.capNanoseconds)
    }

    @Test("waits fill the span from nothing to the ceiling")
    func jitter() {
        var generator = SeededGenerator(seed: 7)
        let waits = (0..<2_000).map { _ -> Int64 in
            guard
                case .retry(let at) = RetryPolicy().decide(
                    attempts: 3, of: 9, at: now, using: &generator)
            else { return -1 }
            return at.nanoseconds - now.nanoseconds
        }
        #expect(waits.allSatisfy { (0...8_000_000_000).contains($0) })
        #expect(waits.contains { $0 < 400_000_000 } && waits.contains { $0 > 7_600_000_000 })
    }

    @Test("a source's wish is obeyed, up to a cap, and jitter comes on top")
    func retryAfter() {
        var generator = SeededGenerator(seed: 1)
        let policy = RetryPolicy(retryAfterCapNanoseconds: 600_000_000_000)
        for (asked, floor) in [
            (Int64(120_000_000_000), Int64(120_000_000_000)), (.max, 600_000_000_000),
            (-5, 0),
        ] {
            guard
                case .retry(let at) = policy.decide(
                    attempts: 1, of: 3, retryAfterNanoseconds: asked, at: now, using: &generator)
            else {
                Issue.record("no retry")
                return
            }
            let wait = at.nanoseconds - now.nanoseconds
            #expect((floor...(floor + 2_000_000_000)).contains(wait))
        }
    }

    @Test("the last attempt and the last lost delivery lead to a dead letter")
    func ends() {
        var generator = SeededGenerator(seed: 1)
        let policy = RetryPolicy(deliveriesWithoutResult: 3)
        #expect(
            policy.decide(attempts: 3, of: 3, at: now, using: &generator)
                == .deadLetter(reason: "failed 3 of 3 attempts"))
        #expect(policy.decide(lostDeliveries: 1, at: now, using: &generator) == .retry(at: now))
        #expect(
            policy.decide(lostDeliveries: 3, at: now, using: &generator)
                == .deadLetter(reason: "poison: delivered 3 times without a result"))
    }
}
