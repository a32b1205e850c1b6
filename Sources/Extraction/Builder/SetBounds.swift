/// How good a set of records can be at most, told before its columns are looked for.
///
/// A row without a digit has no date and no code, one without an address no link; with what else
/// sets are compared by, that leaves most sets of a page behind the best one.
struct SetBounds {
    private let document: Document
    /// How many nodes with a digit, and how many with an address, stand before each node.
    private var digits: [Int32] = [0]
    private var addresses: [Int32] = [0]
    /// The first element with a digit of those that may be headings of records.
    private var firstHeading = Int.max

    init(_ document: Document) {
        self.document = document
        for index in 0..<document.nodeCount {
            let held = Self.held(document, index)
            digits.append(digits[index] + (held.hasDigit ? 1 : 0))
            addresses.append(addresses[index] + (held.hasAddress ? 1 : 0))
        }
        for name in ColumnMiner.headingNames {
            guard let selector = try? Selector(name) else { continue }
            document.search(selector, scope: 0, in: 1..<document.nodeCount) { node in
                let range = node.index..<Int(document.nodes[node.index].end)
                guard hasAny(digits, range) else { return true }
                firstHeading = min(firstHeading, node.index)
                return false
            }
        }
    }

    /// The largest total that a set may have with fields of which each has a greatest score.
    func greatest(
        of set: RecordSet, _ rows: [RowContext], _ fields: [ColumnMatch]
    ) -> Double {
        let holds = rows.map { row in
            // What a label leads to may stand around the row.
            let around = row.node.map { document.ancestors(of: $0).prefix(3) } ?? []
            func any(_ sums: [Int32]) -> Bool {
                hasAny(sums, row.nodes) || around.contains { hasAny(sums, $0.index..<$0.index + 1) }
            }
            return (digit: any(digits), address: any(addresses))
        }
        let isBelowHeading = (rows.last?.nodes.lowerBound ?? .max) > firstHeading
        let dated = isBelowHeading ? rows.count : holds.count(where: \.digit)
        let linked = holds.count(where: \.address)
        var greatest = 0.0
        for good in 1...max(1, rows.count) {
            let sum = fields.reduce(0) { sum, field in
                sum
                    + field.greatestScore(
                        withDigits: min(1, Double(dated) / Double(good)),
                        withAddresses: min(1, Double(linked) / Double(good)))
            }
            let share = Double(good) / Double(max(1, rows.count))
            greatest = max(greatest, ListMatcher.total(sum, share: share, of: set))
        }
        return greatest
    }

    private func hasAny(_ sums: [Int32], _ range: Range<Int>) -> Bool {
        sums[range.upperBound] > sums[range.lowerBound]
    }

    private static func held(
        _ document: Document, _ index: Int
    ) -> (hasDigit: Bool, hasAddress: Bool) {
        let record = document.nodes[index]
        if record.isText {
            let bytes = document.textBytes(record)
            let slash = UInt8(ascii: "/")
            let pairs = zip(bytes, bytes.dropFirst())
            return (hasDigit(bytes), pairs.contains { $0 == (slash, slash) })
        }
        var held = (hasDigit: false, hasAddress: false)
        for (name, value) in document.attributes(of: Node(index)) {
            switch name {
            case "href", "src":
                held.hasAddress = true
                // Other numbers in addresses are none of a record.
                if TextSpotter.holdsDate(value) { held.hasDigit = true }
            case _ where ColumnMiner.isTelling(name, value):
                if name == "onclick" { held.hasAddress = true }
                if hasDigit(value.utf8) { held.hasDigit = true }
            default: break
            }
        }
        return held
    }

    private static func hasDigit(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.contains { $0 &- 0x30 < 10 }
    }
}
