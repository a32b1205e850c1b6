import AlmanacCore
import TimeSeries

/// One page while a recipe runs on it, with what has been looked up so far.
final class PageReader {
    let page: SourcePage
    let document: Document?
    let data: PageData
    /// What was found out about its texts and places.
    let memory = PageMemory()
    private var matches: [Selector: [Node]] = [:]
    private var lines: [Range<Int>: [TextLine]] = [:]
    private var shown: [Node: String] = [:]
    private var tables: [Node: (table: DataTable, columns: ColumnNames)] = [:]
    /// The places of rows in the grids of the tables that have been looked up.
    private var rowPlaces: [Node: Int] = [:]
    /// The order of day and month that the page's dates in digits settle; nil where they do not.
    private(set) lazy var dateOrder: DateOrder? = DateOrder(ofTextsIn: document)
    /// The order of day and month of the country that the site's name is registered in.
    private(set) lazy var countryDateOrder: DateOrder? = DateOrder(ofSiteOf: page)

    /// What its elements are called, with selectors.
    private(set) lazy var called = document.map(NamedFields.all) ?? []
    /// Its texts that may start with a label.
    private(set) lazy var labelled = LabelFields.all(of: self)
    private var results: [(recipe: Recipe, result: RecipeResult)] = []

    init(_ page: SourcePage) {
        self.page = page
        document = page.document
        data = PageData(page)
    }

    /// What a recipe reads on the page, run once.
    ///
    /// - Throws: As a run does.
    func result(of recipe: Recipe) throws -> RecipeResult {
        if let known = results.first(where: { $0.recipe == recipe }) { return known.result }
        let result = try CompiledRecipe(recipe).run(on: self)
        results.append((recipe, result))
        return result
    }

    /// Most bytes of texts that are kept, those of lines and of elements each.
    private static let keptLimit = 32 << 20
    private var keptLines = 0
    private var keptTexts = 0

    private static let currencyNames = try? Selector("[itemprop=\"priceCurrency\"]")
    private var currencies: [Range<Int>: String?] = [:]

    /// The currency that consecutive nodes name for programs, where it is the only one.
    func currency(in nodes: Range<Int>) -> String? {
        if let known = currencies[nodes] { return known }
        guard let document, let selector = Self.currencyNames else { return nil }
        var names: Set<String> = []
        document.search(selector, scope: 0, in: nodes) { node in
            names.insert(
                (document.attribute("content", of: node) ?? document.visibleLine(of: node)).trimmed)
            return names.count < 2
        }
        let found = names.count == 1 ? names.first : nil
        currencies[nodes] = .some(found)
        return found
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

    /// The visible lines of consecutive nodes, such as those of a row.
    func lines(of nodes: Range<Int>) -> [TextLine] {
        guard let document else { return [] }
        if let known = lines[nodes] { return known }
        let found = document.textLines(in: nodes)
        // A line is more than its text.
        keptLines += found.reduce(64) { $0 + $1.text.utf8.count + 64 }
        if keptLines < Self.keptLimit { lines[nodes] = found }
        return found
    }

    /// The visible lines of an element.
    func lines(of node: Node) -> [TextLine] {
        document.map { lines(of: node.index..<Int($0.nodes[node.index].end)) } ?? []
    }

    /// The visible text of an element as one line.
    func line(of node: Node) -> String {
        guard let document else { return "" }
        if let known = shown[node] { return known }
        let text = document.visibleLine(of: node)
        keptTexts += text.utf8.count + 64
        if keptTexts < Self.keptLimit { shown[node] = text }
        return text
    }

    /// A row with its cells and the names of their columns, where its element is a table's row.
    func withCells(_ row: RowContext) -> RowContext {
        guard row.cells.isEmpty, let document, let node = row.node,
            document.isElement(node, named: "tr"),
            let element = document.ancestors(of: node).first(where: {
                document.isElement($0, named: "table")
            }), let found = table(element), let place = rowPlaces[node]
        else { return row }
        var row = row
        (row.cells, row.columns) = (found.table.rows[place], found.columns)
        return row
    }

    /// A table, looked up once; nil where its spans make it huge.
    private func table(_ element: Node) -> (table: DataTable, columns: ColumnNames)? {
        if let known = tables[element] { return known }
        guard let document, let table = try? document.table(element) else { return nil }
        for (place, cells) in table.rows.enumerated() {
            let own = cells.lazy.compactMap { $0 }.first { !$0.isContinuation }
            if let row = own.flatMap({ document.parent(of: $0.element) }) { rowPlaces[row] = place }
        }
        let found = (table, ColumnNames(table.columnNames))
        tables[element] = found
        return found
    }

    /// The rows of the page where a recipe says that records are.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    func rows(of source: CompiledRecipe.Source) throws -> [RowContext] {
        switch source {
        case .page: return [wholeRow]
        case .learned(let recipe): return LearnedRows(recipe, page).rows(wholeRow)
        case .data(let location):
            return data.values(at: location, record: nil).flatMap { $0.arrayValue ?? [$0] }
                .map { RowContext(json: $0) }
        case .elements(let selector, let spansSiblings):
            guard let document else { return [] }
            let starts = all(selector)
            return starts.enumerated().compactMap { index, node in
                guard !document.isHeadingRow(node) else { return nil }
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
                let columns = ColumnNames(table.columnNames)
                return table.bodyRows.compactMap { cells in
                    let own = cells.filter { $0.map { !$0.isContinuation } ?? false }
                    guard own.count >= fewestCells, let first = own.first??.element,
                        let row = document.parent(of: first)
                    else { return nil }
                    let end = Int(document.nodes[row.index].end)
                    return RowContext(
                        node: row, nodes: row.index..<end, cells: cells, columns: columns)
                }
            }
        }
    }
}

