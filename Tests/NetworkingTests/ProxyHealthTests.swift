import AlmanacCore
import Networking
import Testing
import TimeSeries

/// How proxies are judged.
@Suite struct ProxyHealthTests {
    static func moment(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: seconds * 1_000_000_000)
    }

    @Test("a block rests the proxy at once, a failure only when it repeats")
    func rests() {
        var health = ProxyHealth()
        health.note(.failed, at: Self.moment(0))
        health.note(.failed, at: Self.moment(0))
        #expect(health.isUsable(at: Self.moment(0)))
        health.note(.failed, at: Self.moment(0))
        #expect(!health.isUsable(at: Self.moment(59)) && health.isUsable(at: Self.moment(60)))
        var blocked = ProxyHealth()
        blocked.note(.blocked, at: Self.moment(0))
        #expect(!blocked.isUsable(at: Self.moment(59)) && blocked.isUsable(at: Self.moment(60)))
    }

    @Test("rests double up to six hours, and content ends them")
    func doubles() {
        var health = ProxyHealth()
        var longest: Int64 = 0
        for _ in 0..<30 {
            health.note(.blocked, at: Self.moment(0))
            let rest = (health.restsUntil?.nanoseconds ?? 0) / 1_000_000_000
            #expect(rest >= longest)
            longest = rest
        }
        #expect(longest == 6 * 3_600)
        health.note(.content(milliseconds: 100), at: Self.moment(1))
        #expect(health.isUsable(at: Self.moment(1)) && health.failuresInRow == 0)
    }

    @Test("time-outs teach nothing")
    func timeouts() {
        var health = ProxyHealth()
        health.note(.content(milliseconds: 300), at: Self.moment(0))
        let before = health
        for _ in 0..<100 { health.note(.timedOut, at: Self.moment(1)) }
        #expect(health == before)
    }

    @Test("the better proxy is chosen: by success, by speed, and never one that rests")
    func chooses() {
        var good = ProxyHealth()
        var slow = ProxyHealth()
        var blocked = ProxyHealth()
        for _ in 0..<20 {
            good.note(.content(milliseconds: 200), at: Self.moment(0))
            slow.note(.content(milliseconds: 9_000), at: Self.moment(0))
        }
        blocked.note(.blocked, at: Self.moment(0))
        let all = [("blocked", blocked), ("slow", slow), ("good", good)]
        #expect(ProxyHealth.best(among: all, at: Self.moment(0)) == "good")
        #expect(ProxyHealth.best(among: [("blocked", blocked)], at: Self.moment(0)) == nil)
        #expect(ProxyHealth.best(among: [("a", good), ("b", good)], at: Self.moment(0)) == "a")
    }

    @Test("whatever happens, shares stay shares and rests stay bounded")
    func bounds() {
        let seed: UInt64 = 4_711
        var generator = SeededGenerator(seed: seed)
        var health = ProxyHealth()
        for step in 0..<5_000 {
            let outcomes: [ProxyHealth.Outcome] = [
                .blocked, .failed, .timedOut, .content(milliseconds: Double(step % 7_000)),
            ]
            health.note(outcomes[Int(generator.next() % 4)], at: Self.moment(Int64(step)))
            let rest = (health.restsUntil?.nanoseconds ?? 0) / 1_000_000_000 - Int64(step)
            #expect(
                (0...1).contains(health.success) && (0...1).contains(health.blocks)
                    && (0...1).contains(health.score) && rest <= 6 * 3_600, "seed \(seed)")
        }
    }

    @Test(
        "keys are left out of addresses that are written down",
        arguments: [
            ("https://a.example/q?s=A&apikey=X1", "https://a.example/q?s=A&apikey=withheld"),
            ("https://a.example/q?api_key=X1&s=", "https://a.example/q?api_key=withheld&s="),
            ("https://a.example/q?access-token=X1", "https://a.example/q?access-token=withheld"),
            ("https://a.example/q?page=2&s=A", "https://a.example/q?page=2&s=A"),
            ("https://a.example/q", "https://a.example/q"),
        ])
    func addresses(_ text: String, _ expected: String) throws {
        #expect(try #require(WebURL(text)).withoutKeys.description == expected)
    }
}
