import AlmanacCore

/// The data that one page carries, read form by form when first asked for.
///
/// Items of microdata, RDFa and microformats have the shape of JSON-LD here: `@type` with the local
/// names of their types, and a member for each property, so that one path reads them all.
final class PageData {
    private let page: SourcePage
    private var roots: [DataForm: JSON] = [:]
    private var itemsByType: [String: [JSON]] = [:]

    init(_ page: SourcePage) { self.page = page }

    /// The values at a place, in the page's order.
    func values(at location: DataLocation, record: JSON?) -> [JSON] {
        let start = location.form == .record ? record ?? .null : root(location.form)
        guard let type = location.type else { return location.path.values(in: start) }
        let key = location.form.rawValue + " " + type
        let items: [JSON]
        if location.form != .record, let known = itemsByType[key] {
            items = known
        } else {
            items = Self.items(ofType: type, in: start)
            if location.form != .record { itemsByType[key] = items }
        }
        return items.flatMap { location.path.values(in: $0) }
    }

    /// The values at a place in the first of its items that has any.
    func firstValues(at location: DataLocation, record: JSON?) -> [JSON] {
        guard location.type != nil, location.form != .record else {
            return values(at: location, record: record)
        }
        return firstItem(at: location).map { location.path.values(in: $0) } ?? []
    }

    /// The first item of a place's type that has a value there.
    private func firstItem(at location: DataLocation) -> JSON? {
        guard let type = location.type else { return nil }
        _ = values(at: DataLocation(location.form, type: type), record: nil)
        return itemsByType[location.form.rawValue + " " + type]?.first { item in
            location.path.values(in: item).contains { $0 != .null }
        }
    }

    /// The texts at a place, each with the currency that stands beside it in the same object.
    func amounts(at location: DataLocation, record: JSON?) -> [String] {
        guard let member = location.path.steps.last, member != "*", Int(member) == nil else {
            return firstValues(at: location, record: record).flatMap {
                DataText.texts(of: $0, type: .money)
            }
        }
        let starts: [JSON]
        if location.form == .record || location.type == nil {
            starts = values(at: DataLocation(location.form, type: location.type), record: record)
        } else {
            starts = firstItem(at: location).map { [$0] } ?? []
        }
        let outer = DataPath(Array(location.path.steps.dropLast()))
        var pending = Array(starts.flatMap { outer.values(in: $0) }.reversed())
        var found: [String] = []
        while let value = pending.popLast() {
            if let elements = value.arrayValue { pending += elements.reversed() }
            guard let object = value.objectValue, let amount = object[member] else { continue }
            let currency = ["priceCurrency", "currency"].lazy.compactMap { name in
                object[name].flatMap { DataText.texts(of: $0, type: .text).first }
            }.first
            found += DataText.texts(of: amount, type: .money).map {
                currency.flatMap($0.inCurrency) ?? $0
            }
        }
        return found
    }

    /// All data of one form as one value.
    func root(_ form: DataForm) -> JSON {
        if let known = roots[form] { return known }
        let root = read(form)
        roots[form] = root
        return root
    }

    private func read(_ form: DataForm) -> JSON {
        switch (form, page.contents) {
        case (.json, .json(let json)): return json
        case (.feed, .feed(let feed)): return feed.json
        case (.linkedData, .markup(let document)):
            return .array(document.linkedData().map(\.value))
        case (.microdata, .markup(let document)):
            // References that blow up leave nothing that could be read.
            return (try? document.microdata())?.linkedShape ?? .null
        case (.microformats, .markup(let document)): return document.microformats().linkedShape
        case (.rdfa, .markup(let document)): return Self.linkedShape(document.rdfa())
        case (.meta, .markup(let document)):
            return Self.grouped(document.metaValues().map { ($0.name, .string($0.content)) })
        case (.embedded, .markup(let document)):
            return Self.grouped(document.embeddedJSON().map { ($0.name, $0.value) })
        default: return .null
        }
    }

    /// An object of named values; a name that comes several times has an array of them.
    private static func grouped(_ values: [(name: String, value: JSON)]) -> JSON {
        var object = JSONObject()
        var groups: [String: [JSON]] = [:]
        for (name, value) in values {
            groups[name, default: []].append(value)
            if object[name] == nil { object[name] = value }
        }
        for (name, values) in groups where values.count > 1 { object[name] = .array(values) }
        return .object(object)
    }

