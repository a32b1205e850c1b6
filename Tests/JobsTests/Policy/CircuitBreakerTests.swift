import Jobs
import Testing
import TimeSeries

@Suite struct CircuitBreakerTests {
    private let policy = CircuitBreaker.Policy(
        failures: 3, openNanoseconds: 100, openCapNanoseconds: 350)

    private func at(_ nanoseconds: Int64) -> Timestamp { Timestamp(nanoseconds: nanoseconds) }

    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(policy)
        for job in 1...3 { breaker.failed(Int64(job), at: at(0)) }
        return breaker
    }

    @Test("failures in a row open it, and a success in between starts anew")
    func opens() {
        var breaker = CircuitBreaker(policy)
        breaker.failed(1, at: at(0))
        breaker.failed(2, at: at(0))
        breaker.succeeded(3)
        breaker.failed(4, at: at(0))
        breaker.failed(5, at: at(0))
        #expect(breaker.admit(7, at: at(0)) == 7)
        breaker.failed(6, at: at(5))
        #expect(breaker.state == .open(until: at(105)))
        #expect(breaker.admit(7, at: at(104)) == 0)
    }

    @Test("half open lets one probe through, whose success closes it")
    func closes() {
        var breaker = opened()
        #expect(breaker.admit(7, at: at(100)) == 1)
        breaker.started(9)
        #expect(breaker.admit(7, at: at(101)) == 0)
        breaker.succeeded(2)
        breaker.failed(2, at: at(101))
        #expect(breaker.state == .halfOpen(probe: 9))
        breaker.succeeded(9)
        #expect(breaker == CircuitBreaker(policy))
    }

    @Test("each failed probe doubles the wait up to the cap")
    func doubles() {
        var breaker = opened()
        var now: Int64 = 100
        for wait in [Int64(200), 350, 350] {
            #expect(breaker.admit(1, at: at(now)) == 1)
            breaker.started(9)
            breaker.failed(9, at: at(now))
            #expect(breaker.state == .open(until: at(now + wait)))
            now += wait
        }
    }

    @Test("a probe that says nothing makes room for another")
    func releases() {
        var breaker = opened()
        _ = breaker.admit(1, at: at(100))
        breaker.started(9)
        breaker.released(8)
        #expect(breaker.admit(1, at: at(100)) == 0)
        breaker.released(9)
        #expect(breaker.admit(1, at: at(100)) == 1)
    }
}
