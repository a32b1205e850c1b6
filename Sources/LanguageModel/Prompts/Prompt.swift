/// A prompt with a name and a version, so that a call can be traced to the words that made it.
///
/// Changing a word means a new version; a golden file holds each to its words.
package struct Prompt: Sendable, Equatable {
    /// What it is for.
    package let name: String
    /// Counts up with every change of its words.
    package let version: Int
    /// The words; `{{NAME}}` is filled in.
    package let text: String

    /// Makes a prompt.
    package init(_ name: String, version: Int, _ text: String) {
        self.name = name
        self.version = version
        self.text = text
    }

    /// Name and version, such as `strategist@1`.
    package var label: String { "\(name)@\(version)" }

    /// The words with values put in; what is put in is not looked at again.
    ///
    /// - Precondition: Every place has a value, and every value a place.
    package func filled(_ values: [(name: String, value: String)]) -> String {
        var out = ""
        var rest = text[...]
        var used: Set<String> = []
        while let open = rest.firstRange(of: "{{"),
            let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let value = values.first(where: { $0.name == name })?.value else {
                preconditionFailure("the prompt \(label) has a place \(name) without a value")
            }
            used.insert(name)
            out += rest[..<open.lowerBound] + value
            rest = rest[close.upperBound...]
        }
        precondition(used.count == values.count, "the prompt \(label) has no place for a value")
        return out + rest
    }
}
