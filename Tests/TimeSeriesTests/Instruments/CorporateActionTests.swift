import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct CorporateActionTests {
    private func moment(_ text: String) throws -> Timestamp {
        try #require(Timestamp(iso8601: text))
    }

    @Test("a split changes no position's value")
    func splitsKeepValue() throws {
        let seed: UInt64 = 31
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            let ratio =
                Double(Int.random(in: 1...50, using: &generator))
                / Double(Int.random(in: 1...50, using: &generator))
            let quantity = (generator.unit() - 0.5) * 1e6
            let price = generator.unit() * 1e3 + 0.01
            let split = try CorporateAction(
                .split(ratio: ratio), effective: Timestamp(nanoseconds: 0),
                knownAt: Timestamp(nanoseconds: 0))
            let before = quantity * price
            let after = split.quantity(after: quantity) * (price / ratio)
            #expect(abs(after - before) <= 4 * before.ulp, "seed \(seed)")
            #expect(split.cash(forHolding: quantity) == 0)
            if ratio == 2 || ratio == 0.5 { #expect(after == before) }
        }
    }

    @Test("a dividend pays who is long, costs who is short, and leaves shares alone")
    func dividends() throws {
        let time = Timestamp(nanoseconds: 0)
        let dividend = try CorporateAction(
            .cashDividend(perShare: 0.5), effective: time, knownAt: time)
        #expect(dividend.cash(forHolding: 100) == 50 && dividend.cash(forHolding: -10) == -5)
        #expect(dividend.quantity(after: 100) == 100)
    }

    @Test(
        "impossible actions are refused",
        arguments: [
            CorporateAction.Kind.split(ratio: 0), .split(ratio: -2), .split(ratio: .nan),
            .split(ratio: .infinity), .cashDividend(perShare: -1), .cashDividend(perShare: .nan),
        ])
    func refuses(kind: CorporateAction.Kind) {
        let time = Timestamp(nanoseconds: 0)
        #expect(throws: AlmanacError.self) {
            try CorporateAction(kind, effective: time, knownAt: time)
        }
    }

    @Test("of the versions of an action the last one known counts")
    func versions() throws {
        let effective = try moment("2024-03-01")
        func dividend(_ amount: Double, _ knownAt: String, _ label: String = "") throws
            -> CorporateAction
        {
            try CorporateAction(
                .cashDividend(perShare: amount), effective: effective, knownAt: moment(knownAt),
                label: label)
        }
        let ledger = try CorporateActionLedger([
            dividend(0.6, "2024-02-20"), dividend(0.5, "2024-02-01"),
            dividend(2, "2024-02-10", "special"),
        ])
        func amounts(knownBy text: String) throws -> [Double] {
            try ledger.actions(
                after: moment("2024-01-01"), through: moment("2024-12-31"), knownBy: moment(text)
            ).map { $0.cash(forHolding: 1) }
        }
        #expect(try amounts(knownBy: "2024-01-31") == [])
        #expect(try amounts(knownBy: "2024-02-01") == [0.5])
        #expect(try amounts(knownBy: "2024-02-15") == [0.5, 2])
        #expect(try amounts(knownBy: "2024-03-01").sorted() == [0.6, 2])
    }

    @Test("adjusting as of a moment never uses what comes after it")
    func noLookAhead() throws {
        let seed: UInt64 = 8
        var generator = SeededGenerator(seed: seed)
        let day: Int64 = 86_400_000_000_000
        for _ in 0..<300 {
            let actions = try (0..<6).map { _ in
                let effective = Int64.random(in: 0..<100, using: &generator) * day
                return try CorporateAction(
                    .split(ratio: [2, 3, 0.5, 7][Int(generator.next() % 4)]),
                    effective: Timestamp(nanoseconds: effective),
                    knownAt: Timestamp(
                        nanoseconds: effective + Int64.random(in: -9...9, using: &generator) * day))
            }
            let closes = (0..<100).map { Timestamp(nanoseconds: Int64($0) * day + day / 2) }
            let frame = Frame(
                times: closes,
                columns: [
                    .init(name: "close", values: closes.map { _ in generator.unit() * 100 + 1 }),
                    .init(name: "volume", values: closes.map { _ in 1_000 }),
                    .init(name: "eps", values: closes.map { _ in 5 }),
                ])
            let asOf = closes[Int.random(in: 0..<100, using: &generator)]
            let all = CorporateActionLedger(actions)
            let past = CorporateActionLedger(
                actions.filter { $0.knownAt <= asOf && $0.effective <= asOf })
            let adjusted = all.splitAdjusted(frame, closes: closes, asOf: asOf)
            let expected = past.splitAdjusted(frame, closes: closes, asOf: asOf)
            for name in ["close", "volume", "eps"] {
                #expect(adjusted[name] == expected[name], "seed \(seed)")
            }
            #expect(adjusted["eps"] == frame["eps"])
            for row in closes.indices where closes[row] > asOf {
                #expect(adjusted["close"]?[row] == frame["close"]?[row], "seed \(seed)")
            }
            let value = zip(adjusted["close"] ?? [], adjusted["volume"] ?? []).map { $0 * $1 }
            let raw = zip(frame["close"] ?? [], frame["volume"] ?? []).map { $0 * $1 }
            for (left, right) in zip(value, raw) {
                #expect(abs(left - right) <= 1e-12 * right, "seed \(seed)")
            }
        }
    }
}
