import AlmanacCore
import Foundation
import TestSupport
import Testing

/// `almanac instrument`, and what pulls and studies do with instruments.
@Suite struct InstrumentCommandTests {
    private static let renamed = """
        [{"id": "xyz", "name": "Example", "listed": "2001-02-03", "delisted": "2024-02-01",
          "reason": "merged", "entity": {"id": "cik:1", "name": "Example Inc."},
          "tickers": [{"ticker": "OLD", "from": "2001-02-03", "until": "2020-01-01"},
                      {"ticker": "NEW", "from": "2020-01-01", "until": "2024-02-01"}]}]
        """

    private func write(_ text: String, _ name: String, _ setting: SourceCommandTests.Setting)
        throws -> String
    {
        let path = setting.folder.path + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("a ticker names one instrument on a day, with its listing and issuer")
    func states() async throws {
        let setting = try SourceCommandTests.Setting()
        let path = try write(Self.renamed, "renamed.json", setting)
        let added = await setting.run("instrument", "add", path)
        #expect(added.exitCode == 0, "\(added.complaint)")
        let shown = try await setting.json("instrument", "show", "old", "--on", "2019-06-03")
        let instrument = try #require(shown["instrument"], "\(shown.text())")
        #expect(instrument["id"] == "xyz" && instrument["delisted"] == "2024-02-01")
        #expect(instrument["reason"] == "merged" && instrument["entity"]?["name"] == "Example Inc.")
        let late = try await setting.json("instrument", "show", "OLD", "--on", "2022-06-03")
        #expect(late["error"]?["type"] == "invalid_symbol_error")
        #expect(late["error"]?["suggestion"]?.stringValue?.contains("NEW") == true)
        let map = try write("20120518,fb,Q\n20501231,fb,Q\n", "fb.csv", setting)
        #expect(await setting.run("instrument", "add", map).exitCode == 0)
        let listed = try await setting.json("instrument", "list")["instruments"]?.arrayValue
        #expect(listed?.map { $0["id"] } == ["lean:fb", "xyz"])
        let text = await setting.run("instrument", "show", "xyz")
        #expect(text.output.contains("merged"), "\(text.output)")
    }

    @Test(
        "what states no instrument is refused, and nothing is kept",
        arguments: [
            "nothing", "[{}]", #"[{"id": "a", "name": "b", "calendar": "moon"}]"#,
            #"[{"id": "a", "name": "b", "tickers": [{"ticker": "A"}]}]"#,
            #"[{"id": "a", "name": "b", "listed": 5}]"#,
            #"[{"id": "a", "name": "b", "tickers": [{"ticker": "A", "from": "2020-01-01"}]},"#
                + #"{"id": "c", "name": "d", "tickers": [{"ticker": "A", "from": "2021-01-01"}]}]"#,
        ])
    func refusals(_ text: String) async throws {
        let setting = try SourceCommandTests.Setting()
        let path = try write(text, "x.json", setting)
        let refused = try await setting.json("instrument", "add", path)
        #expect(refused["error"]?["type"] == "validation_error", "\(refused.text())")
        #expect(try await setting.json("instrument", "list")["instruments"] == [])
    }

    /// A chart of twenty days of whatever is asked for.
    @Sendable private static func chart(
        _ request: LoopbackServer.Request
    ) -> [LoopbackServer.Step] {
        if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
        let path = request.target.split(separator: "?")[0]
        let symbol = path.split(separator: "/").last.map(String.init) ?? ""
        // From Thursday, 2 January 2020, at 14:30 UTC.
        let days = (0..<20).map { 18_263 + ($0 / 5) * 7 + $0 % 5 - 3 }.filter { $0 >= 18_263 }
        let stamps = days.map { "\($0 * 86_400 + 52_200)" }.joined(separator: ",")
        let column = days.map { "\(100 + $0 % 7)" }.joined(separator: ",")
        let body = """
            {"chart":{"result":[{"meta":{"symbol":"\(symbol)","currency":"USD",
            "exchangeName":"NMS","instrumentType":"EQUITY","firstTradeDate":1337347800,
            "longName":"Any Inc.","gmtoffset":-18000,"timezone":"EST",
            "exchangeTimezoneName":"America/New_York","dataGranularity":"1d"},
            "timestamp":[\(stamps)],"indicators":{"quote":[{
            "open":[\(column)],"high":[\(column)],"low":[\(column)],"close":[\(column)],
            "volume":[\(column)]}],"adjclose":[{"adjclose":[\(column)]}]}}],"error":null}}
            """
        return [.answer(body: Array(body.utf8))]
    }

    @Test("a pull makes known what is traded, and ties its series to it")
    func pulls() async throws {
        let setting = try SourceCommandTests.Setting(Self.chart)
        for _ in 0..<2 {
            let pulled = await setting.run(
                "data", "pull", "ABC", "META", "--source", "yahoo", "--from", "2020-01-02",
                "--to", "2020-01-31", "--refresh")
            #expect(pulled.exitCode == 0, "\(pulled.complaint)")
        }
        let listed = try await setting.json("instrument", "list")["instruments"]?.arrayValue
        #expect(listed?.map { $0["id"] } == ["NMS:ABC:2012-05-18", "us.meta"], "\(listed ?? [])")
        #expect(listed?.first?["name"] == "Any Inc." && listed?.first?["listed"] == "2012-05-18")
        let series = try await setting.json("data", "list")["series"]?.arrayValue
        #expect(series?.map { $0["instrument"] } == ["NMS:ABC:2012-05-18", "us.meta"])
        let shown = try await setting.json("instrument", "show", "FB", "--on", "2020-01-02")
        #expect(shown["instrument"]?["series"] == ["yahoo/META"])
    }

    @Test("a study that ends in the past trades what the ticker named then")
    func studies() async throws {
        let setting = try SourceCommandTests.Setting(Self.chart)
        let run = await setting.run(
            "backtest", "buy_and_hold", "--source", "yahoo", "--symbol", "FB", "--from",
            "2020-01-02", "--to", "2020-01-31")
        #expect(run.exitCode == 0, "\(run.complaint)")
        #expect(run.output.contains("what FB named then is META today"), "\(run.output)")
        #expect(setting.server.requests.contains { $0.target.contains("/chart/META") })
        #expect(!setting.server.requests.contains { $0.target.contains("/chart/FB") })
    }
}
