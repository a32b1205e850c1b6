/// A second way to read a sentence that the grammar does not take as it stands: idioms, word order
/// and everyday words are put into the words of the grammar, rule by rule, and it is read again.
///
/// A rule keeps what a sentence says. Words that deny, limit or exclude are never dropped, and
/// numbers and symbols are only moved; what a plan then leaves out of the original still makes it
/// a question.
struct Rephrasing {
    /// One rule: words and holes, and what stands in their place.
    ///
    /// In a pattern `a|b` is one of several words, `(a|b)` the same or nothing, `{a|b}` one that is
    /// kept, `<rise>` one of a class of words; `#` is a number, `%` a percentage, `$` a symbol, `~`
    /// a unit of time, `_` any one word that is no symbol, `^` the beginning and `.` the end of the
    /// sentence; other marks and numbers stand for themselves. `@1` in a result is what the first
    /// hole holds.
    struct Rule {
        fileprivate var pattern: [Element]
        fileprivate let result: [Piece]

        init(_ pattern: Substring, _ result: Substring) {
            self.pattern = pattern.split(separator: " ").map { Element(String($0)) }
            self.result = result.split(separator: " ").map { Piece(String($0)) }
        }
    }

    /// The rules of a text, one a line: what is said, `=>`, what is read in its place.
    static func table(_ text: String) -> [Rule] {
        text.split(separator: "\n").map { line in
            let sides = line.split(separator: "=>", maxSplits: 1, omittingEmptySubsequences: false)
            precondition(sides.count == 2, "a rule lacks its arrow: \(line)")
            return Rule(sides[0], sides[1])
        }
    }

    fileprivate struct Element {
        var choices: [Choice]
        var isOptional = false
        var isKept = false
        /// The numbers of the words, where nothing else may stand here.
        var words: [Int]?

        init(_ text: String) {
            var body = Substring(text)
            if text.count > 2, text.hasPrefix("("), text.hasSuffix(")") {
                isOptional = true
                body = body.dropFirst().dropLast()
            } else if text.count > 2, text.hasPrefix("{"), text.hasSuffix("}") {
                isKept = true
                body = body.dropFirst().dropLast()
            } else {
                isKept = ["#", "%", "$", "~", "_"].contains(text)
            }
            choices = body.split(separator: "|").flatMap { part -> [Choice] in
                guard part.count > 2, part.hasPrefix("<"), part.hasSuffix(">") else {
                    return [Choice(String(part))]
                }
                return WordClasses.words(part.dropFirst().dropLast()).map { .word($0) }
            }
        }
    }

    fileprivate enum Choice: Equatable {
        case number, percent, symbol, unit, anyWord, beginning, end
        case exactly(Double)
        case mark(Character)
        case word(String)

        init(_ text: String) {
            switch text {
            case "#": self = .number
            case "%": self = .percent
            case "$": self = .symbol
            case "~": self = .unit
            case "_": self = .anyWord
            case "^": self = .beginning
            case ".": self = .end
            default:
                if let value = Double(text) {
                    self = .exactly(value)
                } else if let mark = text.first, text.count == 1, !mark.isLetter {
                    self = .mark(mark)
                } else {
                    self = .word(text)
                }
            }
        }

        var word: String? { if case .word(let word) = self { word } else { nil } }
    }

    fileprivate enum Piece {
        case word(String), hole(Int), mark(Character), number(Double)

        init(_ text: String) {
            if text.hasPrefix("@"), let hole = Int(text.dropFirst()) {
                self = .hole(hole - 1)
            } else if let value = Double(text) {
                self = .number(value)
            } else if let mark = text.first, text.count == 1, !mark.isLetter {
                self = .mark(mark)
            } else {
                self = .word(text)
            }
        }
    }

    /// Every word that a rule waits for.
    static let words: Set<String> = Set(
        (plain + rules).flatMap { $0.pattern.flatMap { $0.choices.compactMap(\.word) } })

