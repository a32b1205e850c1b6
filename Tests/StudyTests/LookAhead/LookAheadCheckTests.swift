import AlmanacCore
import Backtesting
import StrategyLanguage
import Study
import Testing
import TimeSeries

@Suite("The look-ahead check")
struct LookAheadCheckTests {
    private static let day = Timestamp.nanosecondsPerDay
    private static let bars = 400

    /// A seeded walk of daily closes.
    private static let prices: Frame = {
        var random = SeededGenerator(seed: 7)
        var price = 100.0
        let closes = (0..<bars).map { _ in
            price *= 1 + (random.unit() - 0.5) * 0.04
            return price
        }
        return Frame(
            times: (0..<bars).map { Timestamp(nanoseconds: Int64($0) * day) },
            columns: [Frame.NamedColumn(name: "close", values: closes)])
    }()

    /// Reports every thirty days with a value that decides on signals.
    private static func reports(knownAfter days: Int64?) -> Frame {
        let times = stride(from: 0, to: bars, by: 30).map {
            Timestamp(nanoseconds: Int64($0) * day)
        }
        return Frame(
            times: times,
            knownAt: days.map { days in
                times.map { $0.advanced(byNanoseconds: days * day) }
            },
            columns: [
                Frame.NamedColumn(
                    name: "value", values: times.indices.map { $0.isMultiple(of: 2) ? 1 : -1 })
            ])
    }

    private func report(
        _ code: String, isAdjusted: Bool = false, reports: Frame? = nil
    ) throws -> LookAheadReport {
        var slots = [DataSlot(name: "prices", frequency: .day1, columns: ["close"])]
        var data = [
            SlotData(
                slot: "prices", symbol: "X", frame: Self.prices, calendar: .weekdaysOnly,
                isAdjusted: isAdjusted, source: "test")
        ]
        if let reports {
            slots.append(DataSlot(name: "reports", frequency: .event, columns: ["value"]))
            data.append(
                SlotData(
                    slot: "reports", symbol: "R", frame: reports, calendar: .weekdaysOnly,
                    source: "test"))
        }
        let definition = StrategyDefinition(
            name: "checked", slots: slots, parameters: [],
            code: "def generate_signals(data, params):\n    close = data['prices']['close']\n"
                + code)
        return try LookAheadCheck(
            Backtest(
                definition: definition, parameters: BoundParameters(definition.parameters),
                data: data)
        ).report()
    }

    private static let crossover = """
            fast = close.rolling(5).mean()
            slow = close.rolling(20).mean()
            return fast > slow, fast < slow
        """
    private static let byReport = """
            value = data['reports']['value']
            return value > 0, value < 0
        """

    @Test("a crossover of windows changes with nothing")
    func clean() throws {
        let report = try report(Self.crossover, isAdjusted: true)
        #expect(report.changed.isEmpty)
        #expect(!report.hasLookAhead)
        #expect(Set(report.trials.map(\.cause)) == [.laterRows, .warmup, .adjustedLevels])
        #expect(report.trials.allSatisfy { $0.comparedBars > 0 && $0.failure == nil })
        #expect(report.trials.filter { $0.cause == .laterRows }.count == 24)
    }

    @Test("a fixed price level on adjusted prices is found, on raw ones it is not tried")
    func levels() throws {
        let code = "    return close > 100, close < 90\n"
        #expect(try report(code, isAdjusted: true).changed.map(\.cause) == [.adjustedLevels])
        #expect(try report(code).changed.isEmpty)
    }

    @Test("reports without known_at are found, with it they are not")
    func knownAt() throws {
        let missing = try report(Self.byReport, reports: Self.reports(knownAfter: nil))
        #expect(missing.changed.map(\.cause).contains(.knownAtMissing))
        #expect(missing.hasLookAhead)
        let stated = try report(Self.byReport, reports: Self.reports(knownAfter: 20))
        #expect(!stated.hasLookAhead)
    }

    @Test("a known_at before the row's own time is found")
    func early() throws {
        let report = try report(Self.byReport, reports: Self.reports(knownAfter: -3))
        #expect(report.changed.map(\.cause).contains(.knownAtEarly))
    }

    @Test("a row that came again with another value is found")
    func revised() throws {
        var frame = Self.reports(knownAfter: 1)
        frame.times.append(frame.times[4])
        frame.knownAt?.append(frame.times[4].advanced(byNanoseconds: Self.day))
        frame.columns[0].values.append(-1)
        let report = try report(Self.byReport, reports: frame)
        let trial = try #require(report.changed.first { $0.cause == .revised })
        #expect(trial.changes.allSatisfy { $0.bar >= 120 && $0.bar <= 151 })
    }

    @Test("an average that never forgets is found to depend on where the data begins")
    func warmup() throws {
        let report = try report(
            """
                mean = close.ewm(alpha=0.005, adjust=False).mean()
                return close > mean, close < mean
            """)
        #expect(report.changed.contains { $0.cause == .warmup })
        #expect(!report.hasLookAhead)
    }

    @Test("a strategy that cannot run is refused as its backtest is")
    func refused() {
        #expect(throws: AlmanacError.self) {
            try report("    return close.shift(-1) > close, close < 0\n")
        }
    }
}
