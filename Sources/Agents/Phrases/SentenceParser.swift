/// Reads tokens into a draft by recursive descent; the phrases live in extensions.
///
/// Every phrase either consumes all of its words and gives a value, or consumes nothing and gives
/// `nil`. A word that no phrase takes and that is no filler is unread, and an unread word refuses
/// the whole sentence.
///
/// A phrase that fails is taken back by a copy of the parser, so that what seldom changes stands
/// behind references.
struct SentenceParser {
    private let text: Text
    private var read = Shared(Read())
    var position = 0
    /// Whom "its" means: the last symbol named in the clause, else the traded one.
    var subject = Subject.traded
    /// The way a cross goes where the words leave it open: up for buying, down for selling.
    var bias = Direction.up
    /// Whether what ends a position is being read.
    var isExit = false
    /// Whether a verb that ends only what was bought was said; other words for the exit become one
    /// where a sentence is put in other words.
    var saysSelling = true
    /// Whether the sentence begins by saying what is held.
    var saysHolding = false
    /// The kind of the average on the left of a comparison, so that "the 30-day" can stand alone.
    var elidedAverage: AverageKind?
    /// How deeply quantities are nested at the moment.
    var depth = 0
    /// Why a phrase that began well could not be read.
    var problems: [Problem] = []

    struct Problem: Equatable {
        var position: Int
        var message: String
    }

    /// What is read, with what is asked of each token again and again.
    private final class Text {
        let tokens: [Token]
        let words: [String?]
        let symbols: [(symbol: String, count: Int)?]
        /// The last word that oversold or overbought ends with.
        let lastExtreme: Int
        let catalogue: SymbolCatalogue

        init(_ tokens: [Token], _ catalogue: SymbolCatalogue) {
            self.tokens = tokens
            self.catalogue = catalogue
            words = tokens.map(\.word)
            symbols = tokens.indices.map { catalogue.match(tokens[$0...]) }
            lastExtreme =
                words.lastIndex { ["oversold", "overbought", "sold", "bought"].contains($0) } ?? -1
        }
    }

    /// What has been read so far.
    private struct Read {
        var draft = SentenceDraft()
        var macdPeriods = MACDPeriods()
        var tableSettings: [String: TableSettings] = [:]
        var ichimoku: [Double]?
        var flipped: (Quantity, Quantity)?
        var stacked: [Quantity]?
        var antecedent: Quantity?
        var hasIndicator = false
        var unknownSymbols: [Range<Int>] = []
        var unread: [Range<Int>] = []
    }

    init(tokens: [Token], catalogue: SymbolCatalogue) {
        text = Text(Rewording.applied(tokens), catalogue)
    }

    var tokens: [Token] { text.tokens }
    var catalogue: SymbolCatalogue { text.catalogue }
    var draft: SentenceDraft {
        _read { yield read.value.draft }
        _modify { yield &read.value.draft }
    }
    /// The periods of the MACD named last, which "its signal line" refers to.
    var macdPeriods: MACDPeriods {
        get { read.value.macdPeriods }
        set { read.value.macdPeriods = newValue }
    }
    /// What has been set of each family of indicators, which a later mention means again.
    var tableSettings: [String: TableSettings] {
        get { read.value.tableSettings }
        set { read.value.tableSettings = newValue }
    }
    /// The four numbers of the Ichimoku cloud where they are named.
    var ichimoku: [Double]? {
        get { read.value.ichimoku }
        set { read.value.ichimoku = newValue }
    }
    /// The price and the line that was said to flip, which "flips back" means again.
    var flipped: (Quantity, Quantity)? {
        get { read.value.flipped }
        set { read.value.flipped = newValue }
    }
    /// The averages that were said to lie in order.
    var stacked: [Quantity]? {
        get { read.value.stacked }
        set { read.value.stacked = newValue }
    }
    /// The indicator that was compared last, which "it" may mean; nothing behind a price.
    var antecedent: Quantity? {
        get { read.value.antecedent }
        set { read.value.antecedent = newValue }
    }
    /// Whether anything but prices has been compared so far.
    var hasIndicator: Bool {
        get { read.value.hasIndicator }
        set { read.value.hasIndicator = newValue }
    }
    /// Words that stand where a symbol is expected and are none.
    var unknownSymbols: [Range<Int>] {
        _read { yield read.value.unknownSymbols }
        _modify { yield &read.value.unknownSymbols }
    }
    /// The words that no phrase took.
    var unread: [Range<Int>] {
        _read { yield read.value.unread }
        _modify { yield &read.value.unread }
    }

