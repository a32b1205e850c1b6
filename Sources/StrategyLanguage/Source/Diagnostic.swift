public import AlmanacCore

/// One fault or warning about a strategy's code, with its place and what to write instead.
public struct Diagnostic: Sendable, Equatable {
    /// How grave a diagnostic is.
    public enum Severity: String, Sendable { case error, warning }

    /// The kinds of fault, so that a program can act on them.
    public enum Code: String, Sendable, CaseIterable {
        case syntax, unsupported, lookAhead = "look_ahead", type, name, argument, parameter, limit
        case result, execution, meaning
    }

    /// How grave it is.
    public var severity: Severity
    /// What kind of fault it is.
    public var code: Code
    /// What is wrong.
    public var message: String
    /// What to write instead, where that is known.
    public var hint: String?
    /// Where the fault begins.
    public var position: SourcePosition

    /// Makes a diagnostic.
    public init(
        _ severity: Severity, _ code: Code, _ message: String, hint: String? = nil,
        at position: SourcePosition
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.position = position
    }

    /// Whether one diagnostic stands before another in the code.
    static func precedes(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        (left.position.line, left.position.column) < (right.position.line, right.position.column)
    }

    /// The diagnostic as lines for a person: place, message, source line with a caret, hint.
    public func rendered(in source: SourceText) -> String {
        var text = "\(position.line):\(position.column): \(severity.rawValue): \(message)"
        let (line, before) = source.excerpt(position)
        if !line.isEmpty {
            let indent = before.unicodeScalars.map { $0 == "\t" ? "\t" : " " }
            text += "\n    \(line)\n    \(indent.joined())^"
        }
        if let hint { text += "\n  hint: \(hint)" }
        return text
    }

    /// The diagnostic as a JSON object.
    public func json(in source: SourceText) -> JSON {
        [
            "severity": .string(severity.rawValue), "code": .string(code.rawValue),
            "message": .string(message), "hint": hint.map(JSON.string) ?? .null,
            "line": .integer(position.line), "column": .integer(position.column),
            "source": .string(source.excerpt(position).line),
        ]
    }
}
