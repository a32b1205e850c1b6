package import AlmanacCore

/// Why a call gave no answer, and whether the same call may give one a little later.
package struct ModelFault: Error, Sendable, Equatable {
    /// The failure as commands show it.
    package var error: AlmanacError
    /// Whether the same call may succeed a little later.
    package var isTransient: Bool
    /// Whether the provider answered at all, so that it is up.
    package var isAnswered: Bool
    /// Whether the provider may have worked for money all the same.
    package var mayHaveCost: Bool

    init(
        _ error: AlmanacError, isTransient: Bool = false, isAnswered: Bool = true,
        mayHaveCost: Bool = true
    ) {
        self.error = error
        self.isTransient = isTransient
        self.isAnswered = isAnswered
        self.mayHaveCost = mayHaveCost
    }

    /// An answer that cannot be read.
    static func garbled(_ what: String) -> ModelFault {
        ModelFault(
            AlmanacError(
                .sourceUnavailable, "the model's server sent what cannot be read: \(what)",
                details: ["reason": "garbled"],
                suggestion: "check ALMANAC_MODEL and ALMANAC_MODEL_URL"), isTransient: true)
    }

    /// A stream that ended before its end was said.
    static let truncated = ModelFault(
        AlmanacError(
            .sourceUnavailable, "the model's server broke off in the middle of its answer",
            details: ["reason": "truncated"], suggestion: "try again"), isTransient: true)

    /// The failure that an answer with an error status stands for.
    package init(status: Int, body: [UInt8]) {
        let document = try? JSON.parse(String(decoding: body.prefix(100_000), as: UTF8.self))
        self.init(status: status, document: document)
        mayHaveCost = false
    }

    /// The failure that an error inside a stream, or beside an answer, stands for.
    init(inside document: JSON) {
        let error = document["error"] ?? document
        let named = error["type"]?.stringValue.flatMap { Self.statuses[$0] }
        self.init(status: error["code"]?.intValue ?? named ?? 500, document: document)
    }

    private init(status given: Int, document: JSON?) {
        let error = document?["error"]
        // Anthropic says with 429 that a month's spending is used up, which no pause helps.
        let isSpent = error?["details"]?["error_code"] == "enforced_spend_limit_reached"
        let status = isSpent ? 402 : given
        let said =
            error?["message"]?.stringValue ?? error?.stringValue
            ?? document?["message"]?.stringValue
        let kind = Self.kinds[status] ?? (status < 500 ? .validation : .sourceUnavailable)
        var details: JSONObject = ["status": .integer(status)]
        if let type = error?["type"]?.stringValue ?? error?["code"]?.stringValue {
            details["provider_type"] = .string(Redaction.keys(in: String(type.prefix(100))))
        }
        let message = said.map { ": " + Redaction.keys(in: String($0.prefix(500))) } ?? ""
        self.init(
            AlmanacError(
                kind, "the model's provider answered with status \(status)\(message)",
                details: details, suggestion: Self.suggestions[status]),
            isTransient: [408, 409, 425, 429].contains(status) || status >= 500)
    }

    private static let kinds: [Int: AlmanacError.Kind] = [
        401: .unauthorized, 402: .budgetExceeded, 403: .forbidden, 404: .notFound,
        408: .sourceUnavailable, 409: .sourceUnavailable, 425: .sourceUnavailable,
        429: .rateLimited,
    ]

    private static let suggestions: [Int: String] = [
        401: "check the provider's key", 402: "the account with the provider has no credit",
        404: "check the model's name in ALMANAC_MODEL", 429: "wait, or choose another model",
        529: "the provider is overloaded; try again later",
    ]

    /// The statuses that go with the types of Anthropic's errors, which streams carry without one.
    private static let statuses: [String: Int] = [
        "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402,
        "permission_error": 403, "not_found_error": 404, "request_too_large": 413,
        "rate_limit_error": 429, "api_error": 500, "timeout_error": 504, "overloaded_error": 529,
    ]
}
