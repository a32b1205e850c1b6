/// Finds the parts of a page that stand around known values, one for each record.
///
/// Elements with one path of names that hold the values of a field which tells records apart are
/// their anchors, and a record reaches from its anchor as far up as no other one is met. So records
/// are found that do not look like such by themselves: few, unlike, or among many others.
struct ExampleSets {
    let examples: ExampleValues
    let document: Document

    /// Most paths that anchors are taken from.
    private static let pathLimit = 3
    /// Most elements that are compared.
    private static let elementLimit = 30_000
    /// Longest texts that values are looked for in.
    private static let textLimit = 1_000

    init(_ examples: ExampleValues, _ document: Document) {
        (self.examples, self.document) = (examples, document)
    }

    /// The sets around the values of a field, those with most of them first.
    func sets(by field: Int) -> [RecordSet] {
        let base = examples.fields[field].type.base
        guard base == .text || base == .url else { return [] }
        var byPath: [String: Anchors] = [:]
        for (node, key) in hits(field, base) {
            let names = document.ancestors(of: node).map(document.name(of:))
            let path = (names.reversed() + [document.name(of: node)]).joined(separator: " > ")
            byPath[path, default: Anchors(path: path)].add(node, key)
        }
        let known = Set(examples.keys.flatMap { $0[field] }).count
        let ranked = byPath.values.filter { $0.keys.count * 2 >= known }.sorted {
            $0.keys.count != $1.keys.count ? $0.keys.count > $1.keys.count : $0.path < $1.path
        }
        return ranked.prefix(Self.pathLimit).flatMap { sets(around: $0.nodes.sorted()) }
    }

    private struct Anchors {
        var path: String
        var nodes: [Node] = []
        var keys: Set<String> = []

        init(path: String) { self.path = path }

        mutating func add(_ node: Node, _ key: String) {
            if nodes.last != node { nodes.append(node) }
            keys.insert(key)
        }
    }

    /// The innermost elements that hold a value.
    private func hits(_ field: Int, _ base: FieldType.Base) -> [(node: Node, key: String)] {
        let held = HeldKeys(examples.keys.flatMap { $0[field] }, base)
        var found: [(node: Node, key: String)] = []
        var last: [String: Node] = [:]
        for index in document.allNodes.map(\.index).reversed().prefix(Self.elementLimit) {
            let node = Node(index)
            guard document.isElement(node) else { continue }
            if base == .url {
                guard let text = document.attribute("href", of: node),
                    let key = held.keys(in: text).first
                else { continue }
                found.append((node, key))
                continue
            }
            let size = Int(document.nodes[index].end) - index
            guard size > 1, size <= 60, document.shownRole(index, document.nodes[index]) != nil
            else { continue }
            let text = document.visibleLine(of: node)
            guard text.utf8.count <= Self.textLimit else { continue }
            for key in held.keys(in: text) {
                if let inner = last[key], document.contains(node, inner) { continue }
                last[key] = node
                found.append((node, key))
            }
        }
        return found
    }

    private func sets(around anchors: [Node]) -> [RecordSet] {
        guard let first = anchors.first else { return [] }
        guard anchors.count > 1 else {
            return ([first] + document.ancestors(of: first)).prefix(6).compactMap { set([$0]) }
        }
        var records = anchors.indices.map { place in
            var node = anchors[place]
            let neighbours = [place - 1, place + 1].filter(anchors.indices.contains)
            while let above = document.parent(of: node), document.isElement(above),
                neighbours.allSatisfy({ !document.contains(above, anchors[$0]) })
            {
                node = above
            }
            return node
        }
        // A record that is alone in its section reaches no further than the others do.
        let names = Dictionary(grouping: records, by: document.name(of:))
        let usual = names.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
        records = zip(records, anchors).map { record, anchor in
            guard document.name(of: record) != usual else { return record }
            let way = [anchor] + document.ancestors(of: anchor).prefix { $0 != record }
            return way.last { document.name(of: $0) == usual } ?? record
        }
        var found = [set(records)].compactMap { $0 }
        let parents = Set(records.map { document.parent(of: $0)?.index ?? 0 })
        if parents.count == 1, case .elements(let rule)? = found.first?.source {
            found.append(
                RecordSet(
                    source: .elements(.init(rule.select, spansSiblings: true)),
                    count: records.count))
        }
        return found
    }

    private func set(_ nodes: [Node]) -> RecordSet? {
        SelectorWriter(document).selector(for: nodes).map {
            RecordSet(source: .elements(.init($0)), count: nodes.count)
        }
    }
}
