import AlmanacCore

/// Finds the places of wanted fields on a page that is one record.
///
/// Data that the page carries for programs comes first: of the things it describes, the one whose
/// members fit most of the wanted fields. Then come the head, labels, and lists below headings.
struct PageMatcher {
    let builder: RecipeBuilder
    let page: PageReader
    private let shown: ShownText

    init(_ builder: RecipeBuilder, _ page: PageReader) {
        self.builder = builder
        self.page = page
        shown = ShownText(page)
    }

    /// A place for a field, with how sure it is.
    struct Candidate {
        var place: FieldPlace
        var score: Double
    }

    /// The recipe for the page; nil where no field has a place.
    ///
    /// - Parameter names: The fields to find places for; the others only tell things apart.
    func built(name: String, only names: Set<String>? = nil) -> BuiltRecipe? {
        var fields: [RecipeField] = []
        var confidence: [Double] = []
        var missing: [String] = []
        let data = ItemFields(builder.fields, page).best()
        for (index, wanted) in builder.fields.enumerated()
        where names?.contains(wanted.name) ?? true {
            var candidates = data[index]
            candidates += HeadFields(page).candidates(for: wanted)
            candidates += PictureFields(page).candidates(for: wanted)
            candidates += LabelFields(page).candidates(for: wanted)
            candidates += FactFields(page).candidates(for: wanted)
            candidates += NamedFields(page).candidates(for: wanted)
            candidates += lists(wanted, data[index])
            let naming = naming(data[index], wanted)
            if case .settled(let title) = naming { candidates = [title] }
            let isDisowned = isDisowned(data[index], wanted)
            let sure = candidates.filter {
                $0.score >= builder.leastConfidence && !isDisowned
                    && yields($0.place, wanted, naming)
            }
            let ranked = sure.enumerated().sorted { left, right in
                left.element.score != right.element.score
                    ? left.element.score > right.element.score : left.offset < right.offset
            }.map(\.element)
            guard let ranked = pictures(ranked, wanted), let best = ranked.first,
                !naming.isContested
            else {
                missing.append(wanted.name)
                continue
            }
            fields.append(
                RecipeField(
                    wanted.name, wanted.type, isRequired: wanted.isRequired,
                    places: ranked.prefix(4).map(\.place)))
            confidence.append(min(1, best.score))
        }
        guard !fields.isEmpty else { return nil }
        return BuiltRecipe(
            recipe: Recipe(name: name, records: .page, fields: fields), confidence: confidence,
            missing: missing)
    }

    /// Whether the page's data has the field and the page shows something else instead.
    ///
    /// A title that search engines are given is not what the page is called, nor are the headings
    /// beside it; and where a thing has a description of its own that the page does not show,
    /// another one is a part of it or another's.
    private func isDisowned(_ data: [Candidate], _ wanted: WantedField) -> Bool {
        let name = FieldName(wanted.name)
        if name.isTitle {
            return !data.isEmpty && data.allSatisfy { isUnseen($0.place, wanted) }
        }
        guard name.isLong, let first = data.first, first.score >= 0.9 else { return false }
        return isUnseen(first.place, wanted)
    }

    /// Lists that the page shows; where its data has the list too, only those that tell the same.
    private func lists(_ wanted: WantedField, _ data: [Candidate]) -> [Candidate] {
        let known = data.first.map { texts($0.place, wanted) } ?? []
        let shown = SectionFields(page)
            // What the data has among the values is one, be it a heading.
            .candidates(for: wanted, leavingOutHeadings: known.isEmpty)
            .filter { !isOfAnother($0.place, wanted) }
        guard !known.isEmpty else { return shown }
        return shown.compactMap { candidate in
            let texts = texts(candidate.place, wanted)
            let more = Self.wordCount(texts) - Self.wordCount(known)
            // With fewer words than in the data, words run together or are left out.
            guard more >= 0, ShownText.tellTheSame(texts, known) else { return nil }
            return Candidate(
                place: candidate.place, score: max(candidate.score, 0.6) + (more > 0 ? 0.02 : 0))
        }
    }

