import AlmanacCore
import Testing
import TimeSeries

@Suite struct CSVTimeTests {
    @Test(
        "times are read in the forms that people use",
        arguments: [
            ("2024-01-31", "2024-01-31"), ("2024/1/5", "2024-01-05"), ("2024-1-5", "2024-01-05"),
            ("2024.01.31", "2024-01-31"), ("2024-01", "2024-01-01"),
            ("2024.01.31 09:30", "2024-01-31T09:30:00Z"),
            ("2024-01-31 09:30:00-05:00", "2024-01-31T14:30:00Z"),
            ("2024-01-31T09:30:00.250Z", "2024-01-31T09:30:00.250Z"),
            ("20240131", "2024-01-31"), ("20240131 09:30", "2024-01-31T09:30:00Z"),
            ("20240131T093000", "2024-01-31T09:30:00Z"), ("20240131 0930", "2024-01-31T09:30:00Z"),
            ("20240131093000", "2024-01-31T09:30:00Z"), ("1/31/2024", "2024-01-31"),
            ("31/1/2024", "2024-01-31"), ("01-31-2024 4:05 PM", "2024-01-31T16:05:00Z"),
            ("2/2/2024", "2024-02-02"), ("31.1.2024", "2024-01-31"), ("1.2.2024", "2024-02-01"),
            ("31.01.2024 16:00", "2024-01-31T16:00:00Z"), ("31-Jan-2024", "2024-01-31"),
            ("5 February 2024", "2024-02-05"), ("\"Jan 31, 2024\"", "2024-01-31"),
            ("1706689800", "2024-01-31T08:30:00Z"), ("1706689800000", "2024-01-31T08:30:00Z"),
            ("1706689800000000", "2024-01-31T08:30:00Z"),
            ("1706689800000000001", "2024-01-31T08:30:00.000000001Z"),
            ("1706689800.25", "2024-01-31T08:30:00.250Z"), ("1706689800.0", "2024-01-31T08:30:00Z"),
            ("12/31/1999 12:00:00 AM", "1999-12-31"), ("-315619200", "1960-01-01"),
        ])
    func forms(text: String, expected: String) throws {
        #expect(try read("date,x\n\(text),1\n").frame.times.map(\.dateText) == [expected])
    }

    @Test(
        "what is no time is a fault of its row",
        arguments: [
            "", "yesterday", "2024-02-30", "2024-13-01", "24-01-31", "1/2/24", "31.13.2024",
            "32-Jan-2024", "2024-01-31 25:00", "13/13/2024", "99999999999999999999", "11:34",
            "2024-01-31T09:30:00 EST", "20241301 09:30", "1700-13", "0x10", "1e9",
        ])
    func faults(text: String) throws {
        let error = try readError("date,x\n\(text),1\n")
        #expect(error.details["faults"]?.arrayValue?[0]["column"] == "date", "\(error)")
    }

    @Test("the whole column decides whether the day or the month comes first")
    func dayOrMonth() throws {
        let dayFirst = try read("date,x\n02/01/2024,1\n03/01/2024 10:00,2\n13/01/2024,3\n").frame
        #expect(
            dayFirst.times.map(\.dateText) == ["2024-01-02", "2024-01-03T10:00:00Z", "2024-01-13"])
        let monthFirst = try read("date,x\n01/02/2024,1\n01/13/2024,2\n").frame
        #expect(monthFirst.times.map(\.dateText) == ["2024-01-02", "2024-01-13"])
        let asked = try read("date,x\n01/02/2024,1\n02/02/2024,1\n") { $0.dayFirst = true }
        #expect(asked.frame.times.map(\.dateText) == ["2024-02-01", "2024-02-02"])
        for (text, expected) in [
            ("date,x\n01/02/2024,1\n", "whether the day or the month"),
            ("date,x\n01/13/2024,1\n13/01/2025,1\n", "line 3 writes the day first and line 2"),
        ] {
            let error = try readError(text)
            #expect(error.message.contains(expected) && error.details["column"] == "date")
        }
        #expect(
            try readError("date,x\n01/13/2024,1\n") { $0.dayFirst = true }.message
                .contains("line 2 does not write the day first"))
    }

    @Test("the whole column decides the unit of numbers since 1970")
    func epochUnit() throws {
        let table = try read("time,x\n0,1\n86400000,2\n1706689800000,3\n")
        #expect(
            table.frame.times.map(\.dateText) == [
                "1970-01-01", "1970-01-02", "2024-01-31T08:30:00Z",
            ])
        let fraction = try read("time,x\n1706689800,1\n1706689801.5,2\n")
        #expect(fraction.frame.times[0].dateText == "2024-01-31T08:30:00Z")
        #expect(fraction.frame.times[1].dateText == "2024-01-31T08:30:01.500Z")
        let mixed = try readError("time,x\n1706689800000,1\n1738368000000000,2\n")
        #expect(mixed.message.contains("line 2 looks like milliseconds"))
        #expect(try readError("time,x\n0,1\n1,2\n").message.contains("too small"))
        #expect(try readError("date,x\n43831,1\n43832,2\n").message.contains("too small"))
    }

    @Test("a column keeps to one way of writing")
    func oneForm() throws {
        let error = try readError("date,x\n2024-01-02,1\n01/03/2024,2\n")
        #expect(
            error.details["faults"]?.arrayValue?[0]["reason"]?.stringValue?
                .contains("another way") == true)
    }

    @Test("a zone applies to times that name none")
    func zones() throws {
        let text = "date,x\n2024-01-31 09:30,1\n2024-07-31 09:30,2\n2024-07-31T20:00:00Z,3\n"
        let table = try read(text) { $0.timeZone = .usEastern }
        #expect(
            table.frame.times.map(\.iso8601) == [
                "2024-01-31T14:30:00Z", "2024-07-31T13:30:00Z", "2024-07-31T20:00:00Z",
            ])
        let slashed = try read("date,x\n07/31/2024 09:30,1\n") { $0.timeZone = .usEastern }
        #expect(slashed.frame.times[0].iso8601 == "2024-07-31T13:30:00Z")
    }

    @Test("a column of dates and one of times of day make one time")
    func dateAndTime() throws {
        for (date, time) in [
            ("2024.01.31", "09:30"), ("20240131", "093000"), ("31/01/2024", "09:30:00"),
            ("2024-01-31", "9:30 AM"),
        ] {
            let frame = try read("<DATE>,<TIME>,<CLOSE>\n\(date),\(time),1\n").frame
            #expect(frame.times[0].iso8601 == "2024-01-31T09:30:00Z")
            #expect(frame.columns.map(\.name) == ["close"])
        }
        #expect(try readError("date,time,x\n2024-01-31,25:00,1\n").details["bad_rows"] == 1)
    }
}
