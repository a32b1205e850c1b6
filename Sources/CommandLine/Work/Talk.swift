import Agents
import AlmanacCore

/// A conversation with the runs that it asks for.
struct Talk {
    var conversation: Conversation
    private let data: AskedData
    private let arguments: Arguments
    private var flags: GivenFlags

    /// Starts a talk over what is at hand.
    ///
    /// - Parameters:
    ///   - flags: When the flags of the command line were given.
    ///   - memory: What a model answered to the words of the talk.
    init(
        data: AskedData, arguments: Arguments, flags: GivenFlags, memory: ModelMemory,
        _ console: Console
    ) {
        self.data = data
        self.arguments = arguments
        self.flags = flags
        let planner = data.planner
        conversation = Conversation(planner: planner)
        if let model = ModelReading(arguments, console, planner, memory, data.log) {
            conversation.read = { (text) throws(AlmanacError) in try model.plan(text) }
        }
    }

    /// An answer to show.
    struct Answer {
        var text: String
        var json: JSON
        /// Why the strategy could not be run, where it could not.
        var failure: AlmanacError?
        /// Whether it was taken back, so that the words are no part of the talk.
        var isTakenBack = false
        var isLast = false
    }

    /// Hears a line that was answered before, without running anything.
    ///
    /// - Parameter flags: The flags that were given with it.
    mutating func recall(_ line: String, flags given: [String]) {
        _ = conversation.hear(line)
        note(given)
    }

    /// Notes flags that were given after what has been said so far.
    mutating func note(_ given: [String]) {
        let said = conversation.current.map { SaidSettings($0.reading) } ?? SaidSettings()
        for flag in given { flags.note(flag, after: said) }
    }

    /// Hears a line, runs what it asks for, and answers.
    mutating func hear(_ line: String) -> Answer {
        // What a line speaks of may be known by its words alone.
        for index in conversation.unrun(by: line) {
            do {
                conversation.learn(try summary(of: conversation.versions[index]), at: index)
            } catch {
                conversation.learn(failure: error.message, at: index)
            }
        }
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
            let summary = try summary(of: version)
            conversation.learn(summary)
            text += "From \(summary.span.from) to \(summary.span.to): \(summary.line)"
            if version.change != .strategy, let comparison = conversation.comparison {
                text += "\n" + comparison
            }
            json["figures"] = .object(summary.json)
            return Answer(text: text, json: .object(json))
        } catch {
            text += "Not run: \(error.message)" + (error.suggestion.map { "; \($0)" } ?? "")
            json["success"] = false
            json["error"] = error.json
            let still = conversation.learn(failure: error.message)
            if let still {
                text += "\nTaken back. Still: \(still.reading.understood)"
                json["current"] = .string(still.reading.understood)
            }
            return Answer(
                text: text, json: .object(json), failure: error, isTakenBack: still != nil)
        }
    }

    private func summary(of version: Conversation.Version) throws(AlmanacError) -> RunSummary {
        let counting = flags.arguments(arguments, for: version.reading)
        return AskedRun.summary(
            of: try AskedRun.run(version.reading, data, counting), version.reading.reasons)
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