    /// The statements of RDFa with the local names of their properties and types.
    private static func linkedShape(_ statements: [RDFStatement]) -> JSON {
        var subjects: [String] = []
        var objects: [String: JSONObject] = [:]
        for statement in statements {
            if objects[statement.subject] == nil {
                subjects.append(statement.subject)
                objects[statement.subject] = JSONObject()
            }
            let isType = statement.predicate.hasSuffix("#type")
            let key = isType ? "@type" : localName(statement.predicate)
            let value: JSON =
                switch statement.object {
                case .resource(let address): .string(isType ? localName(address) : address)
                case .literal(let text, _, _): .string(text)
                }
            let known = objects[statement.subject]?[key]?.arrayValue ?? []
            objects[statement.subject]?[key] = .array(known + [value])
        }
        return .array(subjects.compactMap { objects[$0].map(JSON.object) })
    }

    /// The objects of a type, outer ones first, wherever they are.
    static func items(ofType type: String, in start: JSON) -> [JSON] {
        var found: [JSON] = []
        var pending = [start]
        while let value = pending.popLast() {
            switch value {
            case .array(let elements): pending += elements.reversed()
            case .object(let object):
                if types(of: object).contains(type) { found.append(value) }
                pending += object.members.reversed().map(\.value)
            default: break
            }
        }
        return found
    }

    /// The local names of an object's types.
    static func types(of object: JSONObject) -> [String] {
        let value = object["@type"] ?? object["__typename"]
        return (value?.arrayValue ?? value.map { [$0] } ?? []).compactMap(\.stringValue)
            .map(localName)
    }

    /// What stands after the last `/`, `#` or `:` of a name.
    static func localName(_ name: String) -> String {
        let end = name.utf8.lastIndex {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ":")
        }
        guard let end else { return name }
        return String(name[name.utf8.index(after: end)...])
    }
}

extension StructuredItems {
    /// The top-level items in the shape of JSON-LD.
    var linkedShape: JSON { .array(topLevel.map { linkedShape($0, depth: 0) }) }

    private func linkedShape(_ place: Int, depth: Int) -> JSON {
        let item = items[place]
        var object = JSONObject()
        object["@type"] = .array(item.types.map { .string(PageData.localName($0)) })
        if let id = item.identifier { object["@id"] = .string(id) }
        for property in item.properties {
            let value: JSON
            switch property.value {
            case .text(let text): value = .string(text)
            case .item(let inner):
                if depth >= Self.depthLimit { continue }
                value = linkedShape(inner, depth: depth + 1)
            }
            // Microformats write `p-name`; the prefix says only how the text was read.
            let name = PageData.localName(property.name)
            object[name] = .array((object[name]?.arrayValue ?? []) + [value])
        }
        return .object(object)
    }
}

extension Feed {
    /// The feed as data: its own members and `entries`.
    var json: JSON {
        var object: JSONObject = ["format": .string(format.rawValue)]
        object["title"] = title.map(JSON.string)
        object["link"] = link.map(JSON.string)
        object["summary"] = summary.map(JSON.string)
        object["updated"] = (updated?.text).map(JSON.string)
        object["entries"] = .array(
            entries.map { entry in
                var object = JSONObject()
                object["id"] = entry.identifier.map(JSON.string)
                object["title"] = entry.title.map(JSON.string)
                object["link"] = entry.link.map(JSON.string)
                object["summary"] = entry.summary.map(JSON.string)
                object["content"] = entry.content.map(JSON.string)
                if !entry.authors.isEmpty {
                    object["authors"] = .array(entry.authors.map(JSON.string))
                }
                object["published"] = (entry.published?.text).map(JSON.string)
                object["updated"] = (entry.updated?.text).map(JSON.string)
                if !entry.categories.isEmpty {
                    object["categories"] = .array(entry.categories.map(JSON.string))
                }
                if !entry.enclosures.isEmpty {
                    object["enclosures"] = .array(entry.enclosures.map { .string($0.url) })
                }
                return .object(object)
            })
        return .object(object)
    }
}