    /// Whether what is around a list is called like another field that is wanted.
    private func isOfAnother(_ place: FieldPlace, _ wanted: WantedField) -> Bool {
        guard let document = page.document, let compiled = try? CompiledPlace(place, ""),
            let node = PlaceReader(place: compiled, type: wanted.type)
                .texts(page.wholeRow, page).first?.node
        else { return false }
        let around = ([node] + document.ancestors(of: node).prefix(3)).flatMap {
            document.classes(of: $0) + (document.identifier(of: $0).map { [$0] } ?? [])
        }.map(page.memory.words)
        func likeness(_ field: WantedField) -> Double {
            let name = FieldName(field.name)
            return around.map(name.similarity).max() ?? 0
        }
        let own = likeness(wanted)
        return builder.fields.contains { other in
            guard other.name != wanted.name, other.type.isList else { return false }
            let likeness = likeness(other)
            return likeness >= 0.8 && likeness > own
        }
    }

    /// Whether a list has or lacks amounts as what it is called does: things to use have some, and
    /// steps are no list of them.
    static func mayBe(_ texts: [String], _ name: FieldName) -> Bool {
        guard texts.count >= 3 else { return true }
        if FieldVocabulary.isNear(name.head, "ingredient") || name.words.contains("ingredient") {
            return texts.contains { $0.contains(where: \.isNumber) }
        }
        guard name.words.contains(where: { FieldVocabulary.isNear($0, "instruction") }) else {
            return true
        }
        let amounts = texts.count { text in
            let rest = text.drop { $0.isNumber }
            return text.count < 60 && rest.count < text.count
                && rest.first.map { $0 == " " } ?? false
        }
        return amounts * 2 <= texts.count
    }

    /// Whether a text starts with a range, which is not one amount.
    private static func isRange(_ text: String) -> Bool {
        let rest = text.drop { !$0.isNumber }.drop { $0.isNumber || $0 == " " }
        guard let sign = rest.first, "-–—".contains(sign) else { return false }
        return rest.dropFirst().drop { $0 == " " }.first?.isNumber ?? false
    }

    private static func wordCount(_ texts: [String]) -> Int {
        texts.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
    }

    func texts(_ place: FieldPlace, _ wanted: WantedField) -> [String] {
        guard let compiled = try? CompiledPlace(place, "") else { return [] }
        return PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
            .map(\.text)
    }

    /// What is known of a thing's name and headline.
    private enum Naming {
        case plain, contested
        case settled(Candidate)

        var isContested: Bool { if case .contested = self { true } else { false } }
        var isSettled: Bool { if case .settled = self { true } else { false } }
    }

    /// Types of things whose headline is what they are called.
    private static let articles = ["article", "posting", "entry", "report", "webpage"]

    /// Which of a thing's name and headline is its title where they differ.
    ///
    /// Where one of them is the page's only heading, an article is called by it, and any other
    /// thing by its name: a headline is that of the article about it. Else neither is sure.
    private func naming(_ data: [Candidate], _ wanted: WantedField) -> Naming {
        guard wanted.type == .text, FieldName(wanted.name).isTitle,
            case .data(let first) = data.first?.place.find
        else { return .plain }
        var names: [(key: [String], text: String, candidate: Candidate)] = []
        for candidate in data {
            guard case .data(let location) = candidate.place.find,
                location.form == first.form, location.type == first.type,
                [["name"], ["title"], ["headline"]].contains(location.path.steps),
                let text = texts(candidate.place, wanted).first
            else { continue }
            names.append((location.path.steps, text.foldedLine, candidate))
        }
        guard Set(names.map(\.text)).count > 1 else { return .plain }
        guard let heading = onlyHeading, names.contains(where: { $0.text == heading }) else {
            return .contested
        }
        let type = first.type?.lowercased() ?? ""
        let isArticle = Self.articles.contains(where: type.hasSuffix)
        let title = names.first {
            isArticle ? $0.text == heading : $0.key == ["name"] && shown.holds($0.text)
        }
        return title.map { .settled($0.candidate) } ?? .contested
    }

    /// The page's heading of the first rank where it has only one with a text.
    private var onlyHeading: String? {
        let headings = (page.memory.selector("h1").map(page.all) ?? []).map {
            page.line(of: $0).foldedLine
        }.filter { !$0.isBlankSign }
        return headings.count == 1 ? headings[0] : nil
    }

