/// A value of a column with the place that it was read from.
struct PlacedValue: Sendable {
    var place: Int32
    /// The string that it was read from, as a number of the tree.
    var atom: Int32
    var value: ReadValue
    /// A number that values with one key share.
    var id: Int32
}

/// Reads columns of a page for fields: each column once, and each string once for a derivation.
struct ColumnReader {
    /// A derivation with the field that it is read for; -1 where all fields of the kind are read
    /// alike.
    private struct Way: Hashable {
        var field: Int
        var base: ReadKind.Base
        var derivation: Derivation
    }

    private struct Query: Hashable {
        var way: Way
        var column: Int
    }

    private struct Found {
        var value: ReadValue
        var id: Int32
    }

    var columns: PageColumns
    private var known: [Query: [PlacedValue]] = [:]
    /// For each way and string the place of its value in `pool`, or why there is none.
    private var read: [Way: [Int32]] = [:]
    private var pool: [Found] = []
    private var ids: [String: Int32] = [:]
    /// The dates of each string, by whether days come before months.
    private var dates: [Bool: [Int32: [String]]] = [:]

    /// For each string and each column the signs that it has; zero where nobody looked.
    private var textSigns: [UInt32]
    private var columnSigns: [UInt32]

    private static let isUnread: Int32 = -2
    private static let hasNone: Int32 = -1
    /// How many strings are kept for each way; what goes beyond is read each time.
    private static let cacheLimit: Int32 = 100_000

    init(_ columns: PageColumns) {
        self.columns = columns
        textSigns = Array(repeating: 0, count: Int(columns.textCount))
        columnSigns = Array(repeating: 0, count: columns.keys.count)
    }

    /// Whether a derivation may give a value for a column: most need a sign that no string of most
    /// columns has.
    mutating func mayGive(_ column: Int, _ derivation: Derivation, _ base: ReadKind.Base) -> Bool {
        guard let needed = derivation.neededSign(base) else { return true }
        if columnSigns[column] == 0 {
            var signs: UInt32 = 0
            for member in columns.members[column] {
                let text = Int(columns.texts[Int(member)])
                if textSigns[text] == 0 {
                    textSigns[text] = Derivation.signs(of: columns.tree.atoms[Int(member)].text)
                }
                signs |= textSigns[text]
            }
            columnSigns[column] = signs
        }
        return columnSigns[column] & needed != 0
    }

    /// The values that a derivation gives for a column, in document order.
    mutating func values(
        _ column: Int, _ derivation: Derivation, field: Int, _ base: ReadKind.Base,
        _ reading: Reading
    ) -> [PlacedValue] {
        let way = Way(
            field: derivation.isAlike(base, reading) ? -1 : field, base: base,
            derivation: derivation)
        let query = Query(way: way, column: column)
        if let found = known[query] { return found }
        let count = Int(min(columns.textCount, Self.cacheLimit))
        var cache = read.removeValue(forKey: way) ?? Array(repeating: Self.isUnread, count: count)
        var found: [PlacedValue] = []
        for member in columns.members[column] {
            let text = Int(columns.texts[Int(member)])
            var number = text < count ? cache[text] : Self.isUnread
            if number == Self.isUnread {
                let atom = columns.tree.atoms[Int(member)].text
                number = keep(
                    base == .date
                        ? derivation.date(of: dates(in: atom, Int32(text), reading.dayFirst))
                        : derivation.value(of: atom, base, reading))
                if text < count { cache[text] = number }
            }
            guard number >= 0 else { continue }
            let value = pool[Int(number)]
            let place = columns.tree.atoms[Int(member)].place
            found.append(
                PlacedValue(place: place, atom: member, value: value.value, id: value.id))
        }
        read[way] = cache
        known[query] = found
        return found
    }

    /// The dates of a string, which several derivations choose from.
    private mutating func dates(in text: String, _ number: Int32, _ dayFirst: Bool) -> [String] {
        if let known = dates[dayFirst]?[number] { return known }
        let found = DateScanner.dates(in: text, dayFirst: dayFirst)
        if number < Self.cacheLimit { dates[dayFirst, default: [:]][number] = found }
        return found
    }

    private mutating func keep(_ value: ReadValue?) -> Int32 {
        guard let value else { return Self.hasNone }
        let id = ids[value.key] ?? Int32(ids.count)
        ids[value.key] = id
        pool.append(Found(value: value, id: id))
        return Int32(pool.count - 1)
    }
}
