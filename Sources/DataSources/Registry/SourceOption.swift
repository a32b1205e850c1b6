public import AlmanacCore

/// Something that a source can be told beside target, range and length of bars.
public struct SourceOption: Sendable, Equatable {
    /// Its name, as `--option NAME=VALUE` takes it.
    public var name: String
    /// What it says, with the values that there are.
    public var summary: String
    /// How its value is written.
    public var form = Form.text

    /// How a value is written.
    public enum Form: String, Sendable {
        case text
        case number
        case json
    }

    /// Makes an option.
    public init(_ name: String, _ summary: String, _ form: Form = .text) {
        (self.name, self.summary, self.form) = (name, summary, form)
    }
}

extension SourceDescription {
    /// The value of an option as a request holds it.
    ///
    /// - Throws: `validation` for an option that the source does not take, and for a value that is
    ///   not written as it takes it.
    public func value(
        of name: String, _ text: String
    ) throws(AlmanacError) -> JSON {
        guard let option = options.first(where: { $0.name == name }) else {
            let names = options.map(\.name)
            throw AlmanacError(
                .validation, "\(title) takes no option '\(name)'",
                details: [
                    "source": .string(self.name), "option": .string(name),
                    "options": .array(names.map(JSON.string)),
                ],
                suggestion: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
                    ?? (names.isEmpty
                        ? "it takes none" : "it takes \(names.joined(separator: ", "))"))
        }
        switch option.form {
        case .text: return .string(text)
        case .number:
            guard let number = Int(text), number > 0 else {
                throw Self.unreadable(option, text, "write a whole number above zero")
            }
            return .integer(number)
        case .json:
            do {
                return try JSON.parse(text)
            } catch {
                throw Self.unreadable(option, text, "write JSON, in single quotes for the shell")
            }
        }
    }

    private static func unreadable(
        _ option: SourceOption, _ text: String, _ suggestion: String
    ) -> AlmanacError {
        AlmanacError(
            .validation, "'\(text.prefix(80))' is no value of the option '\(option.name)'",
            details: ["option": .string(option.name)], suggestion: suggestion)
    }
}
