import AlmanacCore
import JSONSchema
import Testing

/// What findings say, and what schemas that are none or too costly come to.
@Suite struct SchemaTests {
    private func messages(_ schema: JSON, _ value: JSON, formats: Bool = false) throws -> [String] {
        try Schema(schema, assertsFormats: formats).findings(in: value).map(\.message)
    }

    @Test("a finding says where, what and what to do")
    func findings() throws {
        let schema = try Schema(
            [
                "type": "object", "required": ["symbol"], "additionalProperties": false,
                "properties": [
                    "symbol": text, "side": ["enum": ["buy", "sell"]],
                    "rows": ["items": ["properties": ["close": ["type": "number", "minimum": 0]]]],
                ],
            ])
        let value: JSON = [
            "symbl": "A", "side": "sel", "rows": [["close": 1], ["close": -2], ["close": "x"]],
        ]
        let findings = try schema.findings(in: value)
        #expect(
            findings.map(\.message) == [
                "The value lacks symbol.", "/symbl is not a member that is known here.",
                "/side must be one of \"buy\", \"sell\", but is \"sel\".",
                "/rows/1/close must be at least 0, but is -2.",
                "/rows/2/close must be number, but is \"x\".",
            ])
        #expect(findings[1].suggestion == "Did you mean symbol?")
        #expect(findings[2].suggestion == "Did you mean sell?")
        #expect(findings[3].instancePath == "/rows/1/close")
        #expect(findings[3].schemaPath == "#/properties/rows/items/properties/close/minimum")
        let error = try #require(findings.error(about: "The order"))
        #expect(error.kind == .schemaMismatch)
        #expect(
            error.message
                == "The order does not follow its schema: The value lacks symbol. (and 4 more)")
        #expect(try !schema.accepts(value) && schema.accepts(["symbol": "A"]))
    }

    private var text: JSON { ["type": "string"] }

    @Test("of several forms, the nearest is named")
    func alternatives() throws {
        let schema: JSON = [
            "anyOf": [
                ["type": "string"],
                ["type": "object", "properties": ["a": ["type": "integer"]]],
            ]
        ]
        #expect(
            try messages(schema, ["a": "x"]) == [
                "The value fits none of 2 forms; the nearest fails because"
                    + " /a must be integer, but is \"x\"."
            ])
        let both: JSON = ["oneOf": [["minimum": 1], ["maximum": 5], ["const": 9]]]
        #expect(try messages(both, 3) == ["The value fits more than one of 3 forms: 1 and 2."])
    }

    @Test(
        "a schema that is none is refused with its place",
        arguments: [
            ["type": "strin"], ["minimum": "1"], ["required": "a"], ["pattern": "("], 7,
            ["items": [["type": "string"]]], ["$ref": "#/$defs/absent"], ["allOf": []],
            ["$ref": "https://elsewhere.example/schema"],
            ["$schema": "http://json-schema.org/draft-07/schema#"],
            ["multipleOf": 0], ["properties": ["a": 1]], ["$anchor": "1a"], ["pattern": "\\a"],
        ] as [JSON])
    func refused(schema: JSON) {
        do {
            _ = try Schema(schema)
            Issue.record("\(schema) is a schema")
        } catch {
            #expect(error.kind == .validation && !error.message.isEmpty)
        }
    }

    @Test("schemas that lead to themselves, and values that take too long, are given up")
    func costly() throws {
        for schema in [
            ["$ref": "#"],
            [
                "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]],
                "$ref": "#/$defs/a",
            ],
            ["allOf": [["$ref": "#"], ["$ref": "#"]]],
            ["$dynamicAnchor": "a", "$dynamicRef": "#a"],
            ["anyOf": [["not": ["$ref": "#"]]]],
        ] as [JSON] {
            do {
                _ = try Schema(schema).findings(in: 1)
                Issue.record("\(schema) ends")
            } catch {
                #expect(error.kind == .budgetExceeded)
            }
        }
        let bomb: JSON = ["$defs": doubling(levels: 40), "$ref": "#/$defs/a40"]
        let limits = SchemaLimits(steps: 100_000)
        do {
            _ = try Schema(bomb, limits: limits).accepts(1)
            Issue.record("2^40 applications end")
        } catch {
            #expect(error.kind == .budgetExceeded)
        }
    }

    private func doubling(levels: Int) -> JSON {
        var definitions: JSONObject = ["a0": ["type": "integer"]]
        for level in 1...levels {
            let below: JSON = ["$ref": .string("#/$defs/a\(level - 1)")]
            definitions["a\(level)"] = ["allOf": [below, below]]
        }
        return .object(definitions)
    }

    @Test("a schema nested beyond any need is refused")
    func deep() {
        var schema: JSON = true
        for _ in 0..<400 { schema = ["not": schema] }
        #expect(throws: AlmanacError.self) { _ = try Schema(schema).accepts(1) }
    }

    @Test("registered documents are found by address and by their own name; others are not fetched")
    func documents() throws {
        var documents = SchemaDocuments()
        documents.add(
            ["$id": "https://b.example/b", "type": "integer"], at: "https://a.example/b.json")
        for address in ["b.json", "https://b.example/b"] {
            let schema = try Schema(
                ["$ref": .string(address)], at: "https://a.example/a.json", documents: documents)
            #expect(try schema.accepts(1) && !schema.accepts("x"))
        }
    }

    @Test(
        "formats are notes unless they are asserted",
        arguments: [
            ("date", "2024-02-29", "2023-02-29"),
            ("date-time", "2024-02-29T10:00:00.5Z", "2024-02-29 10:00:00Z"),
            ("date-time", "1990-12-31T23:59:60Z", "1990-12-31T23:58:60Z"),
            ("time", "10:00:00+01:00", "10:00:00"), ("email", "a.b@c.example", "a.b.c"),
            ("uri", "https://a.example/b?c=d#e", "//a.example/b"),
            ("uri", "urn:a:b", "https://a b"),
            ("ipv4", "192.0.2.1", "192.0.02.1"), ("ipv4", "0.0.0.0", "256.1.1.1"),
            ("ipv6", "::1", ":::1"), ("ipv6", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:8:9"),
            ("ipv6", "::ffff:192.0.2.1", "::192.0.2.256"),
            ("ipv6", "1:2:3:4:5:6:1.2.3.4", "1::2::3"),
            ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08aa9811eab4aa73b441d16380"),
            ("regex", "^a+$", "^(abc]"), ("hostname", "a-b.example", "-a.example"),
            ("duration", "P1DT12H", "P"), ("json-pointer", "/a~1b", "/a~b"),
            ("uri-reference", "../a#b", "a\\b"),
        ])
    func formats(name: String, good: String, bad: String) throws {
        let schema: JSON = ["format": .string(name)]
        #expect(try messages(schema, .string(good), formats: true) == [])
        #expect(try messages(schema, .string(bad), formats: true).count == 1)
        #expect(try messages(schema, .string(bad)) == [])
    }
}
