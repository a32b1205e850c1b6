import AlmanacCore

/// A slot's rows, sorted, without repeats, with the columns that the schema names.
struct PreparedRows {
    var frame: Frame
    var spacing: BarSpacing
    var notes = AlignedSlot.Notes()

    init(_ slot: AlignmentRequest.Slot, keepsAllColumns: Bool) throws(AlmanacError) {
        var source = slot.frame
        source.columns = try selectedColumns(of: slot, keepsAll: keepsAllColumns)
        notes.sourceRows = source.count
        if !source.isSorted {
            notes.wasUnsorted = true
            source = source.sorted()
        }
        (frame, notes.duplicateRows) = source.deduplicated()
        spacing =
            slot.frequency.isObservation
            ? BarSpacing(slot.frequency)
            : BarSpacing(declared: slot.frequency, times: frame.times)
        notes.sourceFrequency = spacing.frequency
    }

    /// Makes the rows into coarser bars, each known when its rows are.
    mutating func aggregate(to target: Frequency, clock: MarketClock) {
        if frame.knownAt == nil {
            let bars = frame.resampled(to: target, spacing: spacing, clock: clock)
            frame = bars.frame
            frame.knownAt = bars.closes
        } else {
            frame = frame.resampledVersions(to: target, spacing: spacing, clock: clock)
        }
        notes.wasAggregated = true
    }
}

/// The columns of a slot's data that its schema names, in the schema's order, then any others.
private func selectedColumns(
    of slot: AlignmentRequest.Slot, keepsAll: Bool
) throws(AlmanacError) -> [Frame.NamedColumn] {
    guard let names = slot.columns else { return slot.frame.columns }
    var selected: [Frame.NamedColumn] = []
    for name in names {
        guard let index = slot.frame.index(of: name) else {
            throw missingColumn(name, in: slot)
        }
        selected.append(slot.frame.columns[index])
    }
    if keepsAll {
        selected += slot.frame.columns.filter { !names.contains($0.name) }
    }
    return selected
}

private func missingColumn(_ name: String, in slot: AlignmentRequest.Slot) -> AlmanacError {
    let present = slot.frame.columnNames
    let nearest = nearestName(to: name, among: present)
    var details: JSONObject = [
        "slot": .string(slot.name), "column": .string(name),
        "columns": .array(present.map(JSON.string)),
    ]
    if let nearest { details["nearest"] = .string(nearest) }
    let listed = present.isEmpty ? "no columns" : present.joined(separator: ", ")
    return AlmanacError(
        .schemaMismatch,
        "the data of slot '\(slot.name)' has no column '\(name)'; it has \(listed)",
        details: details,
        suggestion: nearest.map { "Rename the data's column '\($0)' to '\(name)', or use it." }
            ?? "bind data that has the column, or take '\(name)' out of the slot's columns")
}
