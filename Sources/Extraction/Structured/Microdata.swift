import AlmanacCore

extension Document {
    /// The items that the page describes by microdata (HTML Standard, section 5).
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where references make the items so many that
    ///   reading them would not end soon.
    public func microdata() throws -> StructuredItems {
        var reader = MicrodataReader(self)
        try reader.read()
        return reader.result
    }

    /// The value of an element in microdata, and alike in other vocabularies.
    func structuredValue(of element: Node) -> String {
        func address(_ name: String) -> String {
            let value = attribute(name, of: element) ?? ""
            return baseURL == nil ? value.trimmed : resolve(value)?.description ?? value.trimmed
        }
        // The standard knows it on meta alone; pages and search engines take it everywhere.
        if let content = attribute("content", of: element) { return content.trimmed }
        switch name(of: element) {
        case "meta": return ""
        case "audio", "embed", "iframe", "img", "source", "track", "video": return address("src")
        case "a", "area", "link": return address("href")
        case "object": return address("data")
        case "data", "meter": return attribute("value", of: element) ?? ""
        case "time": return attribute("datetime", of: element) ?? textContent(of: element).trimmed
        default: return visibleOrHiddenText(of: element)
        }
    }

    /// The visible text, or for elements that are never shown what they hold.
    func visibleOrHiddenText(of element: Node) -> String {
        let shown = visibleText(of: element)
        return shown.isEmpty ? textContent(of: element).trimmed : shown
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }

    /// The words between white space.
    var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}

/// Collects items, each element of an item once.
private struct MicrodataReader {
    let document: Document
    var result = StructuredItems()
    /// The place of the item that an element describes.
    var places: [Int: Int] = [:]
    var byIdentifier: [String: Int]?
    /// Elements that may be looked at before references are taken for an attack.
    var stepsLeft: Int

    init(_ document: Document) {
        self.document = document
        stepsLeft = document.nodeCount * 32 + 10_000
    }

    private static let tooMany = AlmanacError(
        .extraction, "the page's items refer to each other too often to be read",
        details: ["limit": "references between items"])

    mutating func read() throws {
        let scopes = document.allNodes.filter { document.hasAttribute("itemscope", $0) }
        for scope in scopes where !document.hasAttribute("itemprop", scope) {
            result.topLevel.append(place(of: scope))
        }
        // Items are appended while this goes on.
        var next = 0
        while next < result.items.count {
            try fill(next)
            next += 1
        }
    }

    private mutating func place(of element: Node) -> Int {
        if let known = places[element.index] { return known }
        let id = document.attribute("itemid", of: element).map {
            document.resolve($0)?.description ?? $0
        }
        let item = StructuredItem(
            element: element, types: document.attribute("itemtype", of: element)?.words ?? [],
            identifier: id, properties: [])
        result.items.append(item)
        places[element.index] = result.items.count - 1
        return result.items.count - 1
    }

    private mutating func fill(_ place: Int) throws {
        let element = result.items[place].element
        var roots = [document.children(of: element).map(\.index)].flatMap { $0 }
        for id in document.attribute("itemref", of: element)?.words ?? [] {
            if let target = identifiers()[id] { roots.append(target) }
        }
        var seen: Set<Int> = [element.index]
        var found: [Int] = []
        for root in roots { try collect(root, &seen, &found) }
        for index in found.sorted() {
            let node = Node(index)
            let value: StructuredItem.Value
            if document.hasAttribute("itemscope", node) {
                value = .item(self.place(of: node))
            } else {
                // A value is all the text below, so properties inside each other cost ever more.
                stepsLeft -= Int(document.nodes[index].end) - index
                if stepsLeft < 0 { throw Self.tooMany }
                value = .text(document.structuredValue(of: node))
            }
            for name in document.attribute("itemprop", of: node)?.words ?? [] {
                result.items[place].properties.append(
                    .init(name: name, value: value, element: node))
            }
        }
    }

    /// The elements with properties below one, without those that belong to an item inside it.
    private mutating func collect(_ root: Int, _ seen: inout Set<Int>, _ found: inout [Int]) throws
    {
        let end = Int(document.nodes[root].end)
        var at = root
        while at < end {
            let record = document.nodes[at]
            guard record.isElement else {
                at += 1
                continue
            }
            stepsLeft -= 1
            if stepsLeft < 0 { throw Self.tooMany }
            let node = Node(at)
            guard seen.insert(at).inserted else {
                at = Int(record.end)
                continue
            }
            if document.hasAttribute("itemprop", node) { found.append(at) }
            at = document.hasAttribute("itemscope", node) ? Int(record.end) : at + 1
        }
    }

    private mutating func identifiers() -> [String: Int] {
        if let byIdentifier { return byIdentifier }
        var map: [String: Int] = [:]
        for node in document.allNodes {
            if let id = document.identifier(of: node), map[id] == nil { map[id] = node.index }
        }
        byIdentifier = map
        return map
    }
}
