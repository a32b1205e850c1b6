public import AlmanacCore

/// What a CSV file held, and what was done to make a frame of it.
public struct CSVTable: Sendable {
    /// The rows in time order.
    public var frame: Frame
    /// The number of rows that were left out because they could not be read.
    public var skippedRows: Int
    /// The first of the faults in those rows.
    public var faults: [CSVFault]
    /// The number of rows left out because a later row has the same time and the same `known_at`.
    public var duplicateRows: Int
    /// The number of rows that did not stand in time order.
    public var reorderedRows: Int
    /// The columns that hold text and are not in the frame.
    public var ignoredColumns: [String]
    /// The symbol that every row names, where there is a column for it.
    public var symbol: String?

    /// What a person should know about the reading, in sentences.
    public var notes: [String] {
        var notes: [String] = []
        if skippedRows > 0 {
            let first = faults.first.map { "; the first: \($0.sentence)" } ?? ""
            notes.append(
                "\(pluralized(skippedRows, "row")) could not be read and were left out\(first)")
        }
        if reorderedRows > 0 {
            notes.append("\(pluralized(reorderedRows, "row")) were put in time order")
        }
        if duplicateRows > 0 {
            notes.append(
                "\(pluralized(duplicateRows, "row")) repeat the time of another; the last one"
                    + " counts"
            )
        }
        if !ignoredColumns.isEmpty {
            notes.append("left out columns of text: \(ignoredColumns.joined(separator: ", "))")
        }
        return notes
    }
}

/// One row of a CSV file that could not be read, and why.
public struct CSVFault: Sendable, Equatable {
    /// The file's path, or the name that was given for bytes.
    public var file: String
    /// The line on which the row begins, counted from 1.
    public var line: Int
    /// The column's name as the header writes it, or empty where the whole row is at fault.
    public var column: String
    /// What is wrong, as the end of a sentence.
    public var reason: String

    /// The fault as one sentence without its full stop.
    public var sentence: String {
        column.isEmpty ? "line \(line): \(reason)" : "line \(line), column \(column): \(reason)"
    }

    /// The fault as an object of an error's details.
    public var json: JSON {
        [
            "file": .string(file), "line": .integer(line), "column": .string(column),
            "reason": .string(reason),
        ]
    }
}

/// A number and a noun, which gets an s unless the number is one.
func pluralized(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
