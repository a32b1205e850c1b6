import Jobs
import Testing
import TimeSeries

@Suite struct DeliveryTests {
    private func at(_ milliseconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: milliseconds * 1_000_000)
    }

    private func delivery(deadline: Int64 = 1_000) -> Delivery {
        let policy = LeasePolicy(nanoseconds: 120_000_000)
        return Delivery(
            Lease(job: 1, token: 1, worker: "w", until: at(120)), policy: policy,
            deadlineNanoseconds: deadline * 1_000_000, at: at(0))
    }

    @Test("the lease is renewed at a third of its length, again and again")
    func heartbeat() {
        var delivery = delivery()
        #expect(delivery.handle(.time, at: at(39)) == nil)
        #expect(delivery.handle(.time, at: at(40)) == .renew)
        #expect(delivery.handle(.renewed(until: at(160)), at: at(40)) == nil)
        #expect(delivery.wakeUp == at(80))
        #expect(delivery.handle(.time, at: at(80)) == .renew)
    }

    @Test("renewals that fail are repeated until the lease is over")
    func failingHeartbeat() {
        var delivery = delivery()
        var renewals = 0
        for millisecond in 0..<120 {
            if delivery.handle(.time, at: at(Int64(millisecond))) == .renew {
                renewals += 1
                #expect(delivery.handle(.databaseFailed, at: at(Int64(millisecond))) == nil)
            }
        }
        #expect(renewals == 4)
        #expect(delivery.handle(.time, at: at(120)) == .abandon)
        #expect(delivery.isOver)
    }

    @Test("a result is written as often as it takes while the lease holds")
    func writing() {
        var delivery = delivery()
        #expect(delivery.handle(.handlerReturned, at: at(10)) == .write)
        #expect(delivery.handle(.databaseFailed, at: at(10)) == nil)
        #expect(delivery.handle(.time, at: at(19)) == nil)
        #expect(delivery.handle(.time, at: at(20)) == .write)
        #expect(delivery.handle(.written, at: at(21)) == nil)
        #expect(delivery.isOver)
        #expect(delivery.handle(.stop, at: at(22)) == nil)
    }

    @Test("a handler that is overdue is called off and its failure written")
    func deadline() {
        var delivery = delivery(deadline: 30)
        #expect(delivery.handle(.time, at: at(30)) == .timeOut)
        #expect(delivery.handle(.handlerReturned, at: at(31)) == nil)
        #expect(delivery.handle(.time, at: at(31)) == .write)
    }

    @Test("a lost lease ends it at once, and a stop gives the lease back")
    func ends() {
        var lost = delivery()
        #expect(lost.handle(.leaseLost, at: at(5)) == .abandon)
        #expect(lost.handle(.leaseLost, at: at(5)) == nil)
        var stopped = delivery()
        #expect(stopped.handle(.stop, at: at(5)) == .giveBack)
        #expect(stopped.handle(.databaseFailed, at: at(5)) == nil)
        #expect(stopped.handle(.time, at: at(15)) == .giveBack)
    }
}
