import AlmanacCore
import Backtesting
import BundledPrices
import SignalProcessing
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

@Suite("From records to backtests", .requiresSharedData)
struct RealDataTests {
    private static let text = "data/text/"

    static func tweets() throws -> PostFile {
        var options = PostFile.Options()
        (options.source, options.author) = ("twitter", "elonmusk")
        options.skipBadRows = true
        let bytes = try SharedData.bytes(text + "elon_musk_tweets/TweetsElonMusk.csv")
        return try PostFile(bytes, name: "tweets", options: options)
    }

    static func prices() throws -> Frame {
        var options = CSVOptions()
        options.skipBadRows = true
        let path = try SharedData.path("data/prices/plotly/tesla-stock-price.csv")
        return try CSVReader.read(path: path, options: options).frame
    }

    private func definition(_ columns: [String], _ code: String) -> StrategyDefinition {
        StrategyDefinition(
            name: "signal",
            slots: [
                DataSlot(name: "prices", frequency: .day1, columns: ["close"]),
                DataSlot(name: "signal", frequency: .day1, columns: columns),
            ], parameters: [], code: code)
    }

    private func backtest(
        _ definition: StrategyDefinition, _ prices: Frame, _ signal: Frame, symbol: String
    ) throws -> BacktestRun {
        let parameters = try BoundParameters(definition.parameters, text: [])
        let slots = [
            SlotData(
                slot: "prices", symbol: symbol, frame: prices, calendar: .newYork, source: "test"),
            SlotData(
                slot: "signal", symbol: symbol, frame: signal, calendar: .newYork, source: "test"),
        ]
        return try Backtest(definition: definition, parameters: parameters, data: slots).run()
    }

    private func close(_ run: BacktestRun, _ order: Order) -> Timestamp {
        TradingCalendar.newYork.close(ofBarStarting: run.market.times[order.bar], frequency: .day1)
    }

    private static let code = """
        def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
            level = data['signal']['level']
            entries = (level > 0.1).fillna(False).astype(bool)
            exits = (level < 0.0).fillna(False).astype(bool)
            return entries, exits
        """

