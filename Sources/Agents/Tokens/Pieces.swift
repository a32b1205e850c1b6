/// Tells numbers that count shares from all others: "200 shares of MSFT", "50 KO shares".
///
/// Such a number is no length, level or weight, whatever phrase it stands beside.
enum Pieces {
    /// What is counted.
    static let names: Set<String> = [
        "share", "shares", "lot", "lots", "unit", "units", "contract", "contracts", "coin",
        "coins", "pieces",
    ]

    /// The tokens with such numbers marked.
    static func marked(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [Token] {
        var tokens = tokens
        for index in tokens.indices {
            guard case .number(let value, .plain) = tokens[index].kind,
                end(tokens, behind: index, catalogue) != nil
            else { continue }
            tokens[index].kind = .number(value, .pieces)
        }
        return tokens
    }

    /// Where the name of what a number counts ends, perhaps behind a symbol.
    static func end(
        _ tokens: [Token], behind index: Int, _ catalogue: SymbolCatalogue
    ) -> Int? {
        var next = index + 1
        if let name = catalogue.match(tokens[next...]) { next += name.count }
        guard next < tokens.count, case .word(let word) = tokens[next].kind,
            names.contains(word)
        else { return nil }
        return next + 1
    }
}

extension SymbolCatalogue {
    /// The tokens of a text with names of the archive and counts of shares marked.
    func tokens(of tokenizer: inout Tokenizer) -> [Token] {
        Pieces.marked(archivedNames.joined(tokenizer.run()), self)
    }
}
