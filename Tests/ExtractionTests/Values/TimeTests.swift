import AlmanacCore
import Extraction
import Testing
import TimeSeries

/// Dates and times in the forms that people and machines write.
@Suite struct TimeTests {
    /// A Friday, late in the evening of UTC.
    private static let fetchedAt = Timestamp(iso8601: "2024-05-10T22:30:00Z")

    private func read(_ text: String, as type: ValueType = .date) -> String? {
        let conventions = Conventions(fetchedAt: Self.fetchedAt)
        switch ValueColumn.value(text, as: type, conventions: conventions) {
        case .date(let date): return date.iso8601
        case .time(let time): return time.iso8601
        default: return nil
        }
    }

    @Test(
        "a date that can be read in one way only is read",
        arguments: [
            "October 26, 2015", "Oct 26, 2015", "Oct. 26, 2015", "OCTOBER 26 2015", "26 Oct 2015",
            "26 October 2015", "26-Oct-2015", "26-Oct-15", "10/26/15", "10/26/2015", "26.10.2015",
            "26/10/2015", "26.10.15", "26. Oktober 2015", "Montag, 26. Oktober 2015",
            "Mon, 26 Oct 2015 10:30:00 GMT", "Monday, October 26th, 2015", "lundi 26 octobre 2015",
            "26 de octubre de 2015", "26 ottobre 2015", "26 de outubro de 2015", "26 oktober 2015",
            "2015年10月26日", "2015年10月26日(月)", "2015-10-26", "2015/10/26", "2015.10.26",
            "20151026", "2015-10-26T23:59:59-08:00", "Published: October 26, 2015",
            "Filed on: 10/26/2015", "26th of October 2015", "26 Oct '15", "26 października 2015",
            "Mon Oct 26, 2015 at 10:30 AM", "10:30 AM, October 26, 2015", "26.10.2015, 10:30 Uhr",
            "26 OCT. 2015", "on October 26, 2015", "Mo., 26.10.2015", "10-26-2015",
        ])
    func dates(text: String) {
        #expect(read(text) == "2015-10-26")
    }

    @Test(
        "what is no date, or may be two, is withheld",
        arguments: [
            "03/04/2024", "3.4.2024", "08/09/10", "31/02/2024", "2024-13-01", "Oct 26", "May 2024",
            "2024", "Monday", "10:30", "13/13/2024", "Tuesday, October 26, 2015", "32 May 2024",
            "October 26, 2015 and more", "26 Foo 2015", "1/2", "2 months ago", "last week",
            "5 May 2024 to 6 May 2024", "1234567890", "v1.2.3", "192.168.10.1", "May 6, 20245",
        ])
    func withheld(text: String) {
        #expect(read(text) == nil)
    }

    @Test("one date of a column settles the order of all")
    func columns() {
        let column = ValueColumn(["03/04/2024", "05/13/2024", "n/a"], as: .date)
        #expect(column.values.map { $0?.json.stringValue } == ["2024-03-04", "2024-05-13", nil])
        #expect(column.dateOrder == .monthFirst && column.problems[2] == .blank)
        let days = ValueColumn(["03/04/2024", "13/05/2024"], as: .date)
        #expect(days.values.map { $0?.json.stringValue } == ["2024-04-03", "2024-05-13"])
        let torn = ValueColumn(["03/04/2024", "13/05/2024", "05/13/2024"], as: .date)
        #expect(torn.problems == [.undecided, nil, nil])
        let open = ValueColumn(["03/04/2024", "05/05/2024"], as: .date)
        #expect(open.problems == [.undecided, nil] && open.dateOrder == nil)
        let named = ValueColumn(["Mon 03/04/2024", "05/06/2024"], as: .date)
        #expect(named.values.map { $0?.json.stringValue } == ["2024-03-04", "2024-05-06"])
        let british = Conventions(language: "en-GB")
        let asked = ValueColumn(["03/04/2024"], as: .date, conventions: british)
        #expect(asked.values.map { $0?.json.stringValue } == ["2024-04-03"])
        #expect(Conventions(language: "en").dateOrder == nil)
        let years = Conventions(language: "ko", fetchedAt: Self.fetchedAt)
        #expect(ValueColumn.value("24.05.06.", as: .date, conventions: years)?.json == "2024-05-06")
        let early = ValueColumn(
            ["99/12/31", "99/01/02"], as: .date, conventions: Conventions(fetchedAt: Self.fetchedAt)
        )
        #expect(early.values.map { $0?.json.stringValue } == ["1999-12-31", "1999-01-02"])
    }

    @Test("two digits of a year are counted from the fetch, and need it")
    func years() {
        #expect(read("26 Oct 44") == "2044-10-26" && read("26 Oct 45") == "1945-10-26")
        #expect(ValueColumn.value("26 Oct 15", as: .date) == nil)
    }

