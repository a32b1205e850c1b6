import AlmanacCore
import Database
import Testing

/// The pool's decisions, without a thread or a connection.
@Suite struct PoolStateTests {
    private func describe(_ order: PoolState<Int>.Order?) -> String {
        switch order {
        case .run(let item): "run \(item)"
        case .open(let delay): "open after \(delay)"
        case .end: "end"
        case nil: "wait"
        }
    }

    @Test("workers start as work comes, up to the limit, and idle ones are used first")
    func growth() {
        var pool = PoolState<Int>(limit: 2, attempts: 3)
        #expect(pool.submit(10) == .start(worker: 1))
        #expect(describe(pool.next(worker: 1, isConnected: false)) == "open after 0")
        pool.opened(worker: 1)
        #expect(describe(pool.next(worker: 1, isConnected: true)) == "run 10")
        #expect(describe(pool.next(worker: 1, isConnected: true)) == "wait")
        #expect(pool.submit(11) == .queued)
        #expect(pool.submit(12) == .start(worker: 2))
        #expect(pool.submit(13) == .queued)
        #expect(pool.submit(14) == .queued)
        #expect(describe(pool.next(worker: 1, isConnected: true)) == "run 11")
        #expect(pool.workers == 2)
    }

    @Test("while the server is away one worker tries, after waits that double up to five seconds")
    func backoff() {
        var pool = PoolState<Int>(limit: 2, attempts: 9)
        _ = pool.submit(1)
        _ = pool.submit(2)
        #expect(describe(pool.next(worker: 1, isConnected: false)) == "open after 0")
        #expect(describe(pool.next(worker: 2, isConnected: false)) == "open after 0")
        #expect(pool.openFailed(worker: 1, isTransient: true).isEmpty)
        #expect(describe(pool.next(worker: 1, isConnected: false)) == "open after 100")
        // It failed together with the first, which tells nothing new.
        #expect(pool.openFailed(worker: 2, isTransient: true).isEmpty)
        #expect(describe(pool.next(worker: 2, isConnected: false)) == "wait")
        var delays: [String] = []
        for _ in 0..<7 {
            #expect(pool.openFailed(worker: 1, isTransient: true).isEmpty)
            delays.append(describe(pool.next(worker: 1, isConnected: false)))
        }
        #expect(
            delays == [200, 400, 800, 1_600, 3_200, 5_000, 5_000].map { "open after \($0)" })
        #expect(pool.openFailed(worker: 1, isTransient: true) == [1, 2])
        #expect(pool.submit(3) == .queued)
        #expect(describe(pool.next(worker: 2, isConnected: false)) == "open after 0")
        pool.opened(worker: 2)
        #expect(describe(pool.next(worker: 2, isConnected: true)) == "run 3")
    }

    @Test("what no waiting mends fails at once")
    func refused() {
        var pool = PoolState<Int>(limit: 1, attempts: 9)
        _ = pool.submit(1)
        _ = pool.next(worker: 1, isConnected: false)
        #expect(pool.openFailed(worker: 1, isTransient: false) == [1])
    }

    @Test("a closing pool finishes what waits, and takes no more")
    func closing() {
        var pool = PoolState<Int>(limit: 1, attempts: 3)
        _ = pool.submit(1)
        pool.close()
        #expect(pool.submit(2) == .refused)
        #expect(describe(pool.next(worker: 1, isConnected: true)) == "run 1")
        #expect(describe(pool.next(worker: 1, isConnected: true)) == "end")
        #expect(pool.workers == 0)
    }

    /// A random life of a pool: threads that open, fail, lose connections and give work back.
    @Test("every item is run or given up exactly once, whatever fails", arguments: 0..<200)
    func life(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...4, using: &generator)
        var pool = PoolState<Int>(limit: limit, attempts: 3)
        var isConnected: [Int: Bool] = [:]
        var isOpening: Set<Int> = []
        var finished: [Int] = []
        var submitted = 0
        func act() {
            let worker = isConnected.keys.sorted().randomElement(using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0 where submitted < 60:
                let answer = pool.submit(submitted)
                if case .start(let worker) = answer { isConnected[worker] = false }
                if answer != .refused { submitted += 1 }
            case 1:
                // A connection breaks.
                if let worker, isConnected[worker] == true { isConnected[worker] = false }
            default:
                guard let worker else { return }
                if isOpening.remove(worker) != nil {
                    if Bool.random(using: &generator) {
                        pool.opened(worker: worker)
                        isConnected[worker] = true
                    } else {
                        finished += pool.openFailed(worker: worker, isTransient: true)
                    }
                    return
                }
                let connected = isConnected[worker] == true
                switch pool.next(worker: worker, isConnected: connected) {
                case .run(let item):
                    #expect(connected, "seed \(seed)")
                    if Int.random(in: 0..<5, using: &generator) == 0 {
                        pool.giveBack(item)
                        isConnected[worker] = false
                    } else {
                        finished.append(item)
                    }
                case .open: isOpening.insert(worker)
                case .end: isConnected[worker] = nil
                case nil: break
                }
            }
        }
        for _ in 0..<400 { act() }
        pool.close()
        var steps = 0
        while !isConnected.isEmpty, steps < 100_000 {
            act()
            steps += 1
        }
        #expect(pool.workers == 0, "seed \(seed)")
        #expect(finished.sorted() == Array(0..<submitted), "seed \(seed)")
    }
}
