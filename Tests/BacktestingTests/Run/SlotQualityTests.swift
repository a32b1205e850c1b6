import AlmanacCore
import Backtesting
import StrategyEngine
import StrategyLanguage
import Testing
import TimeSeries

/// Data that brings its own quality, from the slot to the result.
@Suite struct SlotQualityTests {
    private static let code = """
        def generate_signals(data, params):
            level = data['mood']['level']
            return level > 0, level < 0
        """

    /// Prices of weekdays and a mood that turns every five bars, with a quality for each row.
    private func backtest(
        least: String, quality: [Double]?, price: String = "close", bars: Int = 40,
        columns: [String] = ["level"]
    ) throws -> Backtest {
        let calendar = TradingCalendar.weekdaysOnly
        var times: [Timestamp] = []
        var date = try #require(CivilDate(year: 2_020, month: 1, day: 6))
        while times.count < bars {
            if calendar.session(on: date) != nil { times.append(Timestamp(date)) }
            date = date.adding(days: 1)
        }
        let closes = times.indices.map { 100 + Double($0 % 7) }
        let prices = Frame(
            times: times,
            columns: [
                Frame.NamedColumn(name: "open", values: closes),
                Frame.NamedColumn(name: "close", values: closes),
            ])
        var mood = Frame(
            times: times, knownAt: calendar.closes(ofBarsStarting: times, frequency: .day1),
            columns: [
                Frame.NamedColumn(
                    name: "level", values: times.indices.map { $0 / 5 % 2 == 0 ? -0.5 : 0.5 })
            ])
        if let quality {
            mood.columns.append(Frame.NamedColumn(name: "quality", values: quality))
        }
        let document = try JSON.parse(
            """
            {"name": "mood", "data_schema": {
              "prices": {"frequency": "1Day", "columns": ["open", "close"]},
              "mood": {"frequency": "1Day", "columns": \(columns)\(least)}}, "param_schema": {},
             "code": ""}
            """)
        var definition = try StrategyDefinition(json: document, name: "mood")
        definition.code = Self.code
        let text = [(name: "execution_price", value: price)]
        return Backtest(
            definition: definition,
            parameters: try BoundParameters(definition.parameters, text: text),
            data: [
                SlotData(
                    slot: "prices", symbol: "X", frame: prices, calendar: calendar, source: "test"),
                SlotData(
                    slot: "mood", symbol: "X", frame: mood, calendar: calendar, source: "test"),
            ])
    }

    private static let good = [Double](repeating: 0.9, count: 40)
    /// Poor on the bars 5 to 7, of which the fifth begins the first trade.
    private static let poor = good.enumerated().map { (5...7).contains($0) ? 0.4 : $1 }

    @Test("data without a quality gives the result that it gives beside good data")
    func nothingToSay() throws {
        let plain = try backtest(least: "", quality: nil).run()
        let good = try backtest(least: "", quality: Self.good).run()
        #expect(plain.quality.isEmpty)
        #expect(plain.json()["quality"] == nil)
        #expect(good.quality.first?.bars == [])
        #expect(plain.simulation.equity == good.simulation.equity)
        #expect(plain.warnings == good.warnings)
    }