extension Document {
    /// Whether an element is a row of a table all of whose cells are headings: no record.
    func isHeadingRow(_ node: Node) -> Bool {
        guard isElement(node, named: "tr") else { return false }
        let cells = Array(children(of: node))
        return !cells.isEmpty && cells.allSatisfy { isElement($0, named: "th") }
    }

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

extension DateOrder {
    private static let monthFirstDomains: Set = ["gov", "mil", "us"]
    private static let dayFirstDomains: Set = [
        "uk", "ie", "au", "nz", "in", "sg", "my", "za", "de", "at", "ch", "fr", "be", "nl", "it",
        "es", "pt", "pl", "cz", "sk", "gr", "ro", "bg", "hr", "ru", "ua", "tr", "dk", "no", "fi",
        "br", "ar", "mx", "cl",
    ]

    /// The order that is usual where a page's site is: that of its address, else the one that its
    /// links lead to most often.
    fileprivate init?(ofSiteOf page: SourcePage) {
        guard let host = page.url?.host?.description ?? Self.commonHost(of: page.document),
            let domain = host.split(separator: ".").last.map(String.init)
        else { return nil }
        if Self.monthFirstDomains.contains(domain) {
            self = .monthFirst
        } else if Self.dayFirstDomains.contains(domain) {
            self = .dayFirst
        } else {
            return nil
        }
    }

    private static func commonHost(of document: Document?) -> String? {
        guard let document, let links = try? Selector("a[href]") else { return nil }
        var counts: [String: Int] = [:]
        for node in document.select(links).prefix(2_000) {
            guard let text = document.attribute("href", of: node), let url = WebURL(text),
                let host = url.host?.description
            else { continue }
            counts[host, default: 0] += 1
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Most dates that are read for one page.
    private static let dateLimit = 400

    /// The order that all dates such as `25/04/2026` in a document's texts have, where some can be
    /// read in one order only and none in the other.
    fileprivate init?(ofTextsIn document: Document?) {
        guard let document else { return nil }
        var dates: [String] = []
        for index in 0..<document.nodeCount where document.nodes[index].isText {
            let record = document.nodes[index]
            guard record.count < 2_000, dates.count < Self.dateLimit else { continue }
            let text = document.text(record.start, record.count)
            guard text.utf8.contains(where: { $0 &- 0x30 < 10 }),
                text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") })
            else { continue }
            for word in text.split(whereSeparator: { $0.isWhitespace || "(),;:".contains($0) }) {
                let parts = word.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }
                guard parts.count == 3, parts[2].count == 4, word.utf8.count <= 10,
                    parts.allSatisfy({ $0.allSatisfy { $0 &- 0x30 < 10 } })
                else { continue }
                dates.append(String(word))
            }
        }
        // A day beyond the twelfth says it; dates that contradict each other settle nothing.
        var orders: Set<DateOrder> = []
        for date in dates {
            let numbers = date.split { $0 == "/" || $0 == "-" }.compactMap { Int($0) }
            guard numbers.count == 3, max(numbers[0], numbers[1]) <= 31 else { continue }
            if numbers[0] > 12, numbers[1] <= 12 { orders.insert(.dayFirst) }
            if numbers[1] > 12, numbers[0] <= 12 { orders.insert(.monthFirst) }
        }
        guard orders.count == 1, let order = orders.first else { return nil }
        self = order
    }
}
