import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite(.requiresSharedData) struct LEANFilesTests {
    private let folder = "data/prices/lean_us_daily"

    private func factors(_ ticker: String) throws -> LEANFactorFile {
        let path = "\(folder)/factor_files/\(ticker).csv"
        return try LEANFactorFile(bytes: SharedData.bytes(path), name: path)
    }

    private func bars(_ ticker: String) throws -> Frame {
        let text = try unzip("\(folder)/daily/\(ticker).zip")
        return try LEANBars.read(bytes: Array(text.utf8), name: ticker)
    }

    private func splits(_ ledger: CorporateActionLedger) -> [String] {
        let zone = TimeZoneRule.usEastern
        return ledger.versions.filter { $0.shareRatio != 1 }.map {
            "\(zone.local(at: $0.effective).date) \($0.shareRatio)"
        }
    }

    @Test("factor files give the splits that took place")
    func knownSplits() throws {
        #expect(
            try splits(factors("aapl").ledger()) == [
                "2000-06-21 2.0", "2005-02-28 2.0", "2014-06-09 7.0", "2020-08-31 4.0",
            ])
        #expect(try splits(factors("uso").ledger()) == ["2020-04-29 0.125"])
        #expect(try splits(factors("eem").ledger()) == ["2005-06-09 3.0", "2008-07-24 3.0"])
        #expect(try splits(factors("spy").ledger()) == [])
    }

    @Test("factor files give the dividends that were paid, to the rounding of the factors")
    func knownDividends() throws {
        let ledger = try factors("spy").ledger()
        let amounts = ledger.versions.suffix(4).map { $0.cash(forHolding: 1) }
        // Distributions of the fund with ex-dates from June 2020 to March 2021.
        for (amount, paid) in zip(amounts, [1.366, 1.339, 1.580, 1.278]) {
            #expect(abs(amount - paid) < 2e-3)
        }
    }

    @Test(
        "raw prices adjusted by the ledger are raw prices times the file's split factor",
        arguments: ["aapl", "eem", "ibm", "uso", "qqq", "bac"])
    func adjustsAsTheFactors(ticker: String) throws {
        let file = try factors(ticker)
        let frame = try bars(ticker)
        let ledger = try file.ledger()
        let closes = TradingCalendar.newYork.closes(ofBarsStarting: frame.times, frequency: .day1)
        let asOf = try #require(closes.last)
        let adjusted = ledger.splitAdjusted(frame, closes: closes, asOf: asOf)
        let raw = try #require(frame["close"])
        let result = try #require(adjusted["close"])
        var largest = 0.0
        for row in raw.indices {
            let expected = raw[row] * file.factors(on: frame.times[row].date).split
            largest = max(largest, abs(result[row] / expected - 1))
        }
        #expect(largest < 1e-4)
        // No jump is left that only a split could make.
        // Some files begin with bars of the ticker's older owner, before the factors' first day.
        let first = frame.times.firstIndex { $0.date >= file.rows[0].date } ?? 0
        let own = result[first...]
        let moves = zip(own.dropFirst(), own).map { abs($0 / $1 - 1) }
        #expect((moves.max() ?? 1) < 0.6)
    }

    @Test("a split is unknown on the day before it and counts from its day on")
    func asOf() throws {
        let frame = try bars("aapl")
        let ledger = try factors("aapl").ledger()
        let calendar = TradingCalendar.newYork
        let closes = calendar.closes(ofBarsStarting: frame.times, frequency: .day1)
        let row = try #require(frame.times.firstIndex { $0.dateText == "2014-06-06" })
        func close(asOf text: String) throws -> Double {
            let date = try #require(CivilDate(iso8601: text))
            let moment = try #require(calendar.session(on: date)?.close)
            let adjusted = ledger.splitAdjusted(frame, closes: closes, asOf: moment)
            return try #require(adjusted["close"]?[row])
        }
        #expect(try close(asOf: "2014-06-06") == 645.57)
        #expect(try close(asOf: "2014-06-09") == 645.57 / 7)
        #expect(try close(asOf: "2020-08-28") == 645.57 / 7)
        #expect(try close(asOf: "2020-08-31") == 645.57 / 28)
    }

    @Test("every factor file and every file of bars is read")
    func allFiles() throws {
        for name in try SharedData.names(in: folder + "/factor_files", suffix: ".csv") {
            let file = try factors(String(name.dropLast(4)))
            #expect(!file.rows.isEmpty)
            _ = try file.ledger()
        }
        for name in try SharedData.names(in: folder + "/daily", suffix: ".zip") {
            let frame = try bars(String(name.dropLast(4)))
            #expect(frame.count > 0 && frame.columns.count == 5, "\(name)")
        }
    }

    @Test("rows of another shape are refused with their line")
    func badRows() throws {
        for text in ["x,1,1,1", "20200101,0,1,1", "20200101,1,1,1\n20200101,1,1,1", "20200101", ""]
        {
            let error = #expect(throws: AlmanacError.self) {
                try LEANFactorFile(bytes: Array(text.utf8), name: "f.csv")
            }
            #expect(error?.kind == .schemaMismatch)
        }
        #expect(throws: AlmanacError.self) {
            try LEANMapFile(bytes: Array("20200101,".utf8), name: "m.csv")
        }
    }
}
