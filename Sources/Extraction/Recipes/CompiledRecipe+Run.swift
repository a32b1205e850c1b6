import AlmanacCore

/// What a run may know beside the page.
public struct RecipeRunContext: Sendable {
    /// The identities of records that are known already.
    public var knownIdentities: Set<String> = []
    /// Pages that records lead to, by their addresses.
    public var details: [String: SourcePage] = [:]
    /// Whether such pages come later: what would be read from one that is not at hand is not
    /// missing yet.
    public var awaitsDetails = false
    /// The addresses of such pages that there are not.
    public var absentDetails: Set<String> = []

    /// Makes a context that knows nothing.
    public init() {}

    /// What a run knows that reads a listing before the pages that its records lead to.
    package static var awaitingDetails: RecipeRunContext {
        var context = RecipeRunContext()
        context.awaitsDetails = true
        return context
    }
}

extension CompiledRecipe {
    /// Reads the records of one page.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where the contract says that the run stops,
    ///   with the field and the row, or where a table's spans make it huge.
    /// - Complexity: O(nodes) for finding records, and for each field O(nodes of the records).
    public func run(
        on page: SourcePage, context: RecipeRunContext = RecipeRunContext()
    ) throws -> RecipeResult {
        try run(on: PageReader(page), context: context)
    }

    /// The same on a page of which something may have been looked up already.
    func run(
        on reader: PageReader, context: RecipeRunContext = RecipeRunContext()
    ) throws -> RecipeResult {
        try reading(on: reader, context).finish()
    }

    /// How often a run on a page searches for a place: once for each row, but for the whole of a
    /// page only once.
    package func searchCount(on page: SourcePage) throws -> Int {
        try reading(on: PageReader(page), RecipeRunContext()).searches
    }

    /// A run that has read every field.
    private func reading(
        on reader: PageReader, _ context: RecipeRunContext
    ) throws -> RecipeRun {
        var rows = try reader.rows(of: source)
        if readsCells { rows = rows.map(reader.withCells) }
        var run = RecipeRun(self, rows, reader, context)
        run.noteSurplusCells()
        for index in fields.indices.sorted(by: { isBeforeDetail($0) && !isBeforeDetail($1) }) {
            try run.read(field: index)
        }
        return run
    }

    /// Whether a field is read from the page itself, and so before those of linked pages.
    private func isBeforeDetail(_ index: Int) -> Bool {
        fields[index].field.detailLink == nil
    }
}

/// One run of a recipe on one page.
struct RecipeRun {
    let compiled: CompiledRecipe
    let rows: [RowContext]
    let page: PageReader
    let context: RecipeRunContext
    private var columns: [[ExtractedValue?]]
    private var faults: [Fault] = []
    private var detailReaders: [String: PageReader] = [:]
    /// How often a place was searched for.
    private(set) var searches = 0

    /// A value or a missing value that breaks a rule.
    struct Fault {
        var row: Int
        var field: Int
        var rule: String
        var reason: String
        var text: String
        var action: RecipeContract.Action
    }

    init(
        _ compiled: CompiledRecipe, _ rows: [RowContext], _ page: PageReader,
        _ context: RecipeRunContext
    ) {
        self.compiled = compiled
        self.rows = rows
        self.page = page
        self.context = context
        columns = Array(
            repeating: Array(repeating: nil, count: rows.count), count: compiled.fields.count)
    }

    /// Notes rows of delimited text that have more values than the heading has names: which value
    /// belongs to which name is not known.
    mutating func noteSurplusCells() {
        guard let document = page.document else { return }
        for (row, context) in rows.enumerated() {
            guard let node = context.node, document.isElement(node, named: "tr"),
                let count = document.attribute(DelimitedText.surplus, of: node)
            else { continue }
            faults.append(
                Fault(
                    row: row, field: 0, rule: "cells",
                    reason: "the row has \(count) more values than the heading has names",
                    text: page.line(of: node), action: .reject))
        }
    }

    /// Reads one field of every row: texts, then values by the column, then validity.
    mutating func read(field index: Int) throws {
        let compiled = compiled.fields[index]
        let field = compiled.field
        var faulty: Set<Int> = []
        var column = FieldColumn(field, rows.count)
        let values = FieldValueReader(field: field, page: page)
        for place in compiled.places.indices {
            let reader = PlaceReader(place: compiled.places[place], type: field.type)
            var found = PlaceTexts(reader)
            var texts: [FieldColumn.RowTexts] = []
            for row in rows.indices where field.placesMustAgree || column.values[row] == nil {
                guard let source = reader.source(rows[row], page, detail: { detail($0, row) })
                else { continue }
                let inRow = found.texts(rows[row], source)
                if !inRow.isEmpty { texts.append(.init(row: row, texts: inRow)) }
            }
            searches += found.searches
            column.add(texts, place: place, values)
        }
        for fault in column.faults + column.invalid(compiled.pattern) {
            guard faulty.insert(fault.row).inserted else { continue }
            faults.append(
                Fault(
                    row: fault.row, field: index, rule: fault.rule, reason: fault.reason,
                    text: fault.text,
                    action: field.onBadValue ?? self.compiled.recipe.contract.badValue))
        }
        for row in rows.indices {
            if !faulty.contains(row) { columns[index][row] = column.values[row] }
            if columns[index][row] == nil, field.isRequired, !isAwaited(field, row) {
                faults.append(
                    Fault(
                        row: row, field: index, rule: "required",
                        reason: "the required field '\(field.name)' is missing", text: "",
                        action: self.compiled.recipe.contract.missingField))
            }
        }
    }

