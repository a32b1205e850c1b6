package import AlmanacCore

/// Keys by the names of their environment variables, which never show in text.
public struct SourceKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private var values: [String: String]

    /// Makes keys from values by their names; empty values count as absent.
    public init(_ values: [String: String] = [:]) {
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// The value of a name.
    public subscript(name: String) -> String? { values[name] }

    /// The value of a key that a source cannot do without.
    ///
    /// - Throws: `unauthorized` that names the variable and where to get a key.
    package func require(
        _ name: String, for source: SourceDescription
    ) throws(AlmanacError) -> String {
        if let value = values[name] { return value }
        let place = source.keys.first { $0.name == name }?.obtainedFrom
        throw AlmanacError(
            .unauthorized, "\(source.title) needs a key, and there is none",
            details: ["source": .string(source.name), "key": .string(name)],
            suggestion: "set \(name)" + (place.map { "; keys are given out at \($0)" } ?? ""))
    }

    /// A text in which every key is replaced, as an answer may repeat what it was sent.
    package func redacting(_ text: String) -> String {
        var text = text
        for name in values.keys.sorted() {
            guard let value = values[name], value.utf8.count >= 4 else { continue }
            text = text.split(separator: value, omittingEmptySubsequences: false)
                .joined(separator: "[\(name)]")
        }
        return text
    }

    /// The names alone.
    public var description: String { "keys: " + values.keys.sorted().joined(separator: ", ") }

    /// Shows nothing to whoever prints the value's inside.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
