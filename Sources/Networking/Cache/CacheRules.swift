public import TimeSeries

/// Whether an answer may be kept, for how long it is fresh, and how to ask whether it still holds.
///
/// RFC 9111 for a private cache, with two departures that a caller asks for: a lifetime of its own
/// where the source's frequency is known, and use of what is stale when the source fails.
public struct CacheRules: Sendable, Equatable {
    /// The status of the answer.
    public let status: Int
    /// When the answer was received.
    public let received: Timestamp
    /// Seconds for which the answer was fresh when it was received.
    public let lifetime: Int
    /// Seconds that the answer was old when it was received.
    public let ageAtReceipt: Int
    /// Whether the answer must be asked about again each time.
    public let mustRevalidate: Bool
    /// Seconds beyond its lifetime for which it may serve while the source fails.
    public let staleIfError: Int
    private let entityTag: String?
    private let lastModified: String?

    /// Seconds for which data of a frequency are fresh.
    public static let lifetimes: [String: Int] = [
        "realtime": 60, "5min": 300, "15min": 900, "1hour": 3_600, "6hour": 21_600,
        "daily": 86_400,
    ]

    /// What RFC 9111, section 3, and the status say of an answer; nil where it must not be kept.
    ///
    /// - Parameters:
    ///   - lifetime: seconds for which the caller regards the answer as fresh, whatever its header
    ///     says, apart from `no-store`; nil to go by the header.
    ///   - staleIfError: seconds for which the caller accepts a stale answer while the source
    ///     fails, where the header does not say (RFC 5861).
    public init?(
        method: HTTPMethod, response: HTTPResponse, received: Timestamp, lifetime: Int? = nil,
        staleIfError: Int = 0
    ) {
        let headers = response.headers
        let directives = Directives(headers.tokens("Cache-Control"))
        guard method == .get, Self.keptStatuses.contains(response.status),
            !directives.has("no-store"), headers["Vary"] != "*"
        else { return nil }
        status = response.status
        self.received = received
        ageAtReceipt = Self.age(headers, received)
        mustRevalidate =
            lifetime == nil
            && (directives.has("no-cache")
                || directives.isEmpty && headers.tokens("Pragma").contains("no-cache"))
        self.lifetime = lifetime ?? Self.lifetime(headers, directives, received)
        self.staleIfError = directives.seconds("stale-if-error") ?? staleIfError
        entityTag = headers["ETag"]
        lastModified = headers["Last-Modified"]
    }

    /// The rules of an answer as they were kept; what it names for comparing is in its header.
    package init(
        status: Int, headers: HTTPHeaders, received: Timestamp, lifetime: Int, ageAtReceipt: Int,
        mustRevalidate: Bool, staleIfError: Int
    ) {
        (self.status, self.received) = (status, received)
        (self.lifetime, self.ageAtReceipt) = (lifetime, ageAtReceipt)
        (self.mustRevalidate, self.staleIfError) = (mustRevalidate, staleIfError)
        entityTag = headers["ETag"]
        lastModified = headers["Last-Modified"]
    }

    /// The last moment at which the answer may be used, should the source fail until then.
    package var usableUntil: Timestamp {
        let seconds = max(0, lifetime - ageAtReceipt) + staleIfError
        return received.advanced(byNanoseconds: Int64(min(seconds, 9_000_000_000)) * 1_000_000_000)
    }

    /// What may be done with the answer at a moment.
    public enum Use: Sendable, Equatable {
        /// It may be used without asking.
        case fresh
        /// The source is asked; where it fails, the answer may be used, marked as stale.
        case staleIfError
        /// The source is asked, and only its answer may be used.
        case stale
    }

    /// What may be done with the answer at a moment.
    public func use(at now: Timestamp) -> Use {
        let age = currentAge(at: now)
        if !mustRevalidate, age < lifetime { return .fresh }
        return age < lifetime + staleIfError ? .staleIfError : .stale
    }

    /// Seconds since the answer was made (RFC 9111, section 4.2.3); a clock that went back counts
    /// as standing still.
    public func currentAge(at now: Timestamp) -> Int {
        let resident = max(0, now.nanoseconds - received.nanoseconds) / 1_000_000_000
        return ageAtReceipt + Int(resident)
    }

    /// The header fields that ask whether the answer still holds (RFC 9110, section 13.1); empty
    /// where it names nothing to compare.
    public var conditions: HTTPHeaders {
        var headers = HTTPHeaders()
        if let entityTag { headers.append("If-None-Match", entityTag) }
        if let lastModified { headers.append("If-Modified-Since", lastModified) }
        return headers
    }

    /// The header fields of a kept answer after a 304 (RFC 9111, section 3.2).
    public static func refreshed(_ kept: HTTPHeaders, by notModified: HTTPHeaders) -> HTTPHeaders {
        var result = kept
        let framing = ["content-length", "content-encoding", "content-range", "transfer-encoding"]
        for field in notModified.fields where !framing.contains(field.name.lowercased()) {
            result[field.name] = nil
        }
        for field in notModified.fields where !framing.contains(field.name.lowercased()) {
            result.append(field.name, field.value)
        }
        return result
    }

    /// Statuses that may be kept without being told so (RFC 9110, section 15.1), apart from partial
    /// answers.
    private static let keptStatuses: Set<Int> = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414]

    private static func age(_ headers: HTTPHeaders, _ received: Timestamp) -> Int {
        let apparent =
            headers.moment("Date").map {
                max(0, Int((received.nanoseconds - $0.nanoseconds) / 1_000_000_000))
            } ?? 0
        let stated = headers["Age"].flatMap { Int($0) }.map { max(0, $0) } ?? 0
        return max(apparent, stated)
    }

    /// Section 4.2.1, and the tenth of section 4.2.2 where nothing is said.
    private static func lifetime(
        _ headers: HTTPHeaders, _ directives: Directives, _ received: Timestamp
    ) -> Int {
        if let seconds = directives.seconds("max-age") { return seconds }
        let date = headers.moment("Date") ?? received
        if headers["Expires"] != nil {
            // A date that cannot be read lies in the past.
            let expires = headers.moment("Expires") ?? date
            return max(0, Int((expires.nanoseconds - date.nanoseconds) / 1_000_000_000))
        }
        guard let modified = headers.moment("Last-Modified") else { return 0 }
        let sinceChange = (date.nanoseconds - modified.nanoseconds) / 1_000_000_000
        return min(86_400, max(0, Int(sinceChange) / 10))
    }

    private struct Directives {
        private let values: [(name: String, value: String?)]

        init(_ tokens: [String]) {
            values = tokens.map { token in
                let parts = token.split(separator: "=", maxSplits: 1)
                let value = parts.count > 1 ? parts[1].filter { $0 != "\"" && $0 != " " } : nil
                return (String(parts.first ?? "").filter { $0 != " " }, value)
            }
        }

        var isEmpty: Bool { values.isEmpty }

        func has(_ name: String) -> Bool { values.contains { $0.name == name } }

        /// Seconds of a directive; zero where they cannot be read, which is the safe side.
        func seconds(_ name: String) -> Int? {
            guard let found = values.first(where: { $0.name == name }) else { return nil }
            guard let text = found.value, let seconds = Int(text), seconds >= 0 else { return 0 }
            return min(seconds, 31_536_000 * 68)
        }
    }
}
