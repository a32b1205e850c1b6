import AlmanacCore
import StrategyEngine
import StrategyLanguage
import Testing

/// What cannot be computed on a bar ends the run with the bar, its time and the line of code.
@Suite struct FaultTests {
    private static let gap = [1, 2, Double.nan, 4, 5]

    private func error(_ body: String, _ close: [Double] = gap) throws -> AlmanacError {
        let strategy = try StrategyCode.compile(body)
        let inputs = StrategyCode.inputs(close)
        let error = try #require(throws: AlmanacError.self) { try strategy.signals(over: inputs) }
        // A live run meets the same fault on the same bar.
        let live = try ProgramAgreement.liveSignals(strategy, inputs, restoredAfter: 1)
        #expect(live.faultBar.map(JSON.integer) == error.details["bar"])
        return error
    }

    @Test("astype(int) of a missing value names the bar and the line")
    func missingInteger() throws {
        let error = try error("whole = close.astype(int)\nreturn whole > 2, whole < 1")
        #expect(error.kind == .execution)
        #expect(error.details["bar"] == .integer(2))
        #expect(error.details["line"] == .integer(4))
        #expect(error.details["time"] == .string("2019-04-16T00:00:00Z"))
        #expect(error.message.hasPrefix("line 4: astype(int)"))
        #expect(error.suggestion?.contains("fillna(0)") == true)
    }

    @Test("astype(int) of an infinite value is a fault too, and of repaired values is none")
    func infiniteInteger() throws {
        let error = try error("return (close / 0).astype(int) > 2, close < 1", [1, 2])
        #expect(error.details["bar"] == .integer(0))
        let values = try StrategyCode.values("close.fillna(0).astype(int)", Self.gap)
        #expect(values == [1, 2, 0, 4, 5])
    }

    @Test(
        "a raise, a failed assert and arithmetic with None in a loop name the bar",
        arguments: [
            "if close.iloc[i] > 3: raise ValueError('high')",
            "assert not close.iloc[i] > 3, 'high'",
            "out[i] = close.iloc[i] + (best if close.iloc[i] > 3 else 0)",
        ])
    func loopFaults(statement: String) throws {
        let error = try error(
            "best = None\nout = np.zeros(len(df))\nfor i in range(len(df)):\n    \(statement)\n"
                + "    if close.iloc[i] > 100: best = 1.0\n    out[i] = 1\nreturn out > 0, out < 0")
        #expect(error.kind == .execution)
        #expect(error.details["bar"] == .integer(3))
        #expect(error.details["line"] == .integer(6))
    }

    @Test("of several faults the first bar counts")
    func firstFault() throws {
        let error = try error(
            "a = close.shift(-0).astype(int)\nb = close.shift(1).astype(int)\nreturn a > 1, b > 1")
        #expect(error.details["bar"] == .integer(0))
        #expect(error.details["line"] == .integer(5))
    }

    @Test("a raise that the parameters reach is an execution error before any bar")
    func raiseOnParameters() throws {
        let definition = StrategyCode.definition(
            "if params['n'] > 5:\n    raise ValueError(f\"n is {params['n']}\")\n"
                + "return close > 1, close < 1",
            parameters: [
                ParameterSpecification(
                    name: "n", type: .int, minimum: 1, maximum: 9, defaultValue: .int(3))
            ])
        try definition.requireValid()
        _ = try definition.compile(BoundParameters(definition.parameters))
        let high = try BoundParameters(definition.parameters, text: [("n", "7")])
        let error = try #require(throws: AlmanacError.self) { try definition.compile(high) }
        #expect(error.kind == .execution)
        #expect(error.message.contains("n is 7"))
        #expect(error.details["line"] == .integer(5))
    }

    @Test("a missing column is a schema mismatch")
    func missingColumn() throws {
        let strategy = try StrategyCode.compile("return close > 1, df['volume'] > 1")
        var inputs = StrategyCode.inputs([1, 2])
        inputs["prices", "volume"] = nil
        let error = try #require(throws: AlmanacError.self) { try strategy.signals(over: inputs) }
        #expect(error.kind == .schemaMismatch)
        #expect(error.details["column"] == .string("volume"))
    }
}
