/// A number that records of a source in the archive tell, or a column of a series there, by the
/// words that a sentence names it with: `NAME's FIELD`.
public struct ArchivedField: Hashable, Sendable {
    /// The source.
    public var source: String
    /// What the source or the series is called.
    public var name: String
    /// The field of its records, or the column.
    public var field: String
    /// Whether it is an amount of money.
    public var isMoney: Bool
    /// The field of its records that says which symbol they are about, where there is one.
    public var symbolField: String?
    /// The slot of the series; nothing for records.
    public var seriesSlot: String?

    /// Makes a field.
    public init(
        source: String, name: String, field: String, isMoney: Bool = false,
        symbolField: String? = nil, seriesSlot: String? = nil
    ) {
        (self.source, self.name, self.field) = (source, name, field)
        (self.isMoney, self.symbolField, self.seriesSlot) = (isMoney, symbolField, seriesSlot)
    }

    /// The words that stand for it in a sentence.
    var phrase: String { "\(name)'s \(field)" }
}
