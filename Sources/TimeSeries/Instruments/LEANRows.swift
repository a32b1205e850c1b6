import AlmanacCore

/// The rows of a file of the LEAN engine: fields between commas, without a header.
struct LEANRows {
    let file: String
    /// The fields of each row with the row's line.
    let rows: [(line: Int, fields: [String])]

    init(bytes: [UInt8], file: String) {
        self.file = file
        let text = String(decoding: bytes, as: UTF8.self)
        var rows: [(line: Int, fields: [String])] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            rows.append((index + 1, fields.map(String.init)))
        }
        self.rows = rows
    }

    /// Reads a date written as `20240131`.
    func date(_ text: String, line: Int) throws(AlmanacError) -> CivilDate {
        guard text.utf8.count == 8, text.utf8.allSatisfy(isASCIIDigit), let number = Int(text),
            let date = CivilDate(
                year: number / 10_000, month: number / 100 % 100, day: number % 100)
        else { throw fault("'\(text)' is not a date written as 20240131", line: line) }
        return date
    }

    /// Reads a number above a bound, or at it.
    func number(
        _ text: String, from bound: Double, line: Int
    ) throws(AlmanacError) -> Double {
        guard let value = Double(text), value >= bound, value.isFinite else {
            throw fault("'\(text)' is not a number of \(bound) or more", line: line)
        }
        return value
    }

    func fault(_ reason: String, line: Int) -> AlmanacError {
        AlmanacError(
            .schemaMismatch, "\(file), line \(line): \(reason)",
            details: ["file": .string(file), "line": .integer(line)])
    }
}
