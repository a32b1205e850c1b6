/// Takes folded text apart.
///
/// Hyphens between letters separate words, so that `sell-off` and `sell off` are alike.
/// - Complexity: O(n).
package func tokens(of text: String) -> [Token] {
    var text = text
    return text.withUTF8 { utf8 in
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: utf8.count) { scalars in
                for index in utf8.indices { scalars[index] = UInt32(utf8[index]) }
                var scanner = TokenScanner(scalars: UnsafeBufferPointer(scalars))
                return scanner.all()
            }
        }
        let scalars = String(decoding: utf8, as: UTF8.self).unicodeScalars.map(\.value)
        return scalars.withUnsafeBufferPointer { scalars in
            var scanner = TokenScanner(scalars: scalars)
            return scanner.all()
        }
    }
}

/// What a scalar is to the scanner; of ASCII by a table, of others by their properties.
private enum ScalarClass {
    static let space: UInt8 = 1
    static let digit: UInt8 = 2
    static let upper: UInt8 = 4
    static let lower: UInt8 = 8

    private static let table: [UInt8] = (0..<128).map { value in
        switch value {
        case 0x09...0x0D, 0x20: space
        case 0x30...0x39: digit
        case 0x41...0x5A: upper
        case 0x61...0x7A: lower
        default: 0
        }
    }

    /// Whether an ASCII scalar is of some classes; false for others.
    @inline(__always)
    static func ascii(_ value: UInt32, _ classes: UInt8) -> Bool {
        guard value < 0x80 else { return false }
        return table.withUnsafeBufferPointer { $0[Int(value)] & classes != 0 }
    }

    @inline(__always)
    static func properties(_ value: UInt32) -> Unicode.Scalar.Properties? {
        Unicode.Scalar(value)?.properties
    }

    @inline(__always)
    static func isSpace(_ value: UInt32) -> Bool {
        value < 0x80 ? ascii(value, space) : properties(value)?.isWhitespace == true
    }

    @inline(__always)
    static func isLetter(_ value: UInt32) -> Bool {
        value < 0x80 ? ascii(value, upper | lower) : properties(value)?.isAlphabetic == true
    }

    @inline(__always)
    static func isUpper(_ value: UInt32) -> Bool {
        value < 0x80 ? ascii(value, upper) : properties(value)?.isUppercase == true
    }

    @inline(__always)
    static func isWordPart(_ value: UInt32) -> Bool {
        if value < 0x80 { return ascii(value, upper | lower | digit) }
        guard let properties = properties(value) else { return false }
        return properties.isAlphabetic || properties.generalCategory == .nonspacingMark
    }
}

private struct TokenScanner {
    let scalars: UnsafeBufferPointer<UInt32>
    var position = 0

    init(scalars: UnsafeBufferPointer<UInt32>) { self.scalars = scalars }