    /// Runs a phrase and takes back everything it consumed where it gives `nil`.
    mutating func attempt<Value>(_ phrase: (inout SentenceParser) -> Value?) -> Value? {
        let saved = self
        if let value = phrase(&self) { return value }
        let problems = self.problems
        self = saved
        self.problems = problems
        return nil
    }

    /// The first of several phrases that can be read.
    mutating func first<Value>(_ phrases: [(inout SentenceParser) -> Value?]) -> Value? {
        for phrase in phrases {
            if let value = attempt(phrase) { return value }
        }
        return nil
    }

    /// Notes why a phrase cannot be read and gives nothing.
    mutating func fail<Value>(_ message: String) -> Value? {
        problems.append(Problem(position: position, message: message))
        return nil
    }

    var isAtEnd: Bool { position >= text.tokens.count }

    /// Whether a word of oversold or overbought stands ahead.
    var mayBeOversold: Bool { position <= text.lastExtreme }

    func token(_ offset: Int = 0) -> Token? {
        let index = position + offset
        return text.tokens.indices.contains(index) ? text.tokens[index] : nil
    }

    func word(_ offset: Int = 0) -> String? {
        let index = position + offset
        return text.words.indices.contains(index) ? text.words[index] : nil
    }

    func mark(_ offset: Int = 0) -> Character? {
        guard case .mark(let mark) = token(offset)?.kind else { return nil }
        return mark
    }

    /// Consumes one of several words.
    mutating func accept(_ words: String...) -> Bool { accept(anyOf: words) }

    mutating func accept(anyOf words: [String]) -> Bool {
        guard let word = word(), words.contains(word) else { return false }
        position += 1
        return true
    }

    mutating func accept(mark expected: Character) -> Bool {
        guard mark() == expected else { return false }
        position += 1
        return true
    }

    /// Consumes the longest phrase of a table that stands here.
    mutating func accept<Value>(_ table: PhraseTable<Value>) -> Value? {
        guard let (value, count) = table.match({ self.word($0) }) else { return nil }
        position += count
        return value
    }

    /// Consumes one phrase, given as words between spaces.
    mutating func accept(phrase: String) -> Bool {
        var offset = 0
        var rest = phrase.utf8[...]
        while !rest.isEmpty {
            guard let word = word(offset), rest.starts(with: word.utf8) else { return false }
            rest = rest.dropFirst(word.utf8.count)
            guard rest.popFirst() ?? UInt8(ascii: " ") == UInt8(ascii: " ") else { return false }
            offset += 1
        }
        position += offset
        return true
    }

    mutating func skip(_ words: String...) {
        while accept(anyOf: words) {}
    }

    /// Consumes articles.
    mutating func skipArticles() { skip("the", "a", "an", "any", "some") }

    /// Consumes a number of one unit.
    mutating func number(_ unit: Token.Unit) -> Double? {
        guard case .number(let value, unit) = token()?.kind else { return nil }
        position += 1
        return value
    }

    /// Consumes a percentage and gives it as a fraction.
    mutating func percentage() -> Double? { number(.percent).map { $0 / 100 } }

    /// Consumes a whole plain number of at least 1.
    mutating func count() -> Int? {
        attempt { parser in
            guard let value = parser.number(.plain), let count = Int(exactly: value),
                (1...100_000).contains(count)
            else { return nil }
            return count
        }
    }

    /// Consumes a symbol by ticker or name, without touching the subject.
    mutating func symbol() -> String? {
        guard !isAtEnd, let match = text.symbols[position] else { return nil }
        position += match.count
        return match.symbol
    }
}
