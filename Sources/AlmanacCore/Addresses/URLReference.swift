/// The parts of an absolute or relative reference, cleaned but not resolved.
struct URLReference {
    var scheme: String?
    var authority: String?
    var path = ""
    var query: String?
    var fragment: String?

    /// Splits a reference by the grammar of RFC 3986, appendix B.
    ///
    /// - Parameter base: The scheme that holds where the reference has none.
    init(_ text: String, base: String? = nil) {
        var rest = Self.cleaned(text)[...]
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
            scheme = String(
                decoding: rest[..<colon].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
            rest = rest[(colon + 1)...]
        }
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = Self.encoded(rest[(hash + 1)...])
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = Self.encoded(rest[(mark + 1)...])
            rest = rest[..<mark]
        }
        let isWeb = Self.isWeb(scheme ?? base ?? "")
        var path = Array(rest)
        if isWeb {
            for index in path.indices where path[index] == UInt8(ascii: "\\") {
                path[index] = UInt8(ascii: "/")
            }
            // Browsers read any number of slashes, or none, after a web scheme as two.
            if scheme != nil {
                let slashes = path.prefix { $0 == UInt8(ascii: "/") }.count
                if slashes != 2 { path = Array("//".utf8) + path.dropFirst(slashes) }
            }
        }
        rest = path[...]
        if rest.starts(with: Array("//".utf8)) {
            let host = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            authority = Self.authority(host, scheme: scheme ?? base ?? "")
            rest = rest.dropFirst(2 + host.count)
            self.path = Self.encoded(rest)
            if self.path.isEmpty, isWeb { self.path = "/" }
        } else {
            self.path = Self.encoded(rest)
        }
    }

    static func isWeb(_ scheme: String) -> Bool { scheme == "http" || scheme == "https" }

    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy {
            isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// A reference without the white space around it and the line breaks and tabs within.
    private static func cleaned(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }

    /// Percent-encodes what may not stand in a path, query or fragment; `%` stays as it is.
    private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in bytes {
            switch byte {
            case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "`"):
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func authority(_ bytes: ArraySlice<UInt8>, scheme: String) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        var host = (parts.last ?? "").lowercased()
        for (name, port) in [("http", ":80"), ("https", ":443")]
        where scheme == name && host.hasSuffix(port) {
            host.removeLast(port.count)
        }
        if host.hasSuffix(":") { host.removeLast() }
        return parts.count > 1 ? parts.dropLast().joined(separator: "@") + "@" + host : host
    }

    /// A path without its `.` and `..` segments, by RFC 3986 section 5.2.4.
    static func withoutDots(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
        var output: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment.lowercased() {
            case ".", "%2e":
                if isLast { output.append("") }
            case "..", ".%2e", "%2e.", "%2e%2e":
                if output.count > 1 || output.first.map({ !$0.isEmpty }) ?? false {
                    output.removeLast()
                }
                if isLast { output.append("") }
            default: output.append(segment)
            }
        }
        let joined = output.joined(separator: "/")
        return path.hasPrefix("/") && !joined.hasPrefix("/") ? "/" + joined : joined
    }
}
