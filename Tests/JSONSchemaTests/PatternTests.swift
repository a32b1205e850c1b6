import AlmanacCore
import JSONSchema
import Testing

/// Regular expressions with bounds on their cost.
@Suite struct PatternTests {
    @Test("a match gives its groups by number and by name")
    func groups() throws {
        let pattern = try Pattern("(?<amount>\\d+)(?:\\.(\\d+))?\\s*(?<unit>€|USD)")
        #expect(pattern.groupCount == 3 && pattern.groupNames.map(\.name) == ["amount", "unit"])
        let match = try #require(try pattern.firstMatch(in: "für 12 € nur"))
        #expect(match[0] == "12 €" && match["amount"] == "12" && match["unit"] == "€")
        #expect(match[2] == nil && match[9] == nil && match["absent"] == nil)
        #expect(match.ranges[0] == 5..<11)
        #expect(try pattern.firstMatch(in: "nothing") == nil)
    }

    @Test("all matches are found once, empty ones too")
    func all() throws {
        let words = try Pattern("\\w+").matches(in: "März, das 2. Jahr", atMost: 10)
        #expect(words.map { $0[0] } == ["März", "das", "2", "Jahr"])
        #expect(try Pattern("x*").matches(in: "äx", atMost: 10).map { $0[0] } == ["", "x", ""])
        #expect(try Pattern("a").matches(in: "aaaa", atMost: 2).count == 2)
        #expect(try Pattern("").matches("") && !Pattern("a").matches(""))
    }

    @Test("options change how letters and lines compare")
    func options() throws {
        var options = Pattern.Options()
        options.ignoresCase = true
        options.matchesLines = true
        #expect(try Pattern("^ÄB$", options: options).matches("x\näb\ny"))
        #expect(try !Pattern("^ÄB$").matches("x\näb\ny") && !Pattern("a$").matches("a\n"))
        options.dotMatchesLineBreaks = true
        #expect(try Pattern("x.y", options: options).matches("x\ny"))
    }

    @Test(
        "what is no expression is refused", arguments: ["(", "[a", "a{2,1}", "*", "\\C", "(?<1>a)"])
    func refused(source: String) {
        do {
            _ = try Pattern(source)
            Issue.record("\(source) is a pattern")
        } catch {
            #expect(error.kind == .validation && error.details["pattern"] == .string(source))
        }
    }

    @Test(
        "what would take too long is given up",
        arguments: ["(a+)+$", "(a|aa)+$", "^(\\w+\\s?)*$"])
    func costly(source: String) throws {
        let pattern = try Pattern(source)
        let text = String(repeating: "a", count: 60) + "!"
        do {
            _ = try pattern.firstMatch(in: text)
            Issue.record("\(source) ends")
        } catch {
            #expect(error.kind == .budgetExceeded)
        }
    }

    @Test(
        "expressions of ECMA-262 keep their meaning",
        arguments: [
            ("^\\S$", "\u{2003}", false), ("^\\s$", "\u{FEFF}", true), ("^\\d$", "٣", false),
            ("^\\w$", "é", false), ("^\\p{Letter}$", "é", true), ("^\\p{Script=Greek}$", "π", true),
            ("^\\cC$", "\u{3}", true), ("^\\u{1F600}$", "😀", true), ("^\\uD83D\\uDE00$", "😀", true),
            ("^[^]$", "\n", true), ("^[]$", "", false), ("^a$", "a\n", false),
            ("[a-z]", "[", false),
            ("^[\\s\\d]$", "1", true), ("^\\x41$", "A", true), ("^a\\/b$", "a/b", true),
            ("^(?<x>a)\\k<x>$", "aa", true), ("^[[:alpha]$", ":", true),
        ])
    func ecma(source: String, text: String, isMatch: Bool) throws {
        #expect(try Pattern(source, dialect: .ecmaScript).matches(text) == isMatch)
    }

    @Test(
        "what ECMA-262 does not know is refused",
        arguments: [
            "\\a", "\\Z", "(?i)a", "(?>a)", "(*FAIL)", "\\u{110000}", "\\p{Nothing}", "\\x1", "a\\",
        ])
    func unknown(source: String) {
        #expect(throws: AlmanacError.self) { try Pattern(source, dialect: .ecmaScript) }
    }
}
