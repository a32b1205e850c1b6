/// What a site's robots.txt allows one program, by RFC 9309.
///
/// The group of the program's own name holds, or else the group of `*`; groups of the same name are
/// one. Of the rules that match a path the longest wins, and where two are equally long the one
/// that allows. `*` stands for any bytes and `$` for the path's end. Percent-encoded and plain
/// forms of a path match each other.
public struct RobotsRules: Sendable, Equatable {
    /// One line of the group that holds.
    struct Rule: Sendable, Equatable {
        var allows: Bool
        /// The pattern's bytes in the form in which paths are compared.
        var pattern: [UInt8]
    }

    private(set) var rules: [Rule] = []
    /// Seconds that the site asks to leave between requests; an extension that many sites use.
    public private(set) var crawlDelay: Double?
    /// The addresses of site maps, in order.
    public private(set) var sitemaps: [String] = []

    /// The most bytes of the file that are read (RFC 9309, section 2.5).
    public static let maximumBytes = 512_000

    /// The rules of a site that has none: all is allowed.
    public static let allowAll = RobotsRules()

    private init() {}

    /// Reads a file for one program.
    ///
    /// - Parameters:
    ///   - bytes: the file; what lies beyond ``maximumBytes`` is ignored. Lines that cannot be read
    ///     are ignored too, as the specification asks.
    ///   - product: the program's name, such as `almanac`, compared without regard to case.
    public init(_ bytes: [UInt8], product: String) {
        var own = Group()
        var others = Group()
        var hasOwn = false
        var names: [String] = []
        var isInRules = false
        for line in Self.lines(bytes.prefix(Self.maximumBytes)) {
            guard let (key, value) = Self.split(line) else { continue }
            if key == "sitemap" {
                if !value.isEmpty { sitemaps.append(value) }
                continue
            }
            if key == "user-agent" {
                if isInRules { names = [] }
                isInRules = false
                names.append(Self.productToken(value))
                hasOwn = hasOwn || names.last == product.lowercased()
                continue
            }
            // Rules before the first group belong to nobody.
            guard !names.isEmpty else { continue }
            isInRules = isInRules || ["allow", "disallow", "crawl-delay"].contains(key)
            if names.contains(product.lowercased()) { own.take(key, value) }
            if names.contains("*") { others.take(key, value) }
        }
        let group = hasOwn ? own : others
        rules = group.rules
        crawlDelay = group.crawlDelay
    }

    /// Whether a path with its query, such as `/a/b?c`, may be fetched.
    public func allows(_ path: String) -> Bool {
        let path = Self.comparable(path.isEmpty ? "/" : path)
        // The file itself is always allowed.
        if path == Array("/robots.txt".utf8) { return true }
        var best: Rule?
        for rule in rules where Self.matches(rule.pattern, path) {
            if let best, best.pattern.count > rule.pattern.count { continue }
            if let best, best.pattern.count == rule.pattern.count, best.allows { continue }
            best = rule
        }
        return best?.allows ?? true
    }

    private struct Group {
        var rules: [Rule] = []
        var crawlDelay: Double?

        mutating func take(_ key: String, _ value: String) {
            switch key {
            case "allow", "disallow":
                // An empty pattern matches nothing.
                guard value.hasPrefix("/") || value.hasPrefix("*") else { return }
                rules.append(
                    Rule(allows: key == "allow", pattern: RobotsRules.comparable(value)))
            case "crawl-delay":
                if let seconds = Double(value), seconds.isFinite, seconds >= 0 {
                    crawlDelay = seconds
                }
            default: return
            }
        }
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [Substring] {
        var text = String(decoding: bytes, as: UTF8.self)[...]
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    }

    /// Key in lower case and value of a line, without its comment.
    private static func split(_ line: Substring) -> (String, String)? {
        let parts = line.prefix { $0 != "#" }
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (trimmed(parts[0]).lowercased(), trimmed(parts[1]))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// The name within `Name/1.0 (…)`, in lower case.
    private static func productToken(_ value: String) -> String {
        if value.hasPrefix("*") { return "*" }
        return value.prefix {
            ($0.isASCII && $0.isLetter) || $0 == "_" || $0 == "-"
        }.lowercased()
    }

    /// A path with percent-encoding undone where that changes no meaning, and bytes beyond ASCII
    /// encoded, so that equal paths are equal bytes (RFC 9309, section 2.2.2).
    private static func comparable(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        var index = 0
        func append(encoded byte: UInt8) {
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexadecimal(bytes[index + 1]), let low = hexadecimal(bytes[index + 2])
            {
                let value = high << 4 | low
                if isUnreserved(value) { result.append(value) } else { append(encoded: value) }
                index += 3
            } else {
                if byte < 0x80, byte > 0x20 { result.append(byte) } else { append(encoded: byte) }
                index += 1
            }
        }
        return result
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// Whether a pattern matches the start of a path; in time linear in both for each `*`.
    private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let isAnchored = pattern.last == UInt8(ascii: "$")
        let pattern = isAnchored ? pattern.dropLast() : pattern[...]
        var at = 0
        var next = pattern.startIndex
        // Where to go on when what follows the last star does not fit.
        var retry: (pattern: Int, path: Int)?
        while true {
            if next == pattern.endIndex {
                if !isAnchored || at == path.count { return true }
            } else if pattern[next] == UInt8(ascii: "*") {
                retry = (next + 1, at)
                next += 1
                continue
            } else if at < path.count, pattern[next] == path[at] {
                next += 1
                at += 1
                continue
            }
            guard let last = retry, last.path < path.count else { return false }
            retry = (last.pattern, last.path + 1)
            next = last.pattern
            at = last.path + 1
        }
    }
}
