/// What a field's values look like, learned from values known to be right.
struct FieldProfile: Sendable {
    var kind: ReadKind
    var count = 0
    /// Distinct values over values.
    var distinct = 1.0
    var shortest = 0
    var longest = 0
    /// Shares of letters, digits, spaces, capitals and others, as means over values.
    var mix: [Double] = []
    /// The share of values with each word that is in at least a fifth of them.
    var words: [String: Double] = [:]
    var shapes: [TextShape: Int] = [:]
    var smallest = 0.0
    var largest = 0.0
    var earliest = ""
    var latest = ""
    /// The values themselves, by what they are compared by.
    var known: Set<String> = []
    /// The share of neighbours of which the second is no greater than the first.
    var order = 1.0
    /// How many digits the first number of every value has; nil where they differ.
    var firstDigits: Int?
    /// The same without a first or last word that all values have in common, where they have one.
    private var bare: [FieldProfile] = []
    /// The words by which values are likened with their shares, in order.
    private var telling: [(word: String, share: Double)] = []
    private var tellingPlaces: [String: Int] = [:]
    /// For each first byte the lengths of telling words as bits, the last one for all longer.
    private var tellingLengths = [UInt64](repeating: 0, count: 256)

    /// Whether several values were known and all were the same.
    var isConstant: Bool { known.count == 1 && count >= 4 }

    init(_ kind: ReadKind, _ values: [ReadValue]) {
        self.kind = kind
        count = values.count
        known = Set(values.map(\.key))
        guard !values.isEmpty else { return }
        distinct = Double(known.count) / Double(values.count)
        let lengths = values.map { $0.text.utf8.count }
        shortest = lengths.min() ?? 0
        longest = lengths.max() ?? 0
        mix = Self.meanMix(values)
        // What stands in one value only says nothing of the next text.
        let least = kind.base == .text ? max(0.2, 1.5 / Double(values.count)) : 0.2
        words = Self.shares(values).filter { $0.value >= least }
        let leastTelling = kind.base == .url ? 0.5 : 0.3
        telling = words.filter { $0.value >= leastTelling }.sorted { $0.key < $1.key }
            .map { (word: $0.key, share: $0.value) }
        for (place, entry) in telling.enumerated() {
            tellingPlaces[entry.word] = place
            guard let first = entry.word.utf8.first else { continue }
            tellingLengths[Int(first)] |= 1 << UInt64(min(entry.word.utf8.count, 63))
        }
        for value in values {
            if let shape = TextShape(value.key) { shapes[shape, default: 0] += 1 }
        }
        order = Self.order(values)
        let counts = Set(values.map { Self.firstDigits($0.key) })
        if values.count >= 3, counts.count == 1 { firstDigits = counts.first ?? nil }
        let numbers = values.compactMap { Double($0.key) }
        smallest = numbers.min() ?? 0
        largest = numbers.max() ?? 0
        earliest = known.min() ?? ""
        latest = known.max() ?? ""
        let rests = Self.withoutCommonWord(values)
        if kind.base == .text, !isConstant, !rests.isEmpty { bare = [FieldProfile(kind, rests)] }
    }

