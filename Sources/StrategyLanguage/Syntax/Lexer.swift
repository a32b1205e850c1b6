/// Turns code into tokens, with Python's rules for indentation and joined lines.
///
/// Faults are collected; the lexer always reaches the end of the code.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    var offset = 0
    private var line = 1
    private var lineStart = 0
    /// The brackets that are open, outermost first.
    private var openBrackets: [Symbol] = []
    private var indents = [0]
    private var atLineStart = true
    private(set) var tokens: [Token] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// The most tokens that one strategy may have.
    static let maxTokenCount = 100_000

    init(_ text: String, from start: SourcePosition = SourcePosition(line: 1, column: 1)) {
        scalars = Array(text.unicodeScalars)
        line = start.line
        lineStart = -(start.column - 1)
    }

    /// The tokens of a whole text, ending in `.end`.
    static func lex(_ text: String) -> (tokens: [Token], diagnostics: [Diagnostic]) {
        var lexer = Lexer(text)
        lexer.run()
        return (lexer.tokens, lexer.diagnostics)
    }

    /// The tokens of one expression inside an f-string: no indentation, no line ends.
    static func lexExpression(
        _ text: String, at position: SourcePosition
    ) -> (tokens: [Token], diagnostics: [Diagnostic]) {
        var lexer = Lexer(text, from: position)
        lexer.openBrackets = [.leftParenthesis]
        lexer.atLineStart = false
        lexer.run()
        return (
            lexer.tokens.filter { $0.kind != .newline && $0.kind != .dedent }, lexer.diagnostics
        )
    }

    var position: SourcePosition {
        SourcePosition(line: line, column: offset - lineStart + 1)
    }

    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        offset + distance < scalars.count ? scalars[offset + distance] : nil
    }

    mutating func fault(_ message: String, hint: String? = nil, at place: SourcePosition) {
        guard diagnostics.count < SyntaxLimits.faultCount else { return }
        diagnostics.append(Diagnostic(.error, .syntax, message, hint: hint, at: place))
    }

    mutating func emit(_ kind: Token.Kind, at place: SourcePosition) {
        tokens.append(Token(kind: kind, position: place))
    }

    mutating func endLine() {
        offset += 1
        line += 1
        lineStart = offset
    }

    private mutating func run() {
        while offset < scalars.count {
            // A text of nothing but faults has a fault in every letter.
            if diagnostics.count >= SyntaxLimits.faultCount { break }
            if tokens.count > Self.maxTokenCount {
                diagnostics.append(
                    Diagnostic(
                        .error, .limit, "the code has more than \(Self.maxTokenCount) tokens",
                        at: position))
                break
            }
            if atLineStart && openBrackets.isEmpty { readIndentation() } else { readToken() }
        }
        if let last = tokens.last, last.kind != .newline { emit(.newline, at: position) }
        while indents.count > 1 {
            indents.removeLast()
            emit(.dedent, at: position)
        }
        emit(.end, at: position)
    }

    private mutating func readIndentation() {
        var width = 0
        while let scalar = peek(), scalar == " " || scalar == "\t" || scalar == "\u{C}" {
            width = scalar == "\t" ? (width / 8 + 1) * 8 : width + 1
            offset += 1
        }
        guard let scalar = peek() else { return }
        if scalar == "\n" {
            endLine()
            return
        }
        if scalar == "\r" || scalar == "#" {
            skipComment()
            return
        }
        atLineStart = false
        let place = position
        if width > indents.last ?? 0 {
            indents.append(width)
            emit(.indent, at: place)
        } else {
            while width < indents.last ?? 0 {
                indents.removeLast()
                emit(.dedent, at: place)
            }
            if width != indents.last {
                fault("the indentation matches no outer line", at: place)
                // The outermost level stays 0, so that it is never closed.
                if indents.count > 1 { indents[indents.count - 1] = width }
            }
        }
    }

    private mutating func skipComment() {
        while let scalar = peek(), scalar != "\n" { offset += 1 }
    }

    private mutating func readToken() {
        guard let scalar = peek() else { return }
        let place = position
        switch scalar {
        case " ", "\t", "\r", "\u{C}", "\u{FEFF}", "\u{A0}": offset += 1
        case "#": skipComment()
        case "\n":
            if !openBrackets.isEmpty && nextLineBeginsStatement { openBrackets = [] }
            if openBrackets.isEmpty {
                emit(.newline, at: place)
                atLineStart = true
            }
            endLine()
        case "\\" where peek(1) == "\n" || (peek(1) == "\r" && peek(2) == "\n"):
            offset += peek(1) == "\r" ? 2 : 1
            endLine()
        case "'", "\"": readString(prefix: "", at: place)
        case "0"..."9": readNumber(at: place)
        case "." where peek(1).map(isDigit) ?? false: readNumber(at: place)
        default:
            if isNameStart(scalar) {
                readName(at: place)
            } else {
                readSymbol(at: place)
            }
        }
    }

    private static let statementWords: Set<String> = [
        "def", "return", "while", "class", "import", "try", "with", "assert", "raise", "pass",
        "break", "continue",
    ]

    /// Whether the line after this one begins with a word that stands in no bracket: then an open
    /// bracket was forgotten, and what follows is read on its own.
    private var nextLineBeginsStatement: Bool {
        var next = offset + 1
        while next < scalars.count, scalars[next] == " " || scalars[next] == "\t" { next += 1 }
        var word = ""
        while next < scalars.count, ("a"..."z").contains(scalars[next]), word.utf8.count <= 8 {
            word.unicodeScalars.append(scalars[next])
            next += 1
        }
        let isWhole = next >= scalars.count || !scalars[next].properties.isXIDContinue
        return isWhole && Self.statementWords.contains(word)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        isPlainLetter(scalar) || scalar == "_" || !scalar.isASCII && scalar.properties.isXIDStart
    }

    private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        isPlainLetter(scalar) || isDigit(scalar) || scalar == "_"
            || !scalar.isASCII && scalar.properties.isXIDContinue
    }

    /// Most letters are these, and looking others up takes long.
    private func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private mutating func readName(at place: SourcePosition) {
        let start = offset
        while let scalar = peek(), isNamePart(scalar) { offset += 1 }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[start..<offset])
        let text = String(name)
        if let quote = peek(), quote == "'" || quote == "\"",
            ["r", "f", "b", "u", "rf", "fr", "br", "rb"].contains(text.lowercased())
        {
            readString(prefix: text.lowercased(), at: place)
        } else if let keyword = Keyword(rawValue: text) {
            emit(.keyword(keyword), at: place)
        } else {
            emit(.name(text), at: place)
        }
    }

    /// Closes the nearest bracket of a kind, and those in it that were forgotten.
    private mutating func closeBracket(_ opening: Symbol) {
        // Deeper ones are a fault of their own.
        let nearest = openBrackets.suffix(SyntaxLimits.depth)
        if let place = nearest.lastIndex(of: opening) { openBrackets.removeSubrange(place...) }
    }

    private static let symbols = Symbol.allCases.map { symbol in
        (symbol, Array(symbol.rawValue.unicodeScalars))
    }

    private mutating func readSymbol(at place: SourcePosition) {
        for (symbol, text) in Self.symbols {
            guard offset + text.count <= scalars.count,
                scalars[offset..<offset + text.count].elementsEqual(text)
            else { continue }
            offset += text.count
            switch symbol {
            case .leftParenthesis, .leftBracket, .leftBrace: openBrackets.append(symbol)
            case .rightParenthesis: closeBracket(.leftParenthesis)
            case .rightBracket: closeBracket(.leftBracket)
            case .rightBrace: closeBracket(.leftBrace)
            default: break
            }
            emit(.symbol(symbol), at: place)
            return
        }
        fault("'\(scalars[offset])' has no meaning here", at: place)
        offset += 1
    }
}

