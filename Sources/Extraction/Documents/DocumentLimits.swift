import AlmanacCore

/// How large a page may be before it is refused.
///
/// What is above a limit is a typed error, never a truncated document: a record that fell off the
/// end would look like one that the site removed.
public struct DocumentLimits: Sendable {
    /// Bytes as fetched, and again after conversion to UTF-8.
    public var byteCount = 32 << 20
    /// Elements, texts and comments together.
    public var nodeCount = 4_000_000
    /// Elements inside each other; browsers stop nesting at about 512.
    public var depth = 4_096
    /// Attributes of one element.
    public var attributeCount = 1_024
    /// Bytes that the parser may take while it works.
    public var memoryByteCount = 1 << 30
    /// Asked now and then; parsing stops where it says that time is up.
    public var isOverdue: (@Sendable () -> Bool)?

    /// Makes the default limits.
    public init() {}

    /// The error for what is above a limit.
    static func exceeded(_ what: String, _ allowed: Int, _ value: Int? = nil) -> AlmanacError {
        var details: JSONObject = ["limit": .string(what), "allowed": .integer(allowed)]
        if let value { details["value"] = .integer(value) }
        return AlmanacError(
            .extraction, "the page is above the limit of \(allowed) \(what)", details: details,
            suggestion: "pages like this are not read; check that the address is the right one")
    }

    /// The error for a page whose time is up.
    static let overdue = AlmanacError(
        .extraction, "reading the page took longer than it may", details: ["limit": "time"],
        suggestion: "try again, or allow more time")
}