    /// The values without the word of letters that all of them begin or end with; none where they
    /// do not.
    private static func withoutCommonWord(_ values: [ReadValue]) -> [ReadValue] {
        guard values.count >= leastCommon else { return [] }
        let words = values.map { $0.key.split(separator: " ") }
        guard words.allSatisfy({ $0.count > 1 }) else { return [] }
        func isCommon(_ word: Substring?, _ own: ([Substring]) -> Substring?) -> Bool {
            guard let word, word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
                return false
            }
            return words.allSatisfy { own($0) == word }
        }
        let isFirst = isCommon(words[0].first) { $0.first }
        guard isFirst || isCommon(words[0].last, { $0.last }) else { return [] }
        return zip(values, words).map { value, words in
            let texts = value.text.split(separator: " ")
            let (key, text) =
                isFirst
                ? (words.dropFirst(), texts.dropFirst())
                : (words.dropLast(), texts.dropLast())
            return ReadValue(key: key.joined(separator: " "), text: text.joined(separator: " "))
        }
    }

    private static let leastCommon = 4
    /// How much less values are taken for those known that lack what all known ones begin with.
    private static let bareShare = 0.8

    /// How many digits the first number of a text has; nil where it has none.
    static func firstDigits(_ text: String) -> Int? {
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        let count = text.utf8.drop { !isDigit($0) }.prefix(while: isDigit).count
        return count > 0 ? count : nil
    }

    /// How alike values are to those learned from, from 0 to 1.
    func likeness(_ values: [ReadValue]) -> Double {
        guard !values.isEmpty, count > 0 else { return 0 }
        let sample = Self.sample(values)
        switch kind.base {
        case .date: return dateLikeness(sample)
        case .url: return addressLikeness(sample)
        case .number, .minutes, .quantity: return numberLikeness(sample)
        case .text:
            let own = textLikeness(sample)
            guard let bare = bare.first else { return own }
            return max(own, Self.bareShare * bare.textLikeness(sample))
        }
    }

    /// The share of neighbouring values of which the second is no greater than the first.
    static func order(_ values: [ReadValue]) -> Double {
        guard values.count > 1 else { return 1 }
        let falling = zip(values, values.dropFirst()).filter { $0.key >= $1.key }.count
        return Double(falling) / Double(values.count - 1)
    }

    private static func sample(_ values: [ReadValue]) -> [ReadValue] {
        guard values.count > 60 else { return values }
        return (0..<60).map { values[$0 * values.count / 60] }
    }

    private func dateLikeness(_ values: [ReadValue]) -> Double {
        // Dates before the earliest known or far after the latest are other facts.
        let year = String(earliest.prefix(4))
        let near = values.filter { $0.key >= year }.count
        return 0.5 + 0.5 * Double(near) / Double(values.count)
    }

    private func numberLikeness(_ values: [ReadValue]) -> Double {
        let span = max(largest - smallest, abs(largest), 1)
        let near = values.filter {
            guard let number = Double($0.key) else { return false }
            return number >= smallest - 2 * span && number <= largest + 4 * span
        }
        return 0.3 + 0.5 * Double(near.count) / Double(values.count)
    }

    private func addressLikeness(_ values: [ReadValue]) -> Double {
        var shared = 0.0
        var total = 0.0
        for ((word, share), own) in zip(telling, tellingShares(values)) {
            let weight = word.count <= 4 && !word.allSatisfy(\.isNumber) ? 2.0 : 1.0
            total += weight
            shared += weight * min(1, own / share)
        }
        let vocabulary = total > 0 ? shared / total : 0.5
        return 0.3 + 0.7 * vocabulary
    }

    private func textLikeness(_ values: [ReadValue]) -> Double {
        let lengths = values.map { $0.text.utf8.count }
        let inRange = lengths.filter {
            Double($0) >= 0.4 * Double(shortest) && Double($0) <= 1.8 * Double(longest) + 4
        }
        var score = Double(inRange.count) / Double(values.count)
        let other = Self.meanMix(values)
        var difference = 0.0
        for (left, right) in zip(mix, other) { difference += abs(left - right) }
        score *= max(0, 1 - difference / 1.2)
        // What follows can only lower the score; below this nothing is considered.
        guard score > 0.2 else { return score }
        var expected = 0.0
        var met = 0.0
        for ((_, share), own) in zip(telling, tellingShares(values)) {
            expected += share
            met += min(share, own)
        }
        if expected > 0 { score *= 0.4 + 0.6 * met / expected }
        let shaped = shapes.values.reduce(0, +)
        if Double(shaped) >= 0.7 * Double(count) {
            let fitting = values.filter { TextShape($0.key).map { shapes[$0] != nil } ?? false }
            score *= 0.45 + 0.55 * Double(fitting.count) / Double(values.count)
        }
        return score
    }

    /// How far values are a mixture of those that have what all known ones had and those that have
    /// not, from 0 to 1: words of every known value, and shapes.
    func mixture(_ values: [ReadValue]) -> Double {
        guard count >= 4, values.count >= 2 else { return 0 }
        let shares = Self.shares(values)
        var worst = 0.0
        let shaped = shapes.values.reduce(0, +)
        let isShaped = Double(shaped) >= 0.95 * Double(count)
        for (word, share) in words where share >= 0.97 {
            let met = shares[word] ?? 0
            worst = max(worst, 4 * met * (1 - met))
        }
        if kind.base == .text, isShaped, shapes.count * 2 <= count {
            let fitting = values.filter { TextShape($0.key).map { shapes[$0] != nil } ?? false }
            let met = Double(fitting.count) / Double(values.count)
            worst = max(worst, 4 * met * (1 - met))
        }
        return worst
    }

    private static func meanMix(_ values: [ReadValue]) -> [Double] {
        var sums = [Double](repeating: 0, count: 5)
        for value in values {
            var (digits, capitals, small, spaces, others) = (0, 0, 0, 0, 0)
            for byte in value.text.utf8 {
                switch byte {
                case 0x30...0x39: digits += 1
                case 0x41...0x5A: capitals += 1
                case 0x20: spaces += 1
                case 0x61...0x7A, 0x80...0xFF: small += 1
                default: others += 1
                }
            }
            let counts = [
                Double(small + capitals), Double(digits), Double(spaces), 0.5 * Double(capitals),
                Double(others),
            ]
            let total = max(1, Double(value.text.utf8.count))
            for index in 0..<5 { sums[index] += counts[index] / total }
        }
        return sums.map { $0 / Double(max(1, values.count)) }
    }

    /// For each telling word the share of values that have it.
    private func tellingShares(_ values: [ReadValue]) -> [Double] {
        guard !telling.isEmpty else { return [] }
        var counts = [Int](repeating: 0, count: telling.count)
        var counted = [Int](repeating: -1, count: telling.count)
        for (index, value) in values.enumerated() {
            let words = PlainText.words(value.key) { word in
                tellingLengths[Int(word[0])] & 1 << UInt64(min(word.count, 63)) != 0
            }
            for word in words {
                guard let place = tellingPlaces[word], counted[place] != index else { continue }
                counted[place] = index
                counts[place] += 1
            }
        }
        return counts.map { Double($0) / Double(values.count) }
    }

    /// For each word without digits the share of values that have it.
    private static func shares(_ values: [ReadValue]) -> [String: Double] {
        var counts: [String: Int] = [:]
        for value in values {
            for word in Set(PlainText.words(value.key)) where !word.contains(where: \.isNumber) {
                counts[word, default: 0] += 1
            }
        }
        return counts.mapValues { Double($0) / Double(values.count) }
    }
}
