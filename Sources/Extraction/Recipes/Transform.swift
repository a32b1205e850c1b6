/// One thing that is done with a text on its way from the page to a value.
///
/// The list is closed: a recipe cannot run anything else.
public enum Transform: Sendable, Hashable {
    /// The first match of a pattern: its first group that took part, or all of it; none drops the
    /// text.
    case capture(String)
    /// Every match of a pattern, each a text of its own.
    case captureAll(String)
    /// Replaces every match of a pattern by a text.
    case replace(String, with: String)
    /// The parts between occurrences of a text.
    case split(String)
    /// The texts joined by one.
    case join(String)
    /// One of the texts, counted from 1, or from the end by negative numbers.
    case pick(Int)
    /// A change of case.
    case letterCase(LetterCase)
    /// Takes a text from the start, where it stands there.
    case stripPrefix(String)
    /// Takes a text from the end, where it stands there.
    case stripSuffix(String)
    /// Puts a text before.
    case prepend(String)
    /// Puts a text after.
    case append(String)
    /// Reads a date by a format of `YYYY`, `YY`, `MM`, `M`, `DD`, `D`, `MMM`, `MMMM` and other
    /// characters as they stand, and writes it as `2026-01-31`; another text is dropped.
    case date(String)
    /// Resolves an address against the page's.
    case resolve
    /// Takes the HTML out of a text that holds some, as data often does.
    case plainText

    /// How letters are changed.
    public enum LetterCase: String, Sendable, CaseIterable { case lower, upper, title }
}

/// What values of a field are valid.
public struct Validity: Sendable, Equatable {
    /// What the text of a value must match somewhere; anchors are the pattern's own.
    public var pattern: String?
    /// The least number, or the first date.
    public var minimum: Bound?
    /// The greatest number, or the last date.
    public var maximum: Bound?
    /// The only values there are; empty for any.
    public var vocabulary: [String] = []
    /// The order in which the values of a page stand; those that break it are bad.
    public var order: Order?

    /// Makes a rule that every value passes.
    public init() {}

    /// A number, or a date or moment as text.
    public enum Bound: Sendable, Equatable {
        case number(Double)
        case text(String)
    }

    /// The orders that the values of a page can stand in; equal neighbours break none.
    public enum Order: String, Sendable, CaseIterable { case rising, falling }

    /// Whether every value passes.
    public var isEmpty: Bool { self == Validity() }
}
