import AlmanacCore

/// Finds amounts in a line of facts without labels, such as `4 servings — 20 minutes`.
struct FactFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    private static let separators: Set<Character> = ["—", "–", "|", "·", "•", "/"]
    private static let longest = 60
    private static let timeWords: Set = [
        "min", "minute", "minuten", "minuto", "minuti", "h", "hour", "hr", "stunde", "stunden",
        "heure", "hora", "ora", "uur",
    ]

    /// The first or last part of such a line, where it is the only one of what is wanted.
    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard let document = page.document, !wanted.type.isList else { return [] }
        let name = FieldName(wanted.name)
        for line in page.lines(of: page.wholeRow.nodes) where line.text.utf8.count <= Self.longest {
            let parts = line.text.split(whereSeparator: Self.separators.contains).map(Self.unit)
            guard parts.count > 1, parts.allSatisfy({ $0 != nil }) else { continue }
            let telling = parts.indices.filter { isOf(parts[$0] ?? "", wanted, name) }
            guard telling.count == 1, let place = telling.first,
                place == 0 || place == parts.count - 1,
                let element = document.parent(of: Node(line.nodes.lowerBound)),
                let selector = SelectorWriter(document).selector(for: [element])
            else { continue }
            let part = #"\d+\s*\p{L}+"#
            let pattern = place == 0 ? #"^\s*("# + part + ")" : "(" + part + #")\s*$"#
            return [
                .init(
                    place: FieldPlace(
                        .element(selector, take: .text, nth: nil), scope: .page,
                        transforms: [.capture(pattern)]), score: 0.62)
            ]
        }
        return []
    }

    /// The word of a number with one word behind it; nil where a text is something else.
    private static func unit(_ text: Substring) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0].allSatisfy(\.isNumber),
            words[1].allSatisfy(\.isLetter)
        else { return nil }
        return FieldWords.singular(words[1].lowercased())
    }

    /// Whether a unit is one of a time that is not that of a part alone, or of what is wanted.
    private func isOf(_ unit: String, _ wanted: WantedField, _ name: FieldName) -> Bool {
        switch wanted.type.base {
        case .minutes:
            Self.timeWords.contains(unit)
                && name.words.allSatisfy { ["total", "time", "duration"].contains($0) }
        case .quantity: FieldVocabulary.isNear(unit, name.head)
        default: false
        }
    }
}
