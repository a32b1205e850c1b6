import AlmanacCore
import Backtesting
import StrategyLanguage
import Testing
import TimeSeries

/// Slots of bars whose dates lie beside those of the traded one.
@Suite struct SlotOverlapTests {
    /// A run over days from one number on, beside bars of another slot from another number on.
    private func backtest(_ other: Range<Int>, frequency: Frequency = .day1) throws -> Backtest {
        func frame(_ days: Range<Int>, _ column: String) -> Frame {
            Frame(
                times: days.map {
                    Timestamp(nanoseconds: Int64($0) * Timestamp.nanosecondsPerDay)
                },
                columns: [
                    Frame.NamedColumn(name: column, values: days.map { 100 + Double($0 % 7) })
                ])
        }
        let definition = StrategyDefinition(
            name: "beside",
            slots: [
                DataSlot(name: "prices", frequency: .day1, columns: ["close"]),
                DataSlot(name: "other", frequency: frequency, columns: ["value"]),
            ], parameters: [],
            code: """
                def generate_signals(data, params):
                    close = data['prices']['close']
                    return close > data['other']['value'], close < data['other']['value']
                """)
        return Backtest(
            definition: definition, parameters: try BoundParameters(definition.parameters),
            data: [
                SlotData(
                    slot: "prices", symbol: "A", frame: frame(1_000..<1_040, "close"),
                    calendar: .always, source: "test"),
                SlotData(
                    slot: "other", symbol: "B", frame: frame(other, "value"),
                    calendar: .always, source: "test"),
            ])
    }

    @Test(
        "bars that all lie before or after are refused with both periods",
        arguments: [(100..<900, "--from before"), (1_040..<1_200, "--to after")])
    func beside(_ days: Range<Int>, _ advice: String) throws {
        let error = try #require(throws: AlmanacError.self) { try backtest(days).run() }
        #expect(error.kind == .backtest)
        #expect(error.message.contains("slot 'other' do not overlap with those of slot 'prices'"))
        #expect(error.suggestion?.contains(advice) == true)
    }

    @Test("one common bar is enough, and events may be absent")
    func overlapping() throws {
        _ = try backtest(1_038..<1_200).run()
        _ = try backtest(900..<1_001).run()
        _ = try backtest(1_040..<1_200, frequency: .event).run()
    }
}
