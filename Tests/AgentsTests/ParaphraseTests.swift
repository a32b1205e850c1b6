import Agents
import AlmanacCore
import Glibc
import Testing

/// Whether requests in other words give the plans of the requests that they paraphrase.
@Suite struct ParaphraseTests {
    /// A request in other words.
    struct Row {
        var paraphrase: String
        var request: String
    }

    enum Verdict: String { case exact, question, wrong }

    /// What became of a request.
    private enum Outcome {
        case plan(PlannedSentence)
        case question(String)
        case refusal(String)

        init(_ sentence: String) {
            do {
                let planned = try PlanGolden.planner.plan(sentence)
                self = planned.plan.question.map(Outcome.question) ?? .plan(planned)
            } catch {
                self = .refusal(error.details["reason"]?.stringValue ?? error.message)
            }
        }
    }

    static func rows(_ file: String) -> [Row] {
        var rows: [Row] = []
        let text = file.contains("/") ? GoldenSentences.read(file) : GoldenSentences.text(file)
        for line in text.split(separator: "\n") {
            if line.hasPrefix("> ") {
                rows.append(Row(paraphrase: String(line.dropFirst(2)), request: ""))
            } else if line.hasPrefix("= "), !rows.isEmpty {
                rows[rows.count - 1].request = String(line.dropFirst(2))
            }
        }
        return rows
    }

    static func verdict(_ row: Row) -> (Verdict, String) {
        switch (Outcome(row.request), Outcome(row.paraphrase)) {
        case (.plan(let wanted), .plan(let found)):
            let difference = PlanDifference.between(wanted, found)
            return (
                difference == nil ? .exact : .wrong,
                (difference.map { $0 + ": " } ?? "") + (found.reading?.understood ?? "-")
            )
        case (_, .plan(let found)):
            return (.wrong, "plans: \(found.reading?.understood ?? "-")")
        case (.question, .question(let text)): return (.exact, text)
        case (.refusal(let wanted), .refusal(let found)) where wanted == found:
            return (.exact, found)
        case (_, .question(let text)): return (.question, text)
        case (_, .refusal(let text)): return (.question, "refuses: " + text)
        }
    }

    /// What became of the rows of a file; prints each where rows may be looked at.
    private func counts(_ rows: [Row], of name: String, shows: Bool) -> [Verdict: Int] {
        var counts: [Verdict: Int] = [:]
        for (index, row) in rows.enumerated() {
            let (verdict, detail) = Self.verdict(row)
            counts[verdict, default: 0] += 1
            if shows {
                print("\(name) \(index + 1) \(verdict.rawValue): \(row.paraphrase) → \(detail)")
            }
        }
        print("\(name): \(counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())")
        return counts
    }

    private func check(_ file: String, exact: Int, wrong: Int, shows: Bool) {
        let rows = Self.rows(file)
        let requests = Set(GoldenSentences.rows("requests.txt").map(\.sentence))
        for row in rows { #expect(requests.contains(row.request), "\(row.request)") }
        let counts = counts(rows, of: file, shows: shows)
        #expect(!rows.isEmpty)
        #expect(counts[.exact, default: 0] >= exact)
        #expect(counts[.wrong, default: 0] <= wrong)
    }

    @Test(
        "most requests in other words give the same plan and next to none another",
        arguments: [
            ("paraphrases.txt", 212, 0), ("paraphrases2.txt", 413, 0), ("paraphrases3.txt", 209, 0),
            ("paraphrases4.txt", 239, 0), ("paraphrases5.txt", 102, 0),
        ])
    func developed(file: String, exact: Int, wrong: Int) {
        check(file, exact: exact, wrong: wrong, shows: getenv("ALMANAC_SHOW_FROZEN") != nil)
    }

    /// Only counted, never shown: nobody looks at a row while the grammar is developed.
    @Test("requests in other words that were never looked at fare the same")
    func frozen() { check("frozen3.txt", exact: 70, wrong: 1, shows: false) }

    /// Measures another file of the same form: `ALMANAC_PARAPHRASES=FILE`, with
    /// `ALMANAC_PARAPHRASES_HALF=0` or `1` every other request of it, and each row shown with
    /// `ALMANAC_SHOW_PARAPHRASES=1`.
    @Test("a file of paraphrases named in the environment is counted")
    func named() {
        guard let path = getenv("ALMANAC_PARAPHRASES").map({ String(cString: $0) }) else { return }
        let half = getenv("ALMANAC_PARAPHRASES_HALF").flatMap { Int(String(cString: $0)) }
        let rows = Self.rows(path).filter { row in
            // Neighbours in a file are alike; the words of the paraphrase decide.
            let sum = row.paraphrase.utf8.reduce(into: UInt64(14_695_981_039_346_656_037)) {
                $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211
            }
            return half.map { Int(sum >> 32 & 1) == $0 } ?? true
        }
        #expect(!rows.isEmpty)
        _ = counts(rows, of: path, shows: getenv("ALMANAC_SHOW_PARAPHRASES") != nil)
    }
}
