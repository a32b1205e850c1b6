import Agents
import AlmanacCore
import Backtesting
import BundledPrices
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

/// Every strategy that is planned runs: on the bundled S&P 500 for prices, whatever the symbol, and
/// on made-up signals for what is not a price.
@Suite struct PlannedRunTests {
    static let prices: Frame? = try? CSVReader.read(
        bytes: try BundledPrices.csv(for: "SPX"), name: "SPX"
    ).frame

    /// A signal on every fifth day, between -1 and 1 or counting up.
    static func signal(_ columns: [String], days: [Timestamp], seed: UInt64) -> Frame {
        var generator = SeededGenerator(seed: seed)
        let times = stride(from: 0, to: days.count, by: 5).map { days[$0] }
        let named = columns.map { column -> Frame.NamedColumn in
            var count = 0.0
            let values = times.map { _ -> Double in
                let draw = Double.random(in: -1...1, using: &generator)
                switch column {
                case "events":
                    if draw > 0.9 { count += 1 }
                    return count
                case "posts": return (draw + 1) * 50
                case "value": return (draw + 1) * 25
                default: return draw
                }
            }
            return Frame.NamedColumn(name: column, values: values)
        }
        return Frame(times: times, knownAt: times, columns: named)
    }

    static func run(_ reading: SentenceReading) throws -> BacktestRun {
        let definition = try StrategyDefinition(json: reading.definition, name: "ask")
        let prices = try #require(prices)
        var data: [SlotData] = []
        for slot in definition.slots {
            let isSignal = slot.frequency == .event
            let frame =
                isSignal
                ? signal(slot.columns, days: prices.times, seed: UInt64(data.count)) : prices
            data.append(
                SlotData(
                    slot: slot.name, symbol: slot.name, frame: frame, calendar: .newYork,
                    source: "test"))
        }
        let parameters = try BoundParameters(definition.parameters, text: [])
        return try Backtest(definition: definition, parameters: parameters, data: data).run()
    }

    @Test("every planned strategy runs and nearly all trade")
    func plansRun() throws {
        var idle: [String] = []
        var runs = 0
        for row in GoldenSentences.rows("requests.txt") {
            guard let reading = try? PlanGolden.planner.plan(row.sentence).reading else { continue }
            if [Frequency.minute1, .minute5, .minute15, .hour1].contains(reading.frequency) {
                continue
            }
            do {
                let run = try Self.run(reading)
                runs += 1
                if run.simulation.orders.isEmpty { idle.append(row.sentence) }
            } catch {
                Issue.record("\(row.sentence): \(error)")
            }
        }
        #expect(runs > 150)
        #expect(idle.count < 12, "\(idle)")
    }

    @Test("what is understood of a request reads back as the same strategy")
    func readsBack() throws {
        for row in GoldenSentences.rows("requests.txt") {
            guard let reading = try? PlanGolden.planner.plan(row.sentence).reading else { continue }
            do {
                let again = try PlanGolden.planner.plan(reading.understood)
                #expect(
                    again.reading?.definition["code"] == reading.definition["code"],
                    "\(row.sentence) → \(reading.understood) → \(again.plan.question ?? "")")
            } catch {
                Issue.record("\(reading.understood): \(error.message)")
            }
        }
    }
}
