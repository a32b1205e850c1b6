import Agents
import AlmanacCore
import Synchronization

/// What a model answered to the words of a talk, so that going on with it asks nobody again.
final class ModelMemory: Sendable {
    private let kept: Mutex<[Entry]>

    private struct Entry {
        var text: String
        var answers: ModelAnswers
    }

    /// How many requests are remembered; a talk has few that the grammar cannot read.
    private static let most = 50

    /// Remembers nothing yet.
    init() { kept = Mutex([]) }

    /// Reads what ``json`` wrote; what is none is left out.
    init(json: JSON?) {
        kept = Mutex(
            (json?.arrayValue ?? []).suffix(Self.most).compactMap { entry in
                guard let text = entry["text"]?.stringValue,
                    let answers = ModelAnswers(json: entry)
                else { return nil }
                return Entry(text: text, answers: answers)
            })
    }

    /// Whether nothing is remembered.
    var isEmpty: Bool { kept.withLock { $0.isEmpty } }

    /// What was answered to these words.
    subscript(text: String) -> ModelAnswers? {
        kept.withLock { $0.last { $0.text == text }?.answers }
    }

    /// Remembers what was answered to words, in place of what was answered before.
    func keep(_ answers: ModelAnswers, for text: String) {
        kept.withLock { kept in
            kept.removeAll { $0.text == text }
            kept.append(Entry(text: text, answers: answers))
            if kept.count > Self.most { kept.removeFirst() }
        }
    }

    /// All of it as a document, oldest first.
    var json: JSON {
        kept.withLock { kept in
            .array(
                kept.map { entry in
                    var object: JSONObject = ["text": .string(entry.text)]
                    for (key, value) in entry.answers.json.objectValue?.members ?? [] {
                        object[key] = value
                    }
                    return .object(object)
                })
        }
    }
}
