/// Which strings of a page stand at like places.
struct ColumnKey: Sendable, Hashable {
    /// How closely places must be alike.
    enum Level: UInt8, Sendable, CaseIterable {
        /// Names and classes from the root.
        case marked
        /// Names and classes of the last three steps.
        case near
        /// Names from the root.
        case bare
        /// The last two names.
        case pair
        /// Anywhere on the page, for parts that say what they are.
        case anywhere
        /// Several columns together.
        case union
    }

    var level: Level
    var path: UInt64
    var part: UInt64
}