    @Test("Elon Musk's tweets become signals that a backtest of Tesla reads, without look-ahead")
    func musk() throws {
        let file = try Self.tweets()
        #expect(file.posts.count == 12_562)
        #expect(file.skipped.count == 1)
        let prices = try Self.prices()
        let end = try #require(prices.times.last)
        let posts = file.posts.filter {
            $0.knownAt < end.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
        }
        var pipeline = SignalPipeline(PipelineTests.grid, assuming: ["TSLA"])
        let result = pipeline.process(posts)
        let rows = result.rows + pipeline.finish(at: posts[posts.count - 1].knownAt)
        let signal = SignalRow.frame(rows, symbol: "TSLA")
        #expect(signal.count > 1_500)
        // Answers were counted years later, so none may have weighed.
        #expect(
            pipeline.quality.measurements(at: end).first { $0.metric == "late_engagement_share" }?
                .value == 1)
        let run = try backtest(definition(["level"], Self.code), prices, signal, symbol: "TSLA")
        #expect(run.simulation.trades.count > 3)
        // Any tweet after a moment may say anything: earlier rows stay as they are.
        let moment = posts[posts.count * 2 / 3].knownAt
        var generator = SeededGenerator(seed: 31)
        var noisy = SignalPipeline(PipelineTests.grid, assuming: ["TSLA"])
        let changed = posts.map { post -> Post in
            var post = post
            if post.knownAt > moment {
                post.text = generator.next() % 2 == 0 ? "bullish 🚀" : "crash"
            }
            return post
        }
        let noisyRows = noisy.process(changed).rows
        #expect(
            bytes(of: rows.filter { $0.knownAt <= moment })
                == bytes(of: noisyRows.filter { $0.knownAt <= moment }))
        let noisyRun = try backtest(
            definition(["level"], Self.code), prices,
            SignalRow.frame(noisyRows, symbol: "TSLA"), symbol: "TSLA")
        func early(_ run: BacktestRun) -> [String] {
            run.simulation.orders.filter { close(run, $0) <= moment }.map { "\($0)" }
        }
        #expect(!early(run).isEmpty)
        #expect(early(run) == early(noisyRun))
    }

    @Test("posts of another time than the prices are refused with each span's name")
    func spans() throws {
        var options = PostFile.Options()
        options.source = "reddit"
        let bytes = try SharedData.bytes(Self.text + "reddit_wallstreetbets/reddit_wsb.csv")
        let file = try PostFile(bytes, name: "wsb", options: options)
        #expect(file.posts.count == 1_892)
        let spans = [
            DataSpan("TSLA prices", try Self.prices().times),
            DataSpan("@elonmusk", try Self.tweets().posts.map(\.knownAt)),
            DataSpan("r/wallstreetbets", file.posts.map(\.knownAt)),
        ].compactMap(\.self)
        #expect(spans.count == 3)
        let error = #expect(throws: AlmanacError.self) { try DataSpan.overlap(of: spans) }
        #expect(
            error?.message
                == "the spans of the data do not overlap: TSLA prices 2015-10-15 to 2018-10-15, "
                + "@elonmusk 2010-06-04 to 2021-04-17, r/wallstreetbets 2022-01-18 to 2022-01-21")
        _ = try DataSpan.overlap(of: Array(spans.prefix(2)))
        // Alone they are signals of what they are about.
        var pipeline = SignalPipeline(BarGrid(frequency: .hour1, calendar: .newYork))
        let rows = pipeline.process(file.posts).rows
        #expect(Set(rows.map(\.symbol)).isSuperset(of: ["GME", "SPY", "TSLA", "NFLX"]))
    }

    private func unpacked(_ path: String) throws -> String {
        let bytes = try SharedData.bytes(path)
        let plain = try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: 64 << 20) }
        return String(decoding: plain, as: UTF8.self)
    }

    private func bundled(_ symbol: String) throws -> Frame {
        try CSVReader.read(bytes: BundledPrices.csv(for: symbol), name: symbol).frame
    }

    @Test("senators' trades count from the day after they were disclosed, not from their own")
    func congress() throws {
        let days = try #require(
            try JSON.parse(unpacked(Self.text + "senate_stock_trades/all_daily_summaries.json.gz"))
                .arrayValue)
        let times = PostMomentReader()
        var observations: [Observation] = []
        for day in days {
            let received = try #require(times.moment(day["date_recieved"]?.stringValue ?? ""))
            for trade in day["transactions"]?.arrayValue ?? [] {
                guard trade["ticker"]?.stringValue?.contains(">AAPL<") == true,
                    let type = trade["type"]?.stringValue,
                    let moment = times.moment(trade["transaction_date"]?.stringValue ?? ""),
                    moment <= received
                else { continue }
                // The day of disclosure is told without an hour: known once it is over.
                let knownAt = received.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
                observations.append(
                    Observation(
                        symbol: "AAPL", name: "trade", time: moment, knownAt: knownAt,
                        value: type == "Purchase" ? 1 : type.hasPrefix("Sale") ? -1 : 0))
            }
        }
        #expect(observations.count > 150)
        let prices = try bundled("AAPL")
        let columns: [ObservationSignals.Column] = [
            .init("net", of: "trade", .sum), .init("trades", of: "trade", .count),
        ]
        let end = try #require(prices.times.last)
        let signal = try ObservationSignals.frame(
            observations, symbol: "AAPL", columns: columns, grid: PipelineTests.grid, through: end)
        #expect(signal["trades"]?.reduce(0, +) == Double(observations.count))
        for (row, close) in (signal.knownAt ?? []).enumerated() {
            let after = row == 0 ? Timestamp(nanoseconds: .min) : signal.knownAt?[row - 1] ?? close
            let known = observations.filter { $0.knownAt > after && $0.knownAt <= close }
            #expect(signal["net"]?[row] == known.reduce(0) { $0 + $1.value })
        }
        let code = """
            def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
                net = data['signal']['net']
                return (net > 0).astype(bool), (net < 0).astype(bool)
            """
        let run = try backtest(definition(["net"], code), prices, signal, symbol: "AAPL")
        #expect(run.simulation.trades.count > 10)
        let first = try #require(run.simulation.orders.first)
        let disclosed = try #require(observations.map(\.knownAt).min())
        #expect(close(run, first) >= disclosed)
    }

    @Test("the earnings of the S&P 500 count as each edition of the table told them")
    func earnings() throws {
        var observations: [Observation] = []
        var said: [Timestamp: Double] = [:]
        let folder = "data/fundamentals/shiller_sp500/vintages"
        for name in try SharedData.names(in: folder, suffix: ".csv.gz") {
            let parts = name.split(separator: "_")
            let knownAt = try #require(Timestamp(iso8601: String(parts[1])))
            var column: Int?
            let text = try unpacked(folder + "/" + name)
            forEachCSVRecord(in: Array(text.utf8)) { _, fields in
                guard let index = column else {
                    column = fields.firstIndex { $0.hasPrefix("Earnings") }
                    return column != nil
                }
                guard let time = Timestamp(iso8601: fields[0]), let value = Double(fields[index]),
                    value > 0, said.updateValue(value, forKey: time) != value
                else { return true }
                observations.append(
                    Observation(
                        symbol: "SPX", name: "earnings", time: time, knownAt: knownAt, value: value)
                )
                return true
            }
        }
        #expect(observations.count > 1_700)
        let prices = try bundled("SPX")
        let end = try #require(prices.times.last)
        let signal = try ObservationSignals.frame(
            observations, symbol: "SPX", columns: [.init("earnings", of: "earnings", .last)],
            grid: PipelineTests.grid, through: end)
        let code = """
            def generate_signals(data: dict, params: dict) -> tuple[pd.Series, pd.Series]:
                ratio = data['prices']['close'] / data['signal']['earnings']
                entries = (ratio < 19).fillna(False).astype(bool)
                exits = (ratio > 22).fillna(False).astype(bool)
                return entries, exits
            """
        let run = try backtest(definition(["earnings"], code), prices, signal, symbol: "SPX")
        let first = try #require(run.simulation.orders.first)
        #expect(close(run, first) >= observations[0].knownAt)
        // What no edition had told yet is nowhere in the frame.
        for (row, close) in (signal.knownAt ?? []).enumerated() {
            let known = observations.filter { $0.knownAt <= close }
            let newest = known.max { ($0.time, $0.knownAt) < ($1.time, $1.knownAt) }
            if row % 50 == 0 { #expect(signal["earnings"]?[row] == newest?.value) }
        }
    }
}
