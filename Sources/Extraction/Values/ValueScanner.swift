/// A position in plain text; every read moves it, or leaves it where it was and gives nil.
struct ValueScanner {
    let scalars: [Unicode.Scalar]
    var position = 0

    /// Makes a scanner over a text; nil where the text is longer than any value.
    init?(_ text: String) {
        guard let plain = FoldedText.scalars(of: text) else { return nil }
        scalars = plain
    }

    var isAtEnd: Bool { position >= scalars.count }

    /// The scalar at the position, or a NUL at the end.
    var current: Unicode.Scalar { peek(0) }

    func peek(_ distance: Int) -> Unicode.Scalar {
        let index = position + distance
        return scalars.indices.contains(index) ? scalars[index] : "\0"
    }

    @discardableResult
    mutating func skipSpaces() -> Bool {
        guard current == " " else { return false }
        position += 1
        return true
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard !isAtEnd, current == scalar else { return false }
        position += 1
        return true
    }

    /// Moves past one of some scalars.
    mutating func takeAny(_ choices: String) -> Unicode.Scalar? {
        guard !isAtEnd, choices.unicodeScalars.contains(current) else { return nil }
        position += 1
        return scalars[position - 1]
    }

    /// Moves past words that stand here exactly, such as `per cent`, and end where a word ends.
    mutating func take(phrase: String) -> Bool {
        var index = position
        for scalar in phrase.unicodeScalars {
            guard index < scalars.count, scalars[index] == scalar else { return false }
            index += 1
        }
        if index < scalars.count, let last = phrase.unicodeScalars.last, last.isASCIILetter,
            scalars[index].isASCIILetter
        {
            return false
        }
        position = index
        return true
    }

    /// Moves past the longest of some phrases that stands here, and gives its value.
    mutating func take<Value>(from table: PhraseTable<Value>) -> Value? {
        for (phrase, value) in table.candidates(at: current) where take(phrase: phrase) {
            return value
        }
        return nil
    }

    /// The letters that stand here, without their end mark.
    mutating func word() -> String? {
        let start = position
        while !isAtEnd, current.isWordLetter { position += 1 }
        return position > start ? FoldedText.string(scalars[start..<position]) : nil
    }

    /// The digits that stand here, at least one and at most a number of them, as an integer.
    mutating func digits(_ counts: ClosedRange<Int>) -> (value: Int, count: Int)? {
        let start = position
        var value = 0
        while !isAtEnd, let digit = current.digit {
            guard position - start < min(counts.upperBound, 18) else {
                position = start
                return nil
            }
            value = value * 10 + digit
            position += 1
        }
        guard position - start >= counts.lowerBound else {
            position = start
            return nil
        }
        return (value, position - start)
    }

    /// Runs a reading that leaves the position as it was where it gives nil.
    @discardableResult
    mutating func attempt<Value>(_ read: (inout ValueScanner) -> Value?) -> Value? {
        let start = position
        if let value = read(&self) { return value }
        position = start
        return nil
    }
}

extension Unicode.Scalar {
    /// The value of an ASCII digit.
    var digit: Int? { value >= 0x30 && value <= 0x39 ? Int(value) - 0x30 : nil }

    var isASCIILetter: Bool { value | 0x20 >= 0x61 && value | 0x20 <= 0x7A && value < 0x7B }

    /// Whether the scalar is part of a word; digits and signs are not.
    var isWordLetter: Bool { isASCII ? isASCIILetter : properties.isAlphabetic }
}

/// Phrases with what they mean, the longest first among those that begin alike.
struct PhraseTable<Value: Sendable>: Sendable {
    private var rows: [Unicode.Scalar: [(phrase: String, value: Value)]] = [:]

    /// Makes a table from rows of phrases, separated by commas, that mean the same.
    init(_ rows: [(Value, String)]) {
        for (value, phrases) in rows {
            for phrase in phrases.split(separator: ",") {
                let plain = FoldedText.word(String(phrase))
                guard let first = plain.unicodeScalars.first else { continue }
                self.rows[first, default: []].append((plain, value))
            }
        }
        for first in Array(self.rows.keys) {
            self.rows[first]?.sort { left, right in
                let counts = (left.phrase.unicodeScalars.count, right.phrase.unicodeScalars.count)
                return counts.0 == counts.1 ? left.phrase < right.phrase : counts.0 > counts.1
            }
        }
    }

    func candidates(at first: Unicode.Scalar) -> [(phrase: String, value: Value)] {
        rows[first] ?? []
    }

    /// The value of a whole phrase.
    subscript(phrase: String) -> Value? {
        phrase.unicodeScalars.first.flatMap { rows[$0]?.first { $0.phrase == phrase }?.value }
    }
}