    private let catalogue: SymbolCatalogue
    private let rules: [Rule]
    /// The words of the rules by number, so that they are compared as numbers.
    private let wordNumbers: [String: Int]
    /// The rules that may begin with a word, in the order of the table, as are the others.
    private let byWord: [String: [Int]]
    private let byMark: [Character: [Int]]
    private let atNumbers: [Int]
    private let atSymbols: [Int]
    private let atBeginning: [Int]
    /// The rules that may begin with any word, or with nothing of their own.
    private let anywhere: [Int]

    init(catalogue: SymbolCatalogue, rules: [Rule] = Rephrasing.rules) {
        self.catalogue = catalogue
        var known: [String: Int] = [:]
        func number(_ word: String) -> Int {
            if let number = known[word] { return number }
            known[word] = known.count
            return known.count - 1
        }
        self.rules = rules.map { rule in
            var rule = rule
            for place in rule.pattern.indices {
                let words = rule.pattern[place].choices.compactMap(\.word).map(number)
                if words.count == rule.pattern[place].choices.count {
                    rule.pattern[place].words = words
                }
            }
            return rule
        }
        wordNumbers = known
        var byWord: [String: [Int]] = [:]
        var byMark: [Character: [Int]] = [:]
        var (numbers, symbols, beginning, anywhere): ([Int], [Int], [Int], [Int]) =
            ([], [], [], [])
        for (order, rule) in rules.enumerated() {
            // What may stand first: the choices up to the first element that has to be there.
            let count = rule.pattern.firstIndex { !$0.isOptional }.map { $0 + 1 } ?? 0
            func add(_ list: inout [Int]) { if list.last != order { list.append(order) } }
            for choice in rule.pattern.prefix(count).flatMap(\.choices) {
                switch choice {
                case .word(let word): add(&byWord[word, default: []])
                case .mark(let mark): add(&byMark[mark, default: []])
                case .number, .percent, .exactly: add(&numbers)
                case .symbol: add(&symbols)
                case .beginning: add(&beginning)
                case .unit, .anyWord, .end: add(&anywhere)
                }
            }
            if count == 0 { add(&anywhere) }
        }
        self.byWord = byWord
        self.byMark = byMark
        atNumbers = numbers
        atSymbols = symbols
        atBeginning = beginning
        self.anywhere = anywhere
    }

    /// Some tokens, with what the rules ask of each again and again.
    private struct Text {
        let tokens: [Token]
        /// The number of a word of the rules, unless it is a part of a longer name: "Best Buy" is
        /// no best and nothing to buy.
        let words: [Int]
        /// How many tokens the name of a symbol takes that begins here; zero for none.
        let names: [Int]
    }

    private func text(_ tokens: [Token]) -> Text {
        let names = tokens.indices.map { catalogue.match(tokens[$0...])?.count ?? 0 }
        let words = tokens.indices.map { index in
            names[index] > 1 || (index > 0 && names[index - 1] > 1)
                ? -1 : tokens[index].word.flatMap { wordNumbers[$0] } ?? -1
        }
        return Text(tokens: tokens, words: words, names: names)
    }

    /// The rules that may begin at a token, in the order of the table.
    private func candidates(_ text: Text, at index: Int) -> [Int] {
        var found = anywhere
        switch text.tokens[index].kind {
        case .word(let word): found += byWord[word] ?? []
        case .mark(let mark): found += byMark[mark] ?? []
        case .number: found += atNumbers
        default: break
        }
        if length(.symbol, text, index) != nil { found += atSymbols }
        if index == 0 { found += atBeginning }
        return found.sorted()
    }

    /// The tokens in the words of the grammar; nothing where no rule fits.
    func applied(_ tokens: [Token]) -> [Token]? {
        var tokens = tokens
        var hasChanged = false
        // A rule may make what another needs; what makes itself ends here.
        for _ in 0..<4 {
            guard let next = pass(tokens), next.count <= 400 else { break }
            tokens = next
            hasChanged = true
        }
        return hasChanged ? tokens : nil
    }

