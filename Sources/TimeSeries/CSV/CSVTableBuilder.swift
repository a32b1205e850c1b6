import AlmanacCore

/// Turns records into columns, row by row, and the columns into a table.
struct CSVTableBuilder {
    let file: String
    let layout: CSVLayout
    private let options: CSVOptions
    private let format: CSVNumberFormat
    private var time: CSVTimeColumn
    private var knownAt: CSVTimeColumn?
    private var numbers: [CSVNumberColumn]
    /// The numbers of the row at hand, which count only once all of its fields are read.
    private var row: [Double]
    private var faults: [CSVFault] = []
    private var faultCount = 0
    private var lines = CSVLineIndex()
    /// The symbols that rows name, in the order in which they appear; a bounded number of them.
    private var symbols: [String] = []
    private var symbolBytes: [UInt8]?
    private var rowCount = 0

    /// How many faults an error or a table lists.
    static let listedFaults = 20

    init(file: String, layout: CSVLayout, format: CSVNumberFormat, options: CSVOptions) {
        self.file = file
        self.layout = layout
        self.options = options
        self.format = format
        time = CSVTimeColumn(
            header: layout.label(layout.time), zone: options.timeZone,
            dayFirst: options.dayFirst)
        knownAt = layout.knownAt.map {
            CSVTimeColumn(
                header: layout.label($0), zone: options.timeZone, dayFirst: options.dayFirst)
        }
        numbers = layout.numbers.map { CSVNumberColumn(field: $0, name: layout.names[$0]) }
        row = [Double](repeating: .nan, count: numbers.count)
    }

    /// Makes room for a number of rows.
    mutating func reserve(_ count: Int) {
        time.reserve(count)
        knownAt?.reserve(count)
        for index in numbers.indices { numbers[index].values.reserveCapacity(count) }
    }

