/// Names by which companies are known, and the symbols that they stand for.
package struct Gazetteer: Sendable {
    /// One company.
    package struct Entry: Sendable, Equatable {
        /// Its symbol.
        package var symbol: String
        /// Names that only it has.
        package var names: [String] = []
        /// Names that are words too.
        package var words: [String] = []
        /// Its products.
        package var products: [String] = []
        /// People who stand for it.
        package var people: [String] = []
        /// Its handles, and those of its people.
        package var handles: [String] = []

        /// Makes an entry without names.
        package init(symbol: String) { self.symbol = symbol }
    }

    fileprivate struct Name: Sendable {
        var symbol: String
        var kind: Kind
        /// Whether several companies have it.
        var isShared = false
    }

    fileprivate enum Kind: Sendable { case name, word, product, person, ticker }

    private var names: [String: Name] = [:]
    private var lengths = WordTable<Int>([:])
    private var handles: [String: [String]] = [:]

    /// Makes a gazetteer; a name that several entries have belongs to none of them.
    package init(_ entries: [Entry]) {
        var lengths: [String: Int] = [:]
        for entry in entries {
            func add(_ list: [String], _ kind: Kind, _ symbol: String) {
                self.add(list, kind, symbol, &lengths)
            }
            add([entry.symbol], .ticker, entry.symbol)
            add(entry.names, .name, entry.symbol)
            add(entry.words, .word, entry.symbol)
            add(entry.products, .product, entry.symbol)
            add(entry.people, .person, entry.symbol)
            for handle in entry.handles {
                handles[handle.lowercased(), default: []].append(entry.symbol)
            }
        }
        self.lengths = WordTable(lengths)
    }

    private mutating func add(
        _ list: [String], _ kind: Kind, _ symbol: String, _ lengths: inout [String: Int]
    ) {
        for text in list {
            let parts = SignalProcessing.tokens(of: folded(text)).filter { $0.kind != .mark }
                .map(\.text)
            guard let first = parts.first else { continue }
            let key = parts.joined(separator: " ")
            lengths[first] = max(lengths[first] ?? 0, parts.count)
            if let other = names[key], other.symbol != symbol {
                // A ticker that is another's name: the name is what people mean.
                if kind == .ticker { continue }
                if other.kind != .ticker {
                    names[key]?.isShared = true
                    continue
                }
            } else if names[key] != nil, kind == .ticker {
                continue
            }
            names[key] = Name(symbol: symbol, kind: kind)
        }
    }

    func symbols(ofHandle handle: String) -> [String] { handles[handle] ?? [] }

    /// A name found in a text.
    struct Match {
        enum Meaning {
            case link(String, EntityLink.Evidence)
            case ambiguous(String)
            case nothing
        }

        var length: Int
        fileprivate var text: String
        fileprivate var name: Name
        fileprivate var token: Token

        func meaning(hasContext: Bool, isShouted: Bool) -> Meaning {
            if name.isShared { return .ambiguous(text) }
            switch name.kind {
            case .name: return .link(name.symbol, .name)
            case .product: return .link(name.symbol, .product)
            case .person: return .link(name.symbol, .person)
            case .word:
                guard token.isCapitalised || token.kind == .hashtag else { return .nothing }
                return hasContext ? .link(name.symbol, .wordInContext) : .ambiguous(text)
            case .ticker:
                guard token.isAllCapital, !isShouted, text.count >= 2 else { return .nothing }
                if Gazetteer.capitalWords.contains(text) || text.count == 2 {
                    return hasContext && !Gazetteer.capitalWords.contains(text)
                        ? .link(name.symbol, .ticker) : .ambiguous(text.uppercased())
                }
                return .link(name.symbol, .ticker)
            }
        }
    }

    /// The longest name that begins at a position.
    func match(at index: Int, in tokens: [Token]) -> Match? {
        let first = bare(tokens[index].text)
        guard let longest = lengths[first] else { return nil }
        var best: Match?
        var key = first
        for length in 1...longest {
            if length > 1 {
                guard index + length <= tokens.count,
                    [.word, .number].contains(tokens[index + length - 1].kind)
                else { break }
                key += " " + bare(tokens[index + length - 1].text)
            }
            if let name = names[key] {
                best = Match(length: length, text: key, name: name, token: tokens[index])
            }
        }
        return best
    }

    /// A word without the ending of a possessor.
    private func bare(_ word: String) -> String {
        word.hasSuffix("'s") ? String(word.dropLast(2)) : word
    }

    /// Words beside which a common word is a company's name.
    static let marketWords = WordTable(
        words:
            """
            stock stocks share shares earnings revenue ceo cfo ipo calls puts call put options trading
            investors shareholders analyst analysts upgrade downgrade quarter guidance dividend
            buyback merger acquisition nasdaq nyse market bullish bearish long short price valuation
            eps profit profits sales iphone ipad company sec
            """)

    /// Words that people write in capital letters for their own sake.
    static let capitalWords = WordTable(
        words:
            """
            all are now new one out so see can for has hope life love man open play pm real run safe
            top true two usa very well dd ceo cfo ath eod yolo wsb fomo atm otm itm imo ai tv it on at
            be by do go he am an or us uk eu un ok post fast fun gold big best any back cash eat free
            good hear home key low max nice
            """)
}
