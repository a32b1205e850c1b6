package import AlmanacCore

/// The faults of a strategy's code as one error.
package struct StrategyFault: Sendable {
    /// The faults and warnings in the order of the code.
    package var diagnostics: [Diagnostic]
    /// The code they are about.
    package var source: SourceText

    package init(_ diagnostics: [Diagnostic], in code: String) {
        self.diagnostics = diagnostics
        source = SourceText(code)
    }

    /// A `validation_error`, or an `execution_error` where a reached `raise` is the first fault.
    package var error: AlmanacError {
        let errors = diagnostics.filter { $0.severity == .error }
        let first = errors.first ?? diagnostics.first
        var details = JSONObject()
        if let first {
            details["line"] = .integer(first.position.line)
            details["column"] = .integer(first.position.column)
        }
        details["diagnostics"] = .array(errors.map { $0.json(in: source) })
        let listed = errors.prefix(20).map { $0.rendered(in: source) }
        let more = errors.count > 20 ? "\n… and \(errors.count - 20) more" : ""
        return AlmanacError(
            first?.code == .execution ? .execution : .validation,
            listed.joined(separator: "\n") + more, details: details, suggestion: first?.hint)
    }
}
