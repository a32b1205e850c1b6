import AlmanacCore

/// What was found out about a page's texts and places while recipes are built for it, since sets
/// of records and their columns have most of them in common.
final class PageMemory {
    private var looks = Table<TextKey, TextLook>()
    private var taken = Table<[Transform], [Int: LookedText?]>()
    private var takenCount = 0
    private var codes = Table<Int, TextSpotter.SpottedCode?>()
    private var words = Table<String, [String]>()
    private var days = Table<[TextKey], [JSON?]>()
    private var dates = Table<TextKey, ValueReading>()
    private var innerDates = Table<TextKey, ValueReading>()
    private var selectors = Table<String, Selector?>()
    private var patterns = Table<String, RecipePattern?>()
    private var texts = Table<FieldPlace, [Range<Int>: LookedText?]>()

    /// Most bytes of a text that columns are judged by.
    private static let textLimit = 8_000
    /// Most bytes of a selector that is tried; longer ones lead through dozens of levels.
    static let selectorLimit = 1_000

    /// What was found for each key, up to a number of keys.
    private struct Table<Key: Hashable, Value> {
        private var found: [Key: Value] = [:]

        private static var limit: Int { 50_000 }

        /// How many are kept; nil where there is no room for another.
        var place: Int? { found.count < Self.limit ? found.count : nil }

        mutating func value(_ key: Key, _ find: () -> Value) -> Value {
            if let known = found[key] { return known }
            let value = find()
            set(key, value)
            return value
        }

        mutating func remove(_ key: Key) -> Value? { found.removeValue(forKey: key) }

        mutating func set(_ key: Key, _ value: Value) {
            if found.count < Self.limit { found[key] = value }
        }
    }

    /// What a text looks like, with a number of its own.
    func look(of text: String) -> TextLook {
        let place = looks.place
        return looks.value(TextKey(text)) {
            var look = TextLook(text)
            look.number = place
            return look
        }
    }

    /// Most texts for which it is kept what was taken out of them.
    private static let takenLimit = 200_000

    /// What transforms take out of each text.
    func taken(
        from texts: [LookedText?], by transforms: [Transform], _ take: (String) -> String?
    ) -> [LookedText?] {
        var known = taken.remove(transforms) ?? [:]
        let found = texts.map { text -> LookedText? in
            guard let text else { return nil }
            if let number = text.look.number, let part = known[number] { return part }
            let part = take(text.text).map(looked)
            if let number = text.look.number, takenCount < Self.takenLimit {
                known[number] = .some(part)
                takenCount += 1
            }
            return part
        }
        taken.set(transforms, known)
        return found
    }

    /// A text with what it looks like.
    func looked(_ text: String) -> LookedText { LookedText(text: text, look: look(of: text)) }

    private func looked(_ found: FoundText) -> LookedText {
        LookedText(text: found.text, look: look(of: found.text), node: found.node)
    }

    /// The first code of a text.
    func code(in text: LookedText) -> TextSpotter.SpottedCode? {
        guard let number = text.look.number else { return TextSpotter.firstCode(in: text.text) }
        return codes.value(number) { TextSpotter.firstCode(in: text.text) }
    }

    /// The words of a name.
    func words(of name: String) -> [String] { words.value(name) { FieldWords.split(name) } }

    /// The days that texts of a column are read as.
    func days(of column: [String], _ read: () -> [JSON?]) -> [JSON?] {
        days.value(column.map(TextKey.init), read)
    }

    /// Every meaning that a text has as a date, as a whole or among other words.
    func date(_ text: String, isInner: Bool, _ read: () -> ValueReading) -> ValueReading {
        isInner
            ? innerDates.value(TextKey(text), read) : dates.value(TextKey(text), read)
    }

    /// A selector; nil for a text that is none.
    func selector(_ text: String) -> Selector? { selectors.value(text) { try? Selector(text) } }

    /// A pattern; nil for a text that is none.
    func pattern(_ text: String) -> RecipePattern? {
        patterns.value(text) { try? RecipePattern(text) }
    }

    /// The first text of each row at a place.
    func texts(
        at place: FieldPlace, in rows: [RowContext], _ read: (RowContext) -> FoundText?
    ) -> [LookedText?] {
        var known = texts.remove(place) ?? [:]
        let found = rows.map { row -> LookedText? in
            guard row.node != nil else { return read(row).map(looked) }
            if let text = known[row.nodes] { return text }
            var text = read(row)
            // What is longer is no value, and texts inside each other would be gone through again.
            if let long = text?.text, long.utf8.count > Self.textLimit {
                text?.text = String(decoding: long.utf8.prefix(Self.textLimit), as: UTF8.self)
            }
            let kept = text.map(looked)
            known[row.nodes] = .some(kept)
            return kept
        }
        texts.set(place, known)
        return found
    }
}
