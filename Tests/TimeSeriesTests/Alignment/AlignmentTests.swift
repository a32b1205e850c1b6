import AlmanacCore
import Testing
import TimeSeries

@Suite struct AlignmentTests {
    @Test("a daily value is not visible on that day's morning bar, and is on its last")
    func dailyOnHours() throws {
        let hours = frame(starts: (0..<48).map { $0 * 3_600 }, close: (0..<48).map(Double.init))
        let days = frame(starts: [0, 86_400], close: [100, 200])
        let data = try align(
            request(
                [slot("prices", hours, .hour1), slot("daily", days, .day1)], .hour1))
        let daily = try #require(data["daily"]?["close"])
        #expect(daily[0..<23].allSatisfy { $0.isNaN })
        #expect(daily[23..<47].allSatisfy { $0 == 100 })
        #expect(daily[47] == 200)
        #expect(data["daily"]?.notes.barsWithoutRow == 23)
    }

    @Test(
        "an observation known at 08:30 stands on that day's bar, one known at midnight on its day")
    func observations() throws {
        let days = frame(starts: (0..<4).map { $0 * 86_400 }, close: [1, 2, 3, 4])
        var events = frame(starts: [0, 0], close: [50, 60])
        events.times[1] = seconds(3_600)
        events.knownAt = [seconds(86_400 + 30_600), seconds(3 * 86_400)]
        let data = try align(
            request([slot("prices", days, .day1), slot("filings", events, .event)], .day1))
        let values = try #require(data["filings"]?["close"])
        #expect(values[0].isNaN)
        #expect(Array(values[1...]) == [50, 50, 60])
    }

    @Test("observations without a known moment are known at their time")
    func undatedObservations() throws {
        let days = frame(starts: (0..<3).map { $0 * 86_400 }, close: [1, 2, 3])
        let events = frame(starts: [86_400 + 60], close: [7])
        let data = try align(
            request([slot("prices", days, .day1), slot("posts", events, .event)], .day1))
        #expect(data["posts"]?["close"]?.map(\.isNaN) == [true, false, false])
    }

    @Test("latency and the limit on age hold for joined slots and not for the traded one")
    func latency() throws {
        let days = frame(starts: (0..<5).map { $0 * 86_400 }, close: [1, 2, 3, 4, 5])
        var other = slot("other", days[0..<2], .day1)
        other.maxAge = .seconds(2 * 86_400)
        var request = request([slot("prices", days, .day1), other], .day1)
        request.latency = .seconds(1)
        let data = try align(request)
        #expect(data["prices"]?["close"] == [1, 2, 3, 4, 5])
        let values = try #require(data["other"]?["close"])
        #expect(values[0].isNaN && values[4].isNaN)
        #expect(Array(values[1...3]) == [1, 2, 2])
    }

    @Test("missing values stay in the traded slot and are filled in the others")
    func missing() throws {
        let days = frame(starts: (0..<4).map { $0 * 86_400 }, close: [.nan, 2, .nan, 4])
        let data = try align(
            request([slot("a", days, .day1), slot("b", days, .day1)], .day1))
        #expect(data["a"]?["close"]?.map(\.isNaN) == [true, false, true, false])
        #expect(data["b"]?["close"]?.dropFirst().elementsEqual([2, 2, 4]) == true)
        #expect(data["b"]?["close"]?[0].isNaN == true)
    }

    @Test("finer bars of other slots are aggregated before the join")
    func finerOther() throws {
        let days = frame(starts: [0, 86_400], close: [1, 2])
        let hours = frame(starts: (0..<48).map { $0 * 3_600 }, close: (0..<48).map(Double.init))
        let data = try align(
            request([slot("prices", days, .day1), slot("hourly", hours, .hour1)], .day1))
        #expect(data["hourly"]?["close"] == [23, 47])
        #expect(data["hourly"]?["volume"] == [24, 24])
        #expect(data["hourly"]?.notes.wasAggregated == true)
    }

    @Test("a correction makes a later version of an aggregated bar and does not delay it")
    func correctedHours() throws {
        let days = frame(starts: (0..<3).map { $0 * 86_400 }, close: [1, 2, 3])
        var hours = frame(starts: [0, 3_600, 7_200, 3_600], close: [1, 2, 3, 9])
        for row in 0..<4 { hours.columns[1].values[row] = [10, 10, 10, 100][row] }
        hours.knownAt = [3_600, 7_200, 10_800, 86_400 + 5].map { seconds($0) }
        let data = try align(
            request([slot("prices", days, .day1), slot("hourly", hours, .hour1)], .day1))
        #expect(data["hourly"]?["close"] == [3, 3, 3])
        #expect(data["hourly"]?["volume"] == [30, 120, 120])
    }

    @Test("the axis is cut after resampling, dates whole, and warm-up bars are counted")
    func cutting() throws {
        let hours = frame(starts: (0..<240).map { $0 * 3_600 }, close: (0..<240).map(Double.init))
        var request = request([slot("prices", hours, .hour1)], .hour1)
        request.from = .day(2)
        request.to = .day(3)
        let hourly = try align(request)
        #expect(hourly.times.first == seconds(48 * 3_600))
        #expect(hourly.count == 48)
        request.warmup = .bars(5)
        #expect(try align(request).warmupBars == 5)
        #expect(try align(request)["prices"]?["close"]?.first == 43)
        request.warmup = .duration(.seconds(86_400 * 99))
        #expect(try align(request).warmupBars == 48)
        request.warmup = .bars(1)
        request.executionFrequency = .day1
        let daily = try align(request)
        #expect(daily["prices"]?["close"] == [47, 71, 95])
        #expect(daily.closes.map { $0.nanoseconds / 86_400_000_000_000 } == [2, 3, 4])
        request.from = .moment(seconds(47 * 3_600))
        request.to = .moment(seconds(71 * 3_600 - 1))
        request.warmup = .bars(Int.max)
        #expect(try align(request)["prices"]?["close"] == [23, 47])
        request.from = .day(99)
        #expect(try align(request).count == 0)
    }

