import CLexbor

/// Finds the container of a page's main text, and in it the blocks that belong to it.
struct MainTextFinder {
    let document: Document
    let title: String?
    var statistics: TextStatistics

    /// The text of a block that could be part of the main text.
    struct Block {
        var node: Node
        var text: String
        var linkShare: Double
        var characterCount: Int
    }

    /// What was found.
    struct Result {
        var text = ""
        var blocks: [Node] = []
        var container: Node?
    }

    init(_ document: Document, title: String?) {
        self.document = document
        self.title = title
        statistics = TextStatistics(document) { _ in false }
    }

    mutating func find() -> Result {
        let whole = statistics
        // First without what looks beside the point; where little is left, with it.
        let strict = attempt { node, document in
            ElementHints.isElsewhere(node, in: document)
                || ElementHints.isUnlikely(node, in: document)
        }
        if strict.text.count >= 500 { return strict }
        statistics = whole
        let loose = attempt { node, document in ElementHints.isElsewhere(node, in: document) }
        let better = loose.text.count > strict.text.count * 2 ? loose : strict
        if better.text.count >= 140 { return better }
        statistics = whole
        let all = attempt { _, _ in false }
        return all.text.count > better.text.count * 2
            ? all : better.text.isEmpty ? scraps() : better
    }

    /// The few words of a page that has no more than those.
    private func scraps() -> Result {
        guard let body = document.first(.body), statistics.linkShare(body) < 0.5 else {
            return Result()
        }
        let blocks = blocks(in: body)
        return Result(
            text: blocks.map(\.text).joined(separator: "\n\n"), blocks: blocks.map(\.node),
            container: body)
    }

    private mutating func attempt(_ isLeftOut: (Node, Document) -> Bool) -> Result {
        let document = document
        statistics = TextStatistics(document) { isLeftOut($0, document) }
        guard let best = container() else { return Result() }
        let container = widened(best)
        var blocks = lead(before: container)
        for part in parts(around: container) { blocks += self.blocks(in: part) }
        let kept = trimmed(blocks)
        return Result(
            text: kept.map(\.text).joined(separator: "\n\n"), blocks: kept.map(\.node),
            container: container)
    }

    // MARK: - The container

    /// Each container's score, by element.
    private func scores() -> [Int: Double] {
        var scores: [Int: Double] = [:]
        for index in 0..<document.nodeCount where statistics.isKept[index] {
            let record = document.nodes[index]
            guard record.isElement, isTextBlock(index, record) else { continue }
            let node = Node(index)
            let count = statistics.textCount(node)
            guard count >= 25 else { continue }
            let value =
                (1 + Double(statistics.commaCount(node)) + min(Double(count) / 100, 3))
                * (1 - statistics.linkShare(node))
            // A block that is no paragraph of its own may itself be the container.
            var holder =
                ["p", "pre", "blockquote", "li", "td", "h2", "h3"].contains(document.name(of: node))
                ? document.parent(of: node) : node
            var level = 0
            while let at = holder, at.index > 0, level < 5 {
                let share = level == 0 ? 1.0 : level == 1 ? 0.5 : 1 / Double(level * 3)
                scores[at.index, default: base(at)] += value * share
                holder = document.parent(of: at)
                level += 1
            }
        }
        return scores
    }

    /// Whether an element holds text directly, rather than in blocks of its own.
    private func isTextBlock(_ index: Int, _ record: NodeRecord) -> Bool {
        let role = ElementRole.of(record)
        guard role.contains(.block) || role.contains(.cell) else { return false }
        if record.name == LXB_TAG_P.rawValue || record.name == LXB_TAG_PRE.rawValue { return true }
        var at = index + 1
        while at < Int(record.end) {
            let child = document.nodes[at]
            if child.isText, child.count > 0,
                document.textBytes(child).contains(where: { !isMarkupSpace($0) })
            {
                return true
            }
            let childRole = child.isElement ? ElementRole.of(child) : []
            at = childRole.contains(.block) || childRole.contains(.cell) ? Int(child.end) : at + 1
        }
        return false
    }

    private func base(_ node: Node) -> Double {
        let names: [String: Double] = [
            "div": 5, "article": 8, "main": 5, "section": 3, "pre": 3, "td": 3, "blockquote": 3,
            "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
            "th": -5, "h1": -5, "h2": -5, "h3": -5, "h4": -5, "body": -5,
        ]
        var score = (names[document.name(of: node)] ?? 0) + ElementHints.weight(node, in: document)
        if document.attribute("itemprop", of: node)?.contains("articleBody") ?? false {
            score += 50
        }
        return score
    }

