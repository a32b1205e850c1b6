import AlmanacCore

extension SelectorParser {
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = at
        while let next = peek, isMarkupSpace(next) { at += 1 }
        return at > start
    }

    mutating func take(_ text: String) -> Bool {
        guard bytes[at...].starts(with: text.utf8) else { return false }
        at += text.utf8.count
        return true
    }

    var isNameStart: Bool {
        guard let next = peek else { return false }
        return Self.isNameByte(next) && next &- 0x30 >= 10 || next == UInt8(ascii: "\\")
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    /// Reads a name with its escapes; what follows `#` may start with a digit, a name may not.
    mutating func parseName(isHash: Bool = false) throws -> String {
        var output: [UInt8] = []
        guard let first = peek, isHash || first &- 0x30 >= 10 else {
            throw error("a name must stand here")
        }
        while let next = peek {
            if next == UInt8(ascii: "\\") {
                at += 1
                output += try parseEscape()
            } else if Self.isNameByte(next) {
                output.append(next)
                at += 1
            } else {
                break
            }
        }
        guard !output.isEmpty else { throw error("a name must stand here") }
        return String(decoding: output, as: UTF8.self)
    }

    mutating func parseString(_ quote: UInt8) throws -> String {
        at += 1
        var output: [UInt8] = []
        while let next = peek, next != quote {
            at += 1
            if next != UInt8(ascii: "\\") {
                output.append(next)
            } else if peek == 0x0A {
                at += 1
            } else {
                output += try parseEscape()
            }
        }
        guard peek == quote else { throw error("the text in quotes does not end") }
        at += 1
        return String(decoding: output, as: UTF8.self)
    }

    /// Reads what follows a backslash: up to six hexadecimal digits, or any one character.
    private mutating func parseEscape() throws -> [UInt8] {
        var value: UInt32 = 0
        var digits = 0
        while digits < 6, let next = peek, let digit = Self.hexadecimal(next) {
            value = value << 4 | digit
            digits += 1
            at += 1
        }
        if digits > 0 {
            if let next = peek, isMarkupSpace(next) { at += 1 }
            let scalar = value == 0 ? nil : Unicode.Scalar(value)
            return Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
        }
        guard let next = peek, next != 0x0A else { throw error("nothing follows the backslash") }
        at += 1
        return [next]
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x37)
        case 0x61...0x66: UInt32(byte - 0x57)
        default: nil
        }
    }

    func error(_ message: String, suggestion: String? = nil) -> AlmanacError {
        let text = String(decoding: bytes, as: UTF8.self)
        return AlmanacError(
            .validation, "the selector '\(text)' cannot be read at byte \(at): \(message)",
            details: ["selector": .string(text), "byte": .integer(at)], suggestion: suggestion)
    }
}
