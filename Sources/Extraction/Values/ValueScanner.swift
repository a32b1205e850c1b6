/// A position in plain text; every read moves it, or leaves it where it was and gives nil.
struct ValueScanner {
    let scalars: [Unicode.Scalar]
    /// Which scalars were capitals.
    private let capitals: [Bool]
    var position = 0

    /// Makes a scanner over a text; nil where the text is longer than any value.
    init?(_ text: String, limit: Int = FoldedText.limit) {
        guard let plain = FoldedText.scalars(of: text, limit: limit) else { return nil }
        scalars = plain.scalars
        capitals = plain.capitals
    }

    /// Whether the scalar at a place was written as a capital.
    func hasCapital(at index: Int) -> Bool { capitals.indices.contains(index) && capitals[index] }

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
    mutating func take(phrase: String) -> Bool { take(Array(phrase.unicodeScalars)) }

    private mutating func take(_ phrase: [Unicode.Scalar]) -> Bool {
        let end = position + phrase.count
        guard end <= scalars.count else { return false }
        for index in phrase.indices where scalars[position + index] != phrase[index] {
            return false
        }
        if end < scalars.count, let last = phrase.last, last.isASCIILetter,
            scalars[end].isASCIILetter
        {
            return false
        }
        position = end
        return true
    }

    /// Moves past the longest of some phrases that stands here, and gives its value.
    mutating func take<Value>(from table: PhraseTable<Value>) -> Value? {
        for row in table.candidates(at: current) where take(row.phrase) { return row.value }
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
    struct Row: Sendable {
        var phrase: [Unicode.Scalar]
        var value: Value
    }

    private var rows: [Unicode.Scalar: [Row]] = [:]
    /// The rows whose first scalar is ASCII, by that.
    private var plainRows = [[Row]](repeating: [], count: 128)

    /// Makes a table from rows of phrases, separated by commas, that mean the same.
    init(_ rows: [(Value, String)]) {
        for (value, phrases) in rows {
            for phrase in phrases.split(separator: ",") {
                let plain = Array(FoldedText.word(String(phrase)).unicodeScalars)
                guard let first = plain.first else { continue }
                self.rows[first, default: []].append(Row(phrase: plain, value: value))
            }
        }
        for (first, list) in self.rows {
            let sorted = list.enumerated().sorted { left, right in
                let counts = (left.element.phrase.count, right.element.phrase.count)
                return counts.0 == counts.1 ? left.offset < right.offset : counts.0 > counts.1
            }.map(\.element)
            self.rows[first] = sorted
            if first.isASCII { plainRows[Int(first.value)] = sorted }
        }
    }

    func candidates(at first: Unicode.Scalar) -> [Row] {
        first.isASCII ? plainRows[Int(first.value)] : rows[first] ?? []
    }

    /// The value of a whole phrase.
    subscript(phrase: String) -> Value? {
        let wanted = Array(phrase.unicodeScalars)
        return wanted.first.flatMap { first in
            candidates(at: first).first { $0.phrase == wanted }?.value
        }
    }
}
