import AlmanacCore
import TestSupport
import Testing
import TimeSeries

/// Reads text with options.
func read(
    _ text: String, _ configure: (inout CSVOptions) -> Void = { _ in }
) throws(AlmanacError) -> CSVTable {
    var options = CSVOptions()
    configure(&options)
    return try CSVReader.read(bytes: Array(text.utf8), name: "test.csv", options: options)
}

/// The error with which reading text ends.
func readError(
    _ text: String, _ configure: (inout CSVOptions) -> Void = { _ in }
) throws -> AlmanacError {
    try #require(throws: AlmanacError.self) { try read(text, configure) }
}

@Suite struct CSVReaderTests {
    @Test("a plain file of bars becomes a frame")
    func plain() throws {
        let table = try read(
            """
            timestamp,open,high,low,close,volume
            2024-01-02,1.5,2,1,1.75,1000
            2024-01-03,1.75,2.5,1.5,2.25,
            """)
        #expect(table.frame.times.map(\.dateText) == ["2024-01-02", "2024-01-03"])
        #expect(table.frame.columns.map(\.name) == ["open", "high", "low", "close", "volume"])
        #expect(table.frame["close"] == [1.75, 2.25])
        #expect(table.frame["volume"]?[1].isNaN == true)
        #expect(table.frame.knownAt == nil && table.notes.isEmpty)
    }

    @Test(
        "headers that people use get the names that strategies use",
        arguments: [
            ("Date,Open,High,Low,Close,Adj Close,Volume", "open,high,low,close,adj_close,volume"),
            ("Open time,o,h,l,c,v", "open,high,low,close,volume"),
            ("DATE;OPEN;HIGH;LOW;CLOSE;VOL.", "open,high,low,close,volume"),
            ("Datetime,Close/Last,AdjClose,P/E Ratio", "close,adj_close,p_e_ratio"),
            ("<DATE>,<OPEN>,<TICKVOL>,ExDividend", "open,tickvol,ex_dividend"),
            ("time,AAPL.Open,Change %,USDPrice,peRatio", "aapl_open,change_pct,usd_price,pe_ratio"),
            ("\"Date\",\"Open Interest\",EPS", "open_interest,eps"),
            (",close", "close"),
        ])
    func headers(header: String, expected: String) throws {
        let separator: Character = header.contains(";") ? ";" : ","
        let count = header.split(separator: separator, omittingEmptySubsequences: false).count
        let row = (["2024-01-02"] + Array(repeating: "1", count: count - 1))
            .joined(separator: String(separator))
        let frame = try read(header + "\n" + row + "\n").frame
        #expect(frame.columns.map(\.name).joined(separator: ",") == expected)
    }

    @Test("BOM, CRLF, CR, blank lines, comments, quotes and a missing last line end are read")
    func shapes() throws {
        let expected = [1.0, 2.0]
        for text in [
            "\u{FEFF}date,close\r\n2024-01-02,1\r\n2024-01-03,2\r\n",
            "date,close\r2024-01-02,1\r2024-01-03,2",
            "# made by hand\n\ndate,close\n\n2024-01-02,1\n   \n2024-01-03,2\n\n",
            "\"date\",\"close\"\n\"2024-01-02\",\"1\"\n\"2024-01-03\" ,\"2\"\n",
            "date,close,\n2024-01-02,1,\n2024-01-03,2,\n",
            "date,close\n2024-01-02,1,,\n2024-01-03,2\n",
            "date\tclose\n2024-01-02\t1\n2024-01-03\t2\n",
            "date|close\n2024-01-02| 1 \n2024-01-03|2\n",
        ] {
            let frame = try read(text).frame
            #expect(frame["close"] == expected, "\(text)")
            #expect(frame.columns.count == 1 && frame.count == 2, "\(text)")
        }
    }

    @Test(
        "numbers are read as people write them",
        arguments: [
            ("date,x\n2024-01-02,\"1,234.5\"", 1_234.5),
            ("date,x\n2024-01-02,\"-1,234,567\"", -1_234_567),
            ("date;x\n2024-01-02;1234,5", 1_234.5), ("date;x\n2024-01-02;1.234,5", 1_234.5),
            ("date;x;y\n2024-01-02;1.234;2,5", 1_234), ("date;x\n2024-01-02;0,125", 0.125),
            ("date\tx\n2024-01-02\t1,234.5", 1_234.5), ("date,x\n2024-01-02,12.5%", 0.125),
            ("date,x\n2024-01-02,$270.49", 270.49), ("date,x\n2024-01-02,-5 %", -0.05),
            ("date,x\n2024-01-02,1.00E+08", 1e8), ("date,x\n2024-01-02,-inf", -.infinity),
            ("date,x\n2024-01-02,TRUE", 1), ("date;x\n2024-01-02;1.5", 1.5),
            ("date;x\n2024-01-02;\"1,234,567\"", 1_234_567),
        ] as [(String, Double)])
    func numbers(text: String, expected: Double) throws {
        #expect(try read(text).frame["x"] == [expected])
    }

    @Test(
        "words for a missing value are NaN",
        arguments: ["", "NA", "N/A", "nan", "NaN", "null", "None", "-", "--", ".", "#N/A", "<NA>"])
    func missing(word: String) throws {
        let frame = try read("date,close,x\n2024-01-02,\(word),\(word)\n2024-01-03,1,2\n").frame
        #expect(frame["close"]?[0].isNaN == true && frame["close"]?[1] == 1)
        #expect(frame["x"]?[0].isNaN == true)
    }

