import AlmanacCore
import StrategyLanguage
import Study
import Testing
import TimeSeries

@Suite("The run ledger")
struct RunLedgerTests {
    private func entry(
        _ idea: String, _ symbol: String, _ hash: String, trials: Int = 1, mean: Double = 0.5,
        includes: [String] = []
    ) -> LedgerEntry {
        LedgerEntry(
            question: StudyQuestion(idea: idea, symbol: symbol), kind: "sweep",
            strategy: "a \"strategy\"\nof two lines", time: Timestamp(nanoseconds: 1_000_000_000),
            firstBar: Timestamp(nanoseconds: 0),
            lastBar: Timestamp(nanoseconds: 86_400_000_000_000),
            bars: 2, trials: trials,
            annualSharpes: PooledMoments(count: trials, mean: mean, variance: 0.25), hash: hash,
            includes: includes)
    }

    private func bytes(_ entries: [LedgerEntry]) -> [UInt8] {
        Array(entries.map { $0.line + "\n" }.joined().utf8)
    }

    @Test("a line reads back as it was written")
    func roundTrip() {
        let entry = entry("f", "S&P\t500", "h1", trials: 4950, mean: 0.123456789, includes: ["h2"])
        #expect(!entry.line.contains("\n"))
        #expect(LedgerEntry(line: entry.line) == entry)
        #expect(RunLedger(bytes: bytes([entry])).entries == [entry])
    }

    @Test("every variant and symbol of an idea counts, equal results once")
    func tally() {
        let ledger = RunLedger([
            entry("f", "SPX", "a", trials: 100, mean: 0.2, includes: ["x"]),
            entry("f", "SPX", "a", trials: 100, mean: 0.2, includes: ["x"]),
            entry("f", "KO", "b", trials: 10, mean: 0.4), entry("f", "SPX", "x"),
            entry("g", "SPX", "c", trials: 7), entry("f", "SPX", "d"),
        ])
        let question = StudyQuestion(idea: "f", symbol: "SPX")
        #expect(ledger.trials(for: question) == 111)
        let tally = ledger.tally(for: question)
        #expect(tally.symbols == ["KO", "SPX"] && tally.runs == 3)
        #expect(abs(tally.annualSharpes.mean - (20 + 4 + 0.5) / 111) < 1e-12)
        #expect(ledger.tally(for: question, excluding: ["b"]).trials == 101)
        #expect(ledger.trials(for: StudyQuestion(idea: "g", symbol: "KO")) == 7)
        // A sweep that lists a run made by hand before it.
        let later = RunLedger([
            entry("f", "SPX", "x"), entry("f", "SPX", "a", trials: 100, includes: ["x"]),
        ])
        #expect(later.trials(for: question) == 100)
    }

    @Test("a torn last line is left out with a note, wherever it is torn")
    func torn() {
        let whole = bytes([entry("f", "SPX", "a"), entry("f", "SPX", "b")])
        let first = bytes([entry("f", "SPX", "a")]).count
        for end in (first + 1)..<(whole.count - 1) {
            for idea in [nil, "f"] {
                let ledger = RunLedger(bytes: Array(whole[..<end]), idea: idea)
                #expect(ledger.entries.map(\.hash) == ["a"])
                #expect(ledger.notes.count == 1, "\(end)")
            }
        }
        // Only the line's end is missing: the entry is whole.
        #expect(RunLedger(bytes: whole.dropLast()).entries.count == 2)
        #expect(RunLedger(bytes: []).entries.isEmpty)
    }

    @Test("hostile lines never crash and never count")
    func hostile() {
        let good = entry("f", "SPX", "a").line
        let lines = [
            "{}", "[]", "nul", "{\"version\":1}", String(repeating: "[", count: 5000),
            good.replacing("\"trials\":1", with: "\"trials\":-5"),
            good.replacing("\"trials\":1", with: "\"trials\":9223372036854775807"),
            good.replacing("\"sharpe_count\":1", with: "\"sharpe_count\":5"),
            good.replacing("\"version\":1", with: "\"version\":2"),
            good.replacing("1970-01-01", with: "1970-13-01"), "\u{0}\u{FFFD}",
        ]
        for line in lines {
            let ledger = RunLedger(bytes: Array((line + "\n" + good + "\n").utf8))
            #expect(ledger.entries.count == 1 && ledger.notes.count == 1, "\(line)")
        }
        #expect(RunLedger(bytes: [0xFF, 0xFE, 10, 13, 10, 32, 10]).entries.isEmpty)
    }

    @Test("an idea stays the same for other numbers, comments and layout, and no longer")
    func idea() {
        func idea(_ code: String) -> String {
            StrategyDefinition(
                name: "s", slots: [DataSlot(name: "p", frequency: .day1, columns: ["close"])],
                parameters: [], code: code
            ).idea
        }
        let code = """
            def generate_signals(data, params):
                close = data['p']['close']
                ma = close.rolling(20).mean()
                return close > ma, close < ma * 0.99
            """
        let variant = """
            import  # nothing
            PARAM_SCHEMA = {"fast": 3}
            def generate_signals(data, params):
                \"\"\"What it does.\"\"\"
                close = data['p']['close']   # closes

                ma = close.rolling(
                    21).mean()
                return close > ma, close < ma * 0.975
            """.replacing("import  # nothing\n", with: "# nothing\n")
        #expect(idea(code) == idea(variant))
        #expect(idea(code) != idea(code.replacing("mean", with: "median")))
        #expect(idea(code) != idea(code.replacing("close > ma", with: "close < ma")))
        #expect(idea(code).count == 32)
    }
}
