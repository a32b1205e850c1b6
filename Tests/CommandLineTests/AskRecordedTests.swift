import AlmanacCore
import BundledPrices
import Foundation
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// From a page that a stranger publishes to a backtest: Scout and Builder read it, the archive
/// keeps what became known when, and a sentence asks about it.
@Suite struct AskRecordedTests {
    /// A page whose listing grows by a row each trading day, and an archive that looks at it.
    final class Setting: Sendable {
        let page = Mutex("")
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("almanac-recorded-\(UUID().uuidString)")
        /// The days on which the symbol was traded, from the first look at the page on.
        let days: [String]

        init(_ symbol: String) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let text = String(decoding: try BundledPrices.csv(for: symbol), as: UTF8.self)
            days = text.split(separator: "\n").dropFirst().map { String($0.prefix(10)) }
                .filter { $0 >= "2018-01-02" }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Runs a command as of half past ten in the evening of a day, an hour and more after the
        /// close in New York.
        func run(_ words: [String], on day: String) async throws -> CommandRunner {
            let now = try #require(Timestamp(iso8601: day + "T22:30:00Z"))
            return await CommandRunner.onOwnThread(
                words + ["--database", folder.path + "/a.db"],
                environment: [
                    "USER": "ada", "XDG_CONFIG_HOME": folder.path, "XDG_DATA_HOME": folder.path,
                    "ALMANAC_LEDGER": "none",
                ], now: { now })
        }

        /// Shows the page with one row more each day, and has it looked at.
        func follow(_ rows: [Row], want: String) async throws {
            let made = LoopbackServer { [self] request in answer(request) }
            let server = try #require(made)
            for count in Self.first...rows.count {
                // The day of the last row is the day of the look.
                let day = days[count - Self.first]
                page.withLock { $0 = Self.listing(rows.prefix(count)) }
                if count == Self.first {
                    let add = try await run(
                        [
                            "source", "add", server.address + "/list", "--allow-private", "--name",
                            "court", "--want", want,
                        ], on: day)
                    try #require(add.exitCode == 0, "\(add.complaint)")
                }
                let look = try await run(["run", "--once", "--allow-private"], on: day)
                try #require(look.exitCode == 0, "\(look.complaint)")
            }
        }

        private func answer(_ request: LoopbackServer.Request) -> [LoopbackServer.Step] {
            if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
            let body = page.withLock { $0 }
            return [.answer(200, ["Content-Type: text/html"], body: Array(body.utf8))]
        }

        /// How many rows the page has at the first look.
        static let first = 6

        static func listing(_ rows: some Sequence<Row>) -> String {
            "<html lang=en-US><body><h1>Opinions</h1><table class=list><tr><th>Date filed</th>"
                + "<th>Docket</th><th>Ticker</th><th>Judges</th></tr>"
                + rows.map {
                    "<tr><td class=filed>\($0.filed)</td><td class=case>\($0.docket)</td>"
                        + "<td class=ticker>\($0.ticker)</td><td class=n>\($0.judges)</td></tr>"
                }.joined() + "</table></body></html>"
        }
    }

    struct Row {
        var filed: String
        var docket: String
        var ticker: String
        var judges: Int
    }

    static func rows(_ judges: [Int], _ days: [String], ticker: (Int) -> String) -> [Row] {
        judges.enumerated().map { index, judges in
            // Rows before the first look are of the days before it.
            let place = index - Setting.first + 1
            let day = place < 0 ? "2017-12-\(20 + index)" : days[place]
            return Row(
                filed: day, docket: "CV-\(1_000 + index * 7)-A", ticker: ticker(index),
                judges: judges)
        }
    }

    static func entries(_ run: CommandRunner) throws -> [Int] {
        let result = try #require(try run.json()["runs"]?.arrayValue?.first, "\(run.output)")
        return result["signals"]?["entries"]?.arrayValue?.compactMap(\.intValue) ?? []
    }

    @Test("a page of repeated records becomes a signal that counts from the day it was read")
    func page() async throws {
        let judges = [9, 1, 9, 1, 1, 2, 5, 5, 1, 4, 3, 8, 2, 2, 7, 7, 1, 9, 3, 4]
        let setting = try Setting("SPX")
        let rows = Self.rows(judges, setting.days) { _ in "n/a" }
        try await setting.follow(rows, want: "docket!, date filed: date, judges: integer")
        let last = setting.days[rows.count - Setting.first + 1]
        let ask = [
            "ask", "buy SPX when court's judges is above 3, sell when court's judges is below 3",
            "--offline", "--json", "--include", "signals", "--to", last,
        ]
        let run = try await setting.run(ask, on: last)
        try #require(run.exitCode == 0, "\(run.output)\(run.complaint)")
        // What the page showed on the evening of a day was known at the close of the next.
        let shown = judges.dropFirst(Setting.first - 1)
        let expected = shown.enumerated().filter { $1 > 3 }.map { $0.offset + 1 }
        #expect(try Self.entries(run) == expected)
        let document = try run.json()
        let source =
            document["understood"]?["plan"]?["sources"]?.arrayValue?.last
            ?? document["plan"]?["sources"]?.arrayValue?.last
        #expect(source?["url"] == "archive/court" && source?["at_hand"] == true, "\(run.output)")

        // Other numbers on later days change nothing before them.
        let other = try Setting("SPX")
        let cut = 14
        let noisy = judges.enumerated().map { $0 < cut ? $1 : 10 - $1 }
        let noisyRows = Self.rows(noisy, setting.days) { _ in "n/a" }
        try await other.follow(noisyRows, want: "docket!, date filed: date, judges: integer")
        let after = try Self.entries(try await other.run(ask, on: last))
        let until = cut - Setting.first + 1
        #expect(after.filter { $0 <= until } == expected.filter { $0 <= until })
        #expect(after != expected)
    }

    @Test("records that name a symbol count for that symbol alone, and a talk goes on from there")
    func symbols() async throws {
        let judges = [1, 1, 1, 1, 1, 1, 5, 6, 1, 7, 1, 8]
        let setting = try Setting("AAPL")
        let rows = Self.rows(judges, setting.days) { $0.isMultiple(of: 2) ? "AAPL" : "MSFT" }
        try await setting.follow(
            rows, want: "docket!, date filed: date, ticker, judges: integer")
        let last = setting.days[rows.count - Setting.first + 1]
        let words = ["--offline", "--json", "--include", "signals", "--to", last]
        let run = try await setting.run(
            ["ask", "buy AAPL when the judges of court is above 3, 5% stop"] + words, on: last)
        try #require(run.exitCode == 0, "\(run.output)\(run.complaint)")
        #expect(run.output.contains("records of another ticker left out"), "\(run.output)")
        // AAPL's 5 was shown on the second evening and its next number on the fourth.
        #expect(try Self.entries(run) == [2, 3])
        let none = try await setting.run(
            ["ask", "buy SPX when court's judges is above 3, 5% stop"] + words, on: last)
        #expect(none.exitCode == AlmanacError.Kind.notFound.exitCode, "\(none.output)")
        let unknown = try await setting.run(
            ["ask", "buy SPX when court's lawyers is above 3", "--plan-only", "--json"], on: last)
        #expect(try unknown.json()["plan"]?["question"]?.stringValue != nil)
    }
}
