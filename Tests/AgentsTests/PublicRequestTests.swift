import Agents
import AlmanacCore
import StrategyLanguage
import Testing

/// Requests that people made in public, with where each is from and what it should give.
@Suite(.serialized) struct PublicRequestTests {
    /// One request of the fixture.
    struct Request {
        var origin: String
        /// The kinds of answer that would be right, and what the plan has to be, in words.
        var wanted: String
        var sentence: String
        var recorded = ""

        /// What an answer is: `plan`, `question`, `refusal`, or `follow` for a plan that trades
        /// whatever somebody else does.
        static func kind(_ recorded: String) -> String {
            if recorded.hasPrefix("refused:") { return "refusal" }
            let lines = recorded.split(separator: "\n")
            if lines.contains(where: { $0.hasPrefix("question: ") }) { return "question" }
            return lines.contains { $0.hasPrefix("understood: ") } ? "plan" : "follow"
        }

        /// Whether an answer of a kind misleads nobody: a plan where one is wanted, or none.
        func isHarmless(_ kind: String) -> Bool {
            ["question", "refusal"].contains(kind) || accepts(kind)
        }

        /// Whether a kind is among those that are right; asking is never wrong where a plan is
        /// wanted.
        func accepts(_ kind: String) -> Bool {
            let kinds = wanted.prefix { $0 != ";" }.split(separator: " ").map(String.init)
            return kinds.contains(kind) || kind == "question" && kinds.contains("plan")
        }
    }

    static let name = "public.txt"

    static func requests() -> (header: String, rows: [Request]) {
        var header = ""
        var rows: [Request] = []
        var (origin, wanted) = ("", "")
        for line in GoldenSentences.text(name).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line.hasPrefix("#") {
                header += line + "\n"
            } else if line.hasPrefix("from: ") {
                origin = String(line.dropFirst(6))
            } else if line.hasPrefix("want: ") {
                wanted = String(line.dropFirst(6))
            } else if line.hasPrefix("> ") {
                rows.append(
                    Request(origin: origin, wanted: wanted, sentence: String(line.dropFirst(2))))
            } else if !rows.isEmpty, !line.isEmpty {
                rows[rows.count - 1].recorded +=
                    (rows[rows.count - 1].recorded.isEmpty ? "" : "\n") + line
            }
        }
        return (header, rows)
    }

    @Test("each public request gives the recorded answer, which is no plan where none is wanted")
    func answers() throws {
        var (header, rows) = Self.requests()
        #expect(rows.count >= 100)
        if GoldenSentences.isRecording {
            for index in rows.indices {
                rows[index].recorded = PlanGolden.report(rows[index].sentence)
            }
            GoldenSentences.write(
                Self.name,
                header
                    + rows.map {
                        "\nfrom: \($0.origin)\nwant: \($0.wanted)\n> \($0.sentence)\n"
                            + $0.recorded + "\n"
                    }.joined())
        }
        var counts: [String: Int] = [:]
        for row in rows {
            let given = PlanGolden.report(row.sentence)
            #expect(given == row.recorded, "\(row.sentence)")
            let kind = Request.kind(given)
            #expect(row.isHarmless(kind), "\(row.origin): \(row.sentence)\n\(given)")
            if !row.accepts(kind) { counts["of another kind than wanted", default: 0] += 1 }
            #expect(!row.origin.isEmpty && row.wanted.contains("; "))
            counts[kind, default: 0] += 1
        }
        print(
            "\(rows.count) public requests:",
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", "))
    }

    @Test("every strategy of a public request compiles")
    func compiles() throws {
        for row in Self.requests().rows {
            guard let reading = try? PlanGolden.planner.plan(row.sentence).reading else { continue }
            let definition = try StrategyDefinition(json: reading.definition, name: "ask")
            try definition.requireValid()
            _ = try definition.compile(BoundParameters(definition.parameters, text: []))
        }
    }
}
