/// Rows in the text form of COPY, which every column's type can read.
///
/// - Source: https://www.postgresql.org/docs/15/sql-copy.html, "Text Format".
struct CopyLines {
    var bytes: [UInt8] = []

    /// How many bytes are sent at once.
    static let portion = 1 << 16

    /// Adds a row.
    mutating func append(_ row: [SQLValue]) {
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            append(value)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: bytes.append(contentsOf: "\\N".utf8)
        case .integer(let value): bytes.append(contentsOf: "\(value)".utf8)
        case .real(let value) where value.isNaN: bytes.append(contentsOf: "\\N".utf8)
        case .real(let value) where value.isInfinite:
            bytes.append(contentsOf: (value < 0 ? "-Infinity" : "Infinity").utf8)
        // The shortest text that reads back as the same double.
        case .real(let value): bytes.append(contentsOf: value.description.utf8)
        case .text(let value):
            for byte in value.utf8 { append(escaped: byte) }
        case .blob(let value):
            bytes.append(contentsOf: "\\\\x".utf8)
            for byte in value {
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            }
        }
    }

    private mutating func append(escaped byte: UInt8) {
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "\\"): letter = UInt8(ascii: "\\")
        case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
        case UInt8(ascii: "\r"): letter = UInt8(ascii: "r")
        case UInt8(ascii: "\t"): letter = UInt8(ascii: "t")
        default: return bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
