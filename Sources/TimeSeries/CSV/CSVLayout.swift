import AlmanacCore

/// Which column of a file plays which part.
struct CSVLayout {
    /// The headers as written.
    let headers: [String]
    /// The headers' names in a frame.
    let names: [String]
    /// The column of times.
    let time: Int
    /// The column of times of day that belong to the dates, if any.
    let timeOfDay: Int?
    /// The column of moments of publication, if any.
    let knownAt: Int?
    /// The column of symbols, if any.
    let symbol: Int?
    /// The columns that may hold numbers.
    let numbers: [Int]

    /// The most columns that a file may have.
    static let columnLimit = 4_096

    /// Finds the parts by name.
    ///
    /// - Parameter sample: The fields of the first row, where there is one.
    init(
        headers: [String], sample: [String], options: CSVOptions, errors: CSVErrors
    ) throws(AlmanacError) {
        if headers.count > Self.columnLimit {
            throw errors.tooManyColumns(headers.count, limit: Self.columnLimit)
        }
        var names = headers.map(CSVColumnNames.name(forHeader:))
        for index in names.indices where names[index].isEmpty {
            names[index] = "column_\(index + 1)"
        }
        if let name = Self.firstRepeat(names) { throw errors.repeatedColumn(name) }
        func first(of candidates: [String]) -> Int? {
            candidates.lazy.compactMap { names.firstIndex(of: $0) }.first
        }
        if let wanted = options.timeColumn {
            guard let index = headers.firstIndex(of: wanted) ?? names.firstIndex(of: wanted) else {
                throw errors.noTimeColumn(headers, wanted: wanted)
            }
            time = index
        } else if let index = first(of: CSVColumnNames.times) {
            time = index
        } else if let first = headers.first, first.isEmpty, headers.count > 1 {
            // Tables written with their index have no name over the first column.
            time = 0
        } else {
            throw errors.noTimeColumn(headers, wanted: nil)
        }
        let isDate = CSVColumnNames.dates.contains(names[time])
        timeOfDay = isDate ? names.firstIndex(of: "time") : nil
        if let wanted = options.knownAtColumn {
            guard let index = headers.firstIndex(of: wanted) ?? names.firstIndex(of: wanted) else {
                throw errors.noTimeColumn(headers, wanted: wanted)
            }
            knownAt = index
        } else {
            knownAt = first(of: CSVColumnNames.knownAt)
        }
        symbol = Self.symbolColumn(names, sample)
        let taken = [time, timeOfDay, knownAt, symbol].compactMap { $0 }
        numbers = names.indices.filter { !taken.contains($0) }
        self.headers = headers
        self.names = names
    }

    /// What messages call a column: its header, or its name where it has none.
    func label(_ field: Int) -> String {
        guard field < headers.count else { return "" }
        return headers[field].isEmpty ? names[field] : headers[field]
    }

    /// Whether a column has no header and never had a value, as a trailing separator makes.
    func isNameless(_ column: CSVNumberColumn) -> Bool {
        headers[column.field].isEmpty && column.kind == .open
    }

    private static func firstRepeat(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    /// The first column named as one of symbols whose first field is text; a column `symbol`,
    /// `ticker` or `tic` may hold numbers as well, as tickers in Hong Kong do.
    private static func symbolColumn(_ names: [String], _ sample: [String]) -> Int? {
        for (rank, name) in CSVColumnNames.symbols.enumerated() {
            guard let index = names.firstIndex(of: name) else { continue }
            if rank < 3 { return index }
            let text = index < sample.count ? sample[index] : ""
            if !text.isEmpty, Double(text) == nil { return index }
        }
        return nil
    }
}