    @Test(
        "a day, a time by an unnamed clock and a moment are kept apart",
        arguments: [
            ("May 6, 2024", "2024-05-06"), ("May 2024", "2024-05"), ("2024-05", "2024-05"),
            ("May 6, 2024 7:08 PM", "2024-05-06T19:08:00"),
            ("2024-05-06 07:08:09", "2024-05-06T07:08:09"),
            ("2024-05-06T07:08:09.5+02:00", "2024-05-06T05:08:09.500Z"),
            ("2024-05-06T07:08Z", "2024-05-06T07:08:00Z"),
            ("Mon, 06 May 2024 07:08:09 -0400", "2024-05-06T11:08:09Z"),
            ("6 May 2024 07:08 EST", "2024-05-06T12:08:00Z"),
            ("May 6, 2024, 4:00 p.m. ET", "2024-05-06T20:00:00Z"),
            ("Dec 6, 2023, 4 PM ET", "2023-12-06T21:00:00Z"),
            ("6. Mai 2024, 9.30 Uhr", "2024-05-06T09:30:00"),
            ("6 mai 2024 à 9h30", "2024-05-06T09:30:00"),
            ("2024年5月6日 午後3時30分", "2024-05-06T15:30:00"),
            ("07:08 (UTC), 6 May 2024", "2024-05-06T07:08:00Z"),
            ("2024-05-06 07:08 GMT+2", "2024-05-06T05:08:00Z"),
            ("12:30 AM May 6, 2024", "2024-05-06T00:30:00"),
            ("20240506T070809Z", "2024-05-06T07:08:09Z"),
        ])
    func times(text: String, value: String) {
        #expect(read(text, as: .time) == value)
    }

    @Test(
        "zones that several places use, and times that no clock shows, are withheld",
        arguments: [
            "6 May 2024 07:08 IST", "May 6, 2024 07:08 CST", "6 May 2024 25:00", "6 May 2024 7:61",
            "6 May 2024 0:30 AM", "6 May 2024 13 AM",
        ])
    func noTimes(text: String) {
        #expect(read(text, as: .time) == nil)
    }

    @Test(
        "relative times are counted from the fetch",
        arguments: [
            ("3 hours ago", "2024-05-10T19:30:00Z"), ("an hour ago", "2024-05-10T21:30:00Z"),
            ("vor 2 Stunden", "2024-05-10T20:30:00Z"), ("il y a 5 minutes", "2024-05-10T22:25:00Z"),
            ("hace 10 minutos", "2024-05-10T22:20:00Z"), ("3 ore fa", "2024-05-10T19:30:00Z"),
            ("há 2 horas", "2024-05-10T20:30:00Z"), ("2 uur geleden", "2024-05-10T20:30:00Z"),
            ("3時間前", "2024-05-10T19:30:00Z"), ("5分钟前", "2024-05-10T22:25:00Z"),
            ("just now", "2024-05-10T22:30:00Z"), ("2d ago", "2024-05-08"),
            ("yesterday", "2024-05-09"), ("Gestern", "2024-05-09"), ("vorgestern", "2024-05-08"),
            ("Yesterday at 10:30 AM", "2024-05-09T10:30:00"),
            ("heute, 9:15 Uhr", "2024-05-10T09:15:00"),
            ("2 weeks ago", "2024-04-26"), ("in 3 days", "2024-05-13"), ("昨天", "2024-05-09"),
            ("Posted: 2 days ago", "2024-05-08"), ("hier à 9h", "2024-05-09T09:00:00"),
        ])
    func relative(text: String, value: String) {
        #expect(read(text, as: .time) == value)
        let alone = ValueColumn([text], as: .time)
        #expect(alone.problems == [.needsFetchTime])
    }

    @Test("days are those of the page's clocks")
    func zones() throws {
        let tokyo = try #require(TimeZoneRule.named("Asia/Tokyo"))
        let conventions = Conventions(fetchedAt: Self.fetchedAt, zone: tokyo)
        let day = ValueColumn.value("today", as: .date, conventions: conventions)
        #expect(day?.json == "2024-05-11")
        #expect(read("3 hours ago") == "2024-05-10" && read("22 hours ago") == nil)
        let time = ValueColumn.value("2024-05-06 07:08", as: .time, conventions: conventions)
        guard case .time(let local) = time else {
            Issue.record("no time")
            return
        }
        #expect(local.moment(in: nil) == nil)
        #expect(local.moment(in: tokyo)?.iso8601 == "2024-05-05T22:08:00Z")
    }

    @Test("a date without a year is the last such day where dates lie in the past")
    func withoutYear() {
        var conventions = Conventions(fetchedAt: Self.fetchedAt)
        conventions.datesArePast = true
        func read(_ text: String) -> JSON? {
            ValueColumn.value(text, as: .date, conventions: conventions)?.json
        }
        #expect(read("May 6") == "2024-05-06" && read("26 Oct") == "2023-10-26")
        #expect(read("Feb 29") == "2024-02-29" && read("Feb 30") == nil)
    }
}
