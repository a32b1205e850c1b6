/// Places that what stands around records names: labels in their lines, and headings before them.
extension ColumnMiner {
    /// Places after texts that stand at the start of a line in most rows.
    func labelPlaces() -> [Proposal] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for row in rows.prefix(60) {
            var inRow: Set<String> = []
            for line in page.lines(of: row.nodes).prefix(60) {
                guard let label = Self.label(in: line.text), inRow.insert(label).inserted else {
                    continue
                }
                if counts[label] == nil { order.append(label) }
                counts[label, default: 0] += 1
            }
        }
        let least = max(1, min(rows.count, 60) * 3 / 10)
        return order.filter { counts[$0, default: 0] >= least }.prefix(40).flatMap { label in
            let hint = RecordColumn.Hint(words: page.memory.words(of: label), strength: 1)
            return [
                Proposal(place: FieldPlace(.label([label], take: .text)), hints: [hint]),
                Proposal(
                    place: FieldPlace(.label([label], take: .attribute("href"))), hints: [hint],
                    isAddress: true),
            ]
        }
    }

    /// The label that a line starts with: a few words before a colon.
    static func label(in line: String) -> String? {
        guard line.utf8.contains(UInt8(ascii: ":")), let colon = line.firstIndex(of: ":") else {
            return nil
        }
        let label = line[..<colon]
        let words = label.split { $0.isWhitespace }
        guard (1...5).contains(words.count), label.count <= 40,
            label.contains(where: \.isLetter), !label.contains(where: { "(),;".contains($0) })
        else { return nil }
        return String(label).trimmed
    }

    /// Elements that may be headings of the records after them.
    static let headingNames = [
        "h1", "h2", "h3", "h4", "h5", "h6", "caption", "th", "strong", "b", "p",
    ]

    /// Headings before records that hold for those below them.
    func headingPlaces() -> [Proposal] {
        guard let first = rows.first?.node else { return [] }
        var found: [Proposal] = []
        for name in Self.headingNames {
            guard let text = heading(name, before: first) else { continue }
            found.append(
                Proposal(
                    place: FieldPlace(
                        .element(nil, take: .text, nth: nil), scope: .heading(text)), hints: []))
        }
        return found
    }

    /// What selects elements of a name before records but none in them.
    private func heading(_ name: String, before first: Node) -> String? {
        guard let plain = page.memory.selector(name),
            let node = page.all(plain).last(where: { $0 < first && !document.contains($0, first) }),
            page.line(of: node).utf8.count <= 200
        else { return nil }
        if !page.all(plain).contains(where: isInRow) { return name }
        var texts = writer.goodClasses(of: node).map { name + "." + $0 }
        if let parent = document.parent(of: node) {
            texts += writer.descriptors(of: parent).map { $0 + " > " + name }
        }
        return texts.first { text in
            guard let selector = page.memory.selector(text) else { return false }
            let matches = page.all(selector)
            return matches.contains(node) && !matches.contains(where: isInRow)
        }
    }

    private func isInRow(_ node: Node) -> Bool {
        rows.contains { $0.nodes.contains(node.index) }
    }
}
