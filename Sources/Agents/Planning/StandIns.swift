import AlmanacCore

/// Funds and indices that a sentence names by what they follow: "oil" is the fund USO.
///
/// A fund moves with what it follows, so a change or an indicator of one is that of the other; its
/// price is another number.
struct StandIns {
    private static let symbols: Set<String> = [
        "GLD", "SLV", "USO", "UNG", "DIA", "IWM", "QQQ", "TLT", "EEM", "VTI",
    ]

    /// The words of the sentence with the symbol that they mean.
    private let found: [(words: String, symbol: String)]
    private let traded: String?
    /// The word for officers of a company, whose trades its filings tell beside those of others.
    private let officers: String?

    init(
        _ tokens: [Token], _ used: [SentenceReading.Binding], _ catalogue: SymbolCatalogue
    ) {
        var found: [(words: String, symbol: String)] = []
        var index = 0
        while index < tokens.count {
            guard let match = catalogue.match(tokens[index...]) else {
                index += 1
                continue
            }
            let keys = tokens[index..<index + match.count].map(\.key)
            index += match.count
            let words = keys.joined(separator: " ")
            if Self.symbols.contains(match.symbol), words.uppercased() != match.symbol,
                words != "$" + match.symbol, used.contains(where: { $0.symbol == match.symbol }),
                !found.contains(where: { $0.symbol == match.symbol })
            {
                found.append((words, match.symbol))
            }
        }
        self.found = found
        officers = tokens.map(\.key).first { ["executives", "execs"].contains($0) }
        traded = used.first?.symbol
    }

    /// The reading with what stands for what.
    func noted(_ reading: SentenceReading) -> SentenceReading {
        var reading = reading
        for (words, symbol) in found {
            reading.assumptions.append("\"\(words)\" is the fund \(symbol), which follows it")
        }
        if let officers, reading.signals.contains(where: { $0.slot.hasPrefix("insider") }) {
            reading.assumptions.append(
                "\"\(officers)\" are insiders, all of whom count: officers, directors and owners "
                    + "of a tenth")
        }
        return reading
    }

    /// Why a plan cannot be made that asks for a price of what is followed.
    func error(in plan: StrategyPlan?) -> AlmanacError? {
        for leaf in plan?.conditions.flatMap(\.leaves) ?? [] {
            let left: Quantity
            switch leaf {
            case .compare(let one, _, .number, _), .cross(let one, _, .number),
                .between(let one, _, _):
                left = one
            default: continue
            }
            guard left.measure == .price else { continue }
            var named: Set<String> = []
            left.visit { quantity in
                switch quantity.ownSubject {
                case .symbol(let symbol): named.insert(symbol)
                case .traded: if let traded { named.insert(traded) }
                case nil: break
                }
            }
            guard let (words, symbol) = found.first(where: { named.contains($0.symbol) }) else {
                continue
            }
            return AlmanacError(
                .validation,
                "\"\(words)\" is followed by the fund \(symbol) here, whose price is another",
                suggestion: "name a price of \(symbol) itself, such as \"when \(symbol) is above "
                    + "its 50-day average\"")
        }
        return nil
    }
}
