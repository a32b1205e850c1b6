import AlmanacCore
import Foundation
import Synchronization
import TestSupport
import TimeSeries

/// A server on loopback that stands in for Apify's actor service, Yahoo, Reddit, FMP and the
/// collections of disclosed trades, each in its own wire format, over real data.
final class ActorStandIn: Sendable {
    /// A post as the actor's dataset holds it.
    struct Post: Sendable {
        var identity: String
        var moment: Timestamp
        var text: String
        var likes = 0
    }

    /// A day of prices.
    struct Day: Sendable {
        var time: Timestamp
        /// Open, high, low, close, volume.
        var values: [Double]
    }

    /// What is served.
    struct Data: Sendable {
        var posts: [Post] = []
        var days: [Day] = []
        /// How many looks a run goes on for; each takes a quarter of a minute.
        var looks = 0
        /// Whether the second page of the dataset breaks off once.
        var breaksOff = false
    }

    private let data: Mutex<Data>

    init(_ data: Data) { self.data = Mutex(data) }

    /// Answers a request; what stands first in the path is the server that is meant.
    func answer(_ request: LoopbackServer.Request) -> [LoopbackServer.Step] {
        let target = request.target
        if target.hasSuffix("/robots.txt") { return [.answer(404)] }
        if target.contains("/runs?") || target.hasSuffix("/runs") {
            return Self.json(run("READY"), status: 201)
        }
        if target.contains("/actor-runs/") {
            let isDone = data.withLock { data in
                data.looks -= 1
                return data.looks < 0
            }
            return Self.json(run(isDone ? "SUCCEEDED" : "RUNNING"))
        }
        if target.contains("/datasets/") { return items(target) }
        if target.contains("/v8/finance/chart/") { return Self.json(chart) }
        if target.contains("/r/wallstreetbets/") { return Self.file("reddit") }
        if target.contains("/stable/earnings") {
            let bytes = try? SharedData.bytes("data/api/fmp/earnings_AAPL_2025-09-23.json")
            return [.answer(200, ["Content-Type: application/json"], body: bytes ?? [])]
        }
        if let answer = Self.filings.first(where: { target.contains($0.key) }) {
            return Self.json(answer.value)
        }
        for chamber in ["house", "senate"] where target.contains("\(chamber)-stock-watcher") {
            return Self.file(chamber)
        }
        return [.answer(404, body: Array("nothing".utf8))]
    }

    // MARK: Apify

    private func run(_ status: String) -> JSON {
        let count = data.withLock(\.posts.count)
        return [
            "data": [
                "id": "HG7ML7M8z78YcAPEB", "actId": "61RPP7dywgiy0JPD0",
                "status": .string(status), "defaultDatasetId": "wmKPijuyDnPZAPRMk",
                "usageTotalUsd": status == "SUCCEEDED" ? .number(Double(count) * 0.0004) : .null,
            ]
        ]
    }

    private func items(_ target: String) -> [LoopbackServer.Step] {
        let query = target.split(separator: "?").last?.split(separator: "&") ?? []
        func number(_ name: String) -> Int {
            query.first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
                ?? 0
        }
        let (posts, breaks) = data.withLock { data in
            let breaks = data.breaksOff && number("offset") > 0
            if breaks { data.breaksOff = false }
            return (data.posts, breaks)
        }
        if breaks { return [.reset] }
        let page = posts.dropFirst(number("offset")).prefix(number("limit")).map { post -> JSON in
            [
                "type": "tweet", "id": .string(post.identity),
                "url": .string("https://x.com/elonmusk/status/\(post.identity)"),
                "text": .string(post.text), "createdAt": .string(Self.stamp(post.moment)),
                "lang": "en", "likeCount": .integer(post.likes), "author": ["userName": "elonmusk"],
            ]
        }
        return Self.json(.array(page))
    }

    /// A moment as X writes it.
    private static func stamp(_ moment: Timestamp) -> String {
        let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")
        let date = moment.date
        let day = (date.day < 10 ? "0" : "") + String(date.day)
        return "Thu \(months[date.month - 1]) \(day) \(moment.iso8601.dropFirst(11).prefix(8)) "
            + "+0000 \(date.year)"
    }

    // MARK: Yahoo

    private var chart: JSON {
        let days = data.withLock(\.days)
        func column(_ index: Int) -> JSON { .array(days.map { .number($0.values[index]) }) }
        // Yahoo labels a day by the opening of the market.
        let times = days.map { JSON.integer(Int($0.time.nanoseconds / 1_000_000_000) + 52_200) }
        return [
            "chart": [
                "result": [
                    [
                        "meta": [
                            "currency": "USD", "symbol": "TSLA", "exchangeName": "NMS",
                            "instrumentType": "EQUITY", "timezone": "EST", "gmtoffset": -18_000,
                            "exchangeTimezoneName": "America/New_York", "dataGranularity": "1d",
                        ], "timestamp": .array(times),
                        "indicators": [
                            "quote": [
                                [
                                    "open": column(0), "high": column(1), "low": column(2),
                                    "close": column(3), "volume": column(4),
                                ]
                            ], "adjclose": [["adjclose": column(3)]],
                        ],
                    ]
                ], "error": .null,
            ]
        ]
    }

