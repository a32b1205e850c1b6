import AlmanacCore

/// A text that a place yielded, and where it stood.
struct FoundText {
    var text: String
    var node: Node?
}

/// One row of a page: the nodes or data that a record is read from.
struct RowContext {
    /// The first element; nil where the row is data.
    var node: Node?
    /// The nodes of the row.
    var nodes: Range<Int> = 0..<0
    /// The cells, where rows are those of a table.
    var cells: [DataTable.Cell?] = []
    /// The names of the columns of the row's table.
    var columnNames: [String] = []
    /// The value, where rows are data.
    var json: JSON?
}

/// One page while a recipe runs on it, with what has been looked up so far.
final class PageReader {
    let page: SourcePage
    let document: Document?
    let data: PageData
    private var matches: [Selector: [Node]] = [:]
    private var pageLines: [TextLine]?

    init(_ page: SourcePage) {
        self.page = page
        document = page.document
        data = PageData(page)
    }

    /// The whole page as one row.
    var wholeRow: RowContext {
        guard let document else { return RowContext(json: data.root(.json)) }
        return RowContext(node: document.root, nodes: 1..<document.nodeCount)
    }

    /// All elements of the page that a selector matches.
    func all(_ selector: Selector) -> [Node] {
        if let known = matches[selector] { return known }
        let found = document?.select(selector) ?? []
        matches[selector] = found
        return found
    }

    /// The last match before a node that does not hold it.
    func last(_ selector: Selector, before node: Node) -> Node? {
        let found = all(selector)
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle] < node { low = middle + 1 } else { high = middle }
        }
        while low > 0, let document, document.contains(found[low - 1], node) { low -= 1 }
        return low > 0 ? found[low - 1] : nil
    }

    /// The visible lines of a row.
    func lines(of row: RowContext) -> [TextLine] {
        guard let document else { return [] }
        guard row.nodes == 1..<document.nodeCount else { return document.textLines(in: row.nodes) }
        if let pageLines { return pageLines }
        let lines = document.textLines(in: row.nodes)
        pageLines = lines
        return lines
    }

    /// The rows of the page where a recipe says that records are.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    func rows(of source: CompiledRecipe.Source) throws -> [RowContext] {
        switch source {
        case .page: return [wholeRow]
        case .data(let location):
            return data.values(at: location, record: nil).flatMap { $0.arrayValue ?? [$0] }
                .map { RowContext(json: $0) }
        case .elements(let selector, let spansSiblings):
            guard let document else { return [] }
            let starts = all(selector)
            return starts.enumerated().map { index, node in
                let end =
                    spansSiblings
                    ? document.siblingsEnd(
                        from: node, before: index + 1 < starts.count ? starts[index + 1] : nil)
                    : Int(document.nodes[node.index].end)
                return RowContext(node: node, nodes: node.index..<end)
            }
        case .table(let selector, let fewestCells):
            guard let document else { return [] }
            return try all(selector).flatMap { element -> [RowContext] in
                guard document.isElement(element, named: "table") else { return [] }
                let table = try document.table(element)
                let names = table.columnNames
                return table.bodyRows.compactMap { cells in
                    let own = cells.filter { $0.map { !$0.isContinuation } ?? false }
                    guard own.count >= fewestCells, let first = own.first??.element,
                        let row = document.parent(of: first)
                    else { return nil }
                    let end = Int(document.nodes[row.index].end)
                    return RowContext(
                        node: row, nodes: row.index..<end, cells: cells, columnNames: names)
                }
            }
        }
    }
}

extension Document {
    /// One past the last node of an element and the siblings after it, up to another element or
    /// the end of the parent.
    func siblingsEnd(from node: Node, before next: Node?) -> Int {
        var end = Int(nodes[node.index].end)
        let parentEnd = parent(of: node).map { Int(nodes[$0.index].end) } ?? end
        while end < parentEnd {
            let siblingEnd = Int(nodes[end].end)
            if let next, next.index < siblingEnd { break }
            end = siblingEnd
        }
        return end
    }
}
