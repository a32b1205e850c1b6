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

    init(_ values: [String?]) {
        let texts = values.compactMap { $0 }.filter { !$0.isEmpty }
        guard !texts.isEmpty else { return }
        let count = Double(texts.count)
        filled = count / Double(values.count)
        distinct = Double(Set(texts).count) / count
        for text in texts {
            let words = text.split { $0.isWhitespace }
            averageLength += Double(text.count) / count
            averageWords += Double(words.count) / count
            let dateCount = TextSpotter.dateCount(text)
            let hasDigit = text.utf8.contains { $0 &- 0x30 < 10 }
            if !hasDigit { withoutDigits += 1 / count }
            if dateCount == 1 {
                dates += 1 / count
                if text.count <= 30 { wholeDates += 1 / count }
            }
            if dateCount == 0, Self.isCode(words) {
                codes += (words.count == 1 || !Self.holdsCodeLabel(words) ? 1 : 0.85) / count
            } else if hasDigit, words.contains(where: { TextSpotter.isCode(Self.core($0)) }) {
                withCodes += 1 / count
                if words.count <= 3, TextSpotter.isCode(words[words.count - 1]) {
                    endingCodes += 1 / count
                }
            }
            if !hasDigit, Self.isPerson(words) { persons += 1 / count }
            if Self.isMatter(text) { matters += 1 / count }
            if Self.isCitation(words) { citations += 1 / count }
            if Self.isOutcome(words) { outcomes += 1 / count }
            if Self.isFile(text) { files += 1 / count }
            if DerivedColumns.hasLooseEnds(text) { loose += 1 / count }
        }
    }

    private static func isCode(_ words: [Substring]) -> Bool {
        guard words.count <= 5, let first = words.first, let last = words.last,
            first.contains(where: \.isNumber) || last.contains(where: \.isNumber),
            fileSuffix(String(last)) == nil
        else { return false }
        let others = words.filter { !isYear(core($0)) }
        // A month and a year are none.
        if words.count > 1, others.allSatisfy({ !$0.contains(where: \.isNumber) }) { return false }
        if !last.contains(where: \.isNumber), core(last).count > 2 { return false }
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
        var core = word.drop { !$0.isLetter && !$0.isNumber }
        while let last = core.last, !last.isLetter, !last.isNumber { core.removeLast() }
        return core
    }

    private static func isPerson(_ words: [Substring]) -> Bool {
        words.count <= 6 && !words.isEmpty
            && words.allSatisfy {
                ($0.first?.isUppercase ?? false || $0.count <= 3) && !$0.contains("_")
            }
    }

    private static let outcomeWords: Set = [
        "affirmed", "affirming", "affirmance", "reversed", "reversing", "vacated", "remanded",
        "dismissed", "denied", "denying", "granted", "granting", "upheld", "withdrawn", "approved",
        "rejected", "err", "erred", "waived", "settled", "convicted", "acquitted",
    ]

    private static func isOutcome(_ words: [Substring]) -> Bool {
        words.contains { outcomeWords.contains(core($0).lowercased()) }
    }

    static func isMatter(_ text: String) -> Bool {
        let lowered = " " + text.lowercased() + " "
        return [" v. ", " vs. ", " vs ", " v ", "in re ", "in the matter", "ex parte"].contains {
            lowered.contains($0)
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
        for part in address.split(whereSeparator: { "?#=&".contains($0) }) {
            guard let dot = part.lastIndex(of: ".") else { continue }
            let suffix = part[part.index(after: dot)...].lowercased()
            if suffixes.contains(suffix) { return suffix }
        }
        return nil
    }

    private static func isFile(_ address: String) -> Bool {
        guard let suffix = fileSuffix(address) else { return false }
        return suffix != "html" && suffix != "htm"
    }
}