// MARK: - Numbers

extension Lexer {
    private mutating func readNumber(at place: SourcePosition) {
        let start = offset
        if peek() == "0", let mark = peek(1), let radix = Self.radixes[mark] {
            offset += 2
            let digits = takeDigits { $0.properties.isASCIIHexDigit || $0 == "_" }
            if let value = Int(digits, radix: radix) {
                emit(.integer(value), at: place)
            } else {
                fault("not a number of base \(radix), or too large", at: place)
                emit(.integer(0), at: place)
            }
            return
        }
        var isFloat = false
        _ = takeDigits { ("0"..."9").contains($0) || $0 == "_" }
        if peek() == "." {
            isFloat = true
            offset += 1
            _ = takeDigits { ("0"..."9").contains($0) || $0 == "_" }
        }
        if peek() == "e" || peek() == "E" {
            let hasSign = peek(1) == "+" || peek(1) == "-"
            if let digit = peek(hasSign ? 2 : 1), isDigit(digit) {
                isFloat = true
                offset += hasSign ? 2 : 1
                _ = takeDigits { ("0"..."9").contains($0) || $0 == "_" }
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<offset].filter { $0 != "_" })
        let text = String(view)
        if let next = peek(), next.properties.isXIDStart {
            fault("'\(text)\(next)' is not a number", at: place)
            _ = takeDigits { $0.properties.isXIDContinue }
        }
        if !isFloat, let value = Int(text) {
            emit(.integer(value), at: place)
        } else if let value = Double(text.hasSuffix(".") ? text + "0" : text), value.isFinite {
            emit(.float(value), at: place)
        } else {
            fault("the number is too large", at: place)
            emit(.integer(0), at: place)
        }
    }

    private static let radixes: [Unicode.Scalar: Int] = [
        "x": 16, "X": 16, "o": 8, "O": 8, "b": 2, "B": 2,
    ]

    private mutating func takeDigits(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        var digits = ""
        while let scalar = peek(), belongs(scalar) {
            if scalar != "_" { digits.unicodeScalars.append(scalar) }
            offset += 1
        }
        return digits
    }
}
