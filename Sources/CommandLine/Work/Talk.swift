import Agents
import AlmanacCore

/// A conversation with the runs that it asks for.
struct Talk {
    var conversation: Conversation
    private let data: AskedData
    private let arguments: Arguments

    /// Starts a talk over what is at hand.
    ///
    /// - Throws: What is wrong with a model that was chosen.
    init(data: AskedData, arguments: Arguments, _ console: Console) throws(AlmanacError) {
        self.data = data
        self.arguments = arguments
        let planner = data.planner
        conversation = Conversation(planner: planner)
        if let model = try ModelReading(arguments, console, planner) {
            conversation.read = { (text) throws(AlmanacError) in try model.plan(text) }
        }
    }

    /// An answer to show.
    struct Answer {
        var text: String
        var json: JSON
        /// Why the strategy could not be run, where it could not.
        var failure: AlmanacError?
        var isLast = false
    }

    /// Hears a line, runs what it asks for, and answers.
    mutating func hear(_ line: String) -> Answer {
        switch conversation.hear(line) {
        case .end: return Answer(text: "", json: ["success": true], isLast: true)
        case .say(let words):
            return Answer(text: words, json: ["success": true, "answer": .string(words)])
        case .run(let version): return run(version)
        }
    }

    private mutating func run(_ version: Conversation.Version) -> Answer {
        var text = "Understood: \(version.reading.understood)\n"
        let before = conversation.versions.dropLast().last?.reading.assumptions ?? []
        for assumption in version.reading.assumptions where !before.contains(assumption) {
            text += "  assumed: \(assumption)\n"
        }
        if version.change != .strategy {
            text +=
                version.diff.isEmpty
                ? "The same definition (version \(version.number)).\n"
                : "Version \(version.number):\n"
                    + version.diff.map { "  \($0)\n" }.joined()
        }
        var json: JSONObject = [
            "success": true, "understood": .string(version.reading.understood),
            "version": .integer(version.number), "change": .string(version.change.rawValue),
            "diff": .array(version.diff.map(JSON.string)),
        ]
        do {
            let summary = AskedRun.summary(
                of: try AskedRun.run(version.reading, data, arguments))
            conversation.learn(summary)
            text += "From \(summary.span.from) to \(summary.span.to): \(summary.line)"
            if version.change != .strategy, let comparison = conversation.comparison {
                text += "\n" + comparison
            }
            json["figures"] = .object(summary.json)
            return Answer(text: text, json: .object(json))
        } catch {
            text += error.message + (error.suggestion.map { " " + $0 } ?? "")
            json["error"] = error.json
            return Answer(text: text, json: .object(json), failure: error)
        }
    }
}

extension RunSummary {
    /// The figures as an object.
    fileprivate var json: JSONObject {
        var object: JSONObject = ["from": .string(span.from), "to": .string(span.to)]
        for figure in figures { object[figure.name] = .number(figure.value) }
        return object
    }
}
