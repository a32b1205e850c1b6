extension Lexer {
    mutating func readString(prefix: String, at place: SourcePosition) {
        guard let quote = peek() else { return }
        let isTriple = peek(1) == quote && peek(2) == quote
        offset += isTriple ? 3 : 1
        var body: [Unicode.Scalar] = []
        let bodyPosition = position
        while true {
            guard let scalar = peek(), isTriple || scalar != "\n" else {
                fault("the string is not closed", at: place)
                break
            }
            if scalar == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                offset += isTriple ? 3 : 1
                break
            }
            body.append(scalar)
            if scalar == "\\", let next = peek(1) {
                body.append(next)
                offset += 1
                if next == "\n" { endLine() } else { offset += 1 }
            } else if scalar == "\n" {
                endLine()
            } else {
                offset += 1
            }
        }
        let isRaw = prefix.contains("r")
        if prefix.contains("f") {
            emit(.formattedString(formattedParts(body, isRaw: isRaw, at: bodyPosition)), at: place)
        } else {
            emit(.string(unescaped(body, isRaw: isRaw)), at: place)
        }
    }

    private func unescaped(_ body: [Unicode.Scalar], isRaw: Bool) -> String {
        var text = String.UnicodeScalarView()
        var index = 0
        while index < body.count {
            let scalar = body[index]
            index += 1
            guard scalar == "\\", !isRaw, index < body.count else {
                text.append(scalar)
                continue
            }
            let letter = body[index]
            index += 1
            switch letter {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "0": text.append("\0")
            case "\n": break
            case "\\", "'", "\"": text.append(letter)
            default:
                text.append("\\")
                text.append(letter)
            }
        }
        return String(text)
    }

    private mutating func formattedParts(
        _ body: [Unicode.Scalar], isRaw: Bool, at start: SourcePosition
    ) -> [FormattedPart] {
        var parts: [FormattedPart] = []
        var literal: [Unicode.Scalar] = []
        var index = 0
        while index < body.count {
            let scalar = body[index]
            if scalar == "{" || scalar == "}", index + 1 < body.count, body[index + 1] == scalar {
                literal.append(scalar)
                index += 2
                continue
            }
            guard scalar == "{" else {
                literal.append(scalar)
                index += 1
                continue
            }
            if !literal.isEmpty { parts.append(.text(unescaped(literal, isRaw: isRaw))) }
            literal = []
            let fieldStart = SourcePosition(line: start.line, column: start.column + index + 1)
            let (field, format, next) = replacementField(body, from: index + 1)
            if next == nil { fault("'{' is not closed in the f-string", at: start) }
            parts.append(.field(source: field, format: format, position: fieldStart))
            index = next ?? body.count
        }
        if !literal.isEmpty { parts.append(.text(unescaped(literal, isRaw: isRaw))) }
        return parts
    }

    /// The expression and format of a field that begins at `start`, and where the text goes on.
    private func replacementField(
        _ body: [Unicode.Scalar], from start: Int
    ) -> (String, String, Int?) {
        var source = String.UnicodeScalarView()
        var format = String.UnicodeScalarView()
        var depth = 0
        var inFormat = false
        var index = start
        while index < body.count {
            let scalar = body[index]
            if scalar == "}" && depth == 0 {
                return (String(source), String(format), index + 1)
            }
            if "([{".unicodeScalars.contains(scalar) { depth += 1 }
            if ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
            if scalar == ":" && depth == 0 && !inFormat {
                inFormat = true
            } else if inFormat {
                format.append(scalar)
            } else {
                source.append(scalar)
            }
            index += 1
        }
        return (String(source), String(format), nil)
    }
}
