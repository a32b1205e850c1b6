/// Text made plain for comparing: one case, one kind of space, quote and dash.
enum PlainText {
    /// White space between words made one space, none at the ends.
    static func collapsed(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var isOpen = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar.value) {
                isOpen = !output.isEmpty
                continue
            }
            if isOpen { output.append(" ") }
            isOpen = false
            output.append(scalar)
        }
        return String(output)
    }

    /// The text with one plain space for each run of spaces that has a wide, narrow or no-break one
    /// in it, and none of these at the ends; lines stay as they are.
    static func withPlainSpaces(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value >= 0xA0 && isSpace($0.value) }) else {
            return text
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { collapsed(String($0)) }.joined(separator: "\n")
    }

    /// Whether a scalar is white space, or the space without width.
    private static func isSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0: true
        case 0..<0x1680: false
        case 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The text in one case, with plain quotes, dashes and spaces.
    static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.utf8.count)
            for byte in text.utf8 {
                if byte <= 0x20 {
                    if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
                } else {
                    bytes.append(byte == UInt8(ascii: "`") ? UInt8(ascii: "'") : lowered(byte))
                }
            }
            if bytes.last == 0x20 { bytes.removeLast() }
            return String(decoding: bytes, as: UTF8.self)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isOpen = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar.value), scalar.value != 0x200B {
                isOpen = !bytes.isEmpty
                continue
            }
            let start = bytes.count
            if isOpen { bytes.append(0x20) }
            switch scalar.value {
            case 0x200B, 0xAD, 0xFEFF, 0x200E:
                bytes.removeSubrange(start...)
                continue
            case 0x2019, 0x2018, 0x60: bytes.append(UInt8(ascii: "'"))
            case 0x201C, 0x201D: bytes.append(UInt8(ascii: "\""))
            case 0x2013, 0x2014, 0x2212: bytes.append(UInt8(ascii: "-"))
            case 0xBD: bytes += "1\u{2044}2".utf8
            case 0xBC: bytes += "1\u{2044}4".utf8
            case 0xBE: bytes += "3\u{2044}4".utf8
            case 0..<0x80: bytes.append(lowered(UInt8(scalar.value)))
            // Punctuation and currencies have no case.
            case 0x80..<0xC0, 0x2000..<0x20D0: bytes += String(scalar).utf8
            default: bytes += scalar.properties.lowercaseMapping.utf8
            }
            isOpen = false
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether two plain texts differ by spaces alone, as where lines and elements meet, and by
    /// none between two digits.
    static func isSame(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                var (i, j) = (0, 0)
                while true {
                    let before = i > 0 ? left[i - 1] : 0x20
                    let isSpaced = (
                        left: i < left.count && left[i] == 0x20,
                        right: j < right.count && right[j] == 0x20
                    )
                    if isSpaced.left { i += 1 }
                    if isSpaced.right { j += 1 }
                    guard i < left.count, j < right.count else {
                        return i == left.count && j == right.count
                    }
                    guard left[i] == right[j] else { return false }
                    if isSpaced.left != isSpaced.right, isDigit(before), isDigit(left[i]) {
                        return false
                    }
                    i += 1
                    j += 1
                }
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    /// The words of a text: runs of letters and digits, in lower case.
    ///
    /// - Parameter mayCount: Whether a word of ASCII may be of use, by its bytes; others are left
    ///   out without being made a string.
    static func words(
        _ text: String, where mayCount: ([UInt8]) -> Bool = { _ in true }
    ) -> [String] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return plainWords(text, mayCount) }
        return wideWords(text)
    }

    private static func plainWords(
        _ text: String, _ mayCount: ([UInt8]) -> Bool
    ) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func finish() {
            if !word.isEmpty, mayCount(word) { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: word.append(byte)
            case 0x41...0x5A: word.append(byte | 0x20)
            default: finish()
            }
        }
        finish()
        return words
    }

    private static func wideWords(_ text: String) -> [String] {
        text.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber) }).map(String.init)
    }

    /// What two addresses are compared by: the decoded path and query, without the host.
    static func address(_ text: String) -> String {
        var rest = Substring(decoded(text))
        if let range = rest.firstPlace(of: "://") {
            let scheme = rest[..<range.lowerBound]
            if scheme.allSatisfy({ $0.isLetter }) {
                rest = rest[range.upperBound...]
                let slash = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" }
                rest = rest[(slash ?? rest.endIndex)...]
            }
        }
        while let first = rest.first, first == "/" || first == "." { rest = rest.dropFirst() }
        return plain(String(rest))
    }

    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var at = 0
        while at < source.count {
            if source[at] == UInt8(ascii: "%"), at + 2 < source.count,
                let high = hexadecimal(source[at + 1]), let low = hexadecimal(source[at + 2])
            {
                bytes.append(high << 4 | low)
                at += 3
            } else {
                bytes.append(source[at])
                at += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
