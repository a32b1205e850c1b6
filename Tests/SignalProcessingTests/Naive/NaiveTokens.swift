import SignalProcessing

/// Tokens by the plain way, scalar by scalar with all properties asked for, as the oracle of the
/// one that knows ASCII by a table.
func naiveTokens(of text: String) -> [Token] {
    var scanner = NaiveScanner(scalars: Array(text.unicodeScalars))
    return scanner.all()
}

private struct NaiveScanner {
    let scalars: [Unicode.Scalar]
    var position = 0

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func all() -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(scalars.count / 5 + 1)
        while position < scalars.count {
            let start = position
            guard var token = next() else { continue }
            token.followsSpace = start == 0 || scalars[start - 1].properties.isWhitespace
            result.append(token)
        }
        return result
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func next() -> Token? {
        let scalar = scalars[position]
        if scalar.properties.isWhitespace {
            position += 1
            return nil
        }
        if let address = address() { return address }
        if isWordPart(scalar) { return isDigit(scalar) ? number(sign: "") : word(.word) }
        let next = peek(1)
        if let next {
            switch scalar {
            case "$" where isLatin(next): return tag(.cashtag)
            case "#" where isWordPart(next) && !isDigit(next): return tag(.hashtag)
            case "@" where isWordPart(next): return tag(.handle)
            case "+", "-":
                let isFree = position == 0 || !isWordPart(scalars[position - 1])
                let money = next == "$" && peek(2).map(isDigit) == true
                if isFree, isDigit(next) || (next == "." && peek(2).map(isDigit) == true) || money {
                    position += money ? 2 : 1
                    return number(sign: scalar == "+" ? "+" : "-")
                }
            default: break
            }
        }
        if let emoticon = emoticon() { return emoticon }
        position += 1
        if isEmoji(scalar) { return Token(.emoji, String(scalar)) }
        return Token(.mark, String(scalar))
    }

    private mutating func tag(_ kind: Token.Kind) -> Token {
        position += 1
        var token = word(kind)
        // A class of shares: $BRK.B.
        if kind == .cashtag, peek() == ".", let letter = peek(1), isLatin(letter),
            !(peek(2).map(isWordPart) ?? false)
        {
            position += 2
            token.text += "." + String(letter).lowercased()
        }
        return token
    }

    private mutating func word(_ kind: Token.Kind) -> Token {
        let start = position
        while let scalar = peek() {
            let isInner =
                scalar == "'" && position > start && peek(1).map(\.properties.isAlphabetic) == true
            guard isWordPart(scalar) || isInner || (scalar == "_" && kind != .word) else { break }
            position += 1
        }
        let letters = scalars[start..<position]
        var token = Token(kind, String(String.UnicodeScalarView(letters)).lowercased())
        token.isCapitalised = letters.first?.properties.isUppercase == true
        token.isAllCapital =
            letters.count > 1
            && letters.allSatisfy { $0.properties.isUppercase || isDigit($0) || $0 == "'" }
        return token
    }

    private mutating func number(sign: String) -> Token {
        let start = position
        while let scalar = peek() {
            let isSeparator = (scalar == "." || scalar == ",") && peek(1).map(isDigit) == true
            guard isDigit(scalar) || isSeparator else { break }
            position += 1
        }
        if let scalar = peek(), isWordPart(scalar), sign.isEmpty {
            // `3rd`, `10x`, `5k`: one word.
            position = start
            return word(.word)
        }
        let digits = String(String.UnicodeScalarView(scalars[start..<position]))
        var end = position
        if end < scalars.count, scalars[end] == " " { end += 1 }
        if end < scalars.count, scalars[end] == "%" {
            position = end + 1
            return Token(.percent, sign + digits)
        }
        return Token(.number, sign + digits)
    }

    private mutating func address() -> Token? {
        let previous = position == 0 ? " " : scalars[position - 1]
        guard isLatin(scalars[position]) || isDigit(scalars[position]),
            previous.properties.isWhitespace || previous == "(" || previous == "["
        else { return nil }
        var end = position
        while end < scalars.count, !scalars[end].properties.isWhitespace,
            !["(", ")", "[", "]"].contains(scalars[end])
        {
            end += 1
        }
        let text = String(String.UnicodeScalarView(scalars[position..<end])).lowercased()
        let isWeb = ["http://", "https://", "www.", "pic.twitter.com"].contains {
            text.hasPrefix($0)
        }
        let isMail =
            !text.hasPrefix("@") && text.split(separator: "@").count == 2 && text.contains(".")
        guard isWeb || isMail else { return nil }
        position = end
        return Token(.address, text)
    }

    private mutating func emoticon() -> Token? {
        guard let eyes = peek(), eyes == ":" || eyes == ";" || eyes == "=" else { return nil }
        let hasNose = peek(1) == "-" || peek(1) == "'"
        guard let mouth = peek(hasNose ? 2 : 1) else { return nil }
        let kind: String
        switch mouth {
        case ")", "D", "]": kind = ":)"
        case "(", "[", "/": kind = ":("
        default: return nil
        }
        if mouth == "/", !hasNose { return nil }
        position += hasNose ? 3 : 2
        return Token(.emoji, kind)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return isDigit(scalar) || isLatin(scalar) }
        return scalar.properties.isAlphabetic
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2000 && scalar.properties.isEmoji
    }
}
