import Agents
import AlmanacCore
import TestSupport
import Testing

@Suite struct SentencePropertyTests {
    private static let reader = SentenceReader(catalogue: .bundled)

    private static let words = """
        buy sell short cover hold go long AAPL SPX KO PEP Apple it its the a when if and or until \
        10-day 30-day average exponential simple RSI RSI(14) MACD signal line Bollinger band upper \
        lower high low return momentum volatility ratio of to between z-score crosses \
        crosses-back above below is rises falls drops 5% 10% 30 70 -2 0.5 $100 stop loss take \
        profit trailing \
        from since 2010 2020 last 5 years daily weekly with half equity , . ; ( ) / % > < = \
        not \
        ten twenty-five hundred 3 days in a row new 52-week breakout golden cross vice versa “ ” ’ \
        – 1e9 99999999999 0 é 😀 $ $AAPL 2010-01-05 1990s standard deviations average average of
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test("salads of words are read or refused, twice the same, and never crash")
    func wordSalads() {
        var generator = SeededGenerator(seed: 20_260_101)
        var read = 0
        for round in 0..<1000 {
            let count = Int.random(in: 1...18, using: &generator)
            let text = (0..<count).compactMap { _ in Self.words.randomElement(using: &generator) }
                .joined(separator: " ")
            let first = outcome(text)
            #expect(first == outcome(text), "round \(round): \(text)")
            if case .success = first { read += 1 }
        }
        #expect(read > 0)
    }

    @Test("sentences with words exchanged are read or refused with an example that can be read")
    func mutatedSentences() {
        var generator = SeededGenerator(seed: 7)
        let sentences = GoldenSentences.rows("sentences.txt").map(\.sentence)
        for round in 0..<400 {
            var words = sentences[round % sentences.count].split(separator: " ").map(String.init)
            for _ in 0...Int.random(in: 0...2, using: &generator) {
                let index = Int.random(in: words.indices, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: words[index] = Self.words.randomElement(using: &generator) ?? "the"
                case 1: words.insert("zebra", at: index)
                default: if words.count > 1 { words.remove(at: index) }
                }
            }
            let text = words.joined(separator: " ")
            switch outcome(text) {
            case .success(let reading):
                #expect(!words.contains("zebra"), "\(text)")
                checkRoundTrip(reading, text)
            case .failure(let error):
                guard let example = error.details["example"]?.stringValue else { continue }
                if case .failure(let again) = outcome(example) {
                    Issue.record("\(text) → \(example): \(again.message)")
                }
            }
        }
    }

    @Test(
        "random characters and very long texts are refused",
        arguments: [
            String(repeating: "buy AAPL when RSI is below 30 and ", count: 100),
            String(repeating: "average of ", count: 150), String(repeating: "(", count: 2000),
            String(repeating: "1", count: 2000), String(repeating: "and or ", count: 250),
            "\u{0}\u{1}\u{FFFD}", "   ", "", "'", "-", "$", "%", "--5", "1,2,3,4", "0.0.0",
            "1-1-1-1",
            "5%%%", "e\u{301}", "😀😀😀", "2010-13-45",
            "9999999999999999999999999999999 day average",
        ])
    func extremes(text: String) {
        guard case .failure(let error) = outcome(text) else {
            Issue.record("read: \(text.prefix(60))")
            return
        }
        #expect(!error.message.isEmpty)
    }

    /// Rules move words about, and what they make has to stand somewhere in the text all the same.
    @Test("texts of several requests are planned, asked about or refused")
    func longTexts() {
        var texts: [String] = [""]
        for row in ParaphraseTests.rows("paraphrases2.txt")
            + ParaphraseTests.rows("paraphrases4.txt")
        {
            if texts[texts.count - 1].count > 500 { texts.append("") }
            texts[texts.count - 1] += row.paraphrase + ". "
        }
        // Each takes a third of a second: all of them would keep the tests beside them waiting.
        for text in stride(from: 0, to: texts.count, by: 12).map({ texts[$0] }) {
            do throws(AlmanacError) {
                let plan = try PlanGolden.planner.plan(text).plan
                #expect(plan.question != nil || !plan.symbols.isEmpty, "\(text)")
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    private func checkRoundTrip(_ reading: SentenceReading, _ text: String) {
        switch outcome(reading.understood) {
        case .success(let again):
            #expect(
                again.definition["code"] == reading.definition["code"],
                "\(text) → \(reading.understood)")
        case .failure(let error):
            Issue.record("\(text) → \(reading.understood): \(error.message)")
        }
    }

    private func outcome(_ text: String) -> Result<SentenceReading, AlmanacError> {
        do {
            return .success(try Self.reader.read(text))
        } catch {
            return .failure(error)
        }
    }
}
