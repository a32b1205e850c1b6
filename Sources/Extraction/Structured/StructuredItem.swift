public import AlmanacCore

/// Things that a page describes in its markup, such as a product with its offers.
///
/// Items lie in one list and name each other by place, since they may nest as deep as the page and
/// lead back to each other.
public struct StructuredItems: Sendable {
    /// Every item, outer ones before those they hold.
    public internal(set) var items: [StructuredItem] = []
    /// The places of the items that no other item holds.
    public internal(set) var topLevel: [Int] = []

    /// Deepest nesting that ``json(of:)`` writes.
    static let depthLimit = 32

    /// The top-level items as JSON, each `{"type": [...], "id": ..., "properties": {name: [...]}}`.
    public var json: JSON { .array(topLevel.map(json(of:))) }

    /// An item as JSON with the items it holds; those beyond 32 levels are left out.
    public func json(of place: Int) -> JSON { json(place, depth: 0) }

    private func json(_ place: Int, depth: Int) -> JSON {
        let item = items[place]
        var object = JSONObject()
        if !item.types.isEmpty { object["type"] = .array(item.types.map(JSON.string)) }
        if let id = item.identifier { object["id"] = .string(id) }
        var properties = JSONObject()
        for property in item.properties {
            let value: JSON
            switch property.value {
            case .text(let text): value = .string(text)
            case .item(let inner):
                if depth >= Self.depthLimit { continue }
                value = json(inner, depth: depth + 1)
            }
            properties[property.name] = .array(
                (properties[property.name]?.arrayValue ?? []) + [value])
        }
        object["properties"] = .object(properties)
        return .object(object)
    }
}

/// One thing that a page describes in its markup.
public struct StructuredItem: Sendable {
    /// The element that describes it.
    public let element: Node
    /// Its types, as addresses or names.
    public var types: [String]
    /// Its global identifier.
    public var identifier: String?
    /// Its properties in the order in which they stand in the page.
    public var properties: [Property]

    /// One value of a property, with the element that it was read from.
    public struct Property: Sendable {
        /// The property's name.
        public let name: String
        /// The value.
        public let value: Value
        /// Where the value stands.
        public let element: Node
    }

    /// What a property can be.
    public enum Value: Sendable, Equatable {
        /// A text, date or address.
        case text(String)
        /// The place of another item in the list.
        case item(Int)
    }

    /// The first text of a property.
    public func text(_ name: String) -> String? {
        for property in properties where property.name == name {
            if case .text(let text) = property.value { return text }
        }
        return nil
    }
}
