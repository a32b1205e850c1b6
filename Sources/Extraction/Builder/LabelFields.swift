import AlmanacCore

/// Finds fields behind labels such as `Prep time: 10 min`.
struct LabelFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard !wanted.type.isList, wanted.type.base != .url else { return [] }
        let name = FieldName(wanted.name)
        if name.isLong { return [] }
        var found: [PageMatcher.Candidate] = []
        for labelled in page.labelled {
            guard let candidate = candidate(labelled, wanted, name) else { continue }
            found.append(candidate)
            if found.count >= 3 { break }
        }
        return found
    }

    /// A text that may start with a label.
    struct Labelled {
        var text: String
        /// The line behind, where the text is a whole line.
        var next: String?
        var line: TextLine
        var label: String
    }

    /// All such texts of a page: its lines that are not long, and their parts.
    static func all(of page: PageReader) -> [Labelled] {
        let lines = page.lines(of: page.wholeRow.nodes)
        var found: [Labelled] = []
        for (index, line) in lines.enumerated() where line.text.utf8.count <= 120 {
            let next = lines.dropFirst(index + 1).first?.text
            let parts = LabelSearch.parts(of: line.text)
            let others = parts.dropFirst().map { ($0, String?.none) }
            for (place, (text, next)) in ([(line.text, next)] + others).enumerated() {
                // The label of a line is that of its first part, though another may have a colon.
                let own = place == 0 && parts.count > 1 ? parts[0] : text
                guard let label = label(own, next: next) else { continue }
                found.append(Labelled(text: text, next: next, line: line, label: label))
            }
        }
        return found
    }

    /// The field behind a label that a text starts with, or in the next line.
    private func candidate(
        _ labelled: Labelled, _ wanted: WantedField, _ name: FieldName
    ) -> PageMatcher.Candidate? {
        let (text, label) = (labelled.text, labelled.label)
        let isTime = wanted.type.base == .minutes
        var words = page.memory.words(of: label)
        // That it is the record's own is seldom meant by more than `Recipe Type`.
        let plain = words.filter { !Self.records.contains($0) }
        if !plain.isEmpty, !name.words.contains(where: Self.records.contains) { words = plain }
        // A time without a word for a part of the work is that of all of it.
        if isTime, words == ["time"] { words.append("total") }
        let score = name.similarity(words + (isTime ? ["time"] : []))
        guard score >= 0.75 else { return nil }
        let rest = LabelSearch.rest(of: text, after: label.foldedLine) ?? ""
        // A short line alone may as well be a menu.
        if wanted.type.base == .text, rest.isEmpty, !text.contains(":"),
            !isTerm(labelled.line)
        {
            return nil
        }
        // A bare number may be minutes or hours.
        let value = rest.isEmpty ? labelled.next ?? "" : rest
        if isTime, !value.contains(where: \.isLetter) { return nil }
        // What stands behind a label in running text is seldom a name.
        let trust = wanted.type.base == .text ? 0.7 : 0.85
        return .init(
            place: FieldPlace(
                .label([label], take: .text), scope: .page,
                transforms: transforms(value, wanted)),
            score: trust * score)
    }

    /// What makes a value of what stands behind a label: of `60 minutes + cooling` what has a
    /// number.
    private func transforms(_ value: String, _ wanted: WantedField) -> [Transform] {
        switch wanted.type.base {
        case .quantity: return [.capture(#"\d+"#)]
        case .minutes:
            let added = value.drop { $0 != "+" }
            let isOpen = added.count > 1 && !added.contains(where: \.isNumber)
            return isOpen ? [.capture(#"^([^+]*\S)\s*\+"#)] : []
        default: return []
        }
    }

    /// Words for a record as a whole.
    private static let records: Set = ["recipe", "product", "item", "rezept", "recette", "receta"]

    /// Whether a line is a term that a description follows, by the markup.
    private func isTerm(_ line: TextLine) -> Bool {
        guard let document = page.document else { return false }
        let node = Node(line.nodes.lowerBound)
        return ([node] + document.ancestors(of: node).prefix(2)).contains {
            document.isElement($0, named: "dt")
        }
    }

    /// The label of a line: what stands before a colon or a number, or the whole of a short line.
    private static func label(_ line: String, next: String?) -> String? {
        if let label = ColumnMiner.label(in: line.replacing("：", with: ":")) { return label }
        let words = line.split { $0.isWhitespace }
        let before = words.prefix { !$0.contains(where: \.isNumber) }
        guard (1...3).contains(before.count) else { return nil }
        if before.count == words.count { return next == nil ? nil : line.trimmed }
        return before.joined(separator: " ")
    }
}
