/// Values by words, for tables that are asked for every word of every post.
///
/// Nobody can put words into it, so a plain hash does.
struct WordTable<Value: Sendable>: Sendable {
    private var slots: [(word: String, value: Value)?]
    private let mask: Int

    /// Makes a table of a dictionary.
    init(_ values: [String: Value]) {
        var size = 16
        while size < values.count * 4 { size *= 2 }
        (slots, mask) = ([(word: String, value: Value)?](repeating: nil, count: size), size - 1)
        for (word, value) in values {
            var slot = Self.hash(word) & mask
            while slots[slot] != nil { slot = (slot + 1) & mask }
            slots[slot] = (word, value)
        }
    }

    /// The value of a word.
    subscript(word: String) -> Value? {
        var slot = Self.hash(word) & mask
        while let entry = slots[slot] {
            if entry.word == word { return entry.value }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Whether a word is there.
    func contains(_ word: String) -> Bool { self[word] != nil }

    private static func hash(_ word: String) -> Int {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: value ^ (value >> 32))
    }
}

extension WordTable where Value == Bool {
    /// Makes a set of the words of a text.
    init(words text: String) {
        let words = text.split(whereSeparator: \.isWhitespace).map { (String($0), true) }
        self.init(Dictionary(words) { first, _ in first })
    }
}
