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
        self.digest = Base64.encode(Self.bytes(hexadecimal: digest.finish()))
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

    /// The bytes that hexadecimal digits stand for.
    private static func bytes(hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 1, to: digits.count, by: 2).map {
            UInt8(digits[$0 - 1] << 4 | digits[$0])
        }
    }
}
