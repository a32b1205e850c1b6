/// A text of a column, with what it looks like.
struct LookedText {
    var text: String
    var look: TextLook
    /// Where it stands, where it was found in the markup.
    var node: Node?

    /// What tells it from other texts: the number that its page gave it, else the text itself.
    var mark: Mark { look.number.map(Mark.number) ?? .text(TextKey(text)) }

    enum Mark: Hashable {
        case number(Int)
        case text(TextKey)
    }
}

/// What one text looks like.
struct TextLook {
    /// What holds of a text or does not.
    struct Traits: OptionSet {
        var rawValue: UInt16

        /// No digit.
        static let withoutDigits = Traits(rawValue: 1)
        /// Exactly one date.
        static let date = Traits(rawValue: 1 << 1)
        /// Little more than a date.
        static let wholeDate = Traits(rawValue: 1 << 2)
        /// A code among other words.
        static let withCode = Traits(rawValue: 1 << 3)
        /// A word or two before a code.
        static let endingCode = Traits(rawValue: 1 << 4)
        /// A few capitalised words.
        static let person = Traits(rawValue: 1 << 5)
        /// Two parties against each other, or the name of a matter.
        static let matter = Traits(rawValue: 1 << 6)
        /// A number, letters, a number.
        static let citation = Traits(rawValue: 1 << 7)
        /// What was decided.
        static let outcome = Traits(rawValue: 1 << 8)
        /// An address that ends as files do.
        static let file = Traits(rawValue: 1 << 9)
        /// A sign at an end that sets it off from others.
        static let loose = Traits(rawValue: 1 << 10)
        /// Words such as `Signed by` before a name.
        static let signed = Traits(rawValue: 1 << 11)
        /// One amount with its currency.
        static let money = Traits(rawValue: 1 << 12)
    }

    /// A number that no other text has, where one was given.
    var number: Int?
    var length: Int
    var wordCount: Int
    /// How many things have the form of a date.
    var dateCount: Int
    var traits: Traits = []
    /// How much it is one code, perhaps of two or three words, from 0 to 1.
    var code = 0.0

    init(_ text: String) {
        let words = text.words()
        length = text.length
        wordCount = words.count
        dateCount = TextSpotter.dateCount(text)
        let hasDigit = text.utf8.contains { $0 &- 0x30 < 10 }
        if !hasDigit { traits.insert(.withoutDigits) }
        if dateCount == 1 {
            traits.insert(.date)
            // As long as `Thu, 01 Jan 2026 09:37:00 +0000`.
            if length <= 31 { traits.insert(.wholeDate) }
        }
        if hasDigit, Self.isMoney(text) {
            traits.insert(.money)
        } else if dateCount == 0, Self.isCode(words) {
            code = words.count == 1 || !Self.holdsCodeLabel(words) ? 1 : 0.85
        } else if hasDigit, words.contains(where: { TextSpotter.isCode(Self.core($0)) }) {
            traits.insert(.withCode)
            if words.count <= 3, TextSpotter.isCode(words[words.count - 1]) {
                traits.insert(.endingCode)
            }
        }
        if !hasDigit, Self.isPerson(words) { traits.insert(.person) }
        let lowered = text.loweredASCII
        if Self.isMatter(lowered) { traits.insert(.matter) }
        if lowered.firstPlace(of: "ed by") != nil || text.firstPlace(of: "inion by") != nil {
            traits.insert(.signed)
        }
        if Self.isCitation(words) { traits.insert(.citation) }
        if Self.isOutcome(words) { traits.insert(.outcome) }
        if Self.isFile(text) { traits.insert(.file) }
        if Self.hasLooseEnds(text) { traits.insert(.loose) }
    }

    /// Whether signs stand at an end that set a text off from others.
    static func hasLooseEnds(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        if isWordly(first), isWordly(last) { return false }
        return text.hasSuffix("( )") || ",;:|*•·»–—/-".contains(first)
            || ",;:|*•·«–—/(-".contains(last)
    }

    private static func isWordly(_ character: Character) -> Bool {
        character.asciiValue.map(isPlain) ?? (character.isLetter || character.isNumber)
    }

    private static func hasNumber(_ word: Substring) -> Bool {
        var isPlain = true
        for byte in word.utf8 {
            if byte &- 0x30 < 10 { return true }
            if byte >= 0x80 { isPlain = false }
        }
        return !isPlain && word.contains(where: \.isNumber)
    }

    private static func isMoney(_ text: String) -> Bool {
        guard text.utf8.count <= 24, var scanner = ValueScanner(text),
            let money = scanner.money(), money.currency != nil
        else { return false }
        scanner.skipSpaces()
        return scanner.isAtEnd
    }

