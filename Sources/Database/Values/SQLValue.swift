/// One value that goes to a database or comes from it.
///
/// Truth values are the integers 0 and 1 in both databases, instants are integers (nanoseconds
/// since 1970, UTC), documents are text. A NaN is written as null, because SQLite knows none; a
/// negative zero may come back as zero.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension SQLValue {
    /// An integer.
    package init(_ value: Int64) { self = .integer(value) }

    /// An integer.
    package init(_ value: Int) { self = .integer(Int64(value)) }

    /// A truth value, as 0 or 1.
    package init(_ value: Bool) { self = .integer(value ? 1 : 0) }

    /// A double.
    package init(_ value: Double) { self = .real(value) }

    /// A text.
    package init(_ value: String) { self = .text(value) }

    /// Bytes.
    package init(_ value: [UInt8]) { self = .blob(value) }

    /// An integer, or null.
    package init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }

    /// An integer, or null.
    package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

    /// A truth value as 0 or 1, or null.
    package init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }

    /// A double, or null.
    package init(_ value: Double?) { self = value.map { .real($0) } ?? .null }

    /// A text, or null.
    package init(_ value: String?) { self = value.map { .text($0) } ?? .null }

    /// Bytes, or null.
    package init(_ value: [UInt8]?) { self = value.map { .blob($0) } ?? .null }

    /// What kind of value it is, for messages.
    var kindName: String {
        switch self {
        case .null: "null"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "text"
        case .blob: "bytes"
        }
    }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .real(value) }
    package init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    package init(nilLiteral: ()) { self = .null }
}
