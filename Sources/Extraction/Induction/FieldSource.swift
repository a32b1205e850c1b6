/// One way to read a field.
struct FieldSource: Sendable, Hashable {
    /// Where a record's value stands, seen from the record's anchor.
    enum Scope: UInt8, Sendable, Comparable {
        /// In the record.
        case record
        /// After the record, before the next.
        case after
        /// The last before the record: a heading for a group.
        case heading
        /// One value for the page.
        case page

        static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    var key: ColumnKey
    var derivation: Derivation
    var scope: Scope
    /// Which value in the scope, from zero; from the end where negative.
    var occurrence: Int
    var origin: PageTree.Origin
    /// Columns that are read together with the first.
    var others: [ColumnKey] = []
    /// The property of embedded data that it belongs to.
    var property: UInt64?

    /// Whether another source reads the same strings in the same way.
    func isPlace(of other: FieldSource) -> Bool {
        key == other.key && derivation == other.derivation && scope == other.scope
            && occurrence == other.occurrence && others == other.others
    }
}
