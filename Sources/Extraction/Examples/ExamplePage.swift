import AlmanacCore

/// Finds the places of a page that is one record which give its known values.
struct ExamplePage {
    let examples: ExampleValues
    let page: PageReader

    /// Most places that a field is given; all that yield must agree.
    private static let placeLimit = 3
    /// Most paths in data that are tried.
    private static let pathLimit = 3_000
    /// Most elements whose text is compared.
    private static let elementLimit = 20_000

    init(_ examples: ExampleValues, _ page: PageReader) {
        self.examples = examples
        self.page = page
    }

    /// A recipe with all fields that have a place; nil where none has one.
    func recipe(name: String) -> Recipe? {
        guard let keys = examples.keys.first else { return nil }
        let paths = dataPlaces()
        var fields: [RecipeField] = []
        for (index, wanted) in examples.fields.enumerated() where !keys[index].isEmpty {
            var places = paths.filter { gives($0, wanted, keys[index]) }
            if places.count > 2 { places = Array(places.prefix(2)) }
            places += (named(wanted) + shown(wanted, keys[index])).filter {
                !places.contains($0) && gives($0, wanted, keys[index])
            }
            guard !places.isEmpty else { continue }
            var field = RecipeField(
                wanted.name, wanted.type, isRequired: wanted.isRequired,
                places: Array(places.prefix(Self.placeLimit)))
            field.placesMustAgree = field.places.count > 1
            fields.append(field)
        }
        return fields.isEmpty ? nil : Recipe(name: name, records: .page, fields: fields)
    }

    private func gives(_ place: FieldPlace, _ wanted: WantedField, _ keys: [String]) -> Bool {
        guard let compiled = try? CompiledPlace(place, "") else { return false }
        var texts = PlaceReader(place: compiled, type: wanted.type)
            .texts(page.wholeRow, page).map(\.text)
        if !wanted.type.isList { texts = Array(texts.prefix(1)) }
        guard texts.count == keys.count else { return false }
        let field = RecipeField(wanted.name, wanted.type, places: [place])
        let read = FieldValueReader(field: field, page: page).values(of: texts)
            .flatMap { ExampleValues.keys(of: $0, wanted.type.base) }
        return ExampleValues.match(read, keys, wanted.type.base)
    }

    // MARK: - Data

    /// The places of all values in the data that the page carries.
    private func dataPlaces() -> [FieldPlace] {
        var found: [FieldPlace] = []
        for form in [DataForm.linkedData, .microdata, .json, .feed, .rdfa, .meta, .embedded] {
            var seen: Set<DataLocation> = []
            var pending: [(value: JSON, type: String?, path: [String])] = [
                (page.data.root(form), nil, [])
            ]
            while let (value, type, path) = pending.popLast(), found.count < Self.pathLimit {
                switch value {
                case .array(let elements):
                    let location = DataLocation(form, type: type, path: DataPath(path))
                    if !path.isEmpty, seen.insert(location).inserted {
                        found.append(FieldPlace(.data(location), scope: .page))
                    }
                    pending += elements.prefix(200).reversed().map { ($0, type, path) }
                case .object(let object):
                    var (type, path) = (type, path)
                    let names = object["@type"]?.arrayValue ?? object["@type"].map { [$0] }
                    if form != .meta, let own = names?.first?.stringValue {
                        if !path.isEmpty {
                            let location = DataLocation(form, type: type, path: DataPath(path))
                            if seen.insert(location).inserted {
                                found.append(FieldPlace(.data(location), scope: .page))
                            }
                        }
                        if type == nil || path.isEmpty { (type, path) = (own, []) }
                    }
                    guard path.count < 10 else { continue }
                    pending += object.members.reversed().map { ($0.value, type, path + [$0.key]) }
                case .null: continue
                default:
                    let location = DataLocation(form, type: type, path: DataPath(path))
                    if seen.insert(location).inserted {
                        found.append(FieldPlace(.data(location), scope: .page))
                    }
                }
            }
        }
        return found
    }

    // MARK: - Elements

    /// The places that the field's name suggests.
    private func named(_ wanted: WantedField) -> [FieldPlace] {
        (HeadFields(page).candidates(for: wanted) + LabelFields(page).candidates(for: wanted)
            + SectionFields(page).candidates(for: wanted)).map(\.place)
    }

    /// The elements that show the values; numbers stand in too many places to be known by them.
    private func shown(_ wanted: WantedField, _ keys: [String]) -> [FieldPlace] {
        guard let document = page.document, wanted.type.base == .text || wanted.type.base == .url,
            keys.allSatisfy({ $0.utf8.count >= 3 })
        else { return [] }
        let longest = keys.map(\.utf8.count).max() ?? 0
        var nodes: [Int: [Node]] = [:]
        var at = 0
        var left = Self.elementLimit
        for node in document.allNodes where document.isElement(node) {
            left -= 1
            guard left > 0, at < keys.count else { break }
            if wanted.type.base == .url {
                for (index, name) in ["href", "src", "content"].enumerated() {
                    guard let text = document.attribute(name, of: node),
                        ExampleValues.match(PlainText.address(text), keys[at], .url)
                    else { continue }
                    nodes[index, default: []].append(node)
                    if nodes[index]?.count == keys.count { at = keys.count }
                }
                continue
            }
            let size = Int(document.nodes[node.index].end) - node.index
            guard size > 1, size <= 80,
                document.shownRole(node.index, document.nodes[node.index]) != nil
            else { continue }
            let text = document.visibleLine(of: node)
            guard text.utf8.count <= 4 * longest + 16, PlainText.plain(text) == keys[at] else {
                continue
            }
            // The outermost of nested elements with one text comes first.
            nodes[0, default: []].append(node)
            at += 1
        }
        let writer = SelectorWriter(document)
        return nodes.sorted { $0.key < $1.key }.compactMap { index, found in
            guard found.count == keys.count, let selector = writer.selector(for: found) else {
                return nil
            }
            let take: Take =
                wanted.type.base == .url
                ? .attribute(["href", "src", "content"][index]) : .text
            return FieldPlace(.element(selector, take: take, nth: nil), scope: .page)
        }
    }
}