    private func container() -> Node? {
        let scores = scores()
        func score(_ node: Node) -> Double {
            (scores[node.index] ?? 0) * (1 - statistics.linkShare(node))
        }
        let ranked = scores.keys.sorted()
            .map { (node: Node($0), score: score(Node($0))) }
            .sorted { $0.score == $1.score ? $0.node < $1.node : $0.score > $1.score }
        guard var best = ranked.first?.node else { return document.first(.body) }
        // Where several of the best lie beside each other, what holds them is the container.
        let rivals = ranked.dropFirst().prefix(5).filter { $0.score >= score(best) * 0.75 }
        if rivals.count >= 3 {
            for ancestor in document.ancestors(of: best)
            where ancestor.index > 2
                && rivals.count(where: { document.contains(ancestor, $0.node) }) >= 3
            {
                best = ancestor
                break
            }
        }
        // A holder that scores higher has more of the text.
        let least = score(best) / 3
        var last = score(best)
        for ancestor in document.ancestors(of: best) {
            guard document.name(of: ancestor) != "body", let above = scores[ancestor.index] else {
                break
            }
            let here = above * (1 - statistics.linkShare(ancestor))
            if here < least { break }
            if here > last {
                best = ancestor
                break
            }
            last = here
        }
        return best
    }

    /// The holder of a container that holds much more text of the same kind, where a page cuts its
    /// text into several containers.
    private func widened(_ container: Node) -> Node {
        var sums = Array(repeating: Int32(0), count: document.nodeCount + 1)
        var sum: Int32 = 0
        for index in 0..<document.nodeCount {
            sums[index] = sum
            let record = document.nodes[index]
            guard record.isElement, statistics.isKept[index], isTextBlock(index, record) else {
                continue
            }
            let count = statistics.textCount(Node(index))
            let isProse = ["p", "pre", "blockquote"].contains(document.name(of: Node(index)))
            if isProse, count >= 60, statistics.linkShare(Node(index)) < 0.3 { sum += Int32(count) }
        }
        sums[document.nodeCount] = sum
        func prose(_ node: Node) -> Double {
            Double(sums[Int(document.nodes[node.index].end)] - sums[node.index])
        }
        var best = container
        for ancestor in document.ancestors(of: container) {
            if ["body", "html"].contains(document.name(of: ancestor)) { break }
            let isMostlyProse = prose(ancestor) >= 0.6 * Double(statistics.textCount(ancestor))
            if prose(ancestor) > 1.3 * prose(best), isMostlyProse { best = ancestor }
        }
        return best
    }

    /// The introduction that stands between the headline and the container.
    private func lead(before container: Node) -> [Block] {
        let heading = document.allNodes.last {
            $0 < container && document.isElement($0, named: "h1") && statistics.isKept[$0.index]
        }
        guard let heading else { return [] }
        var found: [Block] = []
        for index in heading.index..<container.index where statistics.isKept[index] {
            let record = document.nodes[index]
            guard record.isElement, !document.contains(heading, Node(index)),
                !document.contains(Node(index), container), isTextBlock(index, record),
                let block = block(Node(index), record), block.characterCount >= 60,
                block.linkShare < 0.2, endsSentence(block.text)
            else { continue }
            found.append(block)
        }
        return found.count <= 4 ? found : []
    }

    /// The container and those of its siblings that carry on the text.
    private func parts(around container: Node) -> [Node] {
        guard let parent = document.parent(of: container), parent.index > 0 else {
            return [container]
        }
        let all = statistics.textCount(container)
        return document.children(of: parent).filter { sibling in
            if sibling == container { return true }
            guard statistics.isKept[sibling.index] else { return false }
            let count = statistics.textCount(sibling)
            let links = statistics.linkShare(sibling)
            let isSame =
                document.name(of: sibling) == document.name(of: container)
                && document.attribute("class", of: sibling)
                    == document.attribute("class", of: container)
                && document.attribute("class", of: sibling) != nil
            if document.isElement(sibling, named: "p") { return count > 80 && links < 0.25 }
            return isSame && links < 0.25 && count * 5 > all
        }
    }

    // MARK: - The blocks

    /// The blocks of text in a part of the page, in document order.
    private func blocks(in part: Node) -> [Block] {
        var found: [Block] = []
        var at = part.index
        let end = Int(document.nodes[part.index].end)
        while at < end {
            let record = document.nodes[at]
            guard record.isElement else {
                at += 1
                continue
            }
            let node = Node(at)
            guard statistics.isKept[at], at == part.index || !isAside(node, record) else {
                at = Int(record.end)
                continue
            }
            if isTextBlock(at, record) {
                if let block = block(node, record) { found.append(block) }
                // A paragraph's blocks are inside it; others may hold more blocks.
                if !holdsBlocks(at, record) {
                    at = Int(record.end)
                    continue
                }
            }
            at += 1
        }
        return found
    }