    @Test("columns of text are left out and named; mixed ones are refused")
    func text() throws {
        let table = try read("date,close,direction\n2024-01-02,1,up\n2024-01-03,2,7\n")
        #expect(table.ignoredColumns == ["direction"])
        #expect(table.frame.columns.map(\.name) == ["close"])
        let error = try readError("date,pe\n2024-01-02,x\n2024-01-03,2\n2024-01-04,2\n")
        #expect(error.kind == .schemaMismatch && error.message.contains("pe"))
    }

    @Test("one symbol of several is chosen by name, and never mixed with others")
    func symbols() throws {
        let text = "date,ticker,close\n2024-01-02,A,1\n2024-01-02,B,5\n2024-01-03,A,2\n"
        let error = try readError(text)
        #expect(
            error.message.contains("several symbols") && error.details["symbols"] == ["A", "B"])
        let table = try read(text) { $0.symbol = "a" }
        #expect(table.frame["close"] == [1, 2] && table.symbol == "A")
        #expect(try readError(text) { $0.symbol = "C" }.kind == .invalidSymbol)
        #expect(
            try readError("date,close\n2024-01-02,1\n") { $0.symbol = "A" }.kind
                == .schemaMismatch)
    }

    @Test("a file with a bad row is refused as a whole and says where")
    func badRows() throws {
        let text =
            "date,close\n2024-01-02,1\n2024-01-03,abc\n2024-01-04\n2024-02-30,1\n2024-01-05,2"
        let error = try readError(text)
        #expect(error.kind == .schemaMismatch)
        #expect(error.details["bad_rows"] == 3)
        let faults = try #require(error.details["faults"]?.arrayValue)
        #expect(faults.map { $0["line"]?.intValue } == [3, 4, 5])
        #expect(faults[0]["column"] == "close" && faults[0]["reason"] == "'abc' is not a number")
        let table = try read(text) { $0.skipBadRows = true }
        #expect(table.skippedRows == 3 && table.frame["close"] == [1, 2])
        #expect(table.notes.count == 1)
    }

    @Test("at most twenty faults are listed, and all are counted")
    func manyFaults() throws {
        let rows = (0..<500).map { "row \($0),x" }.joined(separator: "\n")
        let error = try readError("date,close\n" + rows)
        #expect(error.details["bad_rows"] == 500)
        #expect(error.details["faults"]?.arrayValue?.count == 20)
    }

    @Test("lines are counted through quotes that hold line ends")
    func linesInQuotes() throws {
        let error = try readError(
            "date,note,close\n2024-01-02,\"a\nb\r\nc \"\"d\"\"\",1\n2024-01-03,e,oops\n")
        #expect(error.details["faults"]?.arrayValue?[0]["line"] == 5)
    }

    @Test(
        "files of the wrong shape are refused with a way out",
        arguments: [
            "", "\n\n", "date,close\n", "open,close\n1,2\n", "2024-01-02,1,2\n2024-01-03,1,2\n",
            "date,Close,close\n2024-01-02,1,2\n", "date,close\n2024-01-02,\"1\n2024-01-03,2\n",
            "\u{1F}\u{8B}", "date,close\u{0}\n", "date;x\n2024-01-02;1,234\n",
            "date,\(String(repeating: "x", count: 1_048_577))\n2024-01-02,1\n",
            "date,x\n2024-01-02," + String(repeating: "1", count: 1_048_577) + "\n",
            "date" + String(repeating: ",c", count: 4_096) + "\n",
        ])
    func shapeErrors(text: String) throws {
        let error = try readError(text)
        #expect(error.kind == .schemaMismatch)
        #expect(error.suggestion?.isEmpty == false)
        #expect(error.message.count < 400 && error.message.hasPrefix("test.csv"))
    }

    @Test("a wanted time column is used, and a near miss is named")
    func timeColumn() throws {
        let text = "id,when,date,close\n1,2024-01-02,x,5\n"
        let table = try read(text) { $0.timeColumn = "when" }
        #expect(table.frame.times[0].dateText == "2024-01-02")
        let error = try readError(text) { $0.timeColumn = "whem" }
        #expect(error.suggestion == "did you mean when?")
    }

    @Test("a file without a header is read with names that are given")
    func columnNames() throws {
        let table = try read("20240102 00:00,1,2\n20240103 00:00,3,4\n") {
            $0.columnNames = ["date", "open", "close"]
        }
        #expect(table.frame["open"] == [1, 3] && table.frame.count == 2)
    }

    @Test("known_at is kept for each row, and must be there")
    func knownAt() throws {
        let table = try read(
            "date,known_at,eps\n2024-03-31,2024-05-01T12:00:00Z,1\n2023-12-31,2024-02-01,2\n")
        #expect(table.frame.times.map(\.dateText) == ["2023-12-31", "2024-03-31"])
        #expect(table.frame.knownAt?.map(\.dateText) == ["2024-02-01", "2024-05-01T12:00:00Z"])
        #expect(table.frame.columns.map(\.name) == ["eps"])
        #expect(try readError("date,available_at,eps\n2024-03-31,,1\n").details["bad_rows"] == 1)
    }
}
