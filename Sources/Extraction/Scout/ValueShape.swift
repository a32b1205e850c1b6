/// What the texts of one column look like, as shares of those that are there.
struct ValueShape {
    /// The share of rows that have a text.
    var filled = 0.0
    /// The share of texts that no earlier row has.
    var distinct = 0.0
    var averageLength = 0.0
    var averageWords = 0.0
    /// Texts that are one code, perhaps of two or three words.
    var codes = 0.0
    /// Texts that hold exactly one date.
    var dates = 0.0
    /// Texts that are little more than a date.
    var wholeDates = 0.0
    /// Texts without any digit.
    var withoutDigits = 0.0
    /// Texts of a few capitalised words.
    var persons = 0.0
    /// Texts in which two parties stand against each other, or that name a matter.
    var matters = 0.0
    /// Texts that cite: a number, letters, a number.
    var citations = 0.0
    /// Texts that hold a code among other words.
    var withCodes = 0.0
    /// Texts of a word or two before a code.
    var endingCodes = 0.0
    /// Texts with a sign at an end that sets them off from others.
    var loose = 0.0
    /// Texts that say what was decided.
    var outcomes = 0.0
    /// Addresses that end as files do.
    var files = 0.0

    /// Texts that are one amount with its currency.
    var money = 0.0

    /// Sums up what each text looks like.
    init(_ values: [LookedText?]) {
        let texts = values.compactMap { $0 }.filter { !$0.text.isEmpty }
        guard !texts.isEmpty else { return }
        let count = Double(texts.count)
        filled = count / Double(values.count)
        distinct = Double(Self.distinctCount(texts)) / count
        for look in texts.lazy.map(\.look) {
            averageLength += Double(look.length) / count
            averageWords += Double(look.wordCount) / count
            codes += look.code / count
            if look.traits.contains(.withoutDigits) { withoutDigits += 1 / count }
            if look.traits.contains(.date) { dates += 1 / count }
            if look.traits.contains(.wholeDate) { wholeDates += 1 / count }
            if look.traits.contains(.withCode) { withCodes += 1 / count }
            if look.traits.contains(.endingCode) { endingCodes += 1 / count }
            if look.traits.contains(.person) { persons += 1 / count }
            if look.traits.contains(.matter) { matters += 1 / count }
            if look.traits.contains(.citation) { citations += 1 / count }
            if look.traits.contains(.outcome) { outcomes += 1 / count }
            if look.traits.contains(.file) { files += 1 / count }
            if look.traits.contains(.money) { money += 1 / count }
            if look.traits.contains(.loose) { loose += 1 / count }
        }
    }

    private static func distinctCount(_ texts: [LookedText]) -> Int {
        let numbers = texts.compactMap(\.look.number).sorted()
        guard numbers.count == texts.count else { return Set(texts.map(\.mark)).count }
        return 1 + zip(numbers, numbers.dropFirst()).count { $0 != $1 }
    }
}
