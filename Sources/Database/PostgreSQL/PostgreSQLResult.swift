import AlmanacCore
import CPostgreSQL

/// Numbers of types, from the server's table `pg_type`.
enum PostgreSQLType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let oid: Oid = 26
    static let xid: Oid = 28
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1700
    static let void: Oid = 2278
    static let jsonb: Oid = 3802
    /// Types whose binary form is their text: text, character types, names, JSON, unknown.
    static let texts: Set<Oid> = [18, 19, 25, 114, 142, 705, 1042, 1043]
}

/// An answer of the server, freed with it.
final class PostgreSQLResult {
    let handle: OpaquePointer?

    init(_ handle: OpaquePointer?) { self.handle = handle }

    deinit { PQclear(handle) }

    var isFine: Bool {
        let status = PQresultStatus(handle)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
            || status == PGRES_COPY_IN || status == PGRES_EMPTY_QUERY
    }

    /// What was done, such as `INSERT 0 1`.
    var tag: String { PQcmdStatus(handle).map { String(cString: $0) } ?? "" }

    /// How many rows were changed.
    var changed: Int {
        guard !tag.hasPrefix("SELECT"), let text = PQcmdTuples(handle) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    var columns: [String] {
        (0..<PQnfields(handle)).map { index in
            PQfname(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    var rowCount: Int { Int(PQntuples(handle)) }

    /// The type of each column.
    var types: [Oid] { (0..<PQnfields(handle)).map { PQftype(handle, $0) } }

    /// The value at a place.
    ///
    /// - Throws: An `internal_error` for a type that has no form here; the statement must cast it.
    func value(row: Int, column: Int, type: Oid) throws(AlmanacError) -> SQLValue {
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(handle, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        let value = Self.decoded(bytes, type)
        guard let value else {
            throw DatabaseFailure.statement.error(
                "a column's type (number \(type)) has no form here; cast it to text or bigint",
                details: ["column": .string(columns[Int(column)])])
        }
        return value
    }

    private static func decoded(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> SQLValue? {
        switch type {
        case PostgreSQLType.int8: .integer(Int64(bitPattern: bigEndian(bytes)))
        case PostgreSQLType.int4: .integer(Int64(Int32(truncatingIfNeeded: bigEndian(bytes))))
        case PostgreSQLType.int2: .integer(Int64(Int16(truncatingIfNeeded: bigEndian(bytes))))
        case PostgreSQLType.bool, PostgreSQLType.oid, PostgreSQLType.xid:
            .integer(Int64(truncatingIfNeeded: bigEndian(bytes)))
        case PostgreSQLType.float8: .real(Double(bitPattern: bigEndian(bytes)))
        case PostgreSQLType.float4:
            .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bigEndian(bytes)))))
        case PostgreSQLType.bytea: .blob([UInt8](bytes))
        case PostgreSQLType.numeric: numeric(bytes)
        case PostgreSQLType.void: .null
        // A version byte stands before the text.
        case PostgreSQLType.jsonb: .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case _ where PostgreSQLType.texts.contains(type):
            .text(String(decoding: bytes, as: UTF8.self))
        default: nil
        }
    }

    private static func bigEndian(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A sum or mean of integers: an integer where it is one and fits, else a double.
    ///
    /// - Source: `numeric_send`: counts of digits and weight, sign, scale, digits of base 10,000.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        let words = stride(from: 0, to: bytes.count, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        let weight = Int(Int16(bitPattern: words[1]))
        let digits = words.dropFirst(4).map(Int64.init)
        // Signs other than plus and minus are NaN and infinities.
        guard words[2] == 0 || words[2] == 0x4000 else {
            return words[2] == 0xD000
                ? .real(.infinity)
                : words[2] == 0xF000
                    ? .real(-.infinity) : .null
        }
        let isNegative = words[2] == 0x4000
        if words[3] == 0, weight < 5, digits.count <= weight + 1 {
            var sum: Int64 = 0
            var isExact = true
            for place in 0..<(weight + 1) {
                let digit = place < digits.count ? digits[place] : 0
                let (product, over) = sum.multipliedReportingOverflow(by: 10_000)
                let (next, more) =
                    isNegative
                    ? product.subtractingReportingOverflow(digit)
                    : product.addingReportingOverflow(digit)
                if over || more { isExact = false }
                sum = next
            }
            if isExact { return .integer(sum) }
        }
        // A text with an exponent is rounded once, by the reader of doubles.
        let text = digits.map { String(10_000 + $0).dropFirst() }.joined()
        let exponent = (weight + 1 - digits.count) * 4
        return Double((isNegative ? "-" : "") + "0" + text + "e\(exponent)").map { .real($0) }
    }
}
