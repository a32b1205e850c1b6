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
    var columns = ColumnNames([])
    /// The value, where rows are data.
    var json: JSON?
    /// What learned places gave, by their fields' names.
    var learned: [String: [LearnedValue]] = [:]
}

/// The names of a table's columns, to be looked up.
struct ColumnNames: Equatable {
    let names: [String]
    /// The first place of each name, as names are compared.
    private let places: [String: Int]

    init(_ names: [String]) {
        self.names = names
        places = Dictionary(
            names.enumerated().map { ($1.foldedLine, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The first column of a name, as ``Swift/String/foldedLine`` gives it.
    func place(ofFolded name: String) -> Int? { places[name] }
}
