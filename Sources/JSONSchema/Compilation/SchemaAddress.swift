/// The address of a schema: what stands before `#`, and the fragment behind it.
///
/// - Source: RFC 3986, sections 5.2 and appendix B, without changes to the parts.
struct SchemaAddress: Hashable {
    var scheme = ""
    var authority: String?
    var path = ""
    var query: String?
    var fragment: String?

    init(_ text: String) {
        var rest = text[...]
        if let hash = rest.firstIndex(of: "#") {
            fragment = Self.decoded(String(rest[rest.index(after: hash)...]))
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/"),
            colon != rest.startIndex
        {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            authority = rest[..<end].lowercased()
            rest = rest[end...]
        }
        path = String(rest)
    }

    /// The address without its fragment, as text.
    var resource: String {
        (scheme.isEmpty ? "" : scheme + ":") + (authority.map { "//" + $0 } ?? "") + path
            + (query.map { "?" + $0 } ?? "")
    }

    /// The address that a reference names, seen from this one.
    func resolving(_ text: String) -> SchemaAddress {
        var target = SchemaAddress(text)
        if !target.scheme.isEmpty { return target }
        target.scheme = scheme
        if target.authority != nil { return target }
        target.authority = authority
        if target.path.isEmpty {
            target.path = path
            target.query = target.query ?? query
        } else if !target.path.hasPrefix("/") {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) }
            target.path = (folder ?? (authority == nil ? "" : "/")) + target.path
        }
        target.path = Self.withoutDots(target.path)
        return target
    }

    private static func withoutDots(_ path: String) -> String {
        guard path.contains("/") else { return path }
        var output: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part == ".." {
                if output.count > 1 { output.removeLast() }
            } else if part != "." {
                output.append(part)
                continue
            }
            if isLast { output.append("") }
        }
        return output.joined(separator: "/")
    }

    /// A fragment with `%41` and its like as the bytes that they stand for.
    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                output.append(byte)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