    private static func isCode(_ words: [Substring]) -> Bool {
        guard words.count <= 5, let first = words.first, let last = words.last,
            hasNumber(first) || hasNumber(last),
            fileSuffix(String(last)) == nil
        else { return false }
        let others = words.filter { !isYear(core($0)) }
        // A month and a year are none.
        if words.count > 1, others.allSatisfy({ !hasNumber($0) }) { return false }
        if !hasNumber(last), core(last).count > 2 { return false }
        let cores = words.map(core)
        return cores.contains { TextSpotter.isCode($0) }
            && cores.allSatisfy { TextSpotter.isCode($0) || $0.count <= 5 }
    }

    private static func isYear(_ word: Substring) -> Bool {
        word.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20"))
            && word.allSatisfy(\.isNumber)
    }

    /// Whether a word such as `No.` stands before the code rather than being part of it.
    private static func holdsCodeLabel(_ words: [Substring]) -> Bool {
        words.contains { codeLabels.contains(core($0).lowercased()) || $0.hasPrefix("#") }
    }

    private static let codeLabels: Set = [
        "no", "nos", "nr", "num", "number", "case", "cases", "docket", "id", "ref", "file",
    ]

    /// A word without the signs around it.
    private static func core(_ word: Substring) -> Substring {
        if let first = word.utf8.first, let last = word.utf8.last, isPlain(first), isPlain(last) {
            return word
        }
        var core = word.drop { !$0.isLetter && !$0.isNumber }
        while let last = core.last, !last.isLetter, !last.isNumber { core.removeLast() }
        return core
    }

    private static func isPerson(_ words: [Substring]) -> Bool {
        words.count <= 6 && !words.isEmpty
            && words.allSatisfy {
                ($0.first.map(isUpper) ?? false || $0.count <= 3)
                    && !$0.utf8.contains(UInt8(ascii: "_"))
            }
    }

    private static func isUpper(_ character: Character) -> Bool {
        character.asciiValue.map { $0 &- 0x41 < 26 } ?? character.isUppercase
    }

    private static let outcomeWords: Set = [
        "affirmed", "affirming", "affirmance", "reversed", "reversing", "vacated", "remanded",
        "dismissed", "denied", "denying", "granted", "granting", "upheld", "withdrawn", "approved",
        "rejected", "err", "erred", "waived", "settled", "convicted", "acquitted",
    ]

    private static func isOutcome(_ words: [Substring]) -> Bool {
        words.contains { word in
            let core = core(word)
            // Most words are told apart by their length and first letter.
            guard (3...11).contains(core.utf8.count), let first = core.utf8.first,
                outcomeInitials.contains(first | 0x20)
            else { return false }
            return outcomeWords.contains(core.lowercased())
        }
    }

    private static let outcomeInitials = Array("acdeguvrsw".utf8)

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte & 0xDF &- 0x41 < 26
    }

    private static func isMatter(_ lowered: String) -> Bool {
        let lowered = " " + lowered + " "
        return [" v. ", " vs. ", " vs ", " v ", "in re ", "in the matter", "ex parte"].contains {
            lowered.firstPlace(of: $0) != nil
        }
    }

    private static func isCitation(_ words: [Substring]) -> Bool {
        guard words.count >= 3, words.count <= 8, let first = words.first, let last = words.last
        else { return false }
        return first.allSatisfy(\.isNumber) && last.contains(where: \.isNumber)
            && words[1].contains(where: \.isLetter)
    }

    private static let suffixes = [
        "pdf", "doc", "docx", "mp3", "mp4", "wav", "wma", "wpd", "xls", "xlsx", "csv", "zip",
        "txt", "rtf", "html", "htm", "jpg", "jpeg", "png", "webp",
    ]

    /// The end of a file's name that an address has, in lower case.
    static func fileSuffix(_ address: String) -> String? {
        guard address.utf8.contains(UInt8(ascii: ".")) else { return nil }
        for part in address.utf8.split(whereSeparator: { "?#=&".utf8.contains($0) }) {
            guard let dot = part.lastIndex(of: UInt8(ascii: ".")) else { continue }
            let end = part[part.index(after: dot)...]
            guard (3...4).contains(end.count) else { continue }
            let suffix = Substring(end).lowercased()
            if suffixes.contains(suffix) { return suffix }
        }
        return nil
    }

    private static func isFile(_ address: String) -> Bool {
        guard let suffix = fileSuffix(address) else { return false }
        return suffix != "html" && suffix != "htm"
    }
}
