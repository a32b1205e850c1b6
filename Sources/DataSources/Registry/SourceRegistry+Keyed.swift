extension SourceRegistry {
    /// Prices and fundamentals that need a key.
    static let keyedMarkets: [SourceDescription] = [
        SourceDescription(
            name: "alpaca", title: "Alpaca Market Data", type: .market,
            platform: "alpaca.markets", hosts: ["alpaca.markets"], tiers: [.api],
            keys: [
                SourceKey("APCA_API_KEY_ID", from: "https://alpaca.markets"),
                SourceKey("APCA_API_SECRET_KEY", from: "https://alpaca.markets"),
            ],
            limits: [SourceLimit(200, perSeconds: 60)], schedule: .minutes15,
            gives: [.bars, .actions], target: "a US ticker; BRK.B with a point", example: "TSLA",
            terms: "the free plan gives the IEX feed, and SIP older than 15 minutes; no passing on",
            options: [adjustment, SourceOption("feed", "iex, sip or otc; else the plan's own")]),
        SourceDescription(
            name: "polygon", title: "Polygon.io", type: .market, platform: "polygon.io",
            hosts: ["polygon.io"], tiers: [.api],
            keys: [SourceKey("POLYGON_API_KEY", from: "https://polygon.io")],
            limits: [SourceLimit(5, perSeconds: 60)],
            gives: [.bars, .actions, .articles],
            target: "a US ticker (BRK.B), or X:BTCUSD, C:EURUSD, I:SPX", example: "TSLA",
            terms: "the free plan has two years of history; no passing on",
            options: [
                SourceOption(
                    "adjustment", "prices as traded (raw), or adjusted as of today: split")
            ]),
        SourceDescription(
            name: "finnhub", title: "Finnhub", type: .fundamentals, platform: "finnhub.io",
            hosts: ["finnhub.io"], tiers: [.api],
            keys: [SourceKey("FINNHUB_API_KEY", from: "https://finnhub.io")],
            limits: [SourceLimit(60, perSeconds: 60)], gives: [.recommendations],
            target: "a US ticker", example: "TSLA", terms: "the free plan is for personal use"),
        SourceDescription(
            name: "fmp", title: "Financial Modeling Prep", type: .fundamentals,
            platform: "financialmodelingprep.com", hosts: ["financialmodelingprep.com"],
            tiers: [.api],
            keys: [SourceKey("FMP_API_KEY", from: "https://financialmodelingprep.com")],
            limits: [SourceLimit(250, perSeconds: 86_400)],
            gives: [.statements, .earnings], target: "a ticker: AAPL, OIBR3.SA",
            example: "AAPL", terms: "showing or passing on data needs a licence of its own",
            options: [
                SourceOption("period", "quarter or annual (statements)"),
                SourceOption("limit", "how many of them", .number),
            ]),
    ]

    /// Exchanges for crypto-currencies, whose prices are public.
    static let cryptoExchanges: [SourceDescription] = [
        crypto(
            "binance", "Binance", "binance.com", SourceLimit(3_000, perSeconds: 60), "BTCUSDT"),
        crypto("bybit", "Bybit", "bybit.com", SourceLimit(600, perSeconds: 5), "BTCUSDT"),
        crypto("coinbase", "Coinbase", "coinbase.com", SourceLimit(10, perSeconds: 1), "BTC-USD"),
        crypto("kraken", "Kraken", "kraken.com", SourceLimit(1, perSeconds: 1), "XBTUSD"),
        crypto("okx", "OKX", "okx.com", SourceLimit(40, perSeconds: 2), "BTC-USDT"),
        crypto("bitmex", "BitMEX", "bitmex.com", SourceLimit(30, perSeconds: 60), "XBTUSD"),
        crypto(
            "deribit", "Deribit", "deribit.com", SourceLimit(20, perSeconds: 1), "BTC-PERPETUAL"),
        // A call of 5,000 candles takes about 100 of the 1,200 that an address has each minute.
        crypto(
            "hyperliquid", "Hyperliquid", "hyperliquid.xyz",
            SourceLimit(10, perSeconds: 60, isPublished: false), "BTC"),
    ]

    private static func crypto(
        _ name: String, _ title: String, _ host: String, _ limit: SourceLimit, _ example: String
    ) -> SourceDescription {
        SourceDescription(
            name: name, title: title, type: .crypto, platform: host, hosts: [host], tiers: [.api],
            limits: [limit], schedule: .minutes5, gives: [.bars],
            target: "\(title)'s symbol, as \(example)", example: example,
            terms: "public market data; the exchange's terms bind, and some countries are shut out"
        )
    }
}
