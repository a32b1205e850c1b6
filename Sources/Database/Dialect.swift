/// The two databases that Almanac speaks to.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgresql
}