    /// Whether a place in the page's data yields what the page does not show.
    private func isUnseen(_ place: FieldPlace, _ wanted: WantedField) -> Bool {
        guard case .data(let location) = place.find, location.form != .meta,
            let compiled = try? CompiledPlace(place, "")
        else { return false }
        let texts = PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
        return !texts.isEmpty && !areShown(texts.map(\.text), place, wanted)
    }

    /// Whether texts from data that nobody sees are such as the page shows.
    ///
    /// Data often has other amounts, steps run together or a title for search engines. Lists must
    /// stand on the page item by item, and so must titles; a description is one paragraph.
    private func areShown(_ texts: [String], _ place: FieldPlace, _ wanted: WantedField) -> Bool {
        if wanted.type.isList, SectionFields.areGlued(texts) { return false }
        guard case .data(let location) = place.find, wanted.type.base == .text,
            location.form != .microdata, page.document != nil
        else { return true }
        let name = FieldName(wanted.name)
        if texts.contains(where: { $0.contains("u0026") || $0.contains("&#") }) { return false }
        if wanted.type.isList {
            // Keywords are a set: one that is said twice shows that they were put together.
            if ["keyword", "tag", "category", "topic"].contains(name.head) {
                return Set(texts.map(\.foldedLine)).count == texts.count
            }
            return texts.count(where: shown.holds) * 20 >= texts.count * 19
        }
        if name.isTitle { return shown.holds(texts[0]) || shown.titleHolds(texts[0]) }
        if name.isLong { return !texts[0].contains("\n") && shown.holds(texts[0]) }
        return true
    }

    /// Whether a longer text is the page's title, or a title names the site behind the heading.
    private func isTitleInstead(
        _ text: String, _ wanted: WantedField, _ naming: Naming
    ) -> Bool {
        guard let document = page.document, wanted.type == .text else { return false }
        let name = FieldName(wanted.name)
        let title = page.memory.selector("title").map(page.all)?.first
        let whole = title.map { document.textContent(of: $0).foldedLine } ?? ""
        let folded = text.foldedLine
        let headings = page.memory.selector("h1").map(page.all) ?? []
        if name.isLong {
            return folded.utf8.count < 20 || whole.contains(folded)
                || headings.contains { document.visibleLine(of: $0).foldedLine == folded }
        }
        guard name.isTitle else { return false }
        // Several lines, or very many words, are no title.
        if text.contains("\n") || folded.count > 200 { return true }
        // A heading that says much more, or the data's name that says much less, is doubtful.
        if headings.count == 1, !naming.isSettled {
            let heading = document.visibleLine(of: headings[0]).foldedLine
            if heading.contains(folded), folded.count * 2 < heading.count { return true }
        }
        // A sentence is no title.
        if folded.hasSuffix("."), folded.count > 60 { return true }
        guard folded == whole else { return false }
        return headings.contains { heading in
            let shown = document.visibleLine(of: heading).foldedLine
            let rest = folded.dropFirst(shown.count).drop { $0 != " " }.dropFirst()
            return shown.count >= 4 && folded.hasPrefix(shown)
                && [" - ", " — ", " – ", " | ", " · "].contains {
                    (" " + rest).hasPrefix($0) || folded.dropFirst(shown.count).contains($0)
                }
        }
    }

    /// Whether a place gives a value of the field's type.
    private func yields(
        _ place: FieldPlace, _ wanted: WantedField, _ naming: Naming
    ) -> Bool {
        let field = RecipeField(wanted.name, wanted.type, places: [place])
        guard let compiled = try? CompiledPlace(place, "") else { return false }
        let texts = PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
        guard !texts.isEmpty, !isTitleInstead(texts[0].text, wanted, naming),
            areShown(texts.map(\.text), place, wanted),
            !wanted.type.isList || Self.mayBe(texts.map(\.text), FieldName(wanted.name))
        else { return false }
        if wanted.type.base == .quantity, Self.isRange(texts[0].text) { return false }
        let read = FieldValueReader(field: field, page: page).values(
            of: texts.prefix(wanted.type.isList ? texts.count : 1).map(\.text))
        return read.allSatisfy { $0 != nil }
    }
}
