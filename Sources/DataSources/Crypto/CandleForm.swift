import AlmanacCore
import TimeSeries

/// How one exchange is asked for candles, and how it writes them.
struct CandleForm: Sendable {
    /// How it names spans.
    var spans: [(Frequency, String)]
    /// The most candles of one answer.
    var limit: Int64
    /// The most candles that it gives at all, counted back from now; nil where it gives all.
    var reach: Int?
    /// The address for a symbol, span, and window in seconds.
    var address: @Sendable (String, String, Int64, Int64) throws(AlmanacError) -> WebURL
    /// What is sent, where an exchange is asked by what is sent rather than by the address: for a
    /// symbol, span, and window in seconds.
    var body: (@Sendable (String, String, Int64, Int64) -> JSON)?
    /// Reads an answer into rows.
    var read:
        @Sendable (AnswerReader, inout BarRows, DataRequest, SourceDescription)
            throws(AlmanacError) -> Void

    static let known: [String: CandleForm] = [
        "binance": binance, "bybit": bybit, "coinbase": coinbase, "kraken": kraken, "okx": okx,
        "bitmex": bitmex,
        "deribit": deribit, "hyperliquid": hyperliquid,
    ]

    /// Reads an array of arrays, whose columns stand at given places.
    ///
    /// - Parameter columns: where start, open, high, low, close and volume are.
    private static func rows(
        _ list: [AnswerReader], _ rows: inout BarRows, columns: [Int], perSecond: Int64
    ) throws(AlmanacError) {
        for candle in list {
            let values = try candle.elements()
            guard let width = columns.max(), values.count > width else {
                throw candle.changed("\(columns.count) values")
            }
            rows.append(
                try values[columns[0]].unixMoment(perSecond: perSecond),
                try values[columns[1]].number(), try values[columns[2]].number(),
                try values[columns[3]].number(), try values[columns[4]].number(),
                try values[columns[5]].number())
        }
    }

    /// An error that an exchange puts into an answer with a status of success.
    private static func refusal(
        _ source: SourceDescription, _ target: String, _ reason: String
    ) -> AlmanacError {
        let isLimit =
            reason.lowercased().contains("rate limit") || reason.contains("Too many")
        return AlmanacError(
            isLimit ? .rateLimited : .invalidSymbol,
            "\(source.title) gives no candles of '\(target)'; it says: \(reason)",
            details: ["source": .string(source.name), "symbol": .string(target)],
            suggestion: "a target is \(source.target)")
    }

    /// Binance, spot: oldest first, times in milliseconds; faults are a code and a sentence.
    ///
    /// An answer of the documentation's form is stored.
    private static let binance = CandleForm(
        spans: [
            (.minute1, "1m"), (.minute5, "5m"), (.minute15, "15m"), (.hour1, "1h"),
            (.day1, "1d"), (.week1, "1w"),
        ], limit: 1_000
    ) { (symbol, span, first, last) throws(AlmanacError) in
        try SourceAddress.make(
            "https://api.binance.com/api/v3/klines", path: [],
            [
                ("symbol", symbol), ("interval", span), ("startTime", "\(first * 1_000)"),
                ("endTime", "\(last * 1_000 - 1)"), ("limit", "1000"),
            ])
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        if answer.json["code"] != nil {
            throw refusal(source, request.target, try answer.member("msg").text())
        }
        try Self.rows(
            answer.elements(), &rows, columns: [0, 1, 2, 3, 4, 5], perSecond: 1_000)
    }

    /// Bybit, version 5: newest first, times in milliseconds.
    ///
    /// An answer of the documentation's form is stored.
    private static let bybit = CandleForm(
        spans: [
            (.minute1, "1"), (.minute5, "5"), (.minute15, "15"), (.hour1, "60"), (.day1, "D"),
            (.week1, "W"),
        ], limit: 1_000
    ) { (symbol, span, first, last) throws(AlmanacError) in
        try SourceAddress.make(
            "https://api.bybit.com/v5/market/kline", path: [],
            [
                ("category", "spot"), ("symbol", symbol), ("interval", span),
                ("start", "\(first * 1_000)"), ("end", "\(last * 1_000 - 1)"), ("limit", "1000"),
            ])
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        if try answer.member("retCode").integer() != 0 {
            throw refusal(source, request.target, try answer.member("retMsg").text())
        }
        try Self.rows(
            answer.member("result").member("list").elements(), &rows,
            columns: [0, 1, 2, 3, 4, 5], perSecond: 1_000)
    }

    /// Coinbase's Advanced Trade, public market data: newest first, times in seconds; recorded.
    private static let coinbase = CandleForm(
        spans: [
            (.minute1, "ONE_MINUTE"), (.minute5, "FIVE_MINUTE"), (.minute15, "FIFTEEN_MINUTE"),
            (.hour1, "ONE_HOUR"), (.day1, "ONE_DAY"),
        ], limit: 300
    ) { (symbol, span, first, last) throws(AlmanacError) in
        try SourceAddress.make(
            "https://api.coinbase.com/api/v3/brokerage/market/products",
            path: [symbol, "candles"],
            [("start", "\(first)"), ("end", "\(last - 1)"), ("granularity", span)])
    } read: { (answer, rows, _, _) throws(AlmanacError) in
        for candle in try answer.member("candles").elements() {
            rows.append(
                try candle.member("start").unixMoment(), try candle.member("open").number(),
                try candle.member("high").number(), try candle.member("low").number(),
                try candle.member("close").number(), try candle.member("volume").number())
        }
    }

