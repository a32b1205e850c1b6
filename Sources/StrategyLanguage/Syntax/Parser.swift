/// Parses the Python subset that strategies are written in.
///
/// After a fault the parser skips to the next statement and goes on, so that several faults are
/// reported at once. Nesting is limited, so that hostile code cannot exhaust the stack.
struct Parser {
    var tokens: [Token]
    var index = 0
    var diagnostics: [Diagnostic] = []
    var depth = 0

    /// A fault that ends the current statement; it is already reported.
    struct Abandon: Error {}

    /// Parses a whole module.
    static func parse(_ text: String) -> (statements: [Statement], diagnostics: [Diagnostic]) {
        guard text.utf8.count <= SourceText.maxByteCount else {
            let fault = Diagnostic(
                .error, .limit,
                "the code is larger than \(SourceText.maxByteCount / 1024) KiB",
                at: SourcePosition(line: 1, column: 1))
            return ([], [fault])
        }
        let (tokens, faults) = Lexer.lex(text)
        var parser = Parser(tokens: tokens, diagnostics: faults)
        var statements: [Statement] = []
        while parser.current.kind != .end {
            parser.recovering { parser throws(Abandon) in
                statements += try parser.statement()
            }
        }
        return (statements, parser.diagnostics.sorted(by: Diagnostic.precedes))
    }

    var current: Token { tokens[min(index, tokens.count - 1)] }

    func peek(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

    mutating func advance() { index = min(index + 1, tokens.count - 1) }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard current.kind == .keyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol, in what: String) throws(Abandon) {
        if !take(symbol) {
            throw fault("expected '\(symbol.rawValue)' in \(what), found \(describe(current))")
        }
    }

    mutating func expect(_ keyword: Keyword, in what: String) throws(Abandon) {
        if !take(keyword) {
            throw fault("expected '\(keyword.rawValue)' in \(what), found \(describe(current))")
        }
    }

    mutating func name(for what: String) throws(Abandon) -> String {
        guard case .name(let name) = current.kind else {
            throw fault("expected the name of \(what), found \(describe(current))")
        }
        advance()
        return name
    }

    mutating func fault(
        _ message: String, code: Diagnostic.Code = .syntax, hint: String? = nil,
        at position: SourcePosition? = nil
    ) -> Abandon {
        diagnostics.append(
            Diagnostic(.error, code, message, hint: hint, at: position ?? current.position))
        // The rest would hardly add anything, and hostile code has a fault in every word.
        if diagnostics.count >= SyntaxLimits.faultCount { index = tokens.count - 1 }
        return Abandon()
    }

    /// The expression, unless what it is made of nests too deeply to be walked through.
    mutating func limited(_ expression: Expression) throws(Abandon) -> Expression {
        if expression.height <= SyntaxLimits.height { return expression }
        throw fault(
            "the expression has more than \(SyntaxLimits.height) operators in a row", code: .limit,
            hint: "assign parts to names of their own", at: expression.position)
    }

    mutating func deeper<Result>(
        _ body: (inout Parser) throws(Abandon) -> Result
    ) throws(Abandon) -> Result {
        if depth >= SyntaxLimits.depth {
            throw fault("nested more than \(SyntaxLimits.depth) deep", code: .limit)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    /// Runs a parse; on a fault skips to the end of the statement and its block.
    mutating func recovering(_ body: (inout Parser) throws(Abandon) -> Void) {
        let start = index
        do {
            try body(&self)
        } catch {
            skipStatement()
        }
        if index == start { advance() }
    }

    private mutating func skipStatement() {
        while current.kind != .newline && current.kind != .end {
            if current.kind == .indent || current.kind == .dedent { return }
            advance()
        }
        if current.kind == .newline { advance() }
        guard current.kind == .indent else { return }
        var open = 0
        repeat {
            if current.kind == .indent { open += 1 }
            if current.kind == .dedent { open -= 1 }
            advance()
        } while open > 0 && current.kind != .end
    }

    func describe(_ token: Token) -> String {
        switch token.kind {
        case .name(let name): "'\(name)'"
        case .keyword(let keyword): "'\(keyword.rawValue)'"
        case .integer(let value): "\(value)"
        case .float(let value): "\(value)"
        case .string, .formattedString: "a string"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .newline: "the end of the line"
        case .indent: "a deeper indentation"
        case .dedent: "the end of the block"
        case .end: "the end of the code"
        }
    }
}
