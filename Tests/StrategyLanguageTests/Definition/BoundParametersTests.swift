import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

/// Values for parameters are checked against their types and bounds.
@Suite struct BoundParametersTests {
    private static let schema = StrategyText.definition(code: "").parameters

    @Test("defaults are taken, given values replace them, and text is read by type")
    func binding() throws {
        let defaults = try BoundParameters(Self.schema)
        #expect(defaults["n"] == .int(10) && defaults["mode"] == .string("a"))
        #expect(defaults["execution_price"] == .string("close") && !defaults.fillsAtOpen)
        #expect(defaults.executionFrequency == .day1)
        let given = try BoundParameters(
            Self.schema,
            text: [
                ("n", "8.0"), ("x", "-0.25"), ("use", "no"), ("mode", "b"),
                ("execution_price", "open"), ("execution_frequency", "1Hour"),
            ])
        #expect(given["n"] == .int(8))
        #expect(given["x"] == .float(-0.25) && given["use"] == .bool(false))
        #expect(given.fillsAtOpen && given.executionFrequency == .hour1)
        #expect(given.json["mode"] == .string("b"))
        let whole = try BoundParameters(Self.schema, given: [.init(name: "x", value: .int(1))])
        #expect(whole["x"] == .float(1))
    }

    @Test("a parameter that is given twice is refused")
    func twice() {
        #expect(throws: AlmanacError.self) {
            try BoundParameters(Self.schema, text: [("n", "7"), ("n", "7")])
        }
    }

    @Test(
        "a value that does not fit names the parameter, the value and the bounds",
        arguments: [
            ("n", "0", "from 1 to 50"), ("n", "51", "from 1 to 50"), ("n", "2.5", "whole number"),
            ("n", "ten", "whole number"),
            ("n", "", "whole number"), ("n", "99999999999999999999", "whole number"),
            ("x", "1.5", "from -1 to 1"), ("x", "nan", "number"),
            ("x", "inf", "number"), ("use", "maybe", "true or false"), ("mode", "c", "one of a, b"),
            ("execution_price", "high", "open, close"),
            ("execution_frequency", "quarterly", "1Min"),
        ])
    func outOfBounds(name: String, text: String, bounds: String) throws {
        let error = try #require(throws: AlmanacError.self) {
            try BoundParameters(Self.schema, text: [(name, text)])
        }
        #expect(error.kind == .validation)
        #expect(error.details["parameter"] == .string(name))
        #expect(error.details["value"] == .string(text))
        #expect(error.message.contains(bounds), "\(error.message)")
    }

    @Test("no such parameter, or none given where there is no default")
    func missing() throws {
        let unknown = try #require(throws: AlmanacError.self) {
            try BoundParameters(Self.schema, text: [("moed", "a")])
        }
        #expect(unknown.suggestion == "did you mean 'mode'?")
        let bare = [ParameterSpecification(name: "k", type: .int, minimum: 2)]
        let missing = try #require(throws: AlmanacError.self) { try BoundParameters(bare) }
        #expect(missing.message.contains("'k' has no default"))
        #expect(missing.suggestion?.contains("at least 2") == true)
    }

    @Test("a strategy compiles to another graph for other values")
    func graphs() throws {
        let definition = StrategyText.definition(
            body: "x = close.rolling(params['n']).mean() if params['use'] else close",
            result: "return close > x, close < params['x']")
        let long = try StrategyText.compile(definition)
        let short = try definition.compile(
            BoundParameters(definition.parameters, text: [("use", "false")]))
        #expect(long.graph.nodes.contains { $0.operation.windowLength == 10 })
        #expect(short.graph.nodes.allSatisfy { $0.operation.windowLength == 1 })
    }
}
