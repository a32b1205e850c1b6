import AlmanacCore
import DataSources
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Which tier is tried, when the next one starts, and what is learned.
@Suite struct TierChainTests {
    typealias Way = TierChain.Way

    static func at(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: seconds * 1_000_000_000)
    }

    static func fault(_ kind: AlmanacError.Kind, _ reason: String? = nil) -> AlmanacError {
        AlmanacError(
            kind, "fault", details: reason.map { ["reason": .string($0)] } ?? JSONObject())
    }

    @Test("the plainest way goes first, and each failure starts the next")
    func order() {
        var chain = TierChain([Way(.api), Way(.static), Way(.browser)])
        #expect(chain.start(at: Self.at(0)) == [.begin(.api)])
        #expect(
            chain.failed(.api, Self.fault(.schemaMismatch), at: Self.at(1)) == [.begin(.static)])
        #expect(
            chain.failed(.static, Self.fault(.sourceUnavailable), at: Self.at(2))
                == [.begin(.browser)])
        #expect(chain.succeeded(.browser, at: Self.at(3)) == [.deliver(.browser)])
    }

    @Test("price and recent success decide, and what was learned fades")
    func ranks() {
        var bad = TierRecord()
        for _ in 0..<10 { bad.note(.broken, milliseconds: 1, at: Self.at(0)) }
        #expect(bad.success(at: Self.at(0)) < 0.1)
        #expect(abs(bad.success(at: Self.at(30 * 86_400)) - TierRecord.prior) < 1e-3)
        let ways = [Way(.api, record: bad), Way(.static)]
        var now = TierChain(ways)
        #expect(now.start(at: Self.at(0)) == [.begin(.static)])
        var later = TierChain(ways)
        #expect(later.start(at: Self.at(5 * 86_400)) == [.begin(.api)])
        var dear = TierChain([Way(.actor, microdollars: 5_000), Way(.browser)])
        #expect(dear.start(at: Self.at(0)) == [.begin(.browser)])
        var cheap = TierChain([Way(.actor, microdollars: 100), Way(.browser)])
        #expect(cheap.start(at: Self.at(0)) == [.begin(.actor)])
    }

    @Test("neither time-outs nor refusals teach, but a refusal rests the tier")
    func lessons() {
        for verdict in TierVerdict.allCases where verdict != .content {
            var record = TierRecord()
            record.note(verdict, milliseconds: 5, at: Self.at(0))
            let learns = verdict == .broken || verdict == .unavailable
            #expect((record.success(at: Self.at(0)) != TierRecord.prior) == learns, "\(verdict)")
            #expect(record.isUsable(at: Self.at(0)) == (verdict != .refused))
        }
        var record = TierRecord()
        record.note(.refused, milliseconds: 1, at: Self.at(0))
        #expect(record.isUsable(at: Self.at(60)))
        record.note(.refused, milliseconds: 1, at: Self.at(60))
        #expect(!record.isUsable(at: Self.at(179)) && record.isUsable(at: Self.at(180)))
        // A tier that rests is passed over, unless there is no other.
        var other = TierChain([Way(.api, record: record), Way(.static)])
        #expect(other.start(at: Self.at(100)) == [.begin(.static)])
        var only = TierChain([Way(.api, record: record)])
        #expect(only.start(at: Self.at(100)) == [.begin(.api)])
    }

    @Test("what cannot be tried is passed over, and said in the end")
    func obstacles() {
        let absent = AlmanacError(.sourceUnavailable, "no browser")
        var chain = TierChain([
            Way(.api, obstacle: Self.fault(.unauthorized)), Way(.static),
            Way(.browser, obstacle: absent),
        ])
        #expect(chain.start(at: Self.at(0)) == [.begin(.static)])
        let actions = chain.failed(.static, Self.fault(.schemaMismatch), at: Self.at(1))
        guard case .fail(let error)? = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(error.kind == .schemaMismatch)
        let tiers = error.details["tiers"]?.arrayValue ?? []
        #expect(tiers.compactMap { $0["tier"]?.stringValue } == ["static", "api", "browser"])
        // A page that refuses programs leads to the key that its interface takes.
        let key = AlmanacError(.unauthorized, "no key", suggestion: "set THE_KEY")
        var shut = TierChain([Way(.api, obstacle: key), Way(.static)])
        _ = shut.start(at: Self.at(0))
        guard
            case .fail(let refusal)? = shut.failed(
                .static, Self.fault(.forbidden), at: Self.at(1)
            ).first
        else {
            Issue.record("no failure")
            return
        }
        #expect(refusal.kind == .forbidden && refusal.suggestion == "set THE_KEY")
        var none = TierChain([Way(.browser, obstacle: absent)])
        #expect(none.start(at: Self.at(0)) == [.fail(absent)])
    }

    @Test("a certain no is not asked of the next tier")
    func certainNo() {
        var chain = TierChain([Way(.api), Way(.static)])
        _ = chain.start(at: Self.at(0))
        let error = Self.fault(.invalidSymbol)
        #expect(chain.failed(.api, error, at: Self.at(1)) == [.fail(error)])
    }

    @Test("a late attempt gets a second beside it, which may cost no more than was allowed")
    func hedges() {
        var chain = TierChain([Way(.api), Way(.static)])
        _ = chain.start(at: Self.at(0))
        #expect(chain.passed(at: Self.at(7)).isEmpty)
        #expect(chain.passed(at: Self.at(8)) == [.begin(.static)])
        #expect(chain.lateAt == nil)
        // One failure waits for the other.
        #expect(chain.failed(.static, Self.fault(.schemaMismatch), at: Self.at(9)).isEmpty)
        #expect(chain.succeeded(.api, at: Self.at(10)) == [.deliver(.api)])
        var dear = TierChain([Way(.static), Way(.actor, microdollars: 50_000)])
        _ = dear.start(at: Self.at(0))
        #expect(dear.passed(at: Self.at(60)).isEmpty)
        var allowed = TierChain(
            [Way(.static), Way(.actor, microdollars: 50_000)], hedgeMicrodollars: 50_000)
        _ = allowed.start(at: Self.at(0))
        #expect(allowed.passed(at: Self.at(60)) == [.begin(.actor)])
        #expect(allowed.succeeded(.actor, at: Self.at(61)) == [.deliver(.actor), .cancel(.static)])
        #expect(allowed.failed(.static, Self.fault(.sourceUnavailable), at: Self.at(61)).isEmpty)
        #expect(allowed.ways[0].record == TierRecord())
    }

    /// What a chain has told its owner.
    private struct Play {
        var running: [SourceTier] = []
        var ends = 0

        mutating func take(_ actions: [TierChain.Action]) {
            for action in actions {
                switch action {
                case .begin(let tier): running.append(tier)
                case .cancel(let tier): running.removeAll { $0 == tier }
                case .deliver, .fail: ends += 1
                }
            }
        }
    }

    @Test("whatever happens, a chain ends once, and tries each way at most once")
    func ends() {
        let seed: UInt64 = 2_026
        var generator = SeededGenerator(seed: seed)
        let kinds: [AlmanacError.Kind] = [
            .sourceUnavailable, .forbidden, .schemaMismatch, .unauthorized, .notFound,
        ]
        for _ in 0..<5_000 {
            var chain = TierChain([Way(.api), Way(.actor), Way(.static), Way(.browser)])
            var play = Play()
            var time: Int64 = 0
            play.take(chain.start(at: Self.at(time)))
            while play.ends < 1 {
                time += Int64(generator.next() % 20)
                if generator.next() % 3 == 0 {
                    play.take(chain.passed(at: Self.at(time)))
                    continue
                }
                let place = Int(generator.next() % UInt64(play.running.count))
                let tier = play.running.remove(at: place)
                if generator.next() % 4 == 0 {
                    play.take(chain.succeeded(tier, at: Self.at(time)))
                } else {
                    let kind = kinds[Int(generator.next() % 5)]
                    play.take(chain.failed(tier, Self.fault(kind), at: Self.at(time)))
                }
            }
            #expect(play.ends == 1 && Set(chain.begun).count == chain.begun.count, "seed \(seed)")
        }
    }

    @Test("the owner starts, hedges and cancels as it is told")
    func runs() async throws {
        let time = MovedClock(Self.at(0))
        let cancelled = Mutex<[SourceTier]>([])
        let chain = TierChain([Way(.api), Way(.static)])
        let delivery = try await ChainRun.run(chain, time.clock) { tier, _ -> String in
            if tier == .static { return "static" }
            do {
                // Longer than anything else here; the end of the chain cuts it short.
                try await Task.sleep(nanoseconds: 60_000_000_000)
            } catch {
                cancelled.withLock { $0.append(tier) }
                throw error
            }
            return "api"
        }
        #expect(delivery.value == "static" && delivery.tier == .static)
        #expect(cancelled.withLock { $0 } == [.api])
        #expect(delivery.chain.ways[0].record == TierRecord())
    }
}
