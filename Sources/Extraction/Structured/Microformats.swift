import AlmanacCore

extension Document {
    /// The items that the page describes by microformats2: elements with classes such as `h-entry`.
    ///
    /// Properties by `p-`, `u-`, `dt-` and `e-` classes, with the implied name, photo and address;
    /// items that belong to no property are under the name `children`. The older formats without
    /// prefixes are not read.
    public func microformats() -> StructuredItems {
        var reader = MicroformatReader(self)
        reader.read()
        return reader.result
    }
}

/// Walks a page once, with the items that are open on a stack.
private struct MicroformatReader {
    let document: Document
    var result = StructuredItems()
    private var open: [(end: Int, place: Int)] = []

    init(_ document: Document) { self.document = document }

    mutating func read() {
        for node in document.allNodes where document.isElement(node) {
            while let last = open.last, last.end <= node.index { open.removeLast() }
            let classes = document.classes(of: node)
            guard !classes.isEmpty else { continue }
            let types = classes.filter { Self.isName($0, "h-") }
            let properties = classes.compactMap(Self.property)
            if !types.isEmpty {
                begin(node, Array(Set(types)).sorted(), properties)
            } else if let holder = open.last, !properties.isEmpty {
                for (kind, name) in properties {
                    append(name, .text(value(node, kind)), node, to: holder.place)
                }
            }
        }
        for place in result.items.indices { imply(place) }
    }

    private mutating func begin(
        _ node: Node, _ types: [String], _ properties: [(kind: String, name: String)]
    ) {
        let place = result.items.count
        result.items.append(
            StructuredItem(
                element: node, types: types, identifier: document.identifier(of: node),
                properties: []))
        if let holder = open.last {
            let names = properties.isEmpty ? ["children"] : properties.map(\.name)
            for name in names { append(name, .item(place), node, to: holder.place) }
        } else {
            result.topLevel.append(place)
        }
        open.append((Int(document.nodes[node.index].end), place))
    }

    private mutating func append(
        _ name: String, _ value: StructuredItem.Value, _ node: Node, to place: Int
    ) {
        result.items[place].properties.append(.init(name: name, value: value, element: node))
    }

    /// Whether a class is the prefix and words of small letters joined by hyphens.
    private static func isName(_ text: String, _ prefix: String) -> Bool {
        guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else { return false }
        return text.utf8.dropFirst(prefix.utf8.count).allSatisfy {
            $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10
        }
    }

    private static func property(_ text: String) -> (kind: String, name: String)? {
        for kind in ["p-", "u-", "dt-", "e-"] where isName(text, kind) {
            return (kind, String(text.dropFirst(kind.count)))
        }
        return nil
    }

    private func value(_ node: Node, _ kind: String) -> String {
        let name = document.name(of: node)
        switch kind {
        case "u-":
            let attribute =
                ["a": "href", "area": "href", "link": "href", "object": "data", "video": "src"][
                    name]
                ?? "src"
            if let address = document.attribute(attribute, of: node) {
                return document.resolve(address)?.description ?? address
            }
        case "dt-":
            if let time = document.attribute("datetime", of: node) { return time }
        default: break
        }
        if name == "abbr", let title = document.attribute("title", of: node) { return title }
        if name == "data" || name == "input", let value = document.attribute("value", of: node) {
            return value
        }
        if kind == "p-", name == "img", let alternative = document.attribute("alt", of: node) {
            return alternative
        }
        return document.visibleOrHiddenText(of: node)
    }

    /// Adds the name and address that an item without any properties of that kind implies.
    private mutating func imply(_ place: Int) {
        let item = result.items[place]
        let hasItems = item.properties.contains { if case .item = $0.value { true } else { false } }
        let named = Set(item.properties.map(\.name))
        if named.isEmpty
            || named.isDisjoint(with: ["name"]) && !hasItems
                && item.properties.allSatisfy({ ["url", "photo"].contains($0.name) })
        {
            let isImage = ["img", "area"].contains(document.name(of: item.element))
            let image = isImage ? item.element : only("img", item.element)
            let text =
                image.flatMap { document.attribute("alt", of: $0) }
                ?? document.visibleLine(of: item.element)
            append("name", .text(text), item.element, to: place)
        }
        if !named.contains("url"), !hasItems {
            let link =
                document.isElement(item.element, named: "a")
                ? item.element : only("a", item.element)
            if let link, let url = document.attribute("href", of: link) {
                append("url", .text(document.resolve(url)?.description ?? url), link, to: place)
            }
        }
        if !named.contains("photo"), !hasItems, let image = only("img", item.element),
            let source = document.attribute("src", of: image)
        {
            append(
                "photo", .text(document.resolve(source)?.description ?? source), image, to: place)
        }
    }

    /// The only child of that name, or the only one of an only child.
    private func only(_ name: String, _ node: Node) -> Node? {
        let children = Array(document.children(of: node))
        let named = children.filter { document.isElement($0, named: name) }
        if named.count == 1 { return named[0] }
        guard children.count == 1 else { return nil }
        let inner = document.children(of: children[0]).filter {
            document.isElement($0, named: name)
        }
        return inner.count == 1 ? inner[0] : nil
    }
}
