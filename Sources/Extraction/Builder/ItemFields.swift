import AlmanacCore

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
        var words = path.flatMap(page.memory.words)
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

    /// What takes numbers such as `2.` from before the items of a list, in one text or several, and
    /// leaves out what has none; nil where they are not numbered.
    private static func numbered(_ texts: [String]) -> [Transform]? {
        func starts(_ text: some StringProtocol, _ number: Int) -> Bool {
            [".", ")", "、"].contains { text.hasPrefix("\(number)" + $0) }
        }
        if texts.count == 1 {
            let words = texts[0].split { $0.isWhitespace }
            let isNumbered =
                words.first.map { starts($0, 1) } ?? false
                && (2...3).allSatisfy { number in words.contains { starts($0, number) } }
            return isNumbered
                ? [.replace(#"(?:^|\s+)\d{1,2}[.)、]\s*(?=\p{L})"#, with: "\n"), .split("\n")] : nil
        }
        var next = 1
        for text in texts where starts(text.trimmed, next) { next += 1 }
        guard next > 2, (next - 1) * 10 >= texts.count * 6 else { return nil }
        return [.capture(#"^\s*\d{1,2}[.)、]\s*(.*\S)\s*$"#)]
    }

    /// What makes values of what the member holds.
    private func transforms(_ value: JSON, _ field: WantedField, _ path: [String]) -> [Transform] {
        let texts = DataText.texts(of: value, type: field.type.base)
        var transforms: [Transform] = []
        switch field.type.base {
        case .text:
            // Escapes of which the backslash was lost.
            if texts.contains(where: { $0.contains("u0026") }) {
                transforms.append(.replace("u0026", with: "&"))
                transforms.append(.plainText)
            } else if texts.contains(where: { $0.contains("<") || $0.contains("&") }) {
                transforms.append(.plainText)
                if texts.count > 1 { transforms.append(.replace(#"\s*\n\s*"#, with: " ")) }
            }
            guard field.type.isList else {
                let isPlain = value.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false
                if isPlain, texts.count > 1 { transforms.append(.join(", ")) }
                break
            }
            if let split = Self.numbered(texts) { return transforms + split }
            if texts.count == 1, texts[0].contains(where: \.isNewline) || transforms == [.plainText]
            {
                if texts[0].contains("\r\n") { transforms.append(.replace(#"\r\n"#, with: "\n")) }
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
