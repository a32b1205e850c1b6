/// Words and phrases with what they say of a price, in a form that is quick to look up.
package struct Lexicon: Sendable {
    /// Values by words, joined by a space in phrases.
    private var values: [String: Double] = [:]
    /// The most words that a phrase has which begins with a word.
    private(set) var lengths: [String: Int] = [:]
    /// Values of pictures by their first scalar, and of emoticons.
    private var pictures: [String: Double] = [:]

    /// The lexicon that comes with the program: words of the market, of everyday speech, pictures.
    package static let finance: Lexicon = {
        var lexicon = Lexicon()
        for (value, words) in LexiconWords.general + LexiconWords.market {
            lexicon.add(words, value: value)
        }
        for (value, pictures) in LexiconWords.emoji {
            for picture in pictures.split(separator: " ") {
                guard let first = picture.unicodeScalars.first else { continue }
                let name = first.isASCII ? String(picture) : String(first)
                lexicon.pictures[name] = value
            }
        }
        return lexicon
    }()

    /// Makes an empty lexicon.
    package init() {}

    /// The number of words, forms and phrases.
    package var count: Int { values.count }

    /// Adds words in the notation of the tables: `~` regular forms, `~~` doubled, `_` a space.
    ///
    /// - Parameter value: What each says, about -3 to 3; a phrase of 0 hides the words in it.
    package mutating func add(_ words: String, value: Double) {
        for word in words.split(whereSeparator: \.isWhitespace) {
            let text = word.filter { $0 != "~" }.replacingUnderscores
            let marks = word.count - word.filter { $0 != "~" }.count
            let forms = marks == 0 ? [text] : Self.forms(of: text, isDoubled: marks == 2)
            for form in forms { set(form, value) }
        }
    }

    private mutating func set(_ form: String, _ value: Double) {
        values[form] = value
        let parts = form.split(separator: " ")
        let first = String(parts[0])
        lengths[first] = max(lengths[first] ?? 1, parts.count)
    }

    /// The longest entry that the words begin with at a position.
    ///
    /// - Parameter word: The word so many places on, nil where the words end.
    package func match(
        _ first: String, word: (_ offset: Int) -> String?
    ) -> (value: Double, count: Int)? {
        guard let longest = lengths[first] else { return nil }
        var best: (Double, Int)? = values[first].map { ($0, 1) }
        var phrase = first
        for length in 1..<max(longest, 1) {
            guard let next = word(length) else { break }
            phrase += " " + next
            if let value = values[phrase] { best = (value, length + 1) }
        }
        return best
    }

    /// What a picture or emoticon says.
    package func value(ofPicture text: String) -> Double? { pictures[text] }

    /// The regular forms of a verb or noun.
    static func forms(of word: String, isDoubled: Bool) -> [String] {
        let last = word.last ?? " "
        let beforeLast = word.dropLast().last ?? " "
        let isConsonantY = last == "y" && !"aeiou".contains(beforeLast)
        let stem = isDoubled ? word + String(last) : word
        let hisses = ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) }
        let short = String(word.dropLast())
        if isConsonantY { return [word, short + "ies", short + "ied", word + "ing"] }
        if last == "e" {
            return [word, word + "s", word + "d", (word.hasSuffix("ee") ? word : short) + "ing"]
        }
        return [word, word + (hisses ? "es" : "s"), stem + "ed", stem + "ing"]
    }
}

extension StringProtocol {
    /// The text with spaces for underscores.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
