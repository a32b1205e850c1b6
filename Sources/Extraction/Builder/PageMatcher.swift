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
            candidates += LabelFields(page).candidates(for: wanted)
            candidates += NamedFields(page).candidates(for: wanted)
            candidates += lists(wanted, data[index])
            // A title that search engines are given is not what the page is called, nor are the
            // headings beside it.
            let isDisowned =
                FieldName(wanted.name).isTitle
                && !data[index].isEmpty && data[index].allSatisfy { isUnseen($0.place, wanted) }
            let sure = candidates.filter {
                $0.score >= builder.leastConfidence && !isDisowned && yields($0.place, wanted)
            }
            let ranked = sure.enumerated().sorted { left, right in
                left.element.score != right.element.score
                    ? left.element.score > right.element.score : left.offset < right.offset
            }.map(\.element)
            guard let best = ranked.first, !differ(ranked, wanted),
                !isContested(data[index], wanted)
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

    /// Lists that the page shows; where its data has the list too, only those that tell the same.
    private func lists(_ wanted: WantedField, _ data: [Candidate]) -> [Candidate] {
        let shown = SectionFields(page).candidates(for: wanted)
            .filter { !isOfAnother($0.place, wanted) }
        guard let known = data.first.map({ texts($0.place, wanted) }), !known.isEmpty else {
            return shown
        }
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
    private static func mayBe(_ texts: [String], _ name: FieldName) -> Bool {
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

    private func texts(_ place: FieldPlace, _ wanted: WantedField) -> [String] {
        guard let compiled = try? CompiledPlace(place, "") else { return [] }
        return PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
            .map(\.text)
    }

    /// Whether a thing has a name and a headline that differ.
    private func isContested(_ data: [Candidate], _ wanted: WantedField) -> Bool {
        guard case .data(let first) = data.first?.place.find else { return false }
        let names = data.filter { candidate in
            guard case .data(let location) = candidate.place.find else { return false }
            return location.form == first.form && location.type == first.type
                && [["name"], ["title"], ["headline"]].contains(location.path.steps)
        }
        guard wanted.type == .text, FieldName(wanted.name).isTitle else { return false }
        return Set(names.compactMap { texts($0.place, wanted).first?.foldedLine }).count > 1
    }

    /// Whether the page's data names another picture than its head, so that neither is sure.
    private func differ(_ ranked: [Candidate], _ wanted: WantedField) -> Bool {
        guard wanted.type == FieldType(.url), let best = ranked.first.flatMap(path),
            let head = headPicture, FieldName(wanted.name).isPicture
        else { return false }
        // The same file in another folder is the same picture in another size.
        let files = [best, head].map { $0.split(separator: "/").last.map(String.init) ?? "" }
        return !best.hasSuffix(head) && !head.hasSuffix(best)
            && (files[0] != files[1] || files[0].utf8.count < 16 || Self.isSized(best))
    }

    /// Whether an address says a size in pixels, so that it is one of several of a picture.
    private static func isSized(_ address: String) -> Bool {
        address.split(whereSeparator: { "/-_.".contains($0) }).contains { part in
            let sides = part.split(separator: "x", omittingEmptySubsequences: false)
            return sides.count == 2
                && sides.allSatisfy { $0.count >= 2 && $0.allSatisfy(\.isNumber) }
        }
    }

    /// The path of the picture that the page's head names.
    private var headPicture: String? {
        let place = FieldPlace(
            .data(DataLocation(.meta, path: DataPath(["og:image"]))), scope: .page)
        return path(Candidate(place: place, score: 1))
    }

    /// The path that a place's address has.
    private func path(_ candidate: Candidate) -> String? {
        guard let place = try? CompiledPlace(candidate.place, ""),
            let found = PlaceReader(place: place, type: FieldType(.url))
                .texts(page.wholeRow, page).first
        else { return nil }
        let whole = found.text.split(separator: "?").first ?? ""
        let parts = whole.split(separator: "/")
        return parts.drop {
            $0.hasSuffix(":") || $0 == parts.dropFirst().first && whole.contains("//")
        }
        .joined(separator: "/")
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
            if ["keyword", "tag", "category", "topic"].contains(name.head) { return true }
            return texts.count(where: shown.holds) * 20 >= texts.count * 19
        }
        if name.isTitle { return shown.holds(texts[0]) || shown.titleHolds(texts[0]) }
        if name.isLong { return !texts[0].contains("\n") && shown.holds(texts[0]) }
        return true
    }

    /// Whether a longer text is the page's title, or a title names the site behind the heading.
    private func isTitleInstead(_ text: String, _ wanted: WantedField) -> Bool {
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
        if headings.count == 1 {
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
    private func yields(_ place: FieldPlace, _ wanted: WantedField) -> Bool {
        let field = RecipeField(wanted.name, wanted.type, places: [place])
        guard let compiled = try? CompiledPlace(place, "") else { return false }
        let texts = PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
        guard !texts.isEmpty, !isTitleInstead(texts[0].text, wanted),
            areShown(texts.map(\.text), place, wanted),
            !wanted.type.isList || Self.mayBe(texts.map(\.text), FieldName(wanted.name))
        else { return false }
        if wanted.type.base == .quantity, Self.isRange(texts[0].text) { return false }
        let read = FieldValueReader(field: field, page: page).values(
            of: texts.prefix(wanted.type.isList ? texts.count : 1).map(\.text))
        return read.allSatisfy { $0 != nil }
    }
}
