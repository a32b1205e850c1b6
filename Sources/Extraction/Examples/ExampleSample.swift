/// The rows of a set that known values are looked for in.
struct ExampleSample {
    /// The rows, in order.
    let rows: [RowContext]
    /// Whether they are some of many, so that known records may be missing among them.
    ///
    /// Rows that hold each other are no such part: all known records are to be in what is left.
    let isPart: Bool

    /// Takes rows spread over the whole set, and those that hold nodes with known values.
    ///
    /// - Parameter known: The nodes, in order.
    init(_ set: RecordSet, _ page: PageReader, limit: Int, known: [Int]) throws {
        let all = try ListMatcher.rows(of: set, page)
        let spread = ListMatcher.spread(all, page, limit: limit)
        isPart = all.count > limit && spread.count == limit
        guard isPart, !known.isEmpty else {
            rows = spread
            return
        }
        var chosen = Set(ListMatcher.places(limit, of: all.count))
        var added = 0
        for (place, row) in all.enumerated() where added < limit {
            guard Self.holds(row.nodes, known), chosen.insert(place).inserted else { continue }
            added += 1
        }
        rows = chosen.sorted().map { all[$0] }
    }

    /// Whether a range holds one of the sorted numbers.
    private static func holds(_ range: Range<Int>, _ numbers: [Int]) -> Bool {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] < range.upperBound
    }

    /// Most places of a value that tells where its record is.
    private static let placeLimit = 20

    /// The texts of a page that are known values which stand in few places, by their nodes.
    static func known(_ examples: ExampleValues, _ page: PageReader) -> [Int] {
        guard let document = page.document else { return [] }
        var places: [String: [Int]] = [:]
        for values in examples.texts.joined() where values.count == 1 { places[values[0]] = [] }
        let longest = places.keys.lazy.map(\.utf8.count).max() ?? 0
        for index in 0..<document.nodeCount where document.nodes[index].isText {
            let record = document.nodes[index]
            // White space around a value is little.
            guard record.count <= longest + 100 else { continue }
            let text = document.text(record.start, record.count).trimmed
            guard let count = places[text]?.count, count <= placeLimit else { continue }
            places[text]?.append(index)
        }
        return places.values.filter { $0.count <= placeLimit }.flatMap { $0 }.sorted()
    }
}
