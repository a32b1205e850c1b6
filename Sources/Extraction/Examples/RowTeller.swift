/// Writes what selects those of some elements that are records, by what they are and hold.
struct RowTeller {
    let document: Document

    init(_ document: Document) { self.document = document }

    /// Ends of selectors that every record matches and nothing else of the set, the plainest first.
    func ends(records: [Node], others: [Node]) -> [String] {
        guard !records.isEmpty, !others.isEmpty else { return [] }
        let (own, foreign) = (records.map(traits), others.map(traits))
        func telling(_ these: [Set<String>], _ those: [Set<String>]) -> String? {
            var shared = these[0]
            for traits in these.dropFirst() where !shared.isEmpty {
                shared.formIntersection(traits)
            }
            for traits in those where !shared.isEmpty { shared.subtract(traits) }
            return shared.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        }
        let rest = telling(foreign, own).map { ":not(\($0))" }
        return [telling(own, foreign), rest].compactMap { $0 }
    }

    /// Nodes of one record that are looked at.
    private static let nodeLimit = 1_000

    private func traits(_ node: Node) -> Set<String> {
        var found: Set<String> = []
        let writer = SelectorWriter(document)
        for word in writer.goodClasses(of: node) { found.insert("." + word) }
        let end = min(Int(document.nodes[node.index].end), node.index + Self.nodeLimit)
        for index in node.index + 1..<max(end, node.index + 1) {
            let inner = Node(index)
            guard document.isElement(inner) else { continue }
            let name = document.name(of: inner)
            found.insert(":has(\(name))")
            for word in writer.goodClasses(of: inner) { found.insert(":has(\(name).\(word))") }
            for attribute in ["colspan", "rowspan", "href"]
            where document.hasAttribute(attribute, inner) {
                found.insert(":has(\(name)[\(attribute)])")
            }
            if document.parent(of: inner) == node {
                found.insert(":has(> \(writer.place(of: inner)))")
            }
            guard let address = document.attribute("href", of: inner) else { continue }
            let path = address.prefix { $0 != "?" && $0 != "#" }
            for part in path.split(separator: "/").dropLast()
            where SelectorWriter.isStable(String(part)) {
                found.insert(":has(\(name)[href*=\"/\(part)/\"])")
            }
            if let dot = path.lastIndex(of: "."),
                SelectorWriter.isStable(String(path[dot...].dropFirst()))
            {
                found.insert(":has(\(name)[href$=\"\(path[dot...])\"])")
            }
        }
        return found
    }
}
