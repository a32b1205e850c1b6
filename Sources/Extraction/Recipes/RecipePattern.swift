import AlmanacCore
import _StringProcessing

/// A regular expression of a recipe.
struct RecipePattern: @unchecked Sendable {
    private let regex: Regex<AnyRegexOutput>

    init(_ text: String) throws {
        do {
            regex = try Regex(text)
        } catch {
            throw AlmanacError(.validation, "The pattern '\(text)' cannot be read: \(error)")
        }
    }

    func matches(_ text: String) -> Bool { ((try? regex.firstMatch(in: text)) ?? nil) != nil }

    /// The first match: its first group that took part, or all of it.
    func firstCapture(in text: String) -> String? {
        ((try? regex.firstMatch(in: text)) ?? nil).map(Self.capture)
    }

    func allCaptures(in text: String) -> [String] { text.matches(of: regex).map(Self.capture) }

    func replacing(in text: String, with replacement: String) -> String {
        text.replacing(regex, with: replacement)
    }

    private static func capture(_ match: Regex<AnyRegexOutput>.Match) -> String {
        for group in match.output.dropFirst() {
            if let text = group.substring { return String(text) }
        }
        return String(match.output[0].substring ?? "")
    }
}