    // MARK: The SEC

    /// A company's yearly earnings per share in the SEC's format; the figures are made up.
    private static let filings: [String: JSON] = [
        "company_tickers.json": [
            "0": ["cik_str": 1_318_605, "ticker": "TSLA", "title": "Tesla, Inc."]
        ],
        "/submissions/CIK": [
            "filings": [
                "recent": [
                    "accessionNumber": ["0001318605-17-000001"],
                    "acceptanceDateTime": ["2017-03-01T21:30:00.000Z"],
                    "form": ["10-K"], "filingDate": ["2017-03-01"], "reportDate": ["2016-12-31"],
                    "items": [""], "primaryDocument": ["a.htm"], "primaryDocDescription": [""],
                    "size": [1], "isXBRL": [1],
                ], "files": [],
            ]
        ],
        "companyfacts/CIK": [
            "facts": [
                "us-gaap": [
                    "EarningsPerShareDiluted": [
                        "units": [
                            "USD/shares": [
                                year(2015, "0001318605-16-000001", "2016-02-24", 10),
                                year(2016, "0001318605-17-000001", "2017-03-01", 20),
                            ]
                        ]
                    ]
                ]
            ]
        ],
    ]

    private static func year(
        _ year: Int, _ filing: String, _ filed: String, _ perShare: Double
    ) -> JSON {
        [
            "start": .string("\(year)-01-01"), "end": .string("\(year)-12-31"),
            "val": .number(perShare), "accn": .string(filing), "filed": .string(filed),
            "form": "10-K",
        ]
    }

    // MARK: Files

    private static func json(_ json: JSON, status: Int = 200) -> [LoopbackServer.Step] {
        [.answer(status, ["Content-Type: application/json"], body: Array(json.text().utf8))]
    }

    private static let files = [
        "house": "house_stock_trades/all_transactions_2026-05-29.json.gz",
        "senate": "senate_stock_trades/all_daily_summaries.json.gz",
    ]

    private static func file(_ name: String) -> [LoopbackServer.Step] {
        if name == "reddit" { return json(listing) }
        let bytes = try? SharedData.bytes("data/text/" + (files[name] ?? ""))
        return [.answer(200, ["Content-Encoding: gzip"], body: bytes ?? [])]
    }

    /// Posts of three days of January 2022 as Reddit lists them.
    private static let listing: JSON = {
        let rows = RealPosts.rows("data/text/reddit_wallstreetbets/reddit_wsb.csv")
        let children = rows.prefix(300).map { row -> JSON in
            [
                "kind": "t3",
                "data": [
                    "name": .string("t3_" + (row["id"] ?? "")),
                    "title": .string(row["title"] ?? ""),
                    "selftext": .string(row["body"] ?? ""), "subreddit": "wallstreetbets",
                    "created_utc": .number(Double(row["created"] ?? "") ?? 0), "edited": false,
                    "score": 1,
                ],
            ]
        }
        return ["kind": "Listing", "data": ["after": .null, "children": .array(children)]]
    }()
}

/// Real posts and prices that lie beside the repository.
enum RealPosts {
    /// The rows of a CSV file by the names of its header.
    static func rows(_ path: String) -> [[String: String]] {
        guard let bytes = try? SharedData.bytes(path) else { return [] }
        var rows: [[String: String]] = []
        var header: [String] = []
        forEachCSVRecord(in: bytes) { _, fields in
            if header.isEmpty {
                header = fields
            } else {
                rows.append(Dictionary(zip(header, fields)) { first, _ in first })
            }
            return true
        }
        return rows
    }

    /// Elon Musk's tweets of the time of the prices, the latest first.
    static let tweets: [ActorStandIn.Post] = rows(
        "data/text/elon_musk_tweets/TweetsElonMusk.csv"
    ).enumerated().compactMap { index, row in
        // Times are Eastern European; an hour more or less does not matter here.
        let text = (row["created_at"] ?? "").prefix(19).split(separator: " ")
        guard text.count == 2, let moment = Timestamp(iso8601: "\(text[0])T\(text[1])Z"),
            let tweet = row["tweet"], (first..<end).contains(moment)
        else { return nil }
        return ActorStandIn.Post(
            identity: String(10_000_000 + index), moment: moment, text: tweet,
            likes: Int(row["likes_count"] ?? "") ?? 0)
    }

    private static let first = Timestamp(nanoseconds: 1_444_867_200_000_000_000)
    private static let end = Timestamp(nanoseconds: 1_539_561_600_000_000_000)

    /// Three years of Tesla's prices, oldest first.
    static let tesla: [ActorStandIn.Day] = rows("data/prices/plotly/tesla-stock-price.csv")
        .compactMap { row -> ActorStandIn.Day? in
            let date = (row["date"] ?? "").split(separator: "/").joined(separator: "-")
            let values = ["open", "high", "low", "close", "volume"].compactMap {
                Double(row[$0] ?? "")
            }
            guard let day = CivilDate(iso8601: date), values.count == 5 else { return nil }
            return ActorStandIn.Day(time: Timestamp(day), values: values)
        }.sorted { $0.time < $1.time }
}