    mutating func all() -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(scalars.count / 5 + 1)
        while position < scalars.count {
            let start = position
            guard var token = next() else { continue }
            token.followsSpace = start == 0 || ScalarClass.isSpace(scalars[start - 1])
            result.append(token)
        }
        return result
    }

    /// The scalar so many places on; 0 behind the end.
    private func peek(_ offset: Int = 0) -> UInt32 {
        position + offset < scalars.count ? scalars[position + offset] : 0
    }

    private mutating func next() -> Token? {
        let scalar = scalars[position]
        if ScalarClass.isSpace(scalar) {
            position += 1
            return nil
        }
        if let address = address() { return address }
        if ScalarClass.isWordPart(scalar) {
            return isDigit(scalar) ? number(sign: "") : word(.word)
        }
        let next = peek(1)
        switch scalar {
        case "$" where isLatin(next): return tag(.cashtag)
        case "#" where ScalarClass.isWordPart(next) && !isDigit(next): return tag(.hashtag)
        case "@" where ScalarClass.isWordPart(next): return tag(.handle)
        case "+", "-":
            let isFree = position == 0 || !ScalarClass.isWordPart(scalars[position - 1])
            let money = next == "$" && isDigit(peek(2))
            if isFree, isDigit(next) || (next == "." && isDigit(peek(2))) || money {
                position += money ? 2 : 1
                return number(sign: scalar == "+" ? "+" : "-")
            }
        default: break
        }
        if let emoticon = emoticon() { return emoticon }
        position += 1
        let text = string(position - 1..<position)
        return Token(isEmoji(scalar) ? .emoji : .mark, text)
    }

    private mutating func tag(_ kind: Token.Kind) -> Token {
        position += 1
        var token = word(kind)
        // A class of shares: $BRK.B.
        if kind == .cashtag, peek() == ".", isLatin(peek(1)), !ScalarClass.isWordPart(peek(2)) {
            token.text += "." + lowercased(position + 1..<position + 2)
            position += 2
        }
        return token
    }

    private mutating func word(_ kind: Token.Kind) -> Token {
        let start = position
        while position < scalars.count {
            let scalar = scalars[position]
            let isInner = scalar == "'" && position > start && ScalarClass.isLetter(peek(1))
            guard ScalarClass.isWordPart(scalar) || isInner || (scalar == "_" && kind != .word)
            else { break }
            position += 1
        }
        var token = Token(kind, lowercased(start..<position))
        guard position > start else { return token }
        token.isCapitalised = ScalarClass.isUpper(scalars[start])
        // Most words are no capitals, and their second letter tells.
        token.isAllCapital =
            position - start > 1
            && scalars[start..<position].allSatisfy {
                ScalarClass.isUpper($0) || isDigit($0) || $0 == "'"
            }
        return token
    }

    private mutating func number(sign: String) -> Token {
        let start = position
        while position < scalars.count {
            let scalar = scalars[position]
            let isSeparator = (scalar == "." || scalar == ",") && isDigit(peek(1))
            guard isDigit(scalar) || isSeparator else { break }
            position += 1
        }
        if sign.isEmpty, ScalarClass.isWordPart(peek()) {
            // `3rd`, `10x`, `5k`: one word.
            position = start
            return word(.word)
        }
        let digits = string(start..<position)
        var end = position
        if end < scalars.count, scalars[end] == " " { end += 1 }
        if end < scalars.count, scalars[end] == "%" {
            position = end + 1
            return Token(.percent, sign + digits)
        }
        return Token(.number, sign + digits)
    }

    private mutating func address() -> Token? {
        guard isLatin(scalars[position]) || isDigit(scalars[position]) else { return nil }
        let previous = position == 0 ? 0x20 : scalars[position - 1]
        guard ScalarClass.isSpace(previous) || previous == "(" || previous == "[" else {
            return nil
        }
        var end = position
        var hasAt = false
        while end < scalars.count, !ScalarClass.isSpace(scalars[end]),
            !isBracket(scalars[end])
        {
            hasAt = hasAt || scalars[end] == "@"
            end += 1
        }
        let isWeb = Self.webPrefixes.contains { hasPrefix($0) }
        guard isWeb || hasAt else { return nil }
        let text = lowercased(position..<end)
        let isMail =
            !text.hasPrefix("@") && text.split(separator: "@").count == 2 && text.contains(".")
        guard isWeb || isMail else { return nil }
        position = end
        return Token(.address, text)
    }

    private static let webPrefixes: [[UInt32]] = [
        "http://", "https://", "www.", "pic.twitter.com",
    ].map { $0.unicodeScalars.map(\.value) }

    /// Whether what follows begins with small letters, in whatever case.
    private func hasPrefix(_ prefix: [UInt32]) -> Bool {
        guard position + prefix.count <= scalars.count else { return false }
        for index in prefix.indices {
            let scalar = scalars[position + index]
            let small = ScalarClass.ascii(scalar, ScalarClass.upper) ? scalar + 0x20 : scalar
            if small != prefix[index] { return false }
        }
        return true
    }

    private mutating func emoticon() -> Token? {
        let eyes = scalars[position]
        guard eyes == ":" || eyes == ";" || eyes == "=" else { return nil }
        let hasNose = peek(1) == "-" || peek(1) == "'"
        let kind: String
        let mouth = peek(hasNose ? 2 : 1)
        switch mouth {
        case ")", "D", "]": kind = ":)"
        case "(", "[", "/": kind = ":("
        default: return nil
        }
        if mouth == "/", !hasNose { return nil }
        position += hasNose ? 3 : 2
        return Token(.emoji, kind)
    }

    private func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        for value in scalars[range] {
            if let scalar = Unicode.Scalar(value) { view.append(scalar) }
        }
        return String(view)
    }

    private func lowercased(_ range: Range<Int>) -> String {
        guard scalars[range].allSatisfy({ $0 < 0x80 }) else { return string(range).lowercased() }
        return String(unsafeUninitializedCapacity: range.count) { bytes in
            for (index, position) in range.enumerated() {
                let value = UInt8(truncatingIfNeeded: scalars[position])
                bytes[index] =
                    ScalarClass.ascii(UInt32(value), ScalarClass.upper) ? value | 0x20 : value
            }
            return range.count
        }
    }

    private func isDigit(_ value: UInt32) -> Bool { ScalarClass.ascii(value, ScalarClass.digit) }

    private func isLatin(_ value: UInt32) -> Bool {
        ScalarClass.ascii(value, ScalarClass.upper | ScalarClass.lower)
    }

    private func isBracket(_ value: UInt32) -> Bool {
        value == "(" || value == ")" || value == "[" || value == "]"
    }

    private func isEmoji(_ value: UInt32) -> Bool {
        value > 0x2000 && ScalarClass.properties(value)?.isEmoji == true
    }
}

/// Compares a scalar's value with an ASCII letter that is written as such.
private func == (value: UInt32, letter: Unicode.Scalar) -> Bool { value == letter.value }

/// Lets a switch over scalars' values name ASCII letters.
private func ~= (letter: Unicode.Scalar, value: UInt32) -> Bool { value == letter.value }
