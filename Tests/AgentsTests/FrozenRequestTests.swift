import Agents
import AlmanacCore
import Glibc
import Testing

/// How the planner does on requests that were written before it, and on a second hundred that was
/// written before its second reading; both are developed on since.
@Suite struct FrozenRequestTests {
    /// One request with what a careful person would answer.
    struct Row {
        var sentence = ""
        var expected: [String: String] = [:]

        func allows(_ answer: String) -> Bool {
            expected["="]?.split(separator: " ").contains { $0 == answer } ?? false
        }
    }

    enum Verdict: String { case exact, question, wrong, refused }

    static func rows(_ file: String) -> [Row] {
        var rows: [Row] = []
        for line in GoldenSentences.text(file).split(separator: "\n") {
            if line.hasPrefix("> ") {
                rows.append(Row(sentence: String(line.dropFirst(2))))
            } else if !line.hasPrefix("#"), !rows.isEmpty {
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                rows[rows.count - 1].expected[parts[0]] = parts.count > 1 ? parts[1] : ""
            }
        }
        return rows
    }

    /// What the file calls a source and what is in its address.
    static let addresses = [
        "house.gov/ptr": "house.gov", "senate.gov/ptr": "senate.gov", "sec.gov/form4": "form4",
        "ark-funds.com/trades": "ark-funds.com", "sec.gov/earnings": "sec.gov/8-k",
        "news": "news.google.com",
    ]

    static func verdict(_ row: Row) -> (Verdict, String) {
        do {
            let planned = try PlanGolden.planner.plan(row.sentence)
            if let question = planned.plan.question {
                return (row.allows("question") ? .exact : .question, "asks: \(question)")
            }
            guard row.allows("plan") else { return (.wrong, "plans: \(summary(planned))") }
            let difference = difference(row, planned)
            return (difference == nil ? .exact : .wrong, (difference ?? "") + summary(planned))
        } catch {
            let reason = error.details["reason"]?.stringValue ?? "-"
            if row.allows("refusal") { return (.exact, reason) }
            return (.refused, reason)
        }
    }

    private static func summary(_ planned: PlannedSentence) -> String {
        "\(planned.plan.strategy.family) | \(planned.reading?.understood ?? "")"
    }

    private static func difference(_ row: Row, _ planned: PlannedSentence) -> String? {
        let plan = planned.plan
        let symbols = (row.expected["symbols"] ?? "-").split(separator: " ").map(String.init)
        if plan.symbols != symbols.filter({ $0 != "-" }) { return "symbols \(plan.symbols) " }
        let sources = (row.expected["sources"] ?? "").split(separator: " ").map(String.init)
        let urls = plan.sources.filter { !$0.name.contains("prices of") }.map(\.url)
        guard urls.count == sources.count,
            zip(urls, sources).allSatisfy({ url, name in
                // Whether earnings beat what was expected is told by another source than reports.
                url.contains(addresses[name] ?? name)
                    || name.hasPrefix("sec.gov/") && url.contains("financialmodelingprep.com")
            })
        else { return "sources \(urls) " }
        let families = (row.expected["family"] ?? "").split(separator: "|").map(String.init)
        if !families.contains(plan.strategy.family) { return "family " }
        if let schedule = row.expected["schedule"], schedule != plan.schedule {
            return "schedule \(plan.schedule) "
        }
        return missingNumber(row, plan) ?? missingWord(row, planned)
    }

    private static func missingNumber(_ row: Row, _ plan: Plan) -> String? {
        let parameters = plan.strategy.parameters.members.map(\.value)
        let values = parameters.compactMap(\.doubleValue)
        for part in (row.expected["parameters"] ?? "").split(separator: " ") {
            let pair = part.split(separator: "=").map(String.init)
            guard pair.count == 2 else { continue }
            guard let number = Double(pair[1]) else {
                let isDate = pair[1].wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
                if isDate, !parameters.contains(where: { $0.stringValue == pair[1] }) {
                    return "lacks \(part) "
                }
                continue
            }
            if ["years", "delay"].contains(pair[0]) || number == 0 || number > 1900 { continue }
            if !values.contains(where: { abs(abs($0) - abs(number)) < 1e-9 }) {
                return "lacks \(part) "
            }
        }
        return nil
    }

    private static func missingWord(_ row: Row, _ planned: PlannedSentence) -> String? {
        let said =
            ([planned.reading?.understood ?? ""] + planned.plan.sources.flatMap(\.filters)
            + planned.plan.sources.map(\.schedule)).joined(separator: " ").lowercased()
        for word in (row.expected["says"] ?? "").split(separator: " ") {
            let alternatives = word.split(separator: "|").map(String.init)
            if !alternatives.contains(where: { said.contains($0) }) { return "unsaid \(word) " }
        }
        return nil
    }

    @Test(
        "of the frozen requests most are planned exactly and next to none wrongly",
        arguments: [("frozen.txt", 89, 1), ("frozen2.txt", 78, 2)])
    func rates(file: String, exact: Int, wrong: Int) {
        var counts: [Verdict: Int] = [:]
        for row in Self.rows(file) {
            let (verdict, detail) = Self.verdict(row)
            counts[verdict, default: 0] += 1
            if getenv("ALMANAC_SHOW_FROZEN") != nil {
                print("\(file) \(verdict.rawValue): \(row.sentence) → \(detail)")
            }
        }
        print("\(file): \(counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())")
        #expect(Self.rows(file).count == 100)
        #expect(counts[.exact, default: 0] >= exact)
        #expect(counts[.wrong, default: 0] <= wrong)
    }
}
