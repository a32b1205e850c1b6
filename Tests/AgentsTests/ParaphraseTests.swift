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
        for line in GoldenSentences.text(file).split(separator: "\n") {
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

    @Test(
        "most requests in other words give the same plan and next to none another",
        arguments: [
            ("paraphrases.txt", 205, 1), ("frozen3.txt", 57, 1),
        ])
    func rates(file: String, exact: Int, wrong: Int) {
        var counts: [Verdict: Int] = [:]
        let rows = Self.rows(file)
        let requests = Set(GoldenSentences.rows("requests.txt").map(\.sentence))
        for (index, row) in rows.enumerated() {
            #expect(requests.contains(row.request), "\(row.request)")
            let (verdict, detail) = Self.verdict(row)
            counts[verdict, default: 0] += 1
            if getenv("ALMANAC_SHOW_FROZEN") != nil {
                print("\(file) \(index + 1) \(verdict.rawValue): \(row.paraphrase) → \(detail)")
            }
        }
        print("\(file): \(counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())")
        #expect(!rows.isEmpty)
        #expect(counts[.exact, default: 0] >= exact)
        #expect(counts[.wrong, default: 0] <= wrong)
    }
}
