import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite struct NewYorkCalendarTests {
    let calendar = TradingCalendar.newYork

    @Test(
        "every weekday of an index's history is a session if and only if it traded",
        .requiresSharedData, arguments: ["SPX.csv", "IXIC.csv"])
    func agreesWithIndices(file: String) throws {
        let rows = try SharedData.text("reference/data/\(file)").split(whereSeparator: \.isNewline)
            .dropFirst()
        let traded = Set(rows.compactMap { CivilDate(iso8601: String($0.prefix(10))) })
        try compare(traded)
    }

    @Test("the SPDR fund's sessions from 1998 to 2021 are the calendar's", .requiresSharedData)
    func agreesWithDailyBars() throws {
        let text = try unzip("data/prices/lean_us_daily/daily/spy.zip")
        let traded = Set(text.split(separator: "\n").compactMap { compactDate($0) })
        #expect(traded.count == 5_849)
        try compare(traded)
    }

    @Test("the index of volatility from 1990 trades on the calendar's days", .requiresSharedData)
    func agreesFrom1990() throws {
        let rows = try SharedData.text("data/prices/vix_daily/vix-daily.csv")
            .split(whereSeparator: \.isNewline).dropFirst()
        let traded = Set(rows.compactMap { CivilDate(iso8601: String($0.prefix(10))) })
        let range = try #require(traded.min())...(try #require(traded.max()))
        let sessions = calendar.sessions(from: range.lowerBound, through: range.upperBound)
        // The options exchange published no value on some days on which shares traded and, of
        // late, a value on days on which they did not; before 2022 one value, a copy of the day
        // before, falls off the calendar.
        let dates = Set(sessions.map(\.date))
        let off = traded.subtracting(dates).filter { $0.year < 2022 }
        #expect(off.map(\.iso8601) == ["2004-06-11"])
        let missing = dates.subtracting(traded).sorted().map(\.iso8601)
        #expect(missing.count <= 12, "\(missing)")
    }

    @Test("little is traded after early closes, and much on every other day", .requiresSharedData)
    func earlyClosesTraded() throws {
        let text = try unzip("data/prices/lean_us_intraday/hour/spy.zip")
        var volume: [CivilDate: (all: Double, late: Double)] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ",")
            guard let date = compactDate(line), let hour = Int(line.dropFirst(9).prefix(2)),
                let shares = fields.last.flatMap({ Double($0) })
            else { continue }
            volume[date, default: (0, 0)].all += shares
            if hour >= 14 { volume[date, default: (0, 0)].late += shares }
        }
        #expect(volume.count == 5_849)
        for (date, shares) in volume.sorted(by: { $0.key < $1.key }) {
            // A block of shares was reported after the early close of this one day.
            if date.iso8601 == "2001-11-23" { continue }
            let isEarly = shares.late / shares.all < 0.02
            #expect(isEarly == calendar.isEarlyClose(date), "\(date.iso8601)")
        }
    }

    @Test(
        "sessions have the hours of their season and of early closes",
        arguments: [
            ("2024-01-31", "2024-01-31T14:30:00Z", "2024-01-31T21:00:00Z"),
            ("2024-07-31", "2024-07-31T13:30:00Z", "2024-07-31T20:00:00Z"),
            ("2024-11-29", "2024-11-29T14:30:00Z", "2024-11-29T18:00:00Z"),
            ("2019-07-03", "2019-07-03T13:30:00Z", "2019-07-03T17:00:00Z"),
            ("2012-07-03", "2012-07-03T13:30:00Z", "2012-07-03T17:00:00Z"),
            ("2002-07-05", "2002-07-05T13:30:00Z", "2002-07-05T17:00:00Z"),
            ("2002-07-03", "2002-07-03T13:30:00Z", "2002-07-03T20:00:00Z"),
            ("1992-12-24", "1992-12-24T14:30:00Z", "1992-12-24T19:00:00Z"),
            ("1999-12-31", "1999-12-31T14:30:00Z", "1999-12-31T18:00:00Z"),
            ("2006-10-30", "2006-10-30T14:30:00Z", "2006-10-30T21:00:00Z"),
            ("2007-10-30", "2007-10-30T13:30:00Z", "2007-10-30T20:00:00Z"),
        ])
    func hours(date: String, open: String, close: String) throws {
        let session = calendar.session(on: try #require(CivilDate(iso8601: date)))
        #expect(session?.open.iso8601 == open)
        #expect(session?.close.iso8601 == close)
    }

    @Test(
        "closures, holidays kept on another day, and weekends are no sessions",
        arguments: [
            "1994-04-27", "2001-09-11", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-29",
            "2012-10-30", "2018-12-05", "2025-01-09", "2010-12-24", "2015-07-03", "2020-07-03",
            "2021-12-24", "2022-06-20", "2022-12-26", "2023-01-02", "2024-03-29", "2026-07-03",
            "2027-06-18", "2032-12-24", "2024-06-19", "1998-01-19", "2024-06-01",
        ])
    func closed(date: String) throws {
        #expect(!calendar.isSession(try #require(CivilDate(iso8601: date))))
    }

    @Test(
        "a Saturday's New Year and holidays before their first year are sessions",
        arguments: ["1999-12-31", "2010-12-31", "2021-12-31", "1997-01-20", "2021-06-18"])
    func open(date: String) throws {
        #expect(calendar.isSession(try #require(CivilDate(iso8601: date))))
    }

    @Test("the number of sessions of each year from 1990 to 2035 is the published one")
    func counts() throws {
        // Independently computed with the package exchange_calendars 4.13.
        let expected = [
            253, 253, 254, 253, 252, 252, 254, 253, 252, 252, 252, 248, 252, 252, 252, 252, 251,
            251, 253, 252, 252, 252, 250, 252, 252, 252, 252, 251, 251, 252, 253, 252, 251, 250,
            252, 250, 251, 251, 251, 251, 251, 251, 252, 251, 250, 251,
        ]
        let counted = try (1990...2035).map { year in
            calendar.sessions(
                from: try #require(CivilDate(year: year, month: 1, day: 1)),
                through: try #require(CivilDate(year: year, month: 12, day: 31))
            ).count
        }
        #expect(counted == expected)
    }

    private func compare(_ traded: Set<CivilDate>) throws {
        let first = try #require(traded.min())
        let last = try #require(traded.max())
        let sessions = Set(calendar.sessions(from: first, through: last).map(\.date))
        #expect(traded.subtracting(sessions).isEmpty)
        #expect(sessions.subtracting(traded).isEmpty)
    }
}
