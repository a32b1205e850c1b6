/// The one error that commands, reports and services show: type, message, details and a way out.
///
/// Every layer turns its own failures into this type at its boundary. `details` holds what a
/// program needs (names, values, positions), `message` and `suggestion` are sentences for a person
/// or for the language model that will correct its code.
public struct AlmanacError: Error, Sendable, Equatable {
    /// What went wrong, as one of a closed list.
    public var kind: Kind
    /// One or more sentences for a person, without a trailing newline.
    public var message: String
    /// Values that a program can act on, in the order in which they are shown.
    public var details: JSONObject
    /// What to do about it.
    public var suggestion: String?

    /// Makes an error.
    public init(
        _ kind: Kind, _ message: String, details: JSONObject = JSONObject(),
        suggestion: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.details = details
        self.suggestion = suggestion
    }

    /// The closed list of failures; the raw value is the `type` that JSON output carries.
    public enum Kind: String, Sendable, CaseIterable {
        case dataFetch = "data_fetch_error"
        case invalidSymbol = "invalid_symbol_error"
        case codeGeneration = "code_generation_error"
        case validation = "validation_error"
        case execution = "execution_error"
        case backtest = "backtest_error"
        case schemaMismatch = "schema_mismatch_error"
        case notFound = "not_found"
        case extraction = "extraction_error"
        case sourceUnavailable = "source_unavailable"
        case rateLimited = "rate_limited"
        case budgetExceeded = "budget_exceeded"
        case unauthorized = "unauthorized"
        case forbidden = "forbidden"
        case conflict = "conflict"
        case usage = "usage_error"
        case internalError = "internal_error"

        /// The exit code of a command that ends with this error.
        public var exitCode: Int32 {
            switch self {
            case .internalError: 1
            case .usage: 2
            case .validation, .codeGeneration: 3
            case .invalidSymbol: 4
            case .dataFetch: 5
            case .schemaMismatch: 6
            case .execution: 7
            case .backtest: 8
            case .notFound: 9
            case .extraction: 10
            case .sourceUnavailable: 11
            case .rateLimited: 12
            case .budgetExceeded: 13
            case .unauthorized: 14
            case .forbidden: 15
            case .conflict: 16
            }
        }
    }

    /// The error as the document that every command prints with `--json`.
    public var json: JSON {
        var error = JSONObject()
        error["type"] = .string(kind.rawValue)
        error["message"] = .string(message)
        error["details"] = .object(details)
        error["suggestion"] = suggestion.map(JSON.string) ?? .null
        return .object(["success": .bool(false), "error": .object(error)])
    }
}
