import AlmanacCore
import Extraction
import Testing
import TimeSeries

/// The one value among other words.
@Suite struct SearchTests {
    private func found(_ text: String, _ type: ValueType) -> String? {
        let conventions = Conventions(
            language: "en-US", fetchedAt: Timestamp(iso8601: "2024-05-10T22:30:00Z"))
        return ValueColumn(within: [text], as: type, conventions: conventions).values[0]?.json
            .text()
    }

    @Test(
        "a date among other words is read",
        arguments: [
            ("Filed 05/25/2016, No. 15-3863", "2016-05-25"),
            ("April 10, 2019 - State v. Carpenter", "2019-04-10"),
            ("2023 Guam 25, CRA22-010, 12-28-2023", "2023-12-28"),
            ("Nov 19, 2019 - 46934 Steffa v. Steffa", "2019-11-19"),
            ("02-02-2022 SYLLABUS - 02/02/2022", "2022-02-02"), ("10/4/18)", "2018-10-04"),
            ("Bratersky, Alexander (29 July 2013).", "2013-07-29"),
            ("Published in the Law Journal of October 17, 2023:", "2023-10-17"),
            ("Last updated 1 day ago", "2024-05-09"), ("In re T.V. 5/29/13 CA4/1", "2013-05-29"),
            ("on 26-Oct-15 (final)", "2015-10-26"),
        ])
    func dates(text: String, date: String) {
        #expect(found(text, .date) == "\"\(date)\"")
    }

    @Test(
        "two dates, or none that stands apart, are none",
        arguments: [
            "5-21-14, 5-21-15", "09-22-00022-CV", "978-1-86950-300-0",
            "Today's Top Health Headlines",
            "CRA21-015 (CF0446-18)", "22 January", "October 1, 2022 - September 30, 2023",
            "x1/2/2024",
            "https://a.example/2024/05/06/a", "1.2.2024.5", "May 6 12 comments",
        ])
    func noDates(text: String) {
        #expect(found(text, .date) == nil)
    }

    @Test("numbers, money, shares and lengths of time among other words")
    func numbers() {
        #expect(found("Rated 4.5 stars", .number) == "4.5")
        #expect(found("4.5 of 5", .number) == nil && found("A-23 x9", .number) == nil)
        #expect(found("now $5.99!", .money) == #"{"amount":5.99,"currency":"$"}"#)
        #expect(found("$5.99 or $6.99", .money) == nil && found("item 7", .money) == nil)
        #expect(found("up 2.5% today", .percentage) == "0.025")
        #expect(found("Prep: 20 minutes (or so)", .duration) == "1200")
        #expect(found("Views: 1.2K", .count) == "1200" && found("1,234 of them", .count) == "1234")
    }

    @Test(
        "an amount keeps the sign before its currency, and a dash between words is none",
        arguments: [
            ("-$20.50", "-20.5"), ("Loss: -$20.50", "-20.5"), ("$-3.75 today", "-3.75"),
            ("Premium - $8.00", "8"), ("Price ($7.25)", "7.25"), ("Rated - 4.5 stars", "4.5"),
            ("down -4.5 points", "-4.5"),
        ])
    func signs(text: String, number: String) {
        #expect(found(text, .number) == number)
    }
}
