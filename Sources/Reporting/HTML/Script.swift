import AlmanacCore

/// A script of the page and the digest by which the page's policy allows it.
struct Script {
    /// The element.
    let element: HTML
    /// The SHA-256 digest of the element's content, in base 64.
    let digest: String

    /// Takes a script's source; no text in it can end the element.
    init(_ source: String) {
        let bytes = Self.contained(source)
        let content = String(decoding: bytes, as: UTF8.self)
        element = HTML(trusted: "<script>" + content + "</script>\n")
        let digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        self.digest = Self.base64(hexadecimal: digest.finish())
    }

    /// The source without carriage returns, which parsers read as line feeds although the digest
    /// is of what they read, and with `<\/script` and `<\!--` for what would end the element or
    /// open a comment in it; in a text and in a pattern both mean the same.
    private static func contained(_ source: String) -> [UInt8] {
        let opening = UInt8(ascii: "<")
        let openings = ["/script", "!--"].map { Array($0.utf8) }
        var source = source
        return source.withUTF8 { bytes in
            var kept: [UInt8] = []
            kept.reserveCapacity(bytes.count)
            for (index, byte) in bytes.enumerated() where byte != UInt8(ascii: "\r") {
                kept.append(byte)
                guard byte == opening else { continue }
                let rest = bytes[(index + 1)...].prefix(7).map { $0 | 0x20 }
                if openings.contains(where: { rest.starts(with: $0.map { $0 | 0x20 }) }) {
                    kept.append(UInt8(ascii: "\\"))
                }
            }
            return kept
        }
    }

    /// Hexadecimal digits of whole bytes in base 64 (RFC 4648).
    private static func base64(hexadecimal: String) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let nibbles = hexadecimal.compactMap(\.hexDigitValue)
        var text: [UInt8] = []
        // Three digits of four bits are two of six.
        for start in stride(from: 0, to: nibbles.count, by: 3) {
            let group = nibbles[start..<min(start + 3, nibbles.count)]
            let bits = group.reduce(0) { $0 << 4 | $1 } << (4 * (3 - group.count))
            text.append(alphabet[bits >> 6])
            if group.count > 1 { text.append(alphabet[bits & 63]) }
        }
        while !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }
}
