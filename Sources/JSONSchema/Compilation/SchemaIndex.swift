import AlmanacCore

/// Where in the documents each address leads: resources by `$id`, anchors within them.
struct SchemaIndex {
    /// A place in a document.
    struct Place: Hashable {
        var document: Int
        /// A JSON pointer.
        var pointer: String
    }

    private(set) var documents: [JSON] = []
    /// The places of resources by their addresses without fragment.
    private var resources: [String: Place] = [:]
    /// The addresses of places at which a resource begins.
    private var addresses: [Place: String] = [:]
    private var anchors: [String: Place] = [:]
    private var dynamicAnchors: [String: [(name: String, place: Place)]] = [:]

    /// Notes a document and every resource and anchor in its schemas.
    mutating func add(_ document: JSON, at address: String) throws(AlmanacError) {
        let root = Place(document: documents.count, pointer: "")
        documents.append(document)
        resources[address] = root
        addresses[root] = address
        var open: [(value: JSON, place: Place, base: String, depth: Int)] = [
            (document, root, address, 0)
        ]
        while let (value, place, base, depth) = open.popLast() {
            guard let object = value.objectValue else { continue }
            guard depth < 200 else { throw Self.tooDeep }
            var base = base
            if let id = object["$id"]?.stringValue {
                base = SchemaAddress(base).resolving(id).resource
                resources[base] = resources[base] ?? place
                addresses[place] = base
            }
            if let name = object["$anchor"]?.stringValue { anchors[base + "#" + name] = place }
            if let name = object["$dynamicAnchor"]?.stringValue {
                anchors[base + "#" + name] = place
                dynamicAnchors[base, default: []].append((name, place))
            }
            for (key, value) in object.members {
                let pointer = place.pointer + "/" + key.escapedInPointer
                for (step, schema) in SchemaKeyword.schemas(in: value, of: key) {
                    let inner = Place(document: place.document, pointer: pointer + step)
                    open.append((schema, inner, base, depth + 1))
                }
            }
        }
    }

    static let tooDeep = AlmanacError(
        .validation, "the schema nests too deeply",
        suggestion: "move inner schemas to $defs and refer to them")

    func dynamicAnchors(of resource: String) -> [(name: String, place: Place)] {
        dynamicAnchors[resource] ?? []
    }

    /// What stands at a place.
    func value(at place: Place) -> JSON? {
        var value = documents[place.document]
        for step in place.pointer.split(separator: "/", omittingEmptySubsequences: false)
            .dropFirst()
        {
            switch value {
            case .object(let object):
                guard let member = object[step.unescapedInPointer] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Int(step), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// The address of the resource that begins at a place.
    func begins(at place: Place) -> String? { addresses[place] }

    /// The address of the resource that a place belongs to.
    func resource(of place: Place) -> String {
        var place = place
        while true {
            if let address = addresses[place] { return address }
            guard let slash = place.pointer.lastIndex(of: "/") else { return "" }
            place.pointer = String(place.pointer[..<slash])
        }
    }

    /// The place that a reference leads to from a resource.
    func target(of reference: String, from base: String) -> Place? {
        let address = SchemaAddress(base).resolving(reference)
        guard let root = resources[address.resource] else { return nil }
        guard let fragment = address.fragment, !fragment.isEmpty else { return root }
        if fragment.hasPrefix("/") {
            let place = Place(document: root.document, pointer: root.pointer + fragment)
            return value(at: place) == nil ? nil : place
        }
        return anchors[address.resource + "#" + fragment]
    }

    /// The place that a dynamic anchor of a resource names.
    func dynamicTarget(named name: String, in resource: String) -> Place? {
        dynamicAnchors[resource]?.first { $0.name == name }?.place
    }
}

extension StringProtocol {
    /// The text as one step of a JSON pointer.
    var escapedInPointer: String {
        String(self).replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The text that a step of a JSON pointer stands for.
    var unescapedInPointer: String {
        String(self).replacing("~1", with: "/").replacing("~0", with: "~")
    }
}

/// Which keywords hold schemas, and how.
enum SchemaKeyword {
    private static let one: Set = [
        "additionalProperties", "propertyNames", "items", "contains", "unevaluatedItems",
        "unevaluatedProperties", "not", "if", "then", "else", "contentSchema",
    ]
    private static let lists: Set = ["allOf", "anyOf", "oneOf", "prefixItems"]
    private static let maps: Set = [
        "$defs", "definitions", "properties", "patternProperties", "dependentSchemas",
    ]

    /// The schemas in the value of a keyword, each with the steps of a pointer to it.
    static func schemas(in value: JSON, of key: String) -> [(step: String, schema: JSON)] {
        if one.contains(key) { return [("", value)] }
        if lists.contains(key) {
            return (value.arrayValue ?? []).enumerated().map { ("/\($0.offset)", $0.element) }
        }
        if maps.contains(key) {
            return (value.objectValue?.members ?? []).map {
                ("/" + $0.key.escapedInPointer, $0.value)
            }
        }
        return []
    }
}
