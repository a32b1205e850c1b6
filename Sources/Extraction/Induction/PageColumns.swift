/// The strings of a page in columns: lists of those that stand at like places.
struct PageColumns: Sendable {
    let tree: PageTree
    private(set) var keys: [ColumnKey] = []
    /// The numbers of atoms of each column, in document order.
    private(set) var members: [[Int32]] = []
    private var numbers: [ColumnKey: Int] = [:]
    private var parents: [Int: [ColumnKey]] = [:]
    /// For each atom the number of its string; equal strings have one number.
    private(set) var texts: [Int32] = []
    private(set) var textCount: Int32 = 0

    init(_ tree: PageTree) {
        self.tree = tree
        var textNumbers: [String: Int32] = [:]
        texts.reserveCapacity(tree.atoms.count)
        for (index, atom) in tree.atoms.enumerated() {
            if let number = textNumbers[atom.text] {
                texts.append(number)
            } else {
                textNumbers[atom.text] = textCount
                texts.append(textCount)
                textCount += 1
            }
            let paths = tree.places[Int(atom.place)].paths
            insert(ColumnKey(level: .marked, path: paths.marked, part: atom.part), index)
            insert(ColumnKey(level: .near, path: paths.near, part: atom.part), index)
            insert(ColumnKey(level: .bare, path: paths.bare, part: atom.part), index)
            insert(ColumnKey(level: .pair, path: paths.pair, part: atom.part), index)
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

    /// The column of a source, several columns as one where it names several.
    mutating func column(of source: FieldSource) -> Int? {
        guard !source.others.isEmpty else { return numbers[source.key] }
        return union([source.key] + source.others)
    }

    /// Several columns as one, in document order.
    mutating func union(_ parts: [ColumnKey]) -> Int? {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for part in parts {
            hash = (hash ^ part.path ^ part.part) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 31
        }
        let key = ColumnKey(level: .union, path: hash, part: UInt64(parts.count))
        if let known = numbers[key] { return known }
        var atoms: [Int32] = []
        for part in parts {
            if let column = numbers[part] { atoms += members[column] }
        }
        guard !atoms.isEmpty else { return nil }
        atoms.sort()
        numbers[key] = keys.count
        keys.append(key)
        members.append(atoms)
        parents[keys.count - 1] = parts
        return keys.count - 1
    }

    /// The columns that a column is made of, beyond the first.
    func others(_ column: Int) -> [ColumnKey] {
        parents[column].map { Array($0.dropFirst()) } ?? []
    }

    /// The key by which a column is named in a source.
    func name(_ column: Int) -> ColumnKey { parents[column]?[0] ?? keys[column] }

    /// Whether two columns have strings in common, by the middle one of the smaller.
    func haveCommon(_ left: Int, _ right: Int) -> Bool {
        if left == right { return true }
        let isLess = members[left].count < members[right].count
        let (few, many) = isLess ? (members[left], members[right]) : (members[right], members[left])
        let wanted = few[few.count / 2]
        var low = 0
        var high = many.count
        while low < high {
            let middle = (low + high) / 2
            if many[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < many.count && many[low] == wanted
    }

    /// The part of the page below the root that a column's first string is in.
    func top(_ column: Int) -> Int32 {
        var at = tree.atoms[Int(members[column][0])].place
        while tree.places[Int(at)].parent > 0 { at = tree.places[Int(at)].parent }
        return at
    }

    /// The property of embedded data that a column's strings belong to, as a number.
    func property(_ column: Int) -> UInt64? {
        var at = tree.atoms[Int(members[column][0])].place
        guard tree.places[Int(at)].origin == .linkedData else { return nil }
        while at > 0 {
            let name = tree.names[Int(tree.places[Int(at)].label)]
            let isProperty =
                !Self.wrappers.contains(name) && !name.hasPrefix("schema:")
            if isProperty { return PageTree.number(name) }
            at = tree.places[Int(at)].parent
        }
        return nil
    }

    private static let wrappers: Set<String> = [
        "*", "#line", "text", "name", "url", "@value", "itemListElement", "@id", "ld", "@graph",
    ]

    /// The origin of a column's first string.
    func origin(_ column: Int) -> PageTree.Origin {
        tree.places[Int(tree.atoms[Int(members[column][0])].place)].origin
    }
}
