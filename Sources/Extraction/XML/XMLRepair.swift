/// Mends what makes feeds ill-formed most often.
enum XMLRepair {
    private static let own: Set<String> = ["amp", "lt", "gt", "quot", "apos"]

    /// The text with HTML's named characters written out, which XML knows only from a declaration.
    static func namedCharacters(_ text: [UInt8]) -> [UInt8] {
        rewrite(text) { name in
            guard !own.contains(name), !name.hasPrefix("#") else { return nil }
            return character(name)
        }
    }

    /// The text with bare ampersands escaped, and control characters and what stands behind the
    /// last tag left out, too.
    static func mended(_ text: [UInt8]) -> [UInt8] {
        let end = text.lastIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? text.count
        let kept = text[..<end].filter { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        return rewrite(kept) { name in
            if name.isEmpty { return "&amp;" }
            if own.contains(name) { return nil }
            if name.hasPrefix("#") {
                let isHexadecimal = name.dropFirst().first == "x" || name.dropFirst().first == "X"
                let digits = name.dropFirst(isHexadecimal ? 2 : 1)
                let value = UInt32(digits, radix: isHexadecimal ? 16 : 10)
                let isValid = value.map { $0 >= 0x20 || $0 == 9 || $0 == 10 || $0 == 13 } ?? false
                return isValid ? nil : ""
            }
            return character(name) ?? "&amp;" + name + ";"
        }
    }

    /// Replaces references; the closure is given a name, or nothing for a bare ampersand.
    private static func rewrite(
        _ text: [UInt8], _ replacement: (String) -> String?
    ) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "&") else {
                if text[at] == UInt8(ascii: "<"), let end = sectionEnd(text, at) {
                    output += text[at..<end]
                    at = end
                } else {
                    output.append(text[at])
                    at += 1
                }
                continue
            }
            var end = at + 1
            while end < text.count, end - at < 34, isNameByte(text[end]) { end += 1 }
            let isReference = end < text.count && text[end] == UInt8(ascii: ";") && end > at + 1
            let name = isReference ? String(decoding: text[at + 1..<end], as: UTF8.self) : ""
            let whole = isReference ? at..<end + 1 : at..<at + 1
            if let text = replacement(name) {
                output += Array(text.utf8)
            } else {
                output += text[whole]
            }
            at = whole.upperBound
        }
        return output
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "#")
    }

    /// The end of a CDATA section that starts here, in which an ampersand is itself.
    private static func sectionEnd(_ text: [UInt8], _ start: Int) -> Int? {
        guard text[start...].starts(with: Array("<![CDATA[".utf8)) else { return nil }
        var at = start + 9
        while at + 2 < text.count {
            if text[at] == 0x5D, text[at + 1] == 0x5D, text[at + 2] == 0x3E { return at + 3 }
            at += 1
        }
        return text.count
    }

    /// The text of a named character of HTML, which the HTML parser knows; nil where there is none.
    private static func character(_ name: String) -> String? {
        guard let page = try? Document(html: "<p>&\(name);") else { return nil }
        let text = page.textContent(of: page.root)
        return text.hasPrefix("&") ? nil : text
    }
}
