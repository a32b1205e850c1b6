internal import AlmanacCore
internal import Database

/// Why a delivery failed.
package struct JobFailure: Sendable, Equatable {
    /// What went wrong, for a person.
    package var message: String
    /// Where it went wrong, as far as it is known.
    package var stack: String
    /// Whether another attempt would fail as well.
    package var isPermanent: Bool
    /// Whether the source failed, rather than the job; only that moves the source's breaker.
    package var blamesSource: Bool
    /// How long the source asks to wait.
    package var retryAfterNanoseconds: Int64?

    /// Makes a failure that may pass and says nothing about the source.
    package init(
        _ message: String, stack: String = "", isPermanent: Bool = false,
        blamesSource: Bool = false, retryAfterNanoseconds: Int64? = nil
    ) {
        self.message = message
        self.stack = stack
        self.isPermanent = isPermanent
        self.blamesSource = blamesSource
        self.retryAfterNanoseconds = retryAfterNanoseconds
    }

    /// Reads an error: an unreachable source is blamed, and what no repetition mends is permanent,
    /// such as bad input, or money that nobody has set a budget for.
    package init(_ error: any Error) {
        guard let error = error as? AlmanacError else {
            self.init("\(error)")
            return
        }
        let permanent: [AlmanacError.Kind] = [
            .validation, .invalidSymbol, .usage, .schemaMismatch, .notFound, .forbidden,
            .unauthorized, .budgetExceeded,
        ]
        self.init(
            error.message, stack: error.json.text(),
            isPermanent: permanent.contains(error.kind),
            blamesSource: [.sourceUnavailable, .dataFetch].contains(error.kind)
                && error.databaseFailure == nil,
            retryAfterNanoseconds: error.details["retry_after"]?.doubleValue.map {
                Int64(min(max($0, 0), 1e6) * 1e9)
            })
    }
}
