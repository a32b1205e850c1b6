/// Selectors of which any may match.
struct SelectorList: Sendable {
    var selectors: [ComplexSelector]
    /// How many caches its `:nth-*` and `:has` need, nested ones included.
    var slotCount = 0
}

/// Compounds joined by combinators, as written from left to right.
struct ComplexSelector: Sendable {
    var compounds: [CompoundSelector]
    /// The combinator before each compound; for the first one, that of a relative selector.
    var combinators: [Combinator]
}

/// How an element must lie to the one that the selector names before it.
enum Combinator: Sendable { case descendant, child, next, subsequent }

/// Conditions on one element.
struct CompoundSelector: Sendable {
    var conditions: [Condition] = []
}

/// One condition on an element.
indirect enum Condition: Sendable {
    case name(String)
    case identifier([UInt8])
    case `class`([UInt8])
    case attribute(AttributeTest)
    case root, scope, empty, anyLink, checked, disabled, enabled, required, optional, never
    case position(NthTest)
    case language([String])
    case any(SelectorList)
    case not(SelectorList)
    case has(SelectorList, slot: Int)
}

/// A test of an attribute's value.
struct AttributeTest: Sendable {
    enum Operator: Sendable { case exists, equals, word, dash, prefix, suffix, contains }
    var name: String
    var test: Operator
    var value: [UInt8]
    /// Whether case matters; nil leaves it to the attribute's name, as HTML says.
    var isCaseSensitive: Bool?

    /// The attributes whose values HTML compares without regard to case in selectors.
    static let caseless: Set<String> = [
        "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked",
        "clear", "codetype", "color", "compact", "declare", "defer", "dir", "direction", "disabled",
        "enctype", "face", "frame", "hreflang", "http-equiv", "lang", "language", "link", "media",
        "method", "multiple", "nohref", "noresize", "noshade", "nowrap", "readonly", "rel", "rev",
        "rules", "scope", "scrolling", "selected", "shape", "target", "text", "type", "valign",
        "valuetype", "vlink",
    ]
}

/// A test of an element's place among its siblings: `step * n + offset` for some n from 0.
struct NthTest: Sendable {
    var step: Int
    var offset: Int
    var isFromEnd = false
    var isOfType = false
    var filter: SelectorList?
    var slot: Int

    func accepts(_ position: Int) -> Bool {
        if step == 0 { return position == offset }
        let distance = position - offset
        return distance % step == 0 && distance / step >= 0
    }
}
