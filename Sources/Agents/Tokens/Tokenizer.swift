/// Cuts a sentence into tokens.
///
/// Hyphens that join words fall away ("10-day" is a number and a word), typographic quotes and
/// dashes count as plain ones, quotes around words are dropped, and a possessive ending belongs to
/// its word. Numbers in words are merged by ``NumberWords`` afterwards.
struct Tokenizer {
    /// The sentence after cleaning; token ranges refer to it.
    private(set) var characters: [Character]
    private var position = 0
    private var tokens: [Token] = []

    init(_ text: String) {
        characters = text.flatMap(Tokenizer.plainForm(of:))
    }

    /// The tokens of a text.
    static func tokens(of text: String) -> [Token] {
        var tokenizer = Tokenizer(text)
        return tokenizer.run()
    }

    /// Reads everything.
    mutating func run() -> [Token] {
        while position < characters.count { step() }
        return NumberWords.merged(tokens)
    }

    /// The cleaned text that a range of tokens covers.
    func text(_ range: Range<Int>) -> String { String(characters[range]) }

    private static let replacements: [Character: [Character]] = [
        "‘": ["'"], "’": ["'"], "ʼ": ["'"], "´": ["'"], "`": ["'"], "′": ["'"],
        "“": ["\""], "”": ["\""], "„": ["\""], "«": ["\""], "»": ["\""], "″": ["\""],
        "‐": ["-"], "‑": ["-"], "‒": ["-"], "–": ["-"], "—": ["-"], "−": ["-"],
        "…": ["."], "≥": [">", "="], "≤": ["<", "="], "％": ["%"], "½": ["0", ".", "5"],
        "→": [":"], "⇒": [":"], "\u{200B}": [], "\u{FEFF}": [], "\u{AD}": [],
    ]

    private static func plainForm(of character: Character) -> [Character] {
        if let replacement = replacements[character] { return replacement }
        return character.isWhitespace ? [" "] : [character]
    }

    private func character(_ offset: Int = 0) -> Character? {
        let index = position + offset
        return characters.indices.contains(index) ? characters[index] : nil
    }

    private func isDigit(_ offset: Int = 0) -> Bool {
        character(offset).map { ("0"..."9").contains($0) } ?? false
    }

    private func isLetter(_ offset: Int = 0) -> Bool { character(offset)?.isLetter ?? false }

