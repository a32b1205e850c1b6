public import AlmanacCore

/// Puts every slot of a strategy on the time axis of the first, without look-ahead.
///
/// The first slot's bars, made into bars of the execution frequency where they are finer and then
/// cut to `from ... to`, are the axis. Every other slot keeps its whole history, is made into bars
/// of the execution frequency where its bars are finer, and is joined as of each bar's close.
///
/// - Look-ahead: a value stands on a bar only if it was known at the bar's close less the latency.
///   A row is known at its `knownAt`; without one, a bar at its close and a row of a `quarterly` or
///   `event` slot at its own time. Such a slot's row that is known at midnight UTC exactly, which
///   is how a date without a time reads, became known on that day: the bar that closes at that very
///   midnight does not show it. The latency does not delay the traded slot's own bars.
/// - Missing: NaN inside the traded slot stays; inside a joined row it is filled from the row
///   before; before the first visible row, and past `maxAge`, there is NaN.
/// - Throws: `validation_error` for a request without slots, with a slot twice, or with an
///   execution frequency that is none or is finer than the traded slot's bars;
///   `schema_mismatch_error` for a column that a slot's data lacks.
/// - Complexity: O(rows × columns + bars × columns) for sorted rows.
public func align(_ request: AlignmentRequest) throws(AlmanacError) -> AlignedData {
    guard let traded = request.slots.first else {
        throw AlmanacError(
            .validation, "there is no slot to align",
            suggestion: "declare at least the traded slot in data_schema")
    }
    try checkNames(request)
    let axis = try TradedAxis(traded, request: request)
    var data = AlignedData(
        times: axis.times, closes: axis.closes, barFrequency: request.executionFrequency,
        warmupBars: axis.warmupBars, slots: [axis.slot])
    for slot in request.slots.dropFirst() {
        data.slots.append(try join(slot, to: axis.closes, request: request))
    }
    return data
}

private func checkNames(_ request: AlignmentRequest) throws(AlmanacError) {
    guard Frequency.executable.contains(request.executionFrequency) else {
        throw AlmanacError(
            .validation,
            "a strategy cannot run at the frequency '\(request.executionFrequency.rawValue)'",
            details: [
                "parameter": "execution_frequency",
                "value": .string(request.executionFrequency.rawValue),
                "values": .array(Frequency.executable.map { .string($0.rawValue) }),
            ],
            suggestion: "choose one of 1Min, 5Min, 15Min, 1Hour, 1Day, 1Week and 1Month")
    }
    for (index, slot) in request.slots.enumerated()
    where request.slots[..<index].contains(where: { $0.name == slot.name }) {
        throw AlmanacError(
            .validation, "the slot '\(slot.name)' appears twice",
            details: ["slot": .string(slot.name)],
            suggestion: "give each slot a name of its own")
    }
}

/// Joins a slot to the axis as of each close.
private func join(
    _ slot: AlignmentRequest.Slot, to closes: [Timestamp], request: AlignmentRequest
) throws(AlmanacError) -> AlignedSlot {
    var rows = try PreparedRows(slot, keepsAllColumns: request.keepsAllColumns)
    let isBar = !slot.frequency.isObservation
    if isBar, rows.spacing.isFiner(than: request.executionFrequency) {
        rows.aggregate(to: request.executionFrequency, clock: slot.clock)
    }
    let known: [Timestamp]
    if !isBar {
        known = (rows.frame.knownAt ?? rows.frame.times).map(afterMidnight)
    } else if let stated = rows.frame.knownAt {
        known = stated
    } else {
        known = rows.frame.times.map { rows.spacing.close(of: $0, clock: slot.clock) }
    }
    let join = AsOfJoin(
        times: rows.frame.times, knownAt: known, at: closes, latency: request.latency,
        maxAge: slot.maxAge)
    var notes = rows.notes
    for row in join.rows where row < 0 { notes.barsWithoutRow += 1 }
    var aligned = AlignedSlot(
        name: slot.name,
        columns: rows.frame.columns.map {
            Frame.NamedColumn(name: $0.name, values: join.values(of: $0.values))
        },
        notes: notes)
    if request.keepsRows {
        let none = Timestamp(nanoseconds: .min)
        aligned.rows = join.rows.map { row in
            row < 0
                ? AlignedSlot.ShownRow(number: -1, start: none, known: none)
                : AlignedSlot.ShownRow(
                    number: Int(row), start: rows.frame.times[Int(row)], known: known[Int(row)])
        }
    }
    return aligned
}

/// The moment itself, or just after it where it is midnight and so stands for a date.
private func afterMidnight(_ moment: Timestamp) -> Timestamp {
    moment.nanoseconds % Timestamp.nanosecondsPerDay == 0
        ? moment.advanced(byNanoseconds: 1) : moment
}
