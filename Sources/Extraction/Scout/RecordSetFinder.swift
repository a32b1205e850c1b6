/// Finds the parts of a page that repeat like records.
///
/// Elements with the same path of names from the root are one set, as in tag path clustering
/// (Miao, Tatemura, Hsiung, Sawires, Moser: "Extracting data records from the web using tag path
/// clustering", WWW 2009), split by class and by parent. A set's promise is how many of its
/// elements hold what is wanted just once, as the generalized nodes of MDR (Liu, Grossman, Zhai,
/// KDD 2003) hold one record each; runs of siblings from one element to the next of its kind are
/// sets of their own.
struct RecordSetFinder {
    let document: Document
    private let counts: WantedCounts
    private let wantsDate: Bool
    private let wantsAddress: Bool
    private let wantsCode: Bool

    /// Most sets that are looked at closely.
    private static let setLimit = 20
    /// Most nodes of one record.
    private static let nodeLimit = 3_000
    /// Most elements of a set.
    private static let countLimit = 1_000_000
    /// Most nodes of a set's elements where these lie inside each other, counted for each.
    static let nestedNodeLimit = 2_000_000

    init(_ document: Document, wantsDate: Bool, wantsAddress: Bool, wantsCode: Bool) {
        self.document = document
        counts = WantedCounts(document)
        self.wantsDate = wantsDate
        self.wantsAddress = wantsAddress
        self.wantsCode = wantsCode
    }

    /// The sets that promise most, best first.
    func sets() -> [RecordSet] {
        var ranked: [(promise: Double, group: Group)] = groups().compactMap { group in
            let promise = promise(of: group)
            return promise > 0 ? (promise, group) : nil
        }
        ranked.sort { left, right in
            left.promise != right.promise
                ? left.promise > right.promise
                : left.group.order < right.group.order
        }
        var found: [RecordSet] = []
        var seen: Set<String> = []
        for (promise, group) in ranked.prefix(Self.setLimit).flatMap({ [$0] + widened($0) }) {
            guard found.count < Self.setLimit else { break }
            guard let selector = SelectorWriter(document).selector(for: group.nodes),
                seen.insert(selector + "\(group.spansSiblings)").inserted
            else { continue }
            found.append(
                RecordSet(
                    source: .elements(.init(selector, spansSiblings: group.spansSiblings)),
                    count: group.nodes.count, promise: promise))
        }
        return found
    }

    /// Elements that may be the records of one set.
    private struct Group {
        var nodes: [Node]
        var spansSiblings = false
        var order: Int
    }

    private static let leftOut: Set = [
        "html", "head", "script", "style", "br", "hr", "img", "b", "i", "em", "strong", "font",
        "input", "option", "select", "th", "thead", "tbody", "col", "meta", "link", "title",
        "svg", "path", "noscript", "button", "label",
    ]

    private func groups() -> [Group] {
        var paths: [PathKey: Int] = [:]
        var pathOfNode: [Int: Int] = [:]
        var byPath: [[Node]] = []
        for node in document.allNodes where document.isElement(node) {
            let parent = document.parent(of: node).flatMap { pathOfNode[$0.index] } ?? -1
            let key = PathKey(parent: parent, name: document.name(of: node))
            let path = paths[key] ?? byPath.count
            if path == byPath.count {
                paths[key] = path
                byPath.append([])
            }
            pathOfNode[node.index] = path
            byPath[path].append(node)
        }
        var groups: [Group] = []
        for nodes in byPath {
            guard let first = nodes.first, !Self.leftOut.contains(document.name(of: first)) else {
                continue
            }
            add(nodes, to: &groups)
            for part in parts(nodes, by: classKey) { add(part, to: &groups) }
            let parents = parts(nodes, by: { document.parent(of: $0)?.index ?? 0 })
            if parents.isEmpty { addSpans(nodes, to: &groups) }
            for part in parents {
                add(part, to: &groups)
                addSpans(part, to: &groups)
                for inner in parts(part, by: classKey) {
                    add(inner, to: &groups)
                    addSpans(inner, to: &groups)
                }
            }
        }
        addShortPaths(byPath, to: &groups)
        addTablesAlike(to: &groups)
        return groups
    }

