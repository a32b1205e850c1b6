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
        /// Pairs of words in which its names and its ticker mean something else, with a star for
        /// the name: `nikola *`, `* coil`.
        package var otherwise: [String] = []

        /// Makes an entry without names.
        package init(symbol: String) { self.symbol = symbol }
    }

    fileprivate struct Name: Sendable {
        var symbol: String
        var kind: Kind
        /// Whether several companies have it.
        var isShared = false
        /// Pairs of words in which it means something else.
        var otherwise: Set<String> = []
    }

    fileprivate enum Kind: Sendable { case name, word, product, person, ticker }

    private var names: [String: Name] = [:]
    private var lengths = WordTable<Int>([:])
    private var handles: [String: [String]] = [:]

    /// Makes a gazetteer; a name that several entries have belongs to none of them.
    package init(_ entries: [Entry]) {
        var lengths: [String: Int] = [:]
        for entry in entries {
            func add(_ list: [String], _ kind: Kind) { self.add(list, kind, entry, &lengths) }
            add([entry.symbol], .ticker)
            add(entry.names, .name)
            add(entry.words, .word)
            add(entry.products, .product)
            add(entry.people, .person)
            for handle in entry.handles {
                handles[handle.lowercased(), default: []].append(entry.symbol)
            }
        }
        self.lengths = WordTable(lengths)
    }

    private mutating func add(
        _ list: [String], _ kind: Kind, _ entry: Entry, _ lengths: inout [String: Int]
    ) {
        for text in list {
            let tokens = SignalProcessing.tokens(of: folded(text))
            var place: Int? = 0
            var parts: [String] = []
            while let index = place, index < tokens.count {
                parts.append(tokens[index].text)
                place = Self.part(after: index, in: tokens)
            }
            guard let first = parts.first else { continue }
            let key = parts.joined(separator: " ")
            lengths[first] = max(lengths[first] ?? 0, parts.count)
            if let other = names[key], other.symbol != entry.symbol {
                // A ticker that is another's name: the name is what people mean.
                if kind == .ticker { continue }
                if other.kind != .ticker {
                    names[key]?.isShared = true
                    continue
                }
            } else if names[key] != nil, kind == .ticker {
                continue
            }
            names[key] = Name(
                symbol: entry.symbol, kind: kind, otherwise: Set(entry.otherwise))
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
        /// The pairs of words that it is in.
        fileprivate var pairs: [String] = []

        func meaning(hasContext: Bool, isShouted: Bool) -> Meaning {
            if name.isShared { return .ambiguous(text) }
            if name.kind != .product, !name.otherwise.isDisjoint(with: pairs) {
                return .ambiguous(text)
            }
            switch name.kind {
            case .name: return .link(name.symbol, .name)
            case .product: return .link(name.symbol, .product)
            case .person: return .link(name.symbol, .person)
            case .word:
                guard token.isCapitalised || token.kind == .hashtag else { return .nothing }
                return hasContext ? .link(name.symbol, .wordInContext) : .ambiguous(text)
            case .ticker:
                guard token.isAllCapital, text.count >= 2 else { return .nothing }
                let isWord = Gazetteer.capitalWords.contains(text)
                if isShouted, isWord || text.count == 2 || Gazetteer.tickerWords.contains(text) {
                    return .nothing
                }
                return !isWord && (hasContext || text.count > 2)
                    ? .link(name.symbol, .ticker) : .ambiguous(text.uppercased())
            }
        }

        /// Whether it names its company without anything else that tells so.
        func isCertain(isShouted: Bool) -> Bool {
            guard name.kind != .person,
                case .link = meaning(hasContext: false, isShouted: isShouted)
            else { return false }
            return true
        }
    }

    /// The names in a text, in their order, each the longest that begins where it does.
    func matches(in tokens: [Token]) -> [Match] {
        var matches: [Match] = []
        var index = 0
        while index < tokens.count {
            guard [.word, .number, .hashtag].contains(tokens[index].kind),
                let match = match(at: index, in: tokens)
            else {
                index += 1
                continue
            }
            matches.append(match)
            index += match.length
        }
        return matches
    }

    private func match(at index: Int, in tokens: [Token]) -> Match? {
        let first = tokens[index].text
        guard let longest = lengths[first] ?? lengths[bare(first)] else { return nil }
        var best: Match?
        var (before, place, count) = ("", index, 1)
        while true {
            let text = tokens[place].text
            for key in [before + text, before + bare(text)] {
                guard let name = names[key] else { continue }
                best = Match(
                    length: place - index + 1, text: key, name: name, token: tokens[index],
                    pairs: pairs(around: index...place, in: tokens))
                break
            }
            guard count < longest, let next = Self.part(after: place, in: tokens) else { break }
            before += bare(text) + " "
            (place, count) = (next, count + 1)
        }
        return best
    }

    /// The place of what may go on a name: a word, a number or `&`, behind a hyphen or the point of
    /// an abbreviation where there is one.
    private static func part(after index: Int, in tokens: [Token]) -> Int? {
        var next = index + 1
        guard next < tokens.count else { return nil }
        if tokens[next].text == "-" || tokens[next].text == "." {
            let isAbbreviation = tokens[index].text.count == 1
            next += 1
            guard next < tokens.count, isAbbreviation || !tokens[next].followsSpace else {
                return nil
            }
        }
        let token = tokens[next]
        return [.word, .number].contains(token.kind) || token.text == "&" ? next : nil
    }

    /// The word before and the one behind, as pairs with a star for what stands between.
    private func pairs(around range: ClosedRange<Int>, in tokens: [Token]) -> [String] {
        var pairs: [String] = []
        if range.lowerBound > 0 { pairs.append(tokens[range.lowerBound - 1].text + " *") }
        if range.upperBound + 1 < tokens.count {
            pairs.append("* " + bare(tokens[range.upperBound + 1].text))
        }
        return pairs
    }

    /// A word without the ending of a possessor.
    private func bare(_ word: String) -> String {
        word.hasSuffix("'s") ? String(word.dropLast(2)) : word
    }

    /// Words beside which a common word with a capital letter is a company's name.
    static let marketWords = WordTable(
        words:
            """
            stock stocks share shares earnings revenue ceo cfo ipo calls puts call put options
            trading investors shareholders analyst analysts upgrade downgrade quarter guidance
            dividend buyback merger acquisition nasdaq nyse market bullish bearish long short
            price valuation eps profit profits sales iphone ipad company sec estimate estimates
            forecast outlook downgraded upgraded rating buyout takeover margins deliveries rally
            rallies selloff rebound invest investor investment invested portfolio etf bull bulls
            bear bears ticker
            """)

    /// Tickers of three letters and more that are words as well, which tell nothing among others
    /// in capital letters.
    static let tickerWords = WordTable(
        words: "cat coin cost dis gild hood meta pep pins shop snap spot uber ups")

    /// Words that people write in capital letters for their own sake.
    static let capitalWords = WordTable(
        words:
            """
            all are now new one out so see can for has hope life love man open play pm real run
            safe top true two usa very well dd ceo cfo ath eod yolo wsb fomo atm otm itm imo ai
            tv it on at be by do go he am an or us uk eu un ok post fast fun gold big best any
            back cash eat free good hear home key low max nice
            """)
}
