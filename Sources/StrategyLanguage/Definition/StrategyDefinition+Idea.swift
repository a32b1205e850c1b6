import AlmanacCore

extension StrategyDefinition {
    /// The idea behind a strategy: equal for strategies that differ in their numbers only.
    ///
    /// Numbers in the code, comments, documentation texts, line breaks and the schemas do not
    /// count, so changing a parameter or a number by hand stays within the idea. Another name for
    /// a variable begins a new one.
    /// - Returns: 32 hexadecimal digits.
    public var idea: String {
        let digest = SHA256()
        digest.update("almanac idea 1")
        for word in Self.words(of: Lexer.lex(code).tokens) { digest.update(word) }
        return String(digest.finish().prefix(32))
    }

    /// What of the code counts, token by token.
    private static func words(of tokens: [Token]) -> [String] {
        var words: [String] = []
        var depth = 0
        for statement in tokens.split(separator: .newline, by: \.kind) {
            for token in statement {
                if token.kind == .indent { depth += 1 }
                if token.kind == .dedent { depth -= 1 }
            }
            let own = statement.filter { $0.kind != .indent && $0.kind != .dedent }
            if own.count == 1, case .string = own[0].kind { continue }
            if depth == 0, case .name(let name)? = own.first?.kind, schemaNames.contains(name) {
                continue
            }
            // The depth stands for indents and dedents, which a dropped statement may have held.
            if !own.isEmpty { words.append("\(depth):") }
            words += own.map { word(for: $0.kind) }
        }
        return words
    }

    /// The names under which a Python file carries what a JSON definition has outside of its code.
    static let schemaNames: Set<String> = [
        "DATA_SCHEMA", "PARAM_SCHEMA", "NAME", "DESCRIPTION", "VERSION", "PROVENANCE",
    ]

    private static func word(for kind: Token.Kind) -> String {
        switch kind {
        case .integer, .float: "0"
        case .name(let name): name
        case .keyword(let keyword): keyword.rawValue
        case .symbol(let symbol): symbol.rawValue
        case .string(let text): "\"\(text)\""
        case .formattedString: "f\"\""
        case .newline, .indent, .dedent, .end: ""
        }
    }
}

extension Array where Element == Token {
    fileprivate func split<Value: Equatable>(
        separator: Value, by value: (Token) -> Value
    ) -> [ArraySlice<Token>] {
        split { value($0) == separator }
    }
}
