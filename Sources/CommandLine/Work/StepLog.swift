import AlmanacCore
import Synchronization

/// The steps of a longer piece of work, told as they happen and kept for the result.
final class StepLog: Sendable {
    private let tell: @Sendable (String) -> Void
    private let kept = Mutex<[JSON]>([])
    private let told = Mutex<Set<String>>([])

    /// - Parameter tell: shows one line.
    init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

    /// What was told, in order.
    var steps: [JSON] { kept.withLock { $0 } }

    /// Tells of a step.
    ///
    /// - Parameters:
    ///   - name: which step it is, such as `fetch`.
    ///   - text: what happened, in a few words.
    func note(_ name: String, _ text: String, _ details: JSONObject = JSONObject()) {
        var step: JSONObject = ["step": .string(name), "what": .string(text)]
        for (key, value) in details.members { step[key] = value }
        let made = JSON.object(step)
        kept.withLock { $0.append(made) }
        // A talk runs several times over the same data, which is told once.
        let isNew = told.withLock { $0.insert(text).inserted }
        if isNew || name != "at hand" { tell("\(name): \(text)\n") }
    }
}