    /// Adds the rows of tables that begin with the same headings, such as one table a month.
    private func addTablesAlike(to groups: inout [Group]) {
        var places: [[String]: Int] = [:]
        var tables: [(rows: [Node], count: Int)] = []
        for table in document.allNodes where document.isElement(table, named: "table") {
            let range = table.index + 1..<Int(document.nodes[table.index].end)
            // First, so that tables within tables are not gone through once for each.
            guard !range.contains(where: { document.isElement(Node($0), named: "table") }) else {
                continue
            }
            let rows = range.map(Node.init).filter { document.isElement($0, named: "tr") }
            guard let first = rows.first, rows.count > 1, rows.count <= Self.countLimit else {
                continue
            }
            let texts = document.children(of: first).filter(document.isElement).map {
                document.visibleText(of: $0).lowercased()
            }
            guard texts.count >= 2, !texts.contains(where: \.isEmpty) else { continue }
            if let place = places[texts] {
                tables[place].rows += rows
                tables[place].count += 1
            } else {
                places[texts] = tables.count
                tables.append((rows, 1))
            }
        }
        for table in tables where table.count > 1 { add(table.rows, to: &groups) }
    }

    /// Adds elements of one name below elements of one name, whatever their paths: markup that is
    /// not nested well, such as an end tag too many, gives one list several paths.
    private func addShortPaths(_ byPath: [[Node]], to groups: inout [Group]) {
        var places: [String: Int] = [:]
        var merged: [(nodes: [Node], pathCount: Int)] = []
        for nodes in byPath {
            guard let first = nodes.first, !Self.leftOut.contains(document.name(of: first)),
                let parent = document.parent(of: first), document.isElement(parent)
            else { continue }
            let key = document.name(of: parent) + " > " + document.name(of: first)
            if let place = places[key] {
                merged[place].nodes += nodes
                merged[place].pathCount += 1
            } else {
                places[key] = merged.count
                merged.append((nodes, 1))
            }
        }
        for (nodes, count) in merged where count > 1 {
            add(nodes.sorted(), to: &groups)
        }
    }

    /// All elements of a set's name in the smallest element that holds the set, where they are a
    /// little more than the set: lists inside a broken one, or rows that a style sets apart.
    private func widened(
        _ ranked: (promise: Double, group: Group)
    ) -> [(promise: Double, group: Group)] {
        let nodes = ranked.group.nodes
        guard !ranked.group.spansSiblings, nodes.count >= 10, let first = nodes.first,
            let last = nodes.last,
            let top = document.ancestors(of: first).first(where: { document.contains($0, last) })
        else { return [] }
        let name = document.name(of: first)
        let end = Int(document.nodes[top.index].end)
        let all = (top.index..<end).map(Node.init).filter { document.isElement($0, named: name) }
        guard all.count > nodes.count, all.count <= nodes.count * 3 / 2,
            zip(all, all.dropFirst()).allSatisfy({ !document.contains($0, $1) })
        else { return [] }
        return [(ranked.promise, Group(nodes: all, order: ranked.group.order))]
    }

    private struct PathKey: Hashable {
        var parent: Int
        var name: String
    }

    private func classKey(_ node: Node) -> String {
        document.classes(of: node).sorted().joined(separator: " ")
    }

    /// The parts of nodes with equal keys, in the order of their first nodes; none where all have
    /// the same key.
    private func parts<Key: Hashable>(_ nodes: [Node], by key: (Node) -> Key) -> [[Node]] {
        var places: [Key: Int] = [:]
        var parts: [[Node]] = []
        for node in nodes {
            let key = key(node)
            if let place = places[key] {
                parts[place].append(node)
            } else {
                places[key] = parts.count
                parts.append([node])
            }
        }
        return parts.count > 1 ? parts : []
    }

    private func add(_ nodes: [Node], to groups: inout [Group]) {
        guard nodes.count <= Self.countLimit, !Self.nestsTooDeep(nodes, in: document) else {
            return
        }
        groups.append(Group(nodes: nodes, order: groups.count))
    }

    /// Adds the runs that start at nodes with one parent, where other elements lie between them.
    private func addSpans(_ nodes: [Node], to groups: inout [Group]) {
        guard nodes.count >= 2, nodes.count <= Self.countLimit, let last = nodes.last,
            document.position(of: last) > nodes.count || document.nextElement(of: last) != nil
        else { return }
        groups.append(Group(nodes: nodes, spansSiblings: true, order: groups.count))
    }

