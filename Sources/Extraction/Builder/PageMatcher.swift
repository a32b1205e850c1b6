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
    func built(name: String) -> BuiltRecipe? {
        var fields: [RecipeField] = []
        var confidence: [Double] = []
        var missing: [String] = []
        let data = ItemFields(builder.fields, page).best()
        for (index, wanted) in builder.fields.enumerated() {
            var candidates = data[index]
            candidates += HeadFields(page).candidates(for: wanted)
            candidates += LabelFields(page).candidates(for: wanted)
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
            guard let best = ranked.first, !differ(ranked, wanted) else {
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
        }.map(FieldWords.split)
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
        let title = (try? Selector("title")).map(page.all)?.first
        let whole = title.map { document.textContent(of: $0).foldedLine } ?? ""
        let folded = text.foldedLine
        let headings = (try? Selector("h1")).map(page.all) ?? []
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
            areShown(texts.map(\.text), place, wanted)
        else { return false }
        if wanted.type.base == .quantity, Self.isRange(texts[0].text) { return false }
        let read = FieldValueReader(field: field, page: page).values(
            of: texts.prefix(wanted.type.isList ? texts.count : 1).map(\.text))
        return read.allSatisfy { $0 != nil }
    }
}

/// Finds the thing that a page describes in its data whose members are the wanted fields.
struct ItemFields {
    let fields: [WantedField]
    let page: PageReader

    init(_ fields: [WantedField], _ page: PageReader) {
        self.fields = fields
        self.page = page
    }

    /// For each field the members that fit it, from the form and type that fit most fields first.
    func best() -> [[PageMatcher.Candidate]] {
        var ranked: [(total: Double, order: Int, candidates: [[PageMatcher.Candidate]])] = []
        for (order, form) in [DataForm.linkedData, .microdata, .rdfa, .microformats, .embedded]
            .enumerated()
        {
            for type in types(of: page.data.root(form)) {
                let candidates = candidates(form, type)
                let total = candidates.reduce(0) { $0 + ($1.first?.score ?? 0) }
                // A thing with one or two of the fields is the site or the page, not the record.
                let matched = candidates.count { !$0.isEmpty }
                guard matched * 2 >= fields.count, matched > 1 || fields.count == 1 else {
                    continue
                }
                ranked.append((total, order, candidates))
            }
        }
        ranked.sort { $0.total != $1.total ? $0.total > $1.total : $0.order < $1.order }
        guard let first = ranked.first else { return fields.map { _ in [] } }
        // Another thing counts only where it is as rich: a page also describes its site.
        let rich = ranked.filter { $0.total >= first.total * 0.6 }.prefix(3)
        return fields.indices.map { field in
            rich.enumerated().flatMap { rank, entry in
                entry.candidates[field].map {
                    .init(place: $0.place, score: $0.score - 0.03 * Double(rank))
                }
            }
        }
    }

    /// The types of the things in data, in order of first mention.
    private func types(of root: JSON) -> [String] {
        var found: [String] = []
        var pending = [root]
        while let value = pending.popLast() {
            switch value {
            case .array(let elements): pending += elements.reversed()
            case .object(let object):
                for type in PageData.types(of: object) where !found.contains(type) {
                    found.append(type)
                }
                pending += object.members.reversed().map(\.value)
            default: break
            }
            if found.count > 60 { break }
        }
        return found
    }

    private func candidates(_ form: DataForm, _ type: String) -> [[PageMatcher.Candidate]] {
        let items = PageData.items(ofType: type, in: page.data.root(form))
        guard let item = items.max(by: { size($0) < size($1) }) else {
            return fields.map { _ in [] }
        }
        let typeWords = FieldWords.split(type)
        let members = members(of: item)
        return fields.map { field in
            let name = FieldName(field.name)
            var found: [PageMatcher.Candidate] = []
            for (path, value) in members {
                guard fits(value, field.type, path) else { continue }
                let score = similarity(name, path, typeWords, field)
                guard score > 0.45 else { continue }
                let location = DataLocation(form, type: type, path: DataPath(path))
                let place = FieldPlace(
                    .data(location), transforms: transforms(value, field, path))
                // What a thing says of itself outranks headings and labels.
                found.append(.init(place: place, score: score >= 0.6 ? 0.5 + 0.5 * score : score))
            }
            return found.sorted { $0.score > $1.score }.prefix(2).map { $0 }
        }
    }

    private func size(_ item: JSON) -> Int { item.objectValue?.keys.count ?? 0 }

    /// The members of an item and of the things right inside it.
    private func members(of item: JSON) -> [(path: [String], value: JSON)] {
        var found: [(path: [String], value: JSON)] = []
        for (key, value) in item.objectValue?.members ?? [] where !key.hasPrefix("@") {
            found.append(([key], value))
            let inner = value.objectValue ?? value.arrayValue?.first?.objectValue
            for (innerKey, innerValue) in inner?.members ?? [] where !innerKey.hasPrefix("@") {
                found.append(([key, innerKey], innerValue))
            }
        }
        return found
    }

    private static let plainWords: Set = ["value", "text", "name", "content", "url", "list"]

    private func similarity(
        _ name: FieldName, _ path: [String], _ typeWords: [String], _ field: WantedField
    ) -> Double {
        var words = path.flatMap(FieldWords.split)
        if words.count > 1 {
            let kept = words.filter { !typeWords.contains($0) || name.words.contains($0) }
            if !kept.isEmpty { words = kept }
        }
        if words.count > 1 {
            let kept = words.filter { !Self.plainWords.contains($0) || name.words.contains($0) }
            if !kept.isEmpty { words = kept }
        }
        // Members of a thing inside say less about the thing itself.
        return name.similarity(words) - 0.04 * Double(path.count - 1)
    }

    /// Whether a member can hold values of a type.
    private func fits(_ value: JSON, _ type: FieldType, _ path: [String]) -> Bool {
        let texts = DataText.texts(of: value, type: type.base)
        guard let first = texts.first, !first.isEmpty else { return false }
        switch type.base {
        case .url:
            return first.hasPrefix("http") || first.hasPrefix("/") || first.contains("/")
        case .number, .integer, .minutes, .quantity, .money:
            return first.contains(where: \.isNumber)
        case .date, .datetime: return TextSpotter.holdsDate(first)
        case .text, .boolean: return !first.hasPrefix("http://") && !first.hasPrefix("https://")
        }
    }

    /// What makes values of what the member holds.
    private func transforms(_ value: JSON, _ field: WantedField, _ path: [String]) -> [Transform] {
        let texts = DataText.texts(of: value, type: field.type.base)
        var transforms: [Transform] = []
        switch field.type.base {
        case .text:
            if texts.contains(where: { $0.contains("<") || $0.contains("&") }) {
                transforms.append(.plainText)
                if texts.count > 1 { transforms.append(.replace(#"\s*\n\s*"#, with: " ")) }
            }
            guard field.type.isList else {
                let isPlain = value.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false
                if isPlain, texts.count > 1 { transforms.append(.join(", ")) }
                break
            }
            if texts.count == 1, texts[0].contains("\n") || transforms == [.plainText] {
                transforms.append(.split("\n"))
            }
            if texts.count == 1, texts[0].contains(",") {
                let parts = texts[0].parts(between: ",")
                if parts.allSatisfy({ $0.count <= 40 }) { transforms.append(.split(",")) }
            }
        case .quantity, .number:
            if texts.first?.first?.isNumber != true {
                transforms.append(.capture(#"\d+(?:[.,]\d+)?.*"#))
            }
        default: break
        }
        return transforms
    }
}
