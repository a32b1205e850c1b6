import AlmanacCore

extension SelectorParser {
    /// The pseudo-classes without arguments.
    private static let plain: [String: Condition] = [
        "root": .root, "scope": .scope, "empty": .empty, "any-link": .anyLink, "link": .anyLink,
        "checked": .checked, "disabled": .disabled, "enabled": .enabled, "required": .required,
        "optional": .optional,
    ]

    /// The pseudo-classes that depend on a user or a moment.
    private static let dynamic: Set<String> = [
        "hover", "active", "focus", "focus-within", "focus-visible", "visited", "target",
        "target-within", "current", "past", "future", "playing", "paused", "autofill", "modal",
        "fullscreen", "user-valid", "user-invalid", "local-link",
    ]

    mutating func parsePseudoClass() throws -> Condition {
        let start = at
        at += 1
        if peek == UInt8(ascii: ":") {
            throw error(
                "Pseudo-elements are no elements of the page",
                suggestion: "leave '::' and what follows out")
        }
        let name = try parseName().lowercased()
        if take("(") {
            let condition = try parseFunction(name, start)
            skipSpace()
            guard take(")") else { throw error("a ) must stand here") }
            return condition
        }
        if let condition = Self.plain[name] { return condition }
        if let test = positional(name) { return .position(test) }
        throw unknown(name, start)
    }

    /// The tests of position that are written without arguments.
    private mutating func positional(_ name: String) -> NthTest? {
        let isOfType = name.hasSuffix("-of-type")
        let side = name.split(separator: "-").first.map(String.init) ?? ""
        guard isOfType || name.hasSuffix("-child"),
            name.split(separator: "-").count == (isOfType ? 3 : 2)
        else { return nil }
        switch side {
        case "first": return NthTest(step: 0, offset: 1, isOfType: isOfType, slot: nextSlot())
        case "last":
            return NthTest(
                step: 0, offset: 1, isFromEnd: true, isOfType: isOfType, slot: nextSlot())
        case "only":
            // First and last at once, which the matcher reads from a step that cannot be written.
            return NthTest(step: .min, offset: 1, isOfType: isOfType, slot: nextSlot())
        default: return nil
        }
    }

    private mutating func parseFunction(_ name: String, _ start: Int) throws -> Condition {
        switch name {
        case "is", "where", "matches", "any", "-webkit-any":
            return .any(try parseList(isRelative: false, until: UInt8(ascii: ")")))
        case "not": return .not(try parseList(isRelative: false, until: UInt8(ascii: ")")))
        case "has":
            return .has(
                try parseList(isRelative: true, until: UInt8(ascii: ")")), slot: nextSlot())
        case "lang":
            var languages: [String] = []
            repeat {
                skipSpace()
                if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    languages.append(try parseString(quote).lowercased())
                } else {
                    languages.append(try parseName().lowercased())
                }
                skipSpace()
            } while take(",")
            return .language(languages)
        case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type":
            return .position(try parseNth(name))
        default: throw unknown(name, start)
        }
    }

    private mutating func nextSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }

    /// Reads `odd`, `even`, a number, or `An+B`, and what `of` may name.
    private mutating func parseNth(_ name: String) throws -> NthTest {
        skipSpace()
        var test = NthTest(step: 0, offset: 0, slot: nextSlot())
        test.isFromEnd = name.contains("last")
        test.isOfType = name.hasSuffix("of-type")
        if takeWord("odd") {
            (test.step, test.offset) = (2, 1)
        } else if takeWord("even") {
            (test.step, test.offset) = (2, 0)
        } else {
            try parseFormula(&test)
        }
        skipSpace()
        if !test.isOfType, takeWord("of") {
            test.filter = try parseList(isRelative: false, until: UInt8(ascii: ")"))
        }
        return test
    }

    private mutating func parseFormula(_ test: inout NthTest) throws {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        let number = parseDigits()
        guard take("n") || take("N") else {
            guard let number else { throw error("a number, odd, even or An+B must stand here") }
            test.offset = isNegative ? -number : number
            return
        }
        test.step = (isNegative ? -1 : 1) * (number ?? 1)
        skipSpace()
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0 else { return }
        skipSpace()
        guard let offset = parseDigits() else { throw error("a number must stand here") }
        test.offset = sign * offset
    }

    private mutating func parseDigits() -> Int? {
        var value: Int?
        while let next = peek, next &- 0x30 < 10 {
            value = min((value ?? 0) * 10 + Int(next - 0x30), 1 << 30)
            at += 1
        }
        return value
    }

    private mutating func takeWord(_ word: String) -> Bool {
        let end = at + word.utf8.count
        guard end <= bytes.count, bytes[at..<end].lazy.map(lowered).elementsEqual(word.utf8),
            end == bytes.count || !Self.isNameByte(bytes[end])
        else { return false }
        at = end
        return true
    }

    private func unknown(_ name: String, _ start: Int) -> AlmanacError {
        if Self.dynamic.contains(name) {
            return error(
                ":\(name) depends on a user or a moment, which a stored page has not",
                suggestion: "select by what the page itself says")
        }
        if name == "contains" || name == "has-text" || name == "-abx-contains" {
            return error(
                ":\(name) is no part of CSS",
                suggestion: "select by structure or attributes, and filter by text afterwards")
        }
        return error(
            ":\(name) is not known", suggestion: "see the list of pseudo-classes in the manual")
    }
}