    /// Whether elements lie inside each other so deep that reading each of them would cost the
    /// square of the page.
    private static func nestsTooDeep(_ nodes: [Node], in document: Document) -> Bool {
        guard document.nodeCount > 2_000 else { return false }
        let limit = max(nestedNodeLimit, 16 * document.nodeCount)
        var held = 0
        for node in nodes {
            held += Int(document.nodes[node.index].end) - node.index
            if held > limit { return true }
        }
        return false
    }

    /// Whether the page repeats an element inside itself too often for a set of records.
    static func nestsTooDeep(_ document: Document) -> Bool {
        let names = Dictionary(grouping: document.allNodes.filter(document.isElement)) {
            document.nodes[$0.index].name
        }
        return names.values.contains { nestsTooDeep($0, in: document) }
    }

    /// How many elements hold what is wanted just once, and how many there are.
    private func promise(of group: Group) -> Double {
        var total = 0.0
        let nodes = group.nodes
        for (index, node) in nodes.enumerated() {
            let end =
                group.spansSiblings
                ? document.siblingsEnd(
                    from: node, before: index + 1 < nodes.count ? nodes[index + 1] : nil)
                : Int(document.nodes[node.index].end)
            // What is that large holds records rather than being one.
            guard end - node.index <= Self.nodeLimit else { continue }
            let held = counts.held(in: node.index..<end)
            guard held.letters > 2 else { continue }
            var score = 0.2
            if wantsDate, held.dates > 0 { score += 1 / Double(max(1, held.dates - 1)) }
            if wantsAddress, held.links > 0 { score += 1 / Double(max(1, held.links - 3)) }
            if wantsCode, held.codes > 0 { score += 0.7 / Double(max(1, held.codes - 3)) }
            total += score
        }
        guard total > 0 else { return 0 }
        let average = total / Double(nodes.count)
        return average * (1 + 0.25 * logarithm(total))
    }

    private func logarithm(_ value: Double) -> Double {
        var value = value
        var result = 0.0
        while value >= 2 {
            value /= 2
            result += 1
        }
        return result + max(0, value - 1)
    }
}

/// How many dates, links, codes and letters stand before each node, for counts in any range.
struct WantedCounts {
    private var dates: [Int32]
    private var links: [Int32]
    private var codes: [Int32]
    private var letters: [Int32]

    init(_ document: Document) {
        let count = document.nodeCount
        dates = Array(repeating: 0, count: count + 1)
        links = dates
        codes = dates
        letters = dates
        var isHiddenUntil = 0
        for index in 0..<count {
            let record = document.nodes[index]
            var held = (dates: 0, links: 0, codes: 0, letters: 0)
            if record.isText, index >= isHiddenUntil, record.count < 20_000 {
                let text = document.text(record.start, record.count)
                held.dates = TextSpotter.dateCount(text)
                held.letters = text.utf8.count { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }
                if text.utf8.contains(where: { $0 &- 0x30 < 10 }) {
                    held.codes = text.split { $0.isWhitespace || $0 == "," }.count {
                        TextSpotter.isCode($0)
                    }
                }
            } else if record.isElement {
                // What a style hides is often shown by a script; what is never shown is left out.
                if index >= isHiddenUntil, ElementRole.of(record).contains(.hidden) {
                    isHiddenUntil = Int(record.end)
                }
                if document.isElement(Node(index), named: "a"),
                    document.hasAttribute("href", Node(index))
                {
                    held.links = 1
                }
            }
            dates[index + 1] = dates[index] + Int32(held.dates)
            links[index + 1] = links[index] + Int32(held.links)
            codes[index + 1] = codes[index] + Int32(held.codes)
            letters[index + 1] = letters[index] + Int32(clamping: held.letters)
        }
    }

    /// What stands among consecutive nodes.
    func held(in range: Range<Int>) -> (dates: Int, links: Int, codes: Int, letters: Int) {
        func difference(_ sums: [Int32]) -> Int {
            Int(sums[range.upperBound] - sums[range.lowerBound])
        }
        return (difference(dates), difference(links), difference(codes), difference(letters))
    }
}
