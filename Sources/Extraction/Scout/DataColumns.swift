import AlmanacCore

/// Finds records and their columns in data: JSON pages, feeds, and data that a page carries.
struct DataColumns {
    let page: PageReader

    /// Deepest members of a record that are looked at.
    private static let depthLimit = 6
    /// Most arrays that are looked at.
    private static let setLimit = 40

    init(_ page: PageReader) { self.page = page }

    /// The arrays of objects or of arrays in the page's data.
    func sets() -> [RecordSet] {
        var found: [RecordSet] = []
        for form in [DataForm.json, .feed, .linkedData, .embedded] {
            var counts: [String: Int] = [:]
            var order: [DataPath] = []
            var pending: [(value: JSON, path: [String])] = [(page.data.root(form), [])]
            while let (value, path) = pending.popLast() {
                switch value {
                case .object(let object):
                    guard path.count < 12 else { continue }
                    pending += object.members.reversed().map { ($0.value, path + [$0.key]) }
                case .array(let elements):
                    let records = elements.count { $0.objectValue != nil || $0.arrayValue != nil }
                    if records > 0 {
                        let path = DataPath(path)
                        if counts[path.description] == nil { order.append(path) }
                        counts[path.description, default: 0] += records
                    }
                    // Arrays inside arrays are the records themselves.
                    pending += elements.reversed().compactMap {
                        $0.objectValue == nil ? nil : ($0, path)
                    }
                default: break
                }
            }
            for path in order.prefix(Self.setLimit) {
                found.append(
                    RecordSet(
                        source: .data(DataLocation(form, path: path)),
                        count: counts[path.description] ?? 0, promise: 1))
            }
        }
        return found
    }

    /// The columns of records that are data.
    func columns(_ rows: [RowContext]) -> [RecordColumn] {
        var paths: [DataPath] = []
        var seen: Set<DataPath> = []
        for row in rows.prefix(20) {
            guard let json = row.json else { continue }
            for path in Self.leaves(of: json) where seen.insert(path).inserted {
                paths.append(path)
            }
        }
        var found: [RecordColumn] = []
        for path in paths.prefix(200) {
            let place = FieldPlace(.data(DataLocation(.record, path: path)))
            guard let column = column(place, Self.hints(of: path)) else { continue }
            found.append(column)
            if column.values.contains(where: { $0?.contains("</") ?? false }) {
                found += markup(column)
            }
        }
        func column(_ place: FieldPlace, _ hints: [RecordColumn.Hint]) -> RecordColumn? {
            guard let compiled = try? CompiledPlace(place, "") else { return nil }
            let reader = PlaceReader(place: compiled, type: .text)
            let texts = rows.map { row in
                reader.texts(row, page).first.map { page.memory.looked($0.text) }
            }
            let shape = ValueShape(texts)
            guard shape.filled >= 0.3 || rows.count <= 3 && shape.filled > 0 else { return nil }
            let isAddress = texts.compactMap { $0?.text }.allSatisfy {
                $0.hasPrefix("http://") || $0.hasPrefix("https://") || $0.hasPrefix("/")
            }
            return RecordColumn(
                place: place, texts: texts, hints: hints, shape: shape, isAddress: isAddress)
        }
        /// The text and the address in texts that hold HTML.
        func markup(_ whole: RecordColumn) -> [RecordColumn] {
            var text = whole.place
            text.transforms.append(.plainText)
            var address = whole.place
            address.transforms.append(.capture(#"href=["']?([^"' >]+)"#))
            var columns: [RecordColumn] = []
            if let column = column(text, whole.hints) { columns.append(column) }
            if var column = column(address, whole.hints) {
                column.isAddress = true
                columns.append(column)
            }
            return columns
        }
        return found + found.flatMap { DerivedColumns(page, $0).columns() }
    }

    /// The paths of scalars in a record.
    private static func leaves(of record: JSON) -> [DataPath] {
        var found: [DataPath] = []
        var pending: [(value: JSON, path: [String])] = [(record, [])]
        while let (value, path) = pending.popLast() {
            switch value {
            case .object(let object):
                guard path.count < depthLimit else { continue }
                pending += object.members.reversed().map { ($0.value, path + [$0.key]) }
            case .array(let elements):
                if path.isEmpty {
                    pending += elements.enumerated().reversed().map {
                        ($0.element, ["\($0.offset)"])
                    }
                } else if let first = elements.first {
                    pending.append((first, path))
                }
            case .null: break
            default: found.append(DataPath(path))
            }
        }
        return found
    }

    private static func hints(of path: DataPath) -> [RecordColumn.Hint] {
        var strength = 1.0
        var hints: [RecordColumn.Hint] = []
        for step in path.steps.reversed() {
            let words = FieldWords.split(step)
            if !words.isEmpty { hints.append(.init(words: words, strength: strength)) }
            strength *= 0.6
        }
        return hints
    }
}
