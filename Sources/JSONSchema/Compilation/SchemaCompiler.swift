import AlmanacCore

/// Makes nodes of schemas, each place once, and of all that they refer to.
struct SchemaCompiler {
    private let index: SchemaIndex
    private let limits: SchemaLimits
    /// Whether formats are checked.
    private let assertsFormats: Bool
    private(set) var nodes: [SchemaNode] = []
    private var places: SchemaPlaces
    private var resources: [String] = []
    private var resourceNumbers: [String: Int] = [:]
    private var vocabularies: [Int: Bool] = [:]

    init(index: SchemaIndex, limits: SchemaLimits, assertsFormats: Bool) {
        self.index = index
        self.limits = limits
        self.assertsFormats = assertsFormats
        places = SchemaPlaces(most: limits.places)
    }

    /// Whether validation keywords count in a document, by the vocabularies of its metaschema.
    private mutating func hasAssertions(_ document: Int) throws(AlmanacError) -> Bool {
        if let known = vocabularies[document] { return known }
        var isOn = true
        if let name = index.documents[document]["$schema"]?.stringValue {
            guard let place = index.target(of: name, from: "") else {
                throw AlmanacError(
                    .validation, "the dialect \(name) is not known",
                    details: ["$schema": .string(name)],
                    suggestion:
                        "use \(SchemaDialect.draft2020.rawValue), or register its metaschema")
            }
            if let vocabulary = index.value(at: place)?["$vocabulary"]?.objectValue {
                let prefix = "https://json-schema.org/draft/2020-12/vocab/"
                for (name, value) in vocabulary.members where value == .bool(true) {
                    guard name.hasPrefix(prefix) else {
                        throw AlmanacError(
                            .validation, "the vocabulary \(name) is required and not known",
                            details: ["$vocabulary": .string(name)])
                    }
                }
                isOn = vocabulary[prefix + "validation"] != nil
            }
        }
        vocabularies[document] = isOn
        return isOn
    }

    /// Compiles a place, everything it leads to, and dynamic anchors of every resource that is
    /// reached; the number of its node.
    mutating func compile(from root: SchemaIndex.Place) throws(AlmanacError) -> Int {
        let first = try places.number(of: root)
        var openedResources = 0
        while true {
            while let place = places.next() { try compile(place) }
            if openedResources == resources.count { return first }
            while openedResources < resources.count {
                for anchor in index.dynamicAnchors(of: resources[openedResources]) {
                    _ = try places.number(of: anchor.place)
                }
                openedResources += 1
            }
        }
    }

    /// The nodes of dynamic anchors by the numbers of their resources.
    var dynamicNodes: [[String: Int]] {
        resources.map { resource in
            var found: [String: Int] = [:]
            for anchor in index.dynamicAnchors(of: resource) {
                found[anchor.name] = found[anchor.name] ?? places.numbers[anchor.place]
            }
            return found
        }
    }

    private mutating func compile(_ place: SchemaIndex.Place) throws(AlmanacError) {
        guard let number = places.numbers[place], let value = index.value(at: place) else { return }
        let resource = index.resource(of: place)
        let resourceNumber = self.number(of: resource)
        var node = SchemaNode(
            resource: resourceNumber, location: SchemaIndex.location(of: place, in: index))
        switch value {
        case .bool(let constant): node.constant = constant
        case .object(let object):
            let reader = SchemaReader(
                object: object, place: place, resource: resource, location: node.location,
                index: index, limits: limits, assertsFormats: assertsFormats,
                hasAssertions: try hasAssertions(place.document))
            node.rules = try reader.rules(&places)
        default:
            throw AlmanacError(
                .validation, "a schema must be an object, true or false",
                details: ["schema": .string(node.location)])
        }
        while nodes.count < places.numbers.count {
            nodes.append(SchemaNode(resource: 0, location: ""))
        }
        nodes[number] = node
    }

    private mutating func number(of resource: String) -> Int {
        if let number = resourceNumbers[resource] { return number }
        resourceNumbers[resource] = resources.count
        resources.append(resource)
        return resources.count - 1
    }
}

extension SchemaIndex {
    /// The address of a place for a person: its resource and the pointer within it.
    static func location(of place: Place, in index: SchemaIndex) -> String {
        var root = place
        while index.begins(at: root) == nil, let slash = root.pointer.lastIndex(of: "/") {
            root.pointer = String(root.pointer[..<slash])
        }
        return index.resource(of: place) + "#" + place.pointer.dropFirst(root.pointer.count)
    }
}