    private func holdsBlocks(_ index: Int, _ record: NodeRecord) -> Bool {
        (index + 1..<Int(record.end)).contains { at in
            let inner = document.nodes[at]
            guard inner.isElement else { return false }
            let role = ElementRole.of(inner)
            return role.contains(.block) || role.contains(.cell)
        }
    }

    /// Whether an element within the container is a list of links, a form or the like.
    private func isAside(_ node: Node, _ record: NodeRecord) -> Bool {
        let name = document.name(of: node)
        guard
            ["div", "section", "ul", "ol", "table", "form", "figure", "header", "dl", "article"]
                .contains(name)
        else { return false }
        let count = statistics.textCount(node)
        guard count > 0 else { return true }
        if name == "figure" { return !descendant(of: node, ["pre", "table", "blockquote", "p"]) }
        let links = statistics.linkShare(node)
        let weight = ElementHints.weight(node, in: document)
        if name == "form", count < 500 { return true }
        if weight < 0, count < 300 { return true }
        if links > 0.5, count < 2_000 { return true }
        if links > 0.33, weight < 25, statistics.commaCount(node) < 10, count < 600 { return true }
        return false
    }

    private func descendant(of node: Node, _ names: Set<String>) -> Bool {
        document.descendants(of: node).contains { names.contains(document.name(of: $0)) }
    }

    /// The text that an element holds directly, between the blocks inside it.
    private func block(_ node: Node, _ record: NodeRecord) -> Block? {
        var writer = VisibleTextWriter(
            isPreformatted: ElementRole.of(record).contains(.preformatted))
        var linked = 0
        var linkEnd = 0
        var at = node.index + 1
        while at < Int(record.end) {
            let inner = document.nodes[at]
            if inner.isElement {
                let role = ElementRole.of(inner)
                if !statistics.isKept[at] || role.contains(.block) || role.contains(.cell) {
                    at = Int(inner.end)
                    continue
                }
                if inner.name == LXB_TAG_BR.rawValue { writer.breakLine() }
                if inner.name == LXB_TAG_A.rawValue { linkEnd = Int(inner.end) }
            } else if inner.isText {
                let bytes = document.textBytes(inner)
                writer.append(bytes)
                if at < linkEnd { linked += bytes.count { !isMarkupSpace($0) } }
            }
            at += 1
        }
        let bytes = writer.finish()
        let count = bytes.count { !isMarkupSpace($0) }
        guard count > 0 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        return Block(
            node: node, text: text, linkShare: Double(linked) / Double(count), characterCount: count
        )
    }

    /// The blocks without headings of nothing, scraps and rows of links.
    private func trimmed(_ blocks: [Block]) -> [Block] {
        var kept: [Block] = []
        for block in blocks where isContent(block) { kept.append(block) }
        // What follows the last long block and is short is the page's, not the text's.
        while let last = kept.last,
            isHeading(last)
                || last.characterCount < 25 && !endsSentence(last.text)
                    && !["li", "td", "pre", "dd"].contains(document.name(of: last.node))
        { kept.removeLast() }
        return kept
    }

    private func isHeading(_ block: Block) -> Bool {
        ["h1", "h2", "h3", "h4", "h5", "h6"].contains(document.name(of: block.node))
    }

    private func isContent(_ block: Block) -> Bool {
        let name = document.name(of: block.node)
        if let title, isHeading(block), name == "h1" || block.text == title { return false }
        if block.linkShare > 0.9, name != "h2", name != "h3", block.characterCount < 200 {
            return false
        }
        if ["p", "li", "td", "th", "pre", "blockquote", "dd", "dt"].contains(name)
            || isHeading(block)
        {
            return true
        }
        if name == "figcaption" { return false }
        // Other blocks are as often labels as text.
        return block.characterCount >= 40 || endsSentence(block.text) && block.linkShare < 0.5
    }

    private func endsSentence(_ text: String) -> Bool {
        guard let last = text.last else { return false }
        return ".!?…:\"”’»)。！？".contains(last) && text.count > 15
    }
}

extension Document {
    /// Elements that text is looked for in where nothing better is known.
    fileprivate enum Landmark { case body }

    fileprivate func first(_ landmark: Landmark) -> Node? {
        allNodes.first { isElement($0, named: "body") }
    }
}
