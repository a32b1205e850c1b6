extension Parser {
    mutating func atom() throws(Abandon) -> Expression {
        let position = current.position
        let kind = current.kind
        switch kind {
        case .name(let name):
            advance()
            return Expression(.name(name), at: position)
        case .integer(let value):
            advance()
            return Expression(.integer(value), at: position)
        case .float(let value):
            advance()
            return Expression(.float(value), at: position)
        case .string, .formattedString: return try strings()
        case .keyword(.true), .keyword(.false):
            advance()
            return Expression(.bool(kind == .keyword(.true)), at: position)
        case .keyword(.none):
            advance()
            return Expression(.none, at: position)
        case .symbol(.leftParenthesis): return try parenthesized()
        case .symbol(.leftBracket): return try listDisplay()
        case .symbol(.leftBrace): return try dictionaryDisplay()
        case .symbol(.ellipsis):
            advance()
            return Expression(.none, at: position)
        default: throw fault("expected an expression, found \(describe(current))")
        }
    }

    /// One or more adjacent strings, which Python joins.
    private mutating func strings() throws(Abandon) -> Expression {
        let position = current.position
        var pieces: [FormattedPiece] = []
        var isFormatted = false
        while true {
            if case .string(let text) = current.kind {
                pieces.append(.text(text))
            } else if case .formattedString(let parts) = current.kind {
                isFormatted = true
                for part in parts { pieces.append(try formattedPiece(part)) }
            } else {
                break
            }
            advance()
        }
        if isFormatted { return Expression(.formattedString(pieces), at: position) }
        let text = pieces.map { if case .text(let text) = $0 { text } else { "" } }
        return Expression(.string(text.joined()), at: position)
    }

    private mutating func formattedPiece(_ part: FormattedPart) throws(Abandon) -> FormattedPiece {
        switch part {
        case .text(let text): return .text(text)
        case .field(let source, let format, let position):
            let (tokens, faults) = Lexer.lexExpression(source, at: position)
            diagnostics += faults
            var inner = Parser(tokens: tokens, depth: depth)
            defer { diagnostics += inner.diagnostics }
            let value = try inner.expressionList()
            if inner.current.kind != .end {
                throw inner.fault("expected the end of the field in the f-string")
            }
            return .field(value, format: format)
        }
    }

    private mutating func parenthesized() throws(Abandon) -> Expression {
        let position = current.position
        advance()
        if take(.rightParenthesis) { return Expression(.tuple([]), at: position) }
        let value = try expressionList()
        if current.kind == .keyword(.for) {
            let clauses = try comprehensionClauses()
            try expect(.rightParenthesis, in: "the comprehension")
            return Expression(.comprehension(value, clauses), at: position)
        }
        try expect(.rightParenthesis, in: "the brackets")
        return value
    }

    private mutating func listDisplay() throws(Abandon) -> Expression {
        let position = current.position
        advance()
        var elements: [Expression] = []
        while current.kind != .symbol(.rightBracket) {
            let element = try expression()
            if elements.isEmpty && current.kind == .keyword(.for) {
                let clauses = try comprehensionClauses()
                try expect(.rightBracket, in: "the comprehension")
                return Expression(.comprehension(element, clauses), at: position)
            }
            elements.append(element)
            if !take(.comma) { break }
        }
        try expect(.rightBracket, in: "the list")
        return Expression(.list(elements), at: position)
    }

    private mutating func dictionaryDisplay() throws(Abandon) -> Expression {
        let position = current.position
        advance()
        var members: [(key: Expression?, value: Expression)] = []
        while current.kind != .symbol(.rightBrace) {
            if take(.power) {
                members.append((nil, try expression()))
                if !take(.comma) { break }
                continue
            }
            let key = try expression()
            guard take(.colon) else {
                return try setDisplay(first: key, at: position)
            }
            let value = try expression()
            if members.isEmpty && current.kind == .keyword(.for) {
                let clauses = try comprehensionClauses()
                try expect(.rightBrace, in: "the comprehension")
                return Expression(
                    .dictionaryComprehension(key: key, value: value, clauses), at: position)
            }
            members.append((key, value))
            if !take(.comma) { break }
        }
        try expect(.rightBrace, in: "the dictionary")
        return Expression(.dictionary(members), at: position)
    }

    /// A set, which is a list here: strategies only ask what is in it.
    private mutating func setDisplay(
        first: Expression, at position: SourcePosition
    ) throws(Abandon) -> Expression {
        var elements = [first]
        if current.kind == .keyword(.for) {
            let clauses = try comprehensionClauses()
            try expect(.rightBrace, in: "the comprehension")
            return Expression(.comprehension(first, clauses), at: position)
        }
        while take(.comma), current.kind != .symbol(.rightBrace) {
            elements.append(try expression())
        }
        try expect(.rightBrace, in: "the set")
        return Expression(.list(elements), at: position)
    }
}
