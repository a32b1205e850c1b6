import AlmanacCore

/// Reads a selector's text.
struct SelectorParser {
    var bytes: [UInt8]
    var at = 0
    var depth = 0
    var slotCount = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws -> SelectorList {
        var list = try parseList(isRelative: false, until: nil)
        guard at == bytes.count else { throw error("this is not expected here") }
        list.slotCount = slotCount
        return list
    }

    /// A comma-separated list, up to the end or a closing parenthesis.
    mutating func parseList(isRelative: Bool, until end: UInt8?) throws -> SelectorList {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Selector.depthLimit else { throw error("this is nested too deeply") }
        var selectors: [ComplexSelector] = []
        while true {
            selectors.append(try parseComplex(isRelative: isRelative))
            skipSpace()
            guard take(",") else { break }
        }
        return SelectorList(selectors: selectors)
    }

    private mutating func parseComplex(isRelative: Bool) throws -> ComplexSelector {
        skipSpace()
        var first = Combinator.descendant
        if isRelative, let written = takeCombinator() {
            first = written
            skipSpace()
        }
        var complex = ComplexSelector(compounds: [try parseCompound()], combinators: [first])
        while true {
            let hadSpace = skipSpace()
            if let written = takeCombinator() {
                skipSpace()
                complex.combinators.append(written)
            } else if hadSpace, let next = peek, next != UInt8(ascii: ","),
                next != UInt8(ascii: ")")
            {
                complex.combinators.append(.descendant)
            } else {
                return complex
            }
            complex.compounds.append(try parseCompound())
        }
    }

    private mutating func takeCombinator() -> Combinator? {
        if take(">") { return .child }
        if take("+") { return .next }
        if take("~") { return .subsequent }
        return nil
    }

    private mutating func parseCompound() throws -> CompoundSelector {
        let start = at
        var compound = CompoundSelector()
        if take("*") {
            try parseNamespaceBar(&compound)
        } else if isNameStart {
            compound.conditions.append(.name(try parseName()))
            try parseNamespaceBar(&compound)
        }
        while let next = peek {
            switch next {
            case UInt8(ascii: "#"):
                at += 1
                compound.conditions.append(.identifier(Array(try parseName(isHash: true).utf8)))
            case UInt8(ascii: "."):
                at += 1
                compound.conditions.append(.class(Array(try parseName().utf8)))
            case UInt8(ascii: "["):
                compound.conditions.append(.attribute(try parseAttribute()))
            case UInt8(ascii: ":"):
                compound.conditions.append(try parsePseudoClass())
            default:
                guard at > start else {
                    throw error("an element, class, id or [attribute] must stand here")
                }
                return compound
            }
        }
        guard at > start else { throw error("the selector ends where an element must stand") }
        return compound
    }

    /// Reads `prefix|name`, of which only the name counts, since pages declare no prefixes.
    private mutating func parseNamespaceBar(_ compound: inout CompoundSelector) throws {
        guard peek == UInt8(ascii: "|"), at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "=")
        else { return }
        at += 1
        compound.conditions = take("*") ? [] : [.name(try parseName())]
    }

    private mutating func parseAttribute() throws -> AttributeTest {
        at += 1
        skipSpace()
        if take("*") { guard take("|") else { throw error("a | must follow the *") } }
        var name = try parseName()
        if peek == UInt8(ascii: "|"), at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "=") {
            at += 1
            name += ":" + (try parseName())
        }
        skipSpace()
        if take("]") { return AttributeTest(name: name, test: .exists, value: []) }
        let operators: [(String, AttributeTest.Operator)] = [
            ("=", .equals), ("~=", .word), ("|=", .dash), ("^=", .prefix), ("$=", .suffix),
            ("*=", .contains),
        ]
        guard let test = operators.first(where: { take($0.0) })?.1 else {
            throw error("one of = ~= |= ^= $= *= or ] must stand here")
        }
        skipSpace()
        let value =
            if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                try parseString(quote)
            } else {
                try parseName(isHash: true)
            }
        skipSpace()
        var isCaseSensitive: Bool?
        if take("i") || take("I") {
            isCaseSensitive = false
        } else if take("s") || take("S") {
            isCaseSensitive = true
        }
        skipSpace()
        guard take("]") else { throw error("a ] must stand here") }
        return AttributeTest(
            name: name, test: test, value: Array(value.utf8), isCaseSensitive: isCaseSensitive)
    }
}
