import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVFileTests {
    @Test("what is read does not depend on the length of blocks")
    func blocks() throws {
        let seed: UInt64 = 4
        var generator = SeededGenerator(seed: seed)
        var text = "date,note,close\r\n"
        for row in 0..<6_000 {
            let note = ["plain", "\"a \"\"b\"\"\r\nc\"", "", "\"x,y\""][Int(generator.next() % 4)]
            let close = row % 997 == 5 ? "bad" : "\(generator.unit())"
            text += "\(1_500_000_000 + row),\(note),\(close)\(row % 3 == 0 ? "\n" : "\r\n")"
        }
        try withTemporaryFolder { folder in
            let path = folder + "/blocks.csv"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            var options = CSVOptions()
            options.skipBadRows = true
            let whole = try CSVReader.read(bytes: Array(text.utf8), name: path, options: options)
            #expect(whole.frame.count == 5_993 && whole.skippedRows == 7)
            for length in [1, 7, 4_096, 65_536, 100_003, 1_048_576] {
                let table = try CSVReader.read(path: path, options: options, blockLength: length)
                #expect(table.frame.times == whole.frame.times, "blocks of \(length)")
                #expect(table.frame["close"] == whole.frame["close"], "blocks of \(length)")
                #expect(table.faults == whole.faults, "blocks of \(length)")
            }
        }
    }

    @Test("a missing file, a folder and an empty file are told apart")
    func unreadable() throws {
        try withTemporaryFolder { folder in
            let missing = try #require(throws: AlmanacError.self) {
                try CSVReader.read(path: folder + "/none.csv")
            }
            #expect(missing.kind == .dataFetch && missing.message.contains("No such file"))
            let isFolder = try #require(throws: AlmanacError.self) {
                try CSVReader.read(path: folder)
            }
            #expect(isFolder.kind == .dataFetch && isFolder.message.contains("folder"))
            let path = folder + "/empty.csv"
            try "".write(toFile: path, atomically: true, encoding: .utf8)
            let empty = try #require(throws: AlmanacError.self) { try CSVReader.read(path: path) }
            #expect(empty.kind == .schemaMismatch && empty.message.contains("is empty"))
        }
    }

    @Test("a row that never ends is refused before it fills the memory")
    func endlessRow() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/long.csv"
            let text = "date,close\n2024-01-02,\"" + String(repeating: "9", count: 3_000_000)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let error = try #require(throws: AlmanacError.self) { try CSVReader.read(path: path) }
            #expect(error.message.contains("line 2") && error.kind == .schemaMismatch)
        }
    }

    @Test("every real table of prices is read", .requiresSharedData)
    func realFiles() throws {
        var count = 0
        for folder in ["data/prices/stocknet_yahoo_daily", "data/prices/quantfiction_etf_daily"] {
            for name in try SharedData.names(in: folder, suffix: ".csv") {
                if name == "symbol_settings.csv" { continue }
                let table = try CSVReader.read(path: SharedData.path(folder + "/" + name))
                #expect(table.frame.count > 100, "\(name)")
                #expect(table.skippedRows == 0 && table.reorderedRows == 0, "\(name)")
                count += 1
            }
        }
        #expect(count > 100)
        for name in try SharedData.names(in: "reference/data", suffix: ".csv") {
            let path = try SharedData.path("reference/data/" + name)
            let table = try CSVReader.read(path: path)
            let lines = try SharedData.text("reference/data/" + name)
                .split(whereSeparator: \.isNewline)
            #expect(table.frame.count == lines.count - 1, "\(name)")
        }
    }

    @Test(
        "files with known flaws are refused with the flaw, and read when asked to",
        .requiresSharedData)
    func flawedFiles() throws {
        let path = try SharedData.path("data/prices/plotly/tesla-stock-price.csv")
        let error = try #require(throws: AlmanacError.self) { try CSVReader.read(path: path) }
        #expect(error.details["faults"]?.arrayValue?.first?["line"] == 2)
        var options = CSVOptions()
        options.skipBadRows = true
        let table = try CSVReader.read(path: path, options: options)
        #expect(table.skippedRows == 1 && table.frame.count == 756)
        #expect(table.frame.times.first?.dateText == "2015-10-15")
        let several = try SharedData.path("data/prices/plotly/dash-stock-ticker-demo.csv")
        let mixed = try #require(throws: AlmanacError.self) { try CSVReader.read(path: several) }
        #expect(mixed.message.contains("several symbols"))
        options.symbol = "TSLA"
        #expect(try CSVReader.read(path: several, options: options).frame.count > 700)
    }
}