    private mutating func emit(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, range: start..<position))
    }

    private mutating func step() {
        guard let next = character() else { return }
        let start = position
        if next == " " || next == "\"" || next == "'" {
            position += 1
        } else if next == "$", isLetter(1) {
            position += 1
            emit(.cashtag(letters().uppercased()), from: start)
        } else if next == "$", isDigit(1) || (character(1) == "." && isDigit(2)) {
            position += 1
            number(unit: .dollars, from: start)
        } else if isDigit() || (next == "." && isDigit(1)) {
            number(unit: .plain, from: start)
        } else if next == "-" || next == "=", character(1) == ">" {
            position += 2
            emit(.mark(":"), from: start)
        } else if next == "-" || next == "+" {
            sign(next)
        } else if next.isLetter {
            word()
        } else {
            position += 1
            emit(.mark(next), from: start)
        }
    }

    private mutating func letters() -> String {
        let start = position
        while isLetter() { position += 1 }
        return String(characters[start..<position])
    }

    private mutating func word() {
        let start = position
        // "@elon_musk99": a handle is one word.
        let isHandle = start > 0 && characters[start - 1] == "@"
        var text = letters()
        while isHandle, let next = character(), next == "_" || next.isLetter || isDigit() {
            text.append(next)
            position += 1
        }
        if character() == "'", isLetter(1) {
            let apostrophe = position
            position += 1
            let ending = letters().lowercased()
            if ending == "s" {
                // "it's" hides a verb; elsewhere the ending only marks the owner.
                if text.lowercased() == "it" {
                    tokens.append(Token(kind: .word("it"), range: start..<apostrophe))
                    emit(.word("is"), from: apostrophe)
                    return
                }
            } else {
                text += "'" + ending
            }
        }
        emit(.word(text.lowercased()), from: start)
        tokens[tokens.count - 1].isUppercase = text.allSatisfy(\.isUppercase)
        tokens[tokens.count - 1].isCapitalized = text.first?.isUppercase ?? false
    }

    /// A hyphen joins words, separates two tickers or years, or signs a number.
    private mutating func sign(_ mark: Character) {
        let start = position
        let previous = start > 0 ? characters[start - 1] : " "
        position += 1
        if isDigit() || (character() == "." && isDigit(1)) {
            if !previous.isLetter, !previous.isNumber, previous != "%" {
                // "Sell at +10%": the sign says that it is a profit.
                let before = tokens.last(where: { $0.key != "at" })?.key
                if mark == "+", ["sell", "exit", "out"].contains(before) {
                    emit(.mark(mark), from: start)
                }
                number(unit: .plain, from: start, negative: mark == "-")
                return
            }
            if previous.isLetter { return }
            emit(.mark(mark), from: start)
        } else if mark == "-", previous.isLetter || previous.isNumber, isLetter() {
            let joinsTickers =
                tokens.last?.isUppercase == true && (character()?.isUppercase ?? false)
            if joinsTickers { emit(.mark(mark), from: start) }
        } else if mark == "-", previous.isNumber || previous == "%" {
            // "10- and 30-day": the second number carries the unit of both.
            return
        } else {
            emit(.mark(mark == "-" ? "," : mark), from: start)
        }
    }

    private mutating func digits() -> [Character] {
        let start = position
        while isDigit() { position += 1 }
        return Array(characters[start..<position])
    }

    private mutating func number(unit: Token.Unit, from start: Int, negative: Bool = false) {
        if unit == .plain, !negative, date(from: start) { return }
        var text = digits()
        // "(3,2,100)" is a list.
        let isListed = start > 1 && characters[start - 1] == "," && characters[start - 2].isNumber
        while !isListed, character() == ",", isDigit(1), isDigit(2), isDigit(3), !isDigit(4) {
            position += 1
            text += digits()
        }
        if character() == ".", isDigit(1) {
            position += 1
            text += ["."] + digits()
        }
        var value = Double(String(text.first == "." ? ["0"] + text : text)) ?? .infinity
        var unit = unit
        if character() == "%" {
            position += 1
            unit = .percent
        } else if let factor = magnitude(isMoney: unit == .dollars) {
            value *= factor
        }
        emit(.number(negative ? -value : value, unit), from: start)
        // "the S&P 500's": the ending only marks the owner.
        if character() == "'", character(1) == "s", !isLetter(2) { position += 2 }
    }

    /// The factor of a letter that follows a number at once: k, and m for money.
    private mutating func magnitude(isMoney: Bool) -> Double? {
        guard let letter = character(), !isLetter(1) else { return nil }
        let factor: Double? =
            switch letter {
            case "k", "K": 1000
            case "m", "M": isMoney ? 1_000_000 : nil
            default: nil
            }
        if factor != nil { position += 1 }
        return factor
    }

    /// A date in digits: `2010-01-05`, `2010/01/05` or the month `2010-01`.
    private mutating func date(from start: Int) -> Bool {
        guard isDigit(0), isDigit(1), isDigit(2), isDigit(3), let separator = character(4),
            separator == "-" || separator == "/", isDigit(5), isDigit(6), !isDigit(7),
            let year = Int(String(characters[position..<position + 4])),
            let month = Int(String(characters[position + 5..<position + 7]))
        else { return false }
        if character(7) == separator, isDigit(8), isDigit(9), !isDigit(10),
            let number = Int(String(characters[position + 8..<position + 10])),
            let day = CalendarDay(year, month, number)
        {
            position += 10
            emit(.date(first: day, last: day), from: start)
            return true
        }
        guard character(7) != separator, separator == "-",
            let first = CalendarDay(year, month, 1),
            let last = CalendarDay(year, month, CalendarDay.days(in: month, of: year))
        else { return false }
        position += 7
        emit(.date(first: first, last: last), from: start)
        return true
    }
}