    private func pass(_ tokens: [Token]) -> [Token]? {
        let text = text(tokens)
        var result: [Token] = []
        var index = 0
        var hasChanged = false
        while index < tokens.count {
            if let (made, count) = replacement(text, at: index) {
                // What is in the words of the grammar already stays, with all its parts.
                if made.map(\.kind) != tokens[index..<index + count].map(\.kind) {
                    hasChanged = true
                }
                result += made
                index += count
            } else {
                result.append(tokens[index])
                index += 1
            }
        }
        return hasChanged ? result : nil
    }

    /// What the first rule that fits at a token makes, and of how many tokens.
    private func replacement(_ text: Text, at index: Int) -> ([Token], Int)? {
        var last = -1
        for order in candidates(text, at: index) where order != last {
            last = order
            var holes: [Range<Int>] = []
            guard let end = match(rules[order].pattern, 0, text, index, &holes), end > index else {
                continue
            }
            let made = text.tokens[index..<end].covered
            let pieces = rules[order].result.flatMap { piece -> [Token] in
                switch piece {
                case .hole(let hole): return Array(text.tokens[holes[hole]])
                case .word(let word): return [Token(kind: .word(word), range: made)]
                case .mark(let mark): return [Token(kind: .mark(mark), range: made)]
                case .number(let value):
                    return [Token(kind: .number(value, .plain), range: made)]
                }
            }
            return (pieces, end - index)
        }
        return nil
    }

    /// Where a pattern that begins at a token ends, from one of its elements on, with what its
    /// holes hold.
    private func match(
        _ pattern: [Element], _ place: Int, _ text: Text, _ index: Int,
        _ holes: inout [Range<Int>]
    ) -> Int? {
        guard place < pattern.count else { return index }
        let known = holes.count
        func rest(behind count: Int) -> Int? {
            if pattern[place].isKept { holes.append(index..<index + count) }
            if let end = match(pattern, place + 1, text, index + count, &holes) { return end }
            holes.removeSubrange(known...)
            return nil
        }
        if let words = pattern[place].words {
            if index < text.words.count, words.contains(text.words[index]),
                let end = rest(behind: 1)
            {
                return end
            }
        } else {
            for choice in pattern[place].choices {
                if let count = length(choice, text, index), let end = rest(behind: count) {
                    return end
                }
            }
        }
        return pattern[place].isOptional ? match(pattern, place + 1, text, index, &holes) : nil
    }

    /// How many tokens at a place are what a choice names.
    private func length(_ choice: Choice, _ text: Text, _ index: Int) -> Int? {
        if case .beginning = choice { return index == 0 ? 0 : nil }
        guard index < text.tokens.count else { return choice == .end ? 0 : nil }
        switch (choice, text.tokens[index].kind) {
        case (.word(let wanted), .word(let word)):
            return word == wanted && text.words[index] >= 0 ? 1 : nil
        case (.mark(let wanted), .mark(let mark)): return mark == wanted ? 1 : nil
        case (.number, .number(_, .plain)), (.percent, .number(_, .percent)): return 1
        case (.exactly(let wanted), .number(let value, .plain)): return value == wanted ? 1 : nil
        case (.unit, .word(let word)): return SentenceParser.isUnit(word) ? 1 : nil
        case (.symbol, let kind):
            let article = kind == .word("the") && index + 1 < text.tokens.count ? 1 : 0
            let count = text.names[index + article]
            return count > 0 ? count + article : nil
        case (.anyWord, .word): return text.names[index] == 0 ? 1 : nil
        case (.end, .mark(let mark)): return [".", "?", "!"].contains(mark) ? 0 : nil
        default: return nil
        }
    }
}