    /// Whether a field's value stands in a linked page that comes later.
    private func isAwaited(_ field: RecipeField, _ row: Int) -> Bool {
        guard context.awaitsDetails, let link = field.detailLink,
            let index = compiled.recipe.fields.firstIndex(where: { $0.name == link }),
            let address = columns[index][row]?.value.stringValue
        else { return false }
        return context.details[address] == nil && !context.absentDetails.contains(address)
    }

    /// The page that a field of a row leads to, where it is at hand.
    private mutating func detail(_ name: String, _ row: Int) -> PageReader? {
        guard
            let index = compiled.recipe.fields.firstIndex(where: { $0.name == name }),
            let address = columns[index][row]?.value.stringValue,
            let page = context.details[address]
        else { return nil }
        if let known = detailReaders[address] { return known }
        let reader = PageReader(page)
        detailReaders[address] = reader
        return reader
    }

    /// The records, with what the contract says about the rest.
    func finish() throws -> RecipeResult {
        var result = RecipeResult(fieldNames: compiled.recipe.fields.map(\.name))
        result.rowCount = rows.count
        var rejected: [Int: Fault] = [:]
        for fault in faults {
            let name = compiled.recipe.fields[fault.field].name
            switch fault.action {
            case .stop: throw stopped(fault, name)
            case .reject:
                if rejected[fault.row] == nil { rejected[fault.row] = fault }
            case .withhold:
                if fault.rule == "required" { continue }
                result.withheld.append(
                    .init(
                        row: fault.row, field: name, rule: fault.rule, reason: fault.reason,
                        text: fault.text))
            }
        }
        for row in rows.indices {
            let values = columns.map { $0[row] }
            let record = ExtractedRecord(
                row: row, element: rows[row].node, values: values, identity: identity(values))
            if let fault = rejected[row] {
                result.badRows.append(
                    .init(
                        row: row, field: compiled.recipe.fields[fault.field].name,
                        rule: fault.rule, reason: fault.reason, values: result.object(of: record)))
            } else if values.contains(where: { $0 != nil }) {
                result.records.append(record)
            }
        }
        try check(result)
        result.hasReachedKnown = hasReachedKnown(result.records)
        result.next = next()
        return result
    }

    private func stopped(_ fault: Fault, _ name: String) -> AlmanacError {
        AlmanacError(
            .extraction, "the run stops at row \(fault.row + 1): \(fault.reason)",
            details: [
                "field": .string(name), "row": .integer(fault.row), "rule": .string(fault.rule),
                "text": .string(String(fault.text.prefix(200))),
                "url": page.page.url.map { .string($0.description) } ?? .null,
            ])
    }

    private func check(_ result: RecipeResult) throws {
        let contract = compiled.recipe.contract
        let url: JSON = page.page.url.map { .string($0.description) } ?? .null
        if result.records.count < contract.fewestRecords {
            throw AlmanacError(
                .extraction,
                "the page has \(result.records.count) records, and the contract asks for "
                    + "\(contract.fewestRecords)",
                details: ["records": .integer(result.records.count), "url": url])
        }
        let share = Double(result.badRows.count) / Double(max(1, rows.count))
        if share > contract.rejectedShare {
            throw AlmanacError(
                .extraction,
                "of \(rows.count) rows \(result.badRows.count) are bad, more than the contract "
                    + "allows",
                details: [
                    "rows": .integer(rows.count), "bad_rows": .integer(result.badRows.count),
                    "url": url,
                ])
        }
    }

    private func identity(_ values: [ExtractedValue?]) -> String? {
        guard !compiled.identity.isEmpty else { return nil }
        var parts: [JSON] = []
        for index in compiled.identity {
            guard let value = values[index]?.value else { return nil }
            parts.append(value)
        }
        return JSON.array(parts).text()
    }

    private func hasReachedKnown(_ records: [ExtractedRecord]) -> Bool {
        guard let wanted = compiled.recipe.fetch?.stopAfterKnown else { return false }
        var inRow = 0
        for record in records {
            let isKnown = record.identity.map(context.knownIdentities.contains) ?? false
            inRow = isKnown ? inRow + 1 : 0
            if inRow >= wanted { return true }
        }
        return false
    }

    private func next() -> RecipeResult.NextPage? {
        if let selector = compiled.nextLink, let document = page.document,
            let link = document.link(on: selector), let url = document.url("href", of: link)
        {
            return .address(url)
        }
        guard case .cursor(_, let path)? = compiled.recipe.fetch?.paging?.step,
            let value = path.values(in: page.data.root(.json)).first,
            let text = DataText.texts(of: value, type: .text).first, !text.isEmpty
        else { return nil }
        return .cursor(text)
    }
}

extension PlaceReader {
    /// The page that a place is read on: this one, or one that the row leads to.
    func source(
        _ row: RowContext, _ page: PageReader, detail: (String) -> PageReader?
    ) -> PageReader? {
        if case .detail(let name) = place.place.scope { return detail(name) }
        return page
    }
}
