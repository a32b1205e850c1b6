import AlmanacCore

extension Recipe {
    /// The recipe with cells of tables found by the names of their columns instead of their
    /// places, wherever both give the same values on a page.
    ///
    /// A column that is put in or moved shifts every place behind it, and what stands there then
    /// is read without anybody noticing; a name stays with its column, or is gone. Names with
    /// digits or signs are left alone: they may count, date or sort what is below.
    func namingColumns(on page: PageReader) -> Recipe {
        guard page.document != nil, let compiled = try? CompiledRecipe(self),
            let rows = try? page.rows(of: compiled.source).prefix(Self.rowLimit).map(page.withCells)
        else { return self }
        var named = self
        for (index, field) in compiled.fields.enumerated() {
            for (at, place) in field.places.enumerated() {
                guard let find = place.columnFind(of: Array(rows), page) else { continue }
                named.fields[index].places[at].find = find
            }
        }
        guard named != self, let before = try? page.result(of: self),
            let after = try? page.result(of: named),
            before.records.map(\.row) == after.records.map(\.row)
        else { return self }
        for index in fields.indices where fields[index] != named.fields[index] {
            let isSame = zip(before.records, after.records).allSatisfy { old, new in
                old.values[index]?.value == new.values[index]?.value
            }
            if !isSame { named.fields[index] = fields[index] }
        }
        return named
    }

    /// How many rows are looked at for which column a place is in; a run compares all.
    private static let rowLimit = 40
}

extension CompiledPlace {
    /// The column, by name, that the place's matches stand in, where it goes by its position.
    fileprivate func columnFind(of rows: [RowContext], _ page: PageReader) -> FieldPlace.Find? {
        guard place.scope == .record else { return nil }
        switch place.find {
        case .cell(let number, let take):
            return Self.name(number - 1, rows).map { .column($0, take: take) }
        case .element(let text?, let take, nil) where text.contains(":nth-"):
            guard let selector, let document = page.document else { return nil }
            var columns: Set<Int> = []
            for row in rows {
                var match: Node?
                document.search(selector, scope: row.node?.index ?? 0, in: row.nodes) { node in
                    match = node
                    return false
                }
                guard let match else { continue }
                let column = row.cells.firstIndex { cell in
                    guard let cell, !cell.isContinuation else { return false }
                    return cell.element == match || document.contains(cell.element, match)
                }
                guard let column else { return nil }
                columns.insert(column)
            }
            guard columns.count == 1, let column = columns.first else { return nil }
            return Self.name(column, rows).map { .column($0, take: take) }
        default: return nil
        }
    }

    /// The name of a column, where all rows have it and it is no other column's name.
    private static func name(_ column: Int, _ rows: [RowContext]) -> String? {
        guard let first = rows.first(where: { !$0.cells.isEmpty }),
            first.columns.names.indices.contains(column)
        else { return nil }
        let name = first.columns.names[column]
        let folded = name.foldedLine
        guard !folded.isEmpty, folded.utf8.count <= 60,
            folded.allSatisfy({ $0.isLetter || " .,/()%&'-".contains($0) }),
            first.columns.names.count(where: { $0.foldedLine == folded }) == 1,
            rows.allSatisfy({ $0.cells.isEmpty || $0.columns == first.columns })
        else { return nil }
        return name
    }
}
