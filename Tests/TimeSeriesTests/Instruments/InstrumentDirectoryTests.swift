import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct InstrumentDirectoryTests {
    private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

    @Test(
        "a ticker names the instrument of its day",
        arguments: [
            ("FB", "2022-06-08", "us.meta"), ("META", "2022-06-09", "us.meta"),
            ("QQQ", "2004-11-30", "us.qqq"), ("QQQQ", "2004-12-01", "us.qqq"),
            ("qqqq", "2011-03-22", "us.qqq"), ("QQQ", "2011-03-23", "us.qqq"),
            ("GOOG", "2014-04-02", "us.alphabet.a"), ("GOOG", "2014-04-03", "us.alphabet.c"),
        ])
    func resolves(ticker: String, day: String, id: String) throws {
        let directory = InstrumentDirectory.knownChanges
        #expect(try directory.resolve(ticker, on: date(day)).id == Instrument.ID(id))
        let moment = try #require(Timestamp(iso8601: day + "T15:00:00Z"))
        #expect(try directory.resolve(ticker, at: moment).id == Instrument.ID(id))
    }

    @Test("an old or a new ticker at the wrong time is refused with the right one")
    func wrongTime() throws {
        let directory = InstrumentDirectory.knownChanges
        let old = try #require(throws: AlmanacError.self) {
            try directory.resolve("FB", on: date("2023-01-03"))
        }
        #expect(old.kind == .invalidSymbol)
        #expect(old.suggestion == "on that day the ticker of Meta Platforms (class A) was META")
        let early = try #require(throws: AlmanacError.self) {
            try directory.resolve("META", on: date("2020-01-02"))
        }
        #expect(early.suggestion?.contains("FB") == true)
        let unknown = try #require(throws: AlmanacError.self) {
            try directory.resolve("GOOGG", on: date("2020-01-02"))
        }
        #expect(unknown.suggestion == "did you mean GOOG?")
    }

    @Test("two instruments cannot share a ticker on one day")
    func overlaps() throws {
        var directory = InstrumentDirectory()
        let first = Instrument(id: .init("1"), name: "First")
        let second = Instrument(id: .init("2"), name: "Second")
        try directory.add(
            first,
            tickers: [
                TickerSpan(
                    ticker: "abc", instrument: first.id, from: date("2020-01-01"),
                    until: date("2021-01-01"))
            ])
        let taken = TickerSpan(ticker: "ABC", instrument: second.id, from: try date("2020-12-31"))
        #expect(throws: AlmanacError.self) { try directory.add(second, tickers: [taken]) }
        #expect(directory.instruments == [first])
        let free = TickerSpan(ticker: "ABC", instrument: second.id, from: try date("2021-01-01"))
        try directory.add(second, tickers: [free])
        #expect(try directory.resolve("abc", on: date("2020-12-31")) == first)
        #expect(try directory.resolve("abc", on: date("2021-01-01")) == second)
        #expect(try directory.tickers(on: date("2021-06-01")) == ["ABC"])
    }

    @Test("real map files give the spans of their tickers", .requiresSharedData)
    func mapFiles() throws {
        var directory = InstrumentDirectory()
        let folder = "data/prices/lean_us_daily/map_files"
        for name in try SharedData.names(in: folder, suffix: ".csv") {
            let map = try LEANMapFile(bytes: SharedData.bytes(folder + "/" + name), name: name)
            let id = Instrument.ID("lean." + name.dropLast(4))
            try directory.add(Instrument(id: id, name: name), tickers: map.spans(of: id))
        }
        #expect(directory.instruments.count == 26)
        #expect(try directory.resolve("QQQQ", on: date("2008-01-02")).id.text == "lean.qqq")
        #expect(throws: AlmanacError.self) { try directory.resolve("QQQ", on: date("2008-01-02")) }
        #expect(try directory.resolve("FB", on: date("2001-01-02")).id.text == "lean.fb.1")
        #expect(try directory.resolve("FB", on: date("2020-01-02")).id.text == "lean.fb")
        #expect(try directory.resolve("TWX", on: date("2000-01-03")).id.text == "lean.twx.1")
        #expect(try directory.resolve("TWX", on: date("2005-01-03")).id.text == "lean.twx")
        let spans = directory.tickers(of: Instrument.ID("lean.spwr"))
        #expect(spans.map(\.ticker) == ["SPWR", "SPWRA", "SPWR"])
        #expect(
            try spans.map(\.from) == [
                date("2005-11-17"), date("2008-09-30"), date("2011-11-17"),
            ])
        #expect(spans.last?.until == nil)
    }
}
