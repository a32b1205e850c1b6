import AlmanacCore

/// Puts the rows of a table in time order and leaves the last of equal ones.
///
/// Rows with `known_at` may stand in any order, since revisions do. Bars must follow each other in
/// time; a file that runs from newest to oldest is turned round. Any other order of bars is more
/// likely a wrong date or two files in one than a wish to be sorted, so it is refused unless asked
/// for.
struct CSVRowOrder {
    let errors: CSVErrors
    let lines: CSVLineIndex
    let mayReorder: Bool

    func apply(to table: inout CSVTable) throws(AlmanacError) {
        let frame = table.frame
        var descents = 0
        var ascents = 0
        var firstDescent: Int?
        var repeats = 0
        for row in frame.times.indices.dropFirst() {
            if isBefore(row, row - 1, frame) {
                descents += 1
                firstDescent = firstDescent ?? row
            } else if isBefore(row - 1, row, frame) {
                ascents += 1
            } else {
                repeats += 1
            }
        }
        if descents == 0, repeats == 0 { return }
        if let row = firstDescent, frame.knownAt == nil, ascents > 0, !mayReorder {
            throw errors.unsorted(
                line: lines.line(ofRow: row), time: frame.times[row],
                earlierLine: lines.line(ofRow: row - 1), earlierTime: frame.times[row - 1])
        }
        reorder(&table, isSorted: descents == 0)
    }

    private func isBefore(_ left: Int, _ right: Int, _ frame: Frame) -> Bool {
        if frame.times[left] != frame.times[right] {
            return frame.times[left] < frame.times[right]
        }
        guard let knownAt = frame.knownAt else { return false }
        return knownAt[left] < knownAt[right]
    }

    private func reorder(_ table: inout CSVTable, isSorted: Bool) {
        let frame = table.frame
        var order = Array(frame.times.indices)
        if !isSorted {
            // Equal rows keep the order of the file, so that the last one can be told.
            order.sort { left, right in
                if isBefore(left, right, frame) { return true }
                if isBefore(right, left, frame) { return false }
                return left < right
            }
        }
        table.reorderedRows = order.indices.count { order[$0] != $0 }
        var kept: [Int] = []
        kept.reserveCapacity(order.count)
        for (position, row) in order.enumerated() {
            let next = position + 1 < order.count ? order[position + 1] : nil
            if let next, !isBefore(row, next, frame) { continue }
            kept.append(row)
        }
        table.duplicateRows = order.count - kept.count
        table.frame = Frame(
            times: kept.map { frame.times[$0] },
            knownAt: frame.knownAt.map { known in kept.map { known[$0] } },
            columns: frame.columns.map { column in
                Frame.NamedColumn(name: column.name, values: kept.map { column.values[$0] })
            })
    }
}
