import Agents
import AlmanacCore
import Glibc
import Testing

/// How the planner does on requests that were written before it and on which it is never tuned.
@Suite struct FrozenRequestTests {
    /// One request with what a careful person would answer.
    struct Row {
        var sentence = ""
        var expected: [String: String] = [:]
    }

    enum Verdict: String { case exact, question, wrong, refused }

    static func rows() -> [Row] {
        var rows: [Row] = []
        for line in GoldenSentences.text("frozen.txt").split(separator: "\n") {
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
        let wanted = row.expected["="] ?? ""
        do {
            let planned = try PlanGolden.planner.plan(row.sentence)
            if planned.plan.question != nil {
                return (wanted.hasPrefix("question") ? .exact : .question, "asks")
            }
            guard wanted.hasPrefix("plan") else { return (.wrong, "plans: \(summary(planned))") }
            let difference = difference(row, planned)
            return (difference == nil ? .exact : .wrong, (difference ?? "") + summary(planned))
        } catch {
            let reason = error.details["reason"]?.stringValue ?? "-"
            if wanted.hasPrefix("refusal") { return (.exact, reason) }
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
            zip(urls, sources).allSatisfy({ $0.contains(addresses[$1] ?? $1) })
        else { return "sources \(urls) " }
        if plan.strategy.family != row.expected["family"] { return "family " }
        let values = plan.strategy.parameters.members.compactMap { $0.value.doubleValue }
        for part in (row.expected["parameters"] ?? "").split(separator: " ") {
            let pair = part.split(separator: "=").map(String.init)
            guard pair.count == 2, let number = Double(pair[1]) else { continue }
            if ["from", "to", "years", "delay"].contains(pair[0]) || number == 0 { continue }
            if !values.contains(where: { abs(abs($0) - abs(number)) < 1e-9 }) {
                return "lacks \(part) "
            }
        }
        return nil
    }

    @Test("of the frozen requests most are planned exactly and next to none wrongly")
    func rates() {
        var counts: [Verdict: Int] = [:]
        for row in Self.rows() {
            let (verdict, detail) = Self.verdict(row)
            counts[verdict, default: 0] += 1
            if getenv("ALMANAC_SHOW_FROZEN") != nil {
                print("FROZEN \(verdict.rawValue): \(row.sentence) → \(detail)")
            }
        }
        print("frozen: \(counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())")
        #expect(Self.rows().count == 100)
    }
}
