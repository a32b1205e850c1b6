import AlmanacCore
import JSONSchema

/// A regular expression of a recipe.
///
/// A text on which a match would cost more than its limits counts as one without a match, so that
/// the value is missing rather than wrong.
struct RecipePattern: Sendable {
    private let pattern: Pattern

    /// Most matches that are taken from one text.
    private static let matchLimit = 10_000

    init(_ text: String) throws(AlmanacError) { pattern = try Pattern(text) }

    /// A pattern that matches a text as it stands.
    static func quoted(_ text: String) -> String {
        text.reduce(into: "") { pattern, letter in
            if "\\^$.|?*+()[]{}-".contains(letter) { pattern += "\\" }
            pattern.append(letter)
        }
    }

    func matches(_ text: String) -> Bool { (try? pattern.matches(text)) ?? false }

    /// The first match: its first group that took part, or all of it.
    func firstCapture(in text: String) -> String? {
        ((try? pattern.firstMatch(in: text)) ?? nil).map(Self.capture)
    }

    func allCaptures(in text: String) -> [String] {
        ((try? pattern.matches(in: text, atMost: Self.matchLimit)) ?? []).map(Self.capture)
    }

    func replacing(in text: String, with replacement: String) -> String {
        guard let matches = try? pattern.matches(in: text, atMost: Self.matchLimit),
            !matches.isEmpty
        else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var at = 0
        for match in matches {
            guard let range = match.ranges[0], range.lowerBound >= at else { continue }
            output += bytes[at..<range.lowerBound]
            output += replacement.utf8
            at = range.upperBound
        }
        output += bytes[at...]
        return String(decoding: output, as: UTF8.self)
    }

    private static func capture(_ match: PatternMatch) -> String {
        for group in match.ranges.indices.dropFirst() {
            if let text = match[group] { return text }
        }
        return match[0] ?? ""
    }
}
