/// Writes selectors that people can read for elements of a page.
struct SelectorWriter {
    let document: Document

    /// Most levels of a selector that leads from the root.
    private static let levelLimit = 100

    init(_ document: Document) { self.document = document }

    /// The plainest selector that matches these elements and no others; nil where none does.
    func selector(for nodes: [Node]) -> String? {
        guard let first = nodes.first else { return nil }
        for text in candidates(first, nodes) {
            if let selector = try? Selector(text), isExact(selector, nodes) {
                return text
            }
        }
        return nil
    }

    /// Whether a selector matches these elements and no others; the first other one ends it.
    private func isExact(_ selector: Selector, _ nodes: [Node]) -> Bool {
        var count = 0
        var isExact = true
        document.search(selector, scope: 0, in: 1..<document.nodeCount) { node in
            isExact = count < nodes.count && nodes[count] == node
            count += 1
            return isExact
        }
        return isExact && count == nodes.count
    }

    private func candidates(_ first: Node, _ nodes: [Node]) -> [String] {
        let name = document.name(of: first)
        var shared = Set(goodClasses(of: first))
        for node in nodes.dropFirst() where !shared.isEmpty {
            shared.formIntersection(goodClasses(of: node))
        }
        let classes = goodClasses(of: first).filter(shared.contains)
        var own = classes.map { name + "." + $0 }
        if classes.count > 1 { own.append(name + classes.map { "." + $0 }.joined()) }
        if nodes.count == 1, let id = goodID(of: first) { own.append(name + "#" + id) }
        own.append(name)
        var found = own
        let ancestors = document.ancestors(of: first).filter { above in
            nodes.count < 50 || document.contains(above, nodes[nodes.count - 1])
        }
        if let parent = ancestors.first {
            for descriptor in descriptors(of: parent) {
                found += own.map { descriptor + " > " + $0 }
            }
        }
        for ancestor in ancestors.prefix(8)
        where nodes.allSatisfy({ document.contains(ancestor, $0) }) {
            for descriptor in descriptors(of: ancestor)
            where descriptor.contains(where: ".#".contains) {
                found += own.map { descriptor + " " + $0 }
            }
        }
        let above = document.ancestors(of: first)
        // Dozens of levels are no way that a person would write, nor one that is cheap to try.
        guard above.count <= Self.levelLimit else { return found }
        let chain = above.reversed().map(document.name(of:))
        found += own.map { chain.joined(separator: " > ") + " > " + $0 }
        // Tables of records have headings, those of layout have none.
        if name == "tr" {
            found.append("table:has(th) > tbody > tr")
            for ancestor in ancestors.prefix(8)
            where nodes.allSatisfy({ document.contains(ancestor, $0) }) {
                found += descriptors(of: ancestor).filter { $0.contains(where: ".#".contains) }
                    .map { $0 + " table:has(th) > tbody > tr" }
            }
        }
        // By place, from the nearest element with an identifier.
        var steps: [String] = []
        var at = document.parent(of: first)
        while let node = at, document.isElement(node) {
            if let id = goodID(of: node) {
                steps.append(document.name(of: node) + "#" + id)
                break
            }
            steps.append(place(of: node))
            at = document.parent(of: node)
        }
        let path = steps.reversed().joined(separator: " > ")
        if !path.isEmpty { found += own.map { path + " > " + $0 } }
        return found
    }

    /// An element's name with its place among the siblings of that name, where it has such.
    func place(of node: Node) -> String {
        let name = document.name(of: node)
        var before = 0
        var sibling = document.previousElement(of: node)
        while let at = sibling {
            if document.isElement(at, named: name) { before += 1 }
            sibling = document.previousElement(of: at)
        }
        return name + ":nth-of-type(\(before + 1))"
    }

    /// An element's name with its identifier, with each of its classes, and alone.
    func descriptors(of node: Node) -> [String] {
        let name = document.name(of: node)
        var found: [String] = []
        if let id = goodID(of: node) { found.append(name + "#" + id) }
        found += goodClasses(of: node).map { name + "." + $0 }
        return found + [name]
    }

    private func goodID(of node: Node) -> String? {
        document.identifier(of: node).flatMap { Self.isStable($0) ? $0 : nil }
    }

    /// The classes that say what an element is, rather than how or where it is shown.
    func goodClasses(of node: Node) -> [String] {
        document.classes(of: node).filter {
            Self.isStable($0) && !Self.passing.contains($0.lowercased())
        }
    }

    private static let passing: Set = [
        "odd", "even", "first", "last", "active", "alt", "selected", "hover", "clearfix",
    ]

    /// Whether a class or identifier is plain and not made by a counter or a build.
    static func isStable(_ word: String) -> Bool {
        guard let first = word.utf8.first, word.utf8.count <= 60,
            (first | 0x20) &- 0x61 < 26 || first == UInt8(ascii: "_")
        else { return false }
        var digits = 0
        for byte in word.utf8 {
            if byte &- 0x30 < 10 {
                digits += 1
            } else if !((byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F) {
                return false
            }
        }
        return digits <= 3
    }
}
