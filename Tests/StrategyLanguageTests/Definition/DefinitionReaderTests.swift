import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

/// Strategy documents in both their forms, whole and faulty.
@Suite struct DefinitionReaderTests {
    private static let code =
        "def generate_signals(data, params):\n    c = data['p'].close\n    return c > 1, c < 1\n"

    private static func document(
        data: String = #"{"p": {"frequency": "1Day", "columns": ["close"]}}"#,
        parameters: String = "{}", code: String = #""def generate_signals(data, params): pass""#
    ) -> String {
        #"{"name": "s", "data_schema": \#(data), "param_schema": \#(parameters), "code": \#(code)}"#
    }

    @Test("a document and a module of Python say the same")
    func bothForms() throws {
        let module = """
            \"\"\"About.\"\"\"
            NAME = "mine"
            DESCRIPTION = "what it does"
            VERSION = 3
            DATA_SCHEMA = {"p": {"frequency": "1Hour", "columns": ["close"], "max_age": "36h",
                                 "description": "prices"}}
            PARAM_SCHEMA = {
                "n": {"type": "int", "min": -5, "max": 9, "default": 3},
                "mode": {"type": "enum", "values": ["a", "b"], "default": "b"},
            }
            \(Self.code)
            """
        let read = try StrategyDefinition.read(module, name: "file")
        #expect(read.name == "mine" && read.summary == "what it does" && read.version == 3)
        #expect(read.slots.map(\.name) == ["p"])
        #expect(read.slots[0].frequency == .hour1 && read.slots[0].maxAge == 36 * 3_600_000_000_000)
        #expect(
            read.parameters.map(\.name) == ["n", "mode", "execution_frequency", "execution_price"])
        #expect(read.parameters[0].minimum == -5)
        let again = try StrategyDefinition.read(read.json.text(), name: "other")
        #expect(again == read)
        #expect(read.check().isEmpty)
    }

    @Test(
        "every example reads back from its own document",
        arguments: ExampleStrategies.all.map(\.name))
    func examples(name: String) throws {
        let example = try #require(ExampleStrategies.named(name))
        let read = try StrategyDefinition.read(example.document.text(pretty: true), name: "x")
        #expect(read.name == name)
        #expect(try StrategyDefinition.read(read.json.text(), name: "y") == read)
    }

    private static let faulty: [(String, String)] = [
        ("", "empty"), ("   \n", "empty"), ("[]", "DATA_SCHEMA"), ("{", "not valid JSON"),
        ("{}", "code"), (#"{"code": 3}"#, "code"),
        (#"{"code": "x"}"#, "data_schema"), (document(data: "{}"), "data_schema"),
        (document(data: "[]"), "data_schema"),
        (document(data: #"{"p": 1}"#), "data_schema.p"),
        (document(data: #"{"p": {"columns": ["close"]}}"#), "data_schema.p.frequency"),
        (
            document(data: #"{"p": {"frequency": "2Day", "columns": ["close"]}}"#),
            "data_schema.p.frequency"
        ),
        (document(data: #"{"p": {"frequency": "1Day"}}"#), "data_schema.p.columns"),
        (document(data: #"{"p": {"frequency": "1Day", "columns": []}}"#), "data_schema.p.columns"),
        (
            document(data: #"{"p": {"frequency": "1Day", "columns": ["close", 3]}}"#),
            "data_schema.p.columns"
        ),
        (
            document(
                data: #"{"p": {"frequency": "1Day", "columns": ["close"], "max_age": "soon"}}"#),
            "data_schema.p.max_age"
        ),
        (
            document(
                data: #"{"p": {"frequency": "1Day", "columns": ["close"], "max_age": "-3d"}}"#),
            "data_schema.p.max_age"
        ),
        (
            document(
                data:
                    #"{"p": {"frequency": "1Day", "columns": ["close"], "max_age": "9999999999d"}}"#
            ), "data_schema.p.max_age"
        ),
        (
            document(
                data: "{"
                    + (0..<65).map { #""s\#($0)": {"frequency": "1Day", "columns": ["close"]}"# }
                    .joined(separator: ",") + "}"), "data_schema"
        ),
        (
            document(
                data: #"{"p": {"frequency": "1Day", "columns": ["#
                    + (0..<65).map { "\"c\($0)\"" }.joined(separator: ",") + "]}}"),
            "data_schema.p.columns"
        ),
        (document(parameters: "[]"), "param_schema"),
        (document(parameters: #"{"n": 3}"#), "param_schema.n"),
        (document(parameters: #"{"n": {}}"#), "param_schema.n.type"),
        (document(parameters: #"{"n": {"type": "number"}}"#), "param_schema.n.type"),
        (document(parameters: #"{"n": {"type": "int", "min": "a"}}"#), "param_schema.n.min"),
        (document(parameters: #"{"n": {"type": "int", "min": 5, "max": 2}}"#), "param_schema.n"),
        (document(parameters: #"{"n": {"type": "int", "min": 5, "default": 2}}"#), "'n'"),
        (document(parameters: #"{"n": {"type": "int", "default": "x"}}"#), "'n'"),
        (document(parameters: #"{"n": {"type": "int", "default": 2.5}}"#), "'n'"),
        (document(parameters: #"{"n": {"type": "enum"}}"#), "param_schema.n.values"),
        (document(parameters: #"{"n": {"type": "enum", "values": []}}"#), "param_schema.n.values"),
        (
            document(parameters: #"{"n": {"type": "enum", "values": ["a", 1]}}"#),
            "param_schema.n.values"
        ),
        (
            document(parameters: #"{"n": {"type": "enum", "values": ["a", null]}}"#),
            "param_schema.n.values"
        ),
        (document(parameters: #"{"n": {"type": "enum", "values": ["a"], "default": "b"}}"#), "'n'"),
        (
            document(parameters: #"{"execution_price": {"type": "enum", "values": ["high"]}}"#),
            "param_schema.execution_price"
        ),
        (
            document(parameters: #"{"execution_frequency": {"type": "int"}}"#),
            "param_schema.execution_frequency"
        ),
        (document(code: "null"), "code"),
        ("x = 1", "DATA_SCHEMA"), ("DATA_SCHEMA = make()", "DATA_SCHEMA must be a literal"),
        ("DATA_SCHEMA = {**x}", "literal"),
        ("DATA_SCHEMA = {'p': {'frequency': '1Day', 'columns': [c for c in 'ab']}}", "literal"),
        ("DATA_SCHEMA = {", "1:"),
        ("DATA_SCHEMA = 3", "data_schema"), ("DATA_SCHEMA = {1: 2}", "literal"),
    ]

    @Test("a faulty document is refused with the field or the place", arguments: faulty)
    func faults(text: String, mention: String) throws {
        let error = try #require(throws: AlmanacError.self) {
            try StrategyDefinition.read(text, name: "faulty")
        }
        #expect(error.kind == .validation)
        #expect(error.message.contains(mention), "\(error.message)")
    }

    @Test("a huge document is refused before it is read")
    func huge() {
        let text = String(repeating: " ", count: 5_000_000)
        #expect(throws: AlmanacError.self) { try StrategyDefinition.read(text, name: "huge") }
    }
}
