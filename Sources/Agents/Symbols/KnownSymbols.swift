extension SymbolCatalogue {
    /// The bundled symbols and the companies, funds and coins that people speak of most.
    ///
    /// Those that are not bundled are understood, and a plan says that their prices are missing.
    public static let known = SymbolCatalogue(bundled.entries + others)

    private static let others = otherNames.map { symbol, names in
        Entry(symbol: symbol, names: names, columns: ["open", "high", "low", "close", "volume"])
    }

    private static let otherNames: [(String, [String])] = companies + funds + coins

    private static let companies: [(String, [String])] = [
        ("TSLA", ["Tesla", "Tesla Motors", "Teslas"]), ("NVDA", ["Nvidia"]),
        ("AMZN", ["Amazon"]), ("GOOGL", ["Google", "Alphabet"]), ("GOOG", []),
        ("META", ["Facebook", "Meta Platforms", "FB"]), ("NFLX", ["Netflix"]),
        ("GME", ["GameStop", "Game Stop"]), ("AMC", ["AMC Entertainment"]),
        ("BB", ["BlackBerry"]), ("PLTR", ["Palantir"]), ("INTC", ["Intel"]),
        ("MU", ["Micron"]), ("AVGO", ["Broadcom"]), ("QCOM", ["Qualcomm"]),
        ("TXN", ["Texas Instruments"]), ("TSM", ["TSMC", "Taiwan Semiconductor"]),
        ("ASML", []), ("SMCI", ["Super Micro", "Supermicro"]), ("ARM", ["Arm Holdings"]),
        ("ORCL", ["Oracle"]), ("CRM", ["Salesforce"]), ("ADBE", ["Adobe"]), ("IBM", []),
        ("CSCO", ["Cisco"]), ("NOW", ["ServiceNow"]), ("SHOP", ["Shopify"]),
        ("SNOW", ["Snowflake"]), ("UBER", []), ("LYFT", []), ("ABNB", ["Airbnb"]),
        ("PYPL", ["PayPal"]), ("SQ", ["Block Inc"]), ("COIN", ["Coinbase"]),
        ("HOOD", ["Robinhood"]), ("MSTR", ["MicroStrategy"]), ("SOFI", []), ("V", ["Visa"]),
        ("MA", ["Mastercard"]), ("AXP", ["American Express", "Amex"]),
        ("GS", ["Goldman Sachs", "Goldman"]), ("MS", ["Morgan Stanley"]),
        ("WFC", ["Wells Fargo"]), ("C", ["Citigroup", "Citi", "Citibank"]),
        ("BRK.B", ["Berkshire Hathaway", "Berkshire", "BRKB"]), ("BLK", ["BlackRock"]),
        ("SCHW", ["Schwab", "Charles Schwab"]), ("F", ["Ford", "Ford Motor"]),
        ("GM", ["General Motors"]), ("RIVN", ["Rivian"]), ("LCID", ["Lucid"]), ("NIO", []),
        ("TM", ["Toyota"]), ("BA", ["Boeing"]), ("LMT", ["Lockheed", "Lockheed Martin"]),
        ("RTX", ["Raytheon"]), ("NOC", ["Northrop", "Northrop Grumman"]),
        ("DAL", ["Delta Air Lines", "Delta Airlines"]), ("UAL", ["United Airlines"]),
        ("AAL", ["American Airlines"]), ("LUV", ["Southwest Airlines"]),
        ("DIS", ["Disney", "Walt Disney"]), ("SPOT", ["Spotify"]), ("RBLX", ["Roblox"]),
        ("EA", ["Electronic Arts"]), ("T", ["AT&T"]), ("VZ", ["Verizon"]),
        ("TMUS", ["T-Mobile"]), ("CMCSA", ["Comcast"]), ("MCD", ["McDonald's", "McDonalds"]),
        ("SBUX", ["Starbucks"]), ("NKE", ["Nike"]), ("COST", ["Costco"]), ("TGT", ["Target Corp"]),
        ("LOW", ["Lowe's", "Lowes"]), ("PM", ["Philip Morris"]), ("MO", ["Altria"]),
        ("KHC", ["Kraft Heinz"]), ("CL", ["Colgate"]), ("UL", ["Unilever"]),
        ("ABBV", ["AbbVie"]), ("ABT", ["Abbott"]), ("AMGN", ["Amgen"]), ("GILD", ["Gilead"]),
        ("MRNA", ["Moderna"]), ("BMY", ["Bristol Myers", "Bristol-Myers Squibb"]),
        ("NVO", ["Novo Nordisk"]), ("CVS", ["CVS Health"]), ("COP", ["ConocoPhillips"]),
        ("OXY", ["Occidental", "Occidental Petroleum"]), ("SLB", ["Schlumberger"]),
        ("SHEL", ["Shell"]), ("BP", ["British Petroleum"]), ("CAT", ["Caterpillar"]),
        ("DE", ["John Deere", "Deere"]), ("MMM", ["3M"]), ("HON", ["Honeywell"]),
        ("UPS", ["United Parcel Service"]), ("FDX", ["FedEx"]), ("BABA", ["Alibaba"]),
        ("JD", ["JD.com"]), ("PDD", ["Pinduoduo"]), ("NEM", ["Newmont"]),
        ("BBBY", ["Bed Bath and Beyond", "Bed Bath & Beyond"]), ("DJT", ["Trump Media"]),
        ("ENPH", ["Enphase"]), ("PLUG", ["Plug Power"]), ("PTON", ["Peloton"]), ("ZM", ["Zoom"]),
        ("SNAP", ["Snapchat"]), ("PINS", ["Pinterest"]), ("RDDT", ["Reddit stock"]),
        ("CRWD", ["CrowdStrike"]), ("PANW", ["Palo Alto Networks"]), ("NET", ["Cloudflare"]),
        ("DDOG", ["Datadog"]), ("AI", ["C3.ai"]),
    ]

    private static let funds: [(String, [String])] = [
        ("SPY", ["S&P 500 ETF"]), ("VOO", []), ("VTI", ["total stock market"]),
        ("QQQ", ["Nasdaq 100", "Nasdaq-100", "NDX"]), ("TQQQ", []), ("SQQQ", []), ("UPRO", []),
        ("IWM", ["Russell 2000", "Russell"]),
        ("DIA", ["Dow Jones", "Dow", "DJIA", "Dow Jones Industrial Average"]),
        ("ARKK", ["ARK Innovation"]), ("XLE", []), ("XLF", []), ("XLK", []), ("XLV", []),
        ("XLU", []), ("SMH", []), ("SOXL", []), ("SOXX", []), ("EEM", ["emerging markets"]),
        ("EFA", []), ("TLT", ["long treasuries", "treasury bonds"]), ("IEF", []), ("BND", []),
        ("AGG", []), ("SHY", []), ("HYG", []), ("GLD", ["gold"]), ("SLV", ["silver"]),
        ("USO", ["oil", "crude oil", "crude"]), ("UNG", ["natural gas"]), ("VNQ", []),
        ("UVXY", []), ("VXX", []), ("SCHD", []), ("EURUSD", ["EUR/USD", "euro"]),
        ("GBPUSD", ["GBP/USD", "cable"]), ("USDJPY", ["USD/JPY"]), ("FTSE", ["FTSE 100"]),
        ("DAX", []), ("NIKKEI", ["Nikkei 225", "N225"]), ("NIFTY", ["Nifty 50"]),
    ]

    private static let coins: [(String, [String])] = [
        ("BTC-USD", ["Bitcoin", "BTC", "BTCUSD", "BTC/USD", "BTCUSDT", "BTC/USDT"]),
        ("ETH-USD", ["Ethereum", "Ether", "ETH", "ETHUSD", "ETH/USD", "ETHUSDT"]),
        ("DOGE-USD", ["Dogecoin", "DOGE", "DOGEUSD", "Doge coin"]),
        ("SOL-USD", ["Solana", "SOLUSDT"]), ("XRP-USD", ["XRP", "Ripple"]),
        ("ADA-USD", ["Cardano", "ADA"]), ("LTC-USD", ["Litecoin", "LTC"]),
        ("BNB-USD", ["BNB", "Binance Coin"]), ("SHIB-USD", ["Shiba Inu", "SHIB"]),
        ("AVAX-USD", ["Avalanche", "AVAX"]), ("LINK-USD", ["Chainlink"]),
    ]

    /// Whether a symbol is traded on every day of the week, as coins are.
    static func tradesEveryDay(_ symbol: String) -> Bool { symbol.hasSuffix("-USD") }

    private static let currencies: Set<String> = [
        "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "NZD", "CNY", "SEK", "NOK",
    ]

    /// Which holidays a symbol's market keeps.
    static func holidays(of symbol: String) -> TradedHolidays {
        if tradesEveryDay(symbol) { return .none }
        if symbol.count == 6, currencies.contains(String(symbol.prefix(3))),
            currencies.contains(String(symbol.suffix(3)))
        {
            return .none
        }
        // "BRK.B" is a class of shares, "SAP.DE" is traded elsewhere.
        let place = symbol.split(separator: ".").dropFirst().last ?? ""
        let isForeign =
            ["FTSE", "DAX", "NIKKEI", "NIFTY"].contains(symbol)
            || !place.isEmpty && !["A", "B", "C"].contains(place)
        return isForeign ? .unknown : .newYork
    }

    /// Whether prices of a symbol are bundled.
    public static func isBundled(_ symbol: String) -> Bool { bundled.entry(symbol) != nil }
}

/// The holidays that a market keeps.
enum TradedHolidays: Sendable {
    /// None that matter: coins and currencies.
    case none
    /// Those of the New York exchanges.
    case newYork
    /// Those of another exchange.
    case unknown
}