    @Test("what is below 0.7 is withheld unless the slot says otherwise, and the bars are told")
    func usual() throws {
        let run = try backtest(least: "", quality: Self.poor).run()
        #expect(run.signals.entries[5...9] == [false, false, false, true, true])
        #expect(run.simulation.trades.first?.entryBar == 8)
        let quality = try #require(run.quality.first)
        #expect(quality.slot == "mood" && quality.least == 0.7 && quality.withheldBelow == 0.7)
        #expect(quality.bars == [5, 6, 7] && quality.trades.isEmpty)
        #expect(quality.times.map(\.dateText) == ["2020-01-13", "2020-01-14", "2020-01-15"])
        let warning = run.warnings.first { $0.contains("'mood'") }
        #expect(
            warning == "Slot 'mood': 3 bars have data of a quality below 0.7 (2020-01-13, "
                + "2020-01-14, 2020-01-15), which was withheld; nothing was decided on one.")
        let row = run.json()["quality"]?.arrayValue?.first
        #expect(row?["withheld_below"]?.doubleValue == 0.7)
        #expect(row?["times"]?.arrayValue?.first?.stringValue?.hasPrefix("2020-01-13") == true)
    }

    @Test("bars that a strategy trades on although they are below 0.7 are named with their trades")
    func accepted() throws {
        for (price, entry) in [("close", 5), ("open", 6)] {
            let run = try backtest(
                least: ", \"least_quality\": 0.3", quality: Self.poor, price: price
            ).run()
            let quality = try #require(run.quality.first)
            #expect(quality.least == 0.7 && quality.withheldBelow == 0.3)
            #expect(quality.bars == [5, 6, 7])
            #expect(quality.trades.map(\.trade) == [0] && quality.trades.map(\.isExit) == [false])
            #expect(quality.trades.first?.bar == 5)
            #expect(run.simulation.trades.first?.entryBar == entry)
            #expect(
                run.warnings.contains { $0.contains("1 entry and 0 exits were decided on such") })
            let row = run.json()["quality"]?.arrayValue?.first
            #expect(row?["bars"]?.arrayValue?.count == 3)
            #expect(row?["trades"]?.arrayValue?.first?["quality"]?.doubleValue == 0.4)
            #expect(row?["trades"]?.arrayValue?.first?["decided"] == "entry")
        }
        let all = try backtest(least: ", \"least_quality\": 0", quality: Self.poor).run()
        let loose = try backtest(least: ", \"least_quality\": 0.3", quality: Self.poor).run()
        #expect(loose.simulation.equity == all.simulation.equity)
        #expect(all.warnings.contains { $0.contains("all of which it accepts") })
    }

    @Test("exits that poor data decides are named too")
    func exits() throws {
        // The mood turns down on bar 10.
        let poor = Self.good.enumerated().map { $0 == 10 ? 0.6 : $1 }
        let run = try backtest(least: ", \"least_quality\": 0.5", quality: poor).run()
        let trade = try #require(run.quality.first?.trades.first)
        #expect(trade.isExit && trade.bar == 10 && trade.quality == 0.6)
    }

    @Test("a slot that names its least quality does not see what is poorer")
    func withheld() throws {
        let run = try backtest(least: ", \"least_quality\": 0.5", quality: Self.poor).run()
        #expect(run.signals.entries[5...9] == [false, false, false, true, true])
        let quality = try #require(run.quality.first)
        #expect(quality.withheldBelow == 0.5 && quality.bars == [5, 6, 7])
        #expect(run.warnings.contains { $0.contains("of which what is below 0.5 was withheld") })
        let strict = try backtest(least: ", \"least_quality\": 0.95", quality: Self.good).run()
        #expect(strict.signals.entries.allSatisfy { !$0 })
        #expect(strict.quality.first?.bars.count == 40)
    }

    @Test("a strategy that reads the quality itself, or names none to accept, sees all of it")
    func ownQuality() throws {
        let reading = try backtest(
            least: ", \"description\": \"x\"", quality: Self.poor, columns: ["level", "quality"]
        ).run()
        #expect(reading.simulation.trades.first?.entryBar == 5)
        #expect(reading.quality.first?.withheldBelow == nil)
        #expect(reading.quality.first?.trades.map(\.trade) == [0])
        #expect(reading.warnings.contains { $0.contains("which the strategy saw") })
        // Nothing to withhold and no column to ask for.
        let none = try backtest(least: ", \"least_quality\": 0", quality: nil).run()
        #expect(none.quality.isEmpty)
    }

    @Test("a least quality needs data that tells it, and a number from 0 to 1")
    func refused() throws {
        let backtest = try backtest(least: ", \"least_quality\": 0.5", quality: nil)
        let error = #expect(throws: AlmanacError.self) { try backtest.run() }
        #expect(error?.kind == .schemaMismatch)
        for text in ["2", "-1", "\"high\""] {
            let error = #expect(throws: AlmanacError.self) {
                try self.backtest(least: ", \"least_quality\": \(text)", quality: nil)
            }
            #expect(error?.kind == .validation)
            #expect(error?.message.contains("data_schema.mood.least_quality") == true)
        }
    }

    @Test("a definition keeps its least quality in its document")
    func document() throws {
        let definition = try backtest(least: ", \"least_quality\": 0.5", quality: nil).definition
        let again = try StrategyDefinition(json: definition.json, name: "x")
        #expect(again.slots == definition.slots)
        #expect(again.slots.last?.leastQuality == 0.5)
        let without = try backtest(least: "", quality: nil).definition
        #expect(!without.json.text().contains("least_quality"))
    }
}
