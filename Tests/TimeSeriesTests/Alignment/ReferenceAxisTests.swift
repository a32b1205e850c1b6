import AlmanacCore
import Foundation
import Testing
import TimeSeries

@Suite(.enabled(if: SharedSeries.isPresent, "the reference series are not there"))
struct ReferenceAxisTests {
    @Test(
        "the axis has the bars that pandas made of the same series",
        arguments: [
            "keltner_week_SPX", "keltner_month_IXIC", "pe_ratio_SPX", "pairs_SPX_VIX_ragged",
            "ma_crossover_AAPL_window",
        ])
    func axis(name: String) throws {
        let reference = try ReferenceCase(name)
        let data = try align(reference.request())
        let expected = reference.expected
        #expect(data.count == expected["bars"]?.intValue)
        let first = try SharedSeries.moment(try #require(expected["first_bar"]?.stringValue))
        let last = try SharedSeries.moment(try #require(expected["last_bar"]?.stringValue))
        #expect(data.times.first == first)
        #expect(data.times.last == last)
    }

    @Test("earnings stand on the bars from which they were known: the signals agree")
    func earnings() throws {
        let reference = try ReferenceCase("pe_ratio_SPX")
        let data = try align(reference.request())
        let close = try #require(data["prices"]?["close"])
        let eps = try #require(data["earnings"]?["eps"])
        let ratio = zip(close, eps).map { $0 / $1 }
        #expect(ratio.indices.filter { ratio[$0] < 18 } == reference.bars("entries"))
        #expect(ratio.indices.filter { ratio[$0] > 26 } == reference.bars("exits"))
    }

    @Test("weekly bars carry the signals that pandas found on them")
    func weeklyChannel() throws {
        let reference = try ReferenceCase("keltner_week_SPX")
        let prices = try #require(try align(reference.request())["prices"])
        let close = try #require(prices["close"])
        let high = try #require(prices["high"])
        let low = try #require(prices["low"])
        let span = 10
        var entries: [Int] = []
        var exits: [Int] = []
        var weighted = 0.0
        var weights = 0.0
        for bar in close.indices {
            // The adjusted exponential mean of pandas, written out.
            let decay = 1 - 2 / Double(span + 1)
            weighted = weighted * decay + close[bar]
            weights = weights * decay + 1
            let middle = weighted / weights
            if close[bar] < middle { exits.append(bar) }
            guard bar >= span - 1 else { continue }
            let window = (bar - span + 1)...bar
            let range = window.reduce(0) { $0 + high[$1] - low[$1] } / Double(span)
            if close[bar] > middle + range { entries.append(bar) }
        }
        #expect(entries == reference.bars("entries"))
        #expect(exits == reference.bars("exits"))
    }

    @Test("hourly rates made into days keep every bar's volume and the last close")
    func hoursToDays() throws {
        let hours = try SharedSeries.frame("EURUSD")
        #expect(Frequency.inferred(from: hours.times) == .hour1)
        let data = try align(
            AlignmentRequest(slots: [.init(name: "fx", frame: hours, frequency: .day1)]))
        let days = try #require(data["fx"])
        let day: Int64 = 86_400_000_000_000
        #expect(data.count == Set(hours.times.map { $0.nanoseconds / day }).count)
        #expect(days["close"]?.last == hours["close"]?.last)
        #expect(days["volume"]?.reduce(0, +) == hours["volume"]?.reduce(0, +))
        #expect(days["high"]?.max() == hours["high"]?.max())
        #expect(days["low"]?.min() == hours["low"]?.min())
    }
}

/// A reference case: a strategy's slots, how it was run, and what came out.
private struct ReferenceCase {
    let document: JSON
    let expected: JSON

    init(_ name: String) throws {
        let text = String(decoding: try SharedSeries.caseDocument(name), as: UTF8.self)
        document = try JSON.parse(text)
        expected = try #require(document["expected"])
    }

    func bars(_ signal: String) -> [Int]? {
        expected[signal]?.arrayValue?.compactMap(\.intValue)
    }

    func request() throws -> AlignmentRequest {
        let strategy = try #require(document["strategy"])
        let run = try #require(document["run"])
        let schema = try #require(strategy["data_schema"]?.objectValue)
        var slots: [AlignmentRequest.Slot] = []
        for (name, slot) in schema.members {
            let symbol = try #require(run["symbols"]?[name]?.stringValue)
            let frequency = try #require(slot["frequency"]?.stringValue)
            slots.append(
                .init(
                    name: name, frame: try SharedSeries.frame(symbol),
                    frequency: try #require(Frequency(rawValue: frequency)),
                    columns: slot["columns"]?.arrayValue?.compactMap(\.stringValue)))
        }
        let frequency =
            run["params"]?["execution_frequency"]?.stringValue
            ?? strategy["param_schema"]?["execution_frequency"]?["default"]?.stringValue ?? "1Day"
        return AlignmentRequest(
            slots: slots, executionFrequency: try #require(Frequency(rawValue: frequency)),
            from: try run["start"]?.stringValue.map { .day(try SharedSeries.day($0)) },
            to: try run["end"]?.stringValue.map { .day(try SharedSeries.day($0)) })
    }
}
