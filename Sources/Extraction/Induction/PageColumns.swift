/// Which strings of a page stand at like places.
struct ColumnKey: Sendable, Hashable {
    /// How closely places must be alike.
    enum Level: UInt8, Sendable, CaseIterable {
        /// Names and classes from the root.
        case marked
        /// Names and classes of the last three steps.
        case near
        /// Names from the root.
        case bare
        /// Anywhere on the page, for parts that say what they are.
        case anywhere
    }

    var level: Level
    var path: UInt64
    var part: UInt64
}

/// The strings of a page in columns: lists of those that stand at like places.
struct PageColumns: Sendable {
    let tree: PageTree
    private(set) var keys: [ColumnKey] = []
    /// The numbers of atoms of each column, in document order.
    private(set) var members: [[Int32]] = []
    private var numbers: [ColumnKey: Int] = [:]

    init(_ tree: PageTree) {
        self.tree = tree
        for (index, atom) in tree.atoms.enumerated() {
            let paths = tree.places[Int(atom.place)].paths
            insert(ColumnKey(level: .marked, path: paths.marked, part: atom.part), index)
            insert(ColumnKey(level: .near, path: paths.near, part: atom.part), index)
            insert(ColumnKey(level: .bare, path: paths.bare, part: atom.part), index)
            if atom.part > 64, Self.isNamed(atom.part) {
                insert(ColumnKey(level: .anywhere, path: 0, part: atom.part), index)
            }
        }
    }

    /// Whether a part says what it holds, as a property of embedded data does.
    private static func isNamed(_ part: UInt64) -> Bool { !plainAttributes.contains(part) }

    private static let plainAttributes = Set(
        [
            "href", "src", "content", "datetime", "title", "alt", "value", "data-src", "data-href",
            "data-url", "data-value", "data-id", "data-date", "onclick", "aria-label", "name", "id",
        ].map(PageTree.part))

    private mutating func insert(_ key: ColumnKey, _ atom: Int) {
        if let number = numbers[key] {
            members[number].append(Int32(atom))
        } else {
            numbers[key] = keys.count
            keys.append(key)
            members.append([Int32(atom)])
        }
    }

    /// The column of a key, where the page has it.
    func column(_ key: ColumnKey) -> Int? { numbers[key] }

    /// The origin of a column's first string.
    func origin(_ column: Int) -> PageTree.Origin {
        tree.places[Int(tree.atoms[Int(members[column][0])].place)].origin
    }
}

/// A value of a column with the place that it was read from.
struct PlacedValue: Sendable {
    var place: Int32
    var value: ReadValue
}

/// Reads columns of a page for fields, each column once.
struct ColumnReader {
    private struct Query: Hashable {
        var field: Int
        var column: Int
        var derivation: Derivation
    }

    let columns: PageColumns
    private var known: [Query: [PlacedValue]] = [:]

    init(_ columns: PageColumns) { self.columns = columns }

    /// The values that a derivation gives for a column, in document order.
    mutating func values(
        _ column: Int, _ derivation: Derivation, field: Int, _ base: ReadKind.Base,
        _ reading: Reading
    ) -> [PlacedValue] {
        let query = Query(field: field, column: column, derivation: derivation)
        if let found = known[query] { return found }
        let tree = columns.tree
        let found = columns.members[column].compactMap { atom -> PlacedValue? in
            let atom = tree.atoms[Int(atom)]
            return derivation.value(of: atom.text, base, reading).map {
                PlacedValue(place: atom.place, value: $0)
            }
        }
        known[query] = found
        return found
    }
}