    /// Reads one record.
    mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing CSVRecordScanner, line: Int
    ) {
        if let field = scanner.misquotedField {
            return refuse(line, layout.label(field), "there is text after the closing quote")
        }
        let fields = scanner.fields
        guard fields.count == layout.headers.count || hasOnlyEmptyFieldsMore(fields) else {
            return refuse(
                line, "",
                "there are \(pluralized(fields.count, "field")), the header has"
                    + " \(layout.headers.count)")
        }
        guard keepsSymbol(bytes, fields) else { return }
        guard let timeOfDay = timeOfDay(bytes, fields, line) else { return }
        let moment = bytes.trimmed(fields[layout.time])
        guard let raw = time.parse(moment, line: line, timeOfDay: timeOfDay) else {
            return refuse(line, time.header, time.problem)
        }
        var rawKnownAt: Int64?
        if let field = layout.knownAt {
            rawKnownAt = knownAt?.parse(bytes.trimmed(fields[field]), line: line)
            if rawKnownAt == nil {
                return refuse(line, layout.label(field), knownAt?.problem ?? "")
            }
        }
        guard readNumbers(bytes, fields, line) else { return }
        time.append(raw)
        if let rawKnownAt { knownAt?.append(rawKnownAt) }
        for index in numbers.indices { numbers[index].values.append(row[index]) }
        lines.note(row: rowCount, line: line)
        rowCount += 1
    }

    @inline(__always)
    private mutating func readNumbers(
        _ bytes: UnsafeBufferPointer<UInt8>, _ fields: [CSVField], _ line: Int
    ) -> Bool {
        for index in numbers.indices {
            let field = bytes.trimmed(fields[numbers[index].field])
            // Nearly every field is a plain number, so that case comes first.
            if numbers[index].kind == .number,
                let value = DecimalNumber.parse(field, separator: format.decimal)
            {
                row[index] = value
                continue
            }
            guard let value = numbers[index].read(field, format) else {
                refuse(line, layout.label(numbers[index].field), notANumber(field))
                return false
            }
            row[index] = value
        }
        return true
    }

    private func notANumber(_ field: UnsafeBufferPointer<UInt8>) -> String {
        "\(quoted(field)) is not a number"
    }

    private func hasOnlyEmptyFieldsMore(_ fields: [CSVField]) -> Bool {
        fields.count > layout.headers.count
            && fields[layout.headers.count...].allSatisfy { $0.start == $0.end }
    }

    private mutating func timeOfDay(
        _ bytes: UnsafeBufferPointer<UInt8>, _ fields: [CSVField], _ line: Int
    ) -> Int64? {
        guard let index = layout.timeOfDay else { return 0 }
        let field = bytes.trimmed(fields[index])
        var cursor = TextCursor(field)
        if let time = cursor.timeOfDay(), cursor.isAtEnd { return time }
        cursor.position = 0
        if let time = cursor.compactTimeOfDay(), cursor.isAtEnd { return time }
        refuse(line, layout.label(index), "\(quoted(field)) is not a time of day")
        return nil
    }

    private mutating func keepsSymbol(
        _ bytes: UnsafeBufferPointer<UInt8>, _ fields: [CSVField]
    ) -> Bool {
        guard let index = layout.symbol else { return true }
        let field = bytes.trimmed(fields[index])
        if let symbolBytes, field.elementsEqual(symbolBytes) { return true }
        let symbol = bytes.text(fields[index])
        if let wanted = options.symbol {
            if symbol.lowercased() == wanted.lowercased() {
                symbolBytes = Array(field)
                if !symbols.contains(symbol) { symbols.append(symbol) }
                return true
            }
            noteSymbol(symbol)
            return false
        }
        noteSymbol(symbol)
        if symbolBytes == nil { symbolBytes = Array(field) }
        return true
    }

    private mutating func noteSymbol(_ symbol: String) {
        if symbols.count < Self.listedFaults, !symbols.contains(symbol) { symbols.append(symbol) }
    }

    @inline(never)
    private mutating func refuse(_ line: Int, _ column: String, _ reason: String) {
        faultCount += 1
        if faults.count < Self.listedFaults {
            faults.append(CSVFault(file: file, line: line, column: column, reason: reason))
        }
    }

    /// Makes the table of all rows.
    consuming func finish() throws(AlmanacError) -> CSVTable {
        let errors = CSVErrors(file: file)
        try checkSymbols(errors)
        if faultCount > 0, !options.skipBadRows {
            throw errors.badRows(count: faultCount, first: faults)
        }
        if let column = numbers.first(where: \.isMostlyNumbers) {
            throw errors.mixedColumn(layout.label(column.field))
        }
        if rowCount == 0 { throw errors.noRows(skipped: faultCount, first: faults) }
        let times = try moments(of: time, errors)
        var known: [Timestamp]?
        if let knownAt { known = try moments(of: knownAt, errors) }
        let kept = numbers.filter { $0.kind != .text && !layout.isNameless($0) }
        var table = CSVTable(
            frame: Frame(
                times: times, knownAt: known,
                columns: kept.map { Frame.NamedColumn(name: $0.name, values: $0.values) }),
            skippedRows: faultCount, faults: faults, duplicateRows: 0, reorderedRows: 0,
            ignoredColumns: numbers.filter { $0.kind == .text }.map(\.name),
            symbol: keptSymbol)
        try CSVRowOrder(errors: errors, lines: lines, mayReorder: options.sort).apply(to: &table)
        return table
    }

    private var keptSymbol: String? {
        guard let wanted = options.symbol?.lowercased() else { return symbols.first }
        return symbols.first { $0.lowercased() == wanted }
    }

    private func checkSymbols(_ errors: CSVErrors) throws(AlmanacError) {
        if let wanted = options.symbol {
            if layout.symbol == nil { throw errors.noSymbolColumn(wanted) }
            if keptSymbol == nil { throw errors.noSuchSymbol(wanted, found: symbols) }
        } else if symbols.count > 1 {
            throw errors.severalSymbols(symbols)
        }
    }

    private func moments(
        of column: CSVTimeColumn, _ errors: CSVErrors
    ) throws(AlmanacError) -> [Timestamp] {
        do {
            return try column.finish()
        } catch {
            throw errors.unreadableTimes(column.header, error.reason, error.suggestion)
        }
    }
}
