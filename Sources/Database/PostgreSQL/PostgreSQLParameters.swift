import CPostgreSQL

/// A statement's values in the server's binary form.
///
/// Integers, doubles and bytes say their type; a text and a null leave it to the statement, so
/// that a text may go to a column of any type that can be read from one.
struct PostgreSQLParameters {
    /// The type of each value, 0 for one that the statement decides on.
    let types: [Oid]
    private let bytes: [UInt8]
    /// Where each value lies in the bytes; nil for null.
    private let ranges: [Range<Int>?]

    init(_ values: [SQLValue]) {
        var types: [Oid] = []
        var bytes: [UInt8] = []
        var ranges: [Range<Int>?] = []
        for value in values {
            let start = bytes.count
            var isNull = false
            switch value {
            case .null:
                types.append(0)
                isNull = true
            case .real(let value) where value.isNaN:
                types.append(PostgreSQLType.float8)
                isNull = true
            case .integer(let value):
                types.append(PostgreSQLType.int8)
                withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
            case .real(let value):
                types.append(PostgreSQLType.float8)
                withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let value):
                types.append(0)
                bytes.append(contentsOf: value.utf8)
            case .blob(let value):
                types.append(PostgreSQLType.bytea)
                bytes.append(contentsOf: value)
            }
            ranges.append(isNull ? nil : start..<bytes.count)
            // Texts are read up to a zero.
            bytes.append(0)
        }
        (self.types, self.bytes, self.ranges) = (types, bytes, ranges)
    }

    /// The types as text, which tells compiled statements apart.
    var signature: String {
        String(
            decoding: types.map { type in
                switch type {
                case PostgreSQLType.int8: UInt8(ascii: "i")
                case PostgreSQLType.float8: UInt8(ascii: "r")
                case PostgreSQLType.bytea: UInt8(ascii: "b")
                default: UInt8(ascii: "t")
                }
            } + [UInt8(ascii: " ")], as: UTF8.self)
    }

    /// Runs a body with the values as the library takes them.
    func withPointers<Result>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = ranges.map { range in
                range.flatMap { range in start.map { UnsafePointer($0 + range.lowerBound) } }
            }
            let lengths = ranges.map { Int32(clamping: $0?.count ?? 0) }
            // Texts in text form, since their type is not known here.
            let formats = types.map { Int32($0 == 0 ? 0 : 1) }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer {
                        body(pointers.baseAddress, lengths.baseAddress, $0.baseAddress)
                    }
                }
            }
        }
    }
}
