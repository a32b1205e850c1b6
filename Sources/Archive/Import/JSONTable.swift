import AlmanacCore

/// A table written as JSON, turned into the lines that the reader of CSV takes.
///
/// Either lines of one object each, or one array of objects, or one array of arrays whose first
/// names the columns. One record is held as a tree at a time. Members are columns, in the order in
/// which they first occur; a member that is missing or null is an empty field, and what is true,
/// false, text or a number is read as CSV's fields are. Line N of the result is line N of the
/// file, or element N of the array.
struct JSONTable {
    /// The columns' names.
    private(set) var names: [String] = []
    /// Members that hold objects or arrays, which no column can; they are left out.
    private(set) var nested: [String] = []
    private var places: [String: Int] = [:]
    /// Rows of as many fields as columns were known by then.
    private var text: [UInt8] = []
    private var rows: [(end: Int, fields: Int)] = []
    private let file: String
    /// Whether records are arrays, which the first of them names.
    private var hasArrays = false

    private static let mostRecordBytes = 1 << 20
    private static let mostColumns = 4_096

    /// Whether bytes are JSON rather than CSV: their first sign tells.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            .map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
    }

    /// Reads a whole file.
    ///
    /// - Throws: `schemaMismatch` where it is no such table, with the line or element.
    /// - Complexity: O(n).
    init(_ bytes: [UInt8], file: String) throws(AlmanacError) {
        self.file = file
        var scanner = JSONRecordScanner(bytes)
        while let range = try next(&scanner) {
            if range.isEmpty {
                end(fields: 0)
            } else {
                try add(Array(bytes[range]))
            }
        }
        if names.isEmpty { throw fault("holds no records") }
    }

    private func next(_ scanner: inout JSONRecordScanner) throws(AlmanacError) -> Range<Int>? {
        do throws(JSONRecordScanner.Fault) {
            return try scanner.next()
        } catch {
            throw fault(error.reason, record: rows.count + 1)
        }
    }

    // MARK: - Records

    private mutating func add(_ bytes: [UInt8]) throws(AlmanacError) {
        let record = rows.count + 1
        if bytes.count > Self.mostRecordBytes {
            throw fault("is longer than \(Self.mostRecordBytes) bytes", record: record)
        }
        guard let document = String(validating: bytes, as: UTF8.self) else {
            throw fault("is not valid UTF-8", record: record)
        }
        let value: JSON
        do {
            value = try JSON.parse(document)
        } catch {
            throw fault("is no JSON: \(error.message) (byte \(error.column))", record: record)
        }
        switch value {
        case .object(let object) where !hasArrays: try add(object, record)
        case .array(let elements) where hasArrays || names.isEmpty: try add(elements, record)
        default:
            throw fault(
                hasArrays ? "is no array as those before it" : "is no object", record: record)
        }
    }

    private mutating func add(_ object: JSONObject, _ record: Int) throws(AlmanacError) {
        var fields = [JSON?](repeating: nil, count: names.count)
        for (name, value) in object.members {
            let place = try place(of: name, record)
            while fields.count <= place { fields.append(nil) }
            fields[place] = value
        }
        append(fields)
    }

    private mutating func add(_ elements: [JSON], _ record: Int) throws(AlmanacError) {
        if !hasArrays {
            hasArrays = true
            for element in elements {
                guard let name = element.stringValue, places[name] == nil else {
                    throw fault("must name the columns, each once", record: record)
                }
                _ = try place(of: name, record)
            }
            return end(fields: 0)
        }
        guard elements.count == names.count else {
            throw fault(
                "has \(elements.count) elements, the first one \(names.count)", record: record)
        }
        append(elements)
    }

    private mutating func place(of name: String, _ record: Int) throws(AlmanacError) -> Int {
        if let place = places[name] { return place }
        if names.count >= Self.mostColumns {
            throw fault("brings more than \(Self.mostColumns) columns", record: record)
        }
        places[name] = names.count
        names.append(name)
        return names.count - 1
    }

    // MARK: - Fields

    private mutating func append(_ fields: [JSON?]) {
        for (place, value) in fields.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            switch value {
            case nil, .null: break
            case .bool(let value): text += Array((value ? "true" : "false").utf8)
            case .integer(let value): text += Array(String(value).utf8)
            case .number(let value): text += Array(JSON.text(of: value).utf8)
            case .string(let value): quote(value)
            case .array, .object:
                if !nested.contains(names[place]) { nested.append(names[place]) }
            }
        }
        end(fields: fields.count)
    }

    private mutating func quote(_ value: String) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            // A line's end would put the lines below out of step; no column needs one.
            text.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
            if byte == UInt8(ascii: "\"") { text.append(byte) }
        }
        text.append(UInt8(ascii: "\""))
    }

    private mutating func end(fields: Int) { rows.append((text.count, fields)) }

    /// The rows as CSV without a header, every one with a field for each column.
    func csv() -> [UInt8] {
        var csv: [UInt8] = []
        csv.reserveCapacity(text.count + rows.count)
        var start = 0
        for (end, fields) in rows {
            csv += text[start..<end]
            start = end
            if fields > 0 {
                csv += repeatElement(UInt8(ascii: ","), count: names.count - fields)
                // A row of one empty field would be an empty line, which is no row.
                if csv.last == nil || csv.last == 0x0A { csv += [0x22, 0x22] }
            }
            csv.append(0x0A)
        }
        return csv
    }

    private func fault(_ reason: String, record: Int? = nil) -> AlmanacError {
        var details: JSONObject = ["file": .string(file)]
        details["line"] = record.map(JSON.integer)
        return AlmanacError(
            .schemaMismatch,
            file + (record.map { ", record \($0)," } ?? "") + " " + reason, details: details,
            suggestion: "give one object a line, such as {\"time\": \"2024-01-31\", \"close\": 1},"
                + " or an array of such objects")
    }
}