    @Test("traded bars count as first published, unless corrected by their close")
    func tradedVersions() throws {
        var bars = frame(starts: [0, 0, 0, 86_400], close: [1, 2, 3, 4])
        bars.knownAt = [80_000, 86_400, 86_401, 500_000].map { seconds($0) }
        let data = try align(request([slot("prices", bars, .day1)], .day1))
        #expect(data["prices"]?["close"] == [2, 4])
        #expect(data["prices"]?.notes.lateRows == 1)
        #expect(data["prices"]?.notes.supersededRows == 2)
    }

    @Test("unsorted and repeated rows are put right and counted")
    func untidyRows() throws {
        let rows = frame(starts: [86_400, 0, 86_400], close: [1, 2, 3])
        let data = try align(request([slot("prices", rows, .day1)], .day1))
        #expect(data["prices"]?["close"] == [2, 3])
        #expect(data["prices"]?.notes.duplicateRows == 1)
        #expect(data["prices"]?.notes.wasUnsorted == true)
    }

    @Test("what the rows show overrules a declared frequency, holes in them do not")
    func declaredFrequency() throws {
        let fourHours = frame(
            starts: (0..<12).map { $0 * 14_400 }, close: (0..<12).map(Double.init))
        let daily = try align(request([slot("prices", fourHours, .day1)], .day1))
        #expect(daily["prices"]?["close"] == [5, 11])
        #expect(daily["prices"]?.notes.sourceFrequency == .hour1)
        #expect(daily.closes == [seconds(86_400), seconds(172_800)])
        #expect(
            refusal(of: request([slot("prices", fourHours, .day1)], .hour1)) == .validation)
        let weeks = frame(starts: (0..<9).map { $0 * 604_800 }, close: (0..<9).map(Double.init))
        #expect(refusal(of: request([slot("prices", weeks, .day1)], .day1)) == .validation)
        #expect(try align(request([slot("prices", weeks, .day1)], .week1)).count == 9)
        let sparse = frame(starts: [0, 900_000, 1_800_000], close: [1, 2, 3])
        #expect(try align(request([slot("prices", sparse, .day1)], .day1)).count == 3)
    }

    @Test("a missing column names what is there and what was meant")
    func missingColumn() {
        let days = frame(starts: [0], close: [1])
        let wrong = AlignmentRequest.Slot(
            name: "prices", frame: days, frequency: .day1, columns: ["close", "volumes"])
        do throws(AlmanacError) {
            _ = try align(request([wrong], .day1))
            Issue.record("no error")
        } catch {
            #expect(error.kind == .schemaMismatch)
            #expect(error.details["slot"] == "prices")
            #expect(error.details["column"] == "volumes")
            #expect(error.details["columns"] == ["close", "volume"])
            #expect(error.details["nearest"] == "volume")
        }
    }

    @Test("requests that make no sense are refused")
    func refusals() {
        let days = slot("prices", frame(starts: [0], close: [1]), .day1)
        #expect(refusal(of: request([], .day1)) == .validation)
        #expect(refusal(of: request([days, days], .day1)) == .validation)
        #expect(refusal(of: request([days], .quarterly)) == .validation)
        #expect(refusal(of: request([days], .hour1)) == .validation)
    }

    @Test("slots keep the columns of their schema, or all on request")
    func columns() throws {
        let days = frame(starts: [0, 86_400], close: [1, 2])
        var request = request(
            [.init(name: "prices", frame: days, frequency: .day1, columns: ["volume"])], .day1)
        #expect(try align(request)["prices"]?.columns.map(\.name) == ["volume"])
        request.keepsAllColumns = true
        #expect(try align(request)["prices"]?.columns.map(\.name) == ["volume", "close"])
    }

    @Test("no rows make no bars", arguments: Frequency.executable)
    func noRows(frequency: Frequency) throws {
        let empty = frame(starts: [], close: [])
        let data = try align(
            request(
                [slot("a", empty, frequency), slot("b", empty, .event)], frequency))
        #expect(data.count == 0)
        #expect(data["b"]?["close"] == [])
    }

    private func refusal(of request: AlignmentRequest) -> AlmanacError.Kind? {
        do throws(AlmanacError) {
            _ = try align(request)
            return nil
        } catch {
            return error.kind
        }
    }

    private func seconds(_ value: Int) -> Timestamp {
        Timestamp(nanoseconds: Int64(value) * 1_000_000_000)
    }

    private func frame(starts: [Int], close: [Double]) -> Frame {
        Frame(
            times: starts.map { seconds($0) },
            columns: [
                .init(name: "close", values: close),
                .init(name: "volume", values: close.map { _ in 1 }),
            ])
    }

    private func slot(
        _ name: String, _ frame: Frame, _ frequency: Frequency
    ) -> AlignmentRequest.Slot {
        AlignmentRequest.Slot(name: name, frame: frame, frequency: frequency)
    }

    private func request(
        _ slots: [AlignmentRequest.Slot], _ frequency: Frequency
    ) -> AlignmentRequest {
        AlignmentRequest(slots: slots, executionFrequency: frequency)
    }
}
