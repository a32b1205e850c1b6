import AlmanacCore
import StrategyLanguage
import Testing
import TimeSeries

@Suite("Where defaults came from")
struct ProvenanceTests {
    private func definition(_ provenance: String) throws -> StrategyDefinition {
        try StrategyDefinition.read(
            """
            {"name": "s", "data_schema": {"p": {"frequency": "1Day", "columns": ["close"]}},
             "param_schema": {"n": {"type": "int", "default": 5}}, "code": "",
             "provenance": \(provenance)}
            """, name: "s")
    }

    @Test("it is read, and written as it was")
    func roundTrip() throws {
        let read = try definition(
            """
            {"n": {"source": "a sweep", "symbols": ["SPX"], "trials": 4950, "from": "1999-01-04",
             "to": "2012-12-31"}}
            """)
        let entry = try #require(read.provenance.first)
        #expect(entry.source == "a sweep" && entry.symbols == ["SPX"] && entry.trials == 4950)
        let period = try #require(entry.fitted)
        #expect(period.range.upperBound.iso8601.hasPrefix("2012-12-31T23:59:59"))
        #expect(try StrategyDefinition(json: read.json, name: "x") == read)
        #expect(try definition("null").json["provenance"] == nil)
        #expect(try definition("{}").provenance.isEmpty)
    }

    @Test("a Python file carries it too")
    func python() throws {
        let read = try StrategyDefinition.read(
            """
            DATA_SCHEMA = {"p": {"frequency": "1Day", "columns": ["close"]}}
            PARAM_SCHEMA = {"n": {"type": "int", "default": 5}}
            PROVENANCE = {"n": {"source": "Wilder (1978)"}}
            def generate_signals(data, params):
                return data['p'].close > 1, data['p'].close < 1
            """, name: "s")
        #expect(read.provenance.first?.source == "Wilder (1978)")
    }

    @Test(
        "what is wrong names its field",
        arguments: [
            ("[]", "provenance"), ("{\"m\": {}}", "provenance.m"), ("{\"n\": 1}", "provenance.n"),
            ("{\"n\": {\"symbols\": [1]}}", "provenance.n.symbols"),
            ("{\"n\": {\"from\": \"2000-01-01\"}}", "provenance.n"),
            ("{\"n\": {\"from\": \"2001-01-01\", \"to\": \"2000-01-01\"}}", "provenance.n"),
            ("{\"n\": {\"from\": 1, \"to\": []}}", "provenance.n"),
        ])
    func faults(provenance: String, field: String) {
        let error = #expect(throws: AlmanacError.self) { try definition(provenance) }
        #expect(error?.kind == .validation)
        #expect(error?.details["field"] == .string(field))
    }
}
