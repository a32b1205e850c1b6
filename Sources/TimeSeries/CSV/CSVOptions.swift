/// How a CSV file is read; the defaults suit a file that is right.
public struct CSVOptions: Sendable {
    /// The names of the columns, for a file whose first line is data already.
    public var columnNames: [String]?
    /// The separator, or `nil` to find out from the header line.
    public var delimiter: Delimiter?
    /// The decimal separator, or `nil` to find out from the first 64 KB.
    public var decimalSeparator: DecimalSeparator?
    /// Whether `1/2/2024` is 1 February, or `nil` to decide by the whole column.
    public var dayFirst: Bool?
    /// The zone of times that name none.
    public var timeZone = TimeZoneRule.utc
    /// The column that holds the time, as the header writes it, or `nil` to choose by name.
    public var timeColumn: String?
    /// The column of the moments from which rows could be known, or `nil` to choose by name.
    public var knownAtColumn: String?
    /// The rows to keep of a file that holds several symbols, in any case of letters.
    public var symbol: String?
    /// Whether rows that cannot be read are left out and counted instead of refusing the file.
    public var skipBadRows = false
    /// Whether bars that do not follow each other in time are put in order.
    public var sort = false

    /// Makes the default options.
    public init() {}

    /// A character between two fields.
    public enum Delimiter: String, Sendable, CaseIterable {
        case comma = ","
        case semicolon = ";"
        case tab = "\t"
        case bar = "|"

        var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            case .bar: UInt8(ascii: "|")
            }
        }
    }

    /// The character between a number's whole part and its decimals.
    public enum DecimalSeparator: String, Sendable, CaseIterable {
        case point = "."
        case comma = ","
    }
}