    /// Kraken: the last 720 candles and no others, whatever is asked; in seconds; recorded.
    ///
    /// Its weeks begin on Thursdays and are left out, as a week here ends on Sunday.
    private static let kraken = CandleForm(
        spans: [
            (.minute1, "1"), (.minute5, "5"), (.minute15, "15"), (.hour1, "60"),
            (.day1, "1440"),
        ], limit: 1_000_000, reach: 720
    ) { (symbol, span, first, _) throws(AlmanacError) in
        try SourceAddress.make(
            "https://api.kraken.com/0/public/OHLC", path: [],
            [("pair", symbol), ("interval", span), ("since", "\(first - 1)")])
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        let faults = try answer.member("error").elements()
        if let fault = faults.first { throw refusal(source, request.target, try fault.text()) }
        for (name, list) in try answer.member("result").members() where name != "last" {
            try Self.rows(
                list.elements(), &rows, columns: [0, 1, 2, 3, 4, 6], perSecond: 1)
        }
    }

    /// OKX: newest first, a hundred at a time; the last field says whether it is complete.
    ///
    /// Recorded.
    private static let okx = CandleForm(
        spans: [
            (.minute1, "1m"), (.minute5, "5m"), (.minute15, "15m"), (.hour1, "1H"),
            (.day1, "1Dutc"), (.week1, "1Wutc"),
        ], limit: 100
    ) { (symbol, span, first, last) throws(AlmanacError) in
        try SourceAddress.make(
            "https://www.okx.com/api/v5/market/history-candles", path: [],
            [
                ("instId", symbol), ("bar", span), ("before", "\(first * 1_000 - 1)"),
                ("after", "\(last * 1_000)"), ("limit", "100"),
            ])
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        if try answer.member("code").text() != "0" {
            throw refusal(source, request.target, try answer.member("msg").text())
        }
        try Self.rows(
            answer.member("data").elements(), &rows, columns: [0, 1, 2, 3, 4, 5],
            perSecond: 1_000)
    }

    /// BitMEX: a bucket is labelled by its end, which is moved to its start; recorded.
    private static let bitmex = CandleForm(
        spans: [(.minute1, "1m"), (.minute5, "5m"), (.hour1, "1h"), (.day1, "1d")], limit: 1_000
    ) { (symbol, span, first, last) throws(AlmanacError) in
        func text(_ seconds: Int64) -> String {
            Timestamp(nanoseconds: seconds * 1_000_000_000).iso8601
        }
        return try SourceAddress.make(
            "https://www.bitmex.com/api/v1/trade/bucketed", path: [],
            [
                ("symbol", symbol), ("binSize", span), ("count", "1000"), ("reverse", "false"),
                ("startTime", text(first + 1)), ("endTime", text(last)),
            ])
    } read: { (answer, rows, request, _) throws(AlmanacError) in
        for bucket in try answer.elements() {
            let end = try bucket.member("timestamp").moment()
            let length = request.frequency.nanoseconds ?? 0
            func price(_ name: String) throws(AlmanacError) -> Double {
                try bucket.optional(name)?.number() ?? .nan
            }
            rows.append(
                end.advanced(byNanoseconds: -length), try price("open"), try price("high"),
                try price("low"), try price("close"), try bucket.member("volume").number())
        }
    }

    /// Deribit: columns instead of rows, times in milliseconds; recorded.
    private static let deribit = CandleForm(
        spans: [
            (.minute1, "1"), (.minute5, "5"), (.minute15, "15"), (.hour1, "60"), (.day1, "1D"),
        ], limit: 5_000
    ) { (symbol, span, first, last) throws(AlmanacError) in
        try SourceAddress.make(
            "https://www.deribit.com/api/v2/public/get_tradingview_chart_data", path: [],
            [
                ("instrument_name", symbol), ("start_timestamp", "\(first * 1_000)"),
                ("end_timestamp", "\(last * 1_000 - 1)"), ("resolution", span),
            ])
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        if let fault = answer.optional("error") {
            throw refusal(source, request.target, try fault.member("message").text())
        }
        let result = try answer.member("result")
        let names = ["ticks", "open", "high", "low", "close", "volume"]
        let columns = try names.map { (name) throws(AlmanacError) in
            try result.member(name).elements()
        }
        guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
            throw result.changed("columns of one length")
        }
        for row in 0..<count {
            rows.append(
                try columns[0][row].unixMoment(perSecond: 1_000), try columns[1][row].number(),
                try columns[2][row].number(), try columns[3][row].number(),
                try columns[4][row].number(), try columns[5][row].number())
        }
    }

    /// Hyperliquid, futures and spot: the last 5,000 candles and no others, times in milliseconds.
    ///
    /// Its weeks are left out, since on which day they begin is not told. Published, in the
    /// exchange's documentation and in public clients' schemas; null for what it does not know.
    private static let hyperliquid = CandleForm(
        spans: [
            (.minute1, "1m"), (.minute5, "5m"), (.minute15, "15m"), (.hour1, "1h"), (.day1, "1d"),
        ], limit: 5_000, reach: 5_000
    ) { (_, _, _, _) throws(AlmanacError) in
        try SourceAddress.make("https://api.hyperliquid.xyz/info", path: [])
    } body: { symbol, span, first, last in
        [
            "type": "candleSnapshot",
            "req": [
                "coin": .string(symbol), "interval": .string(span),
                "startTime": .integer(Int(first) * 1_000),
                "endTime": .integer(Int(last) * 1_000 - 1),
            ],
        ]
    } read: { (answer, rows, request, source) throws(AlmanacError) in
        if answer.json == .null { throw refusal(source, request.target, "null") }
        for candle in try answer.elements() {
            rows.append(
                try candle.member("t").unixMoment(perSecond: 1_000),
                try candle.member("o").number(), try candle.member("h").number(),
                try candle.member("l").number(), try candle.member("c").number(),
                try candle.member("v").number())
        }
    }
}
