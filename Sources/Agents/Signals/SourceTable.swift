import DataSources

/// One kind of source that a sentence may speak of: the words for it, and how the registry's source
/// is asked.
///
/// Tiers, keys, schedules and costs are the registry's; a row adds what a person calls the thing
/// and what becomes a signal.
struct SourceRow: Sendable {
    /// The name of the row.
    var name: String
    /// What a person calls what it gives; `{}` stands for the target.
    var title: String
    /// The address without its scheme; `{}` stands for the target.
    var address: String
    /// The name of the source in `SourceRegistry`.
    var source: String
    /// What it gives: values to compare, texts to score, or events to react to.
    var kind: Kind
    /// What to ask the source for; nothing where only a file of the signal serves.
    var ask: Ask?
    /// How its values are measured, where it gives values.
    var measure: Quantity.Measure = .sentiment

    /// What a source gives.
    enum Kind: Sendable { case texts, events, values }

    /// A request of the source.
    struct Ask: Sendable {
        /// What kind of data.
        var kind: DataKind
        /// The target as the source names it; `{}` stands for the target, `$` for the symbol.
        var target: String
        /// The target where only the symbol is named; nothing where it is the same.
        var symbolTarget: String?
        /// Options of the request.
        var options: [(name: String, value: String)] = []
        /// How rows of numbers become the signal; records are read by their kind.
        var rows: SignalReading.Rows?

        init(
            _ kind: DataKind, _ target: String, symbolTarget: String? = nil,
            options: [(name: String, value: String)] = [], rows: SignalReading.Rows? = nil
        ) {
            (self.kind, self.target, self.symbolTarget) = (kind, target, symbolTarget)
            (self.options, self.rows) = (options, rows)
        }
    }

    /// The source as the registry describes it.
    var description: SourceDescription? { SourceRegistry.find(source) }
}

/// The sources that sentences may name.
enum SourceTable {
    /// The row of a name.
    static func row(_ name: String) -> SourceRow? { rows.first { $0.name == name } }

    static let rows: [SourceRow] = texts + events + values

    private static let texts: [SourceRow] = [
        SourceRow(
            name: "twitter", title: "posts of @{}", address: "twitter.com/{}", source: "x",
            kind: .texts, ask: SourceRow.Ask(.posts, "@{}", symbolTarget: "$$")),
        SourceRow(
            name: "truthsocial", title: "posts of @{} on Truth Social",
            address: "truthsocial.com/@{}", source: "page", kind: .texts),
        SourceRow(
            name: "reddit", title: "posts in r/{}", address: "reddit.com/r/{}", source: "reddit",
            kind: .texts, ask: SourceRow.Ask(.posts, "r/{}")),
        SourceRow(
            name: "stocktwits", title: "StockTwits on {}", address: "stocktwits.com/symbol/{}",
            source: "page", kind: .texts),
        SourceRow(
            name: "news", title: "news headlines on {}", address: "news.google.com/search?q={}",
            source: "feed", kind: .texts,
            ask: SourceRow.Ask(.entries, "https://news.google.com/rss/search?q={}")),
        SourceRow(
            name: "youtube", title: "videos on {}", address: "youtube.com/results?q={}",
            source: "youtube", kind: .texts, ask: SourceRow.Ask(.videos, "{}")),
        SourceRow(
            name: "site", title: "texts of {}", address: "{}", source: "page", kind: .texts),
    ]

    private static let events: [SourceRow] = [
        SourceRow(
            name: "insiders", title: "insiders' trades in {} (Form 4)",
            address: "sec.gov/form4/{}", source: "sec", kind: .events,
            ask: SourceRow.Ask(.insiderTrades, "$")),
        SourceRow(
            name: "house", title: "trades of members of the House",
            address: "disclosures-clerk.house.gov", source: "congress", kind: .events,
            ask: SourceRow.Ask(.politicianTrades, "house")),
        SourceRow(
            name: "senate", title: "trades of senators", address: "efdsearch.senate.gov",
            source: "congress", kind: .events,
            ask: SourceRow.Ask(.politicianTrades, "senate")),
        SourceRow(
            name: "holdings", title: "the holdings of {} (13F)", address: "sec.gov/13f/{}",
            source: "sec", kind: .events),
        SourceRow(
            name: "ark", title: "daily trades of the ARK funds", address: "ark-funds.com",
            source: "page", kind: .events),
        SourceRow(
            name: "earnings", title: "earnings reports of {} (8-K)", address: "sec.gov/8-k/{}",
            source: "sec", kind: .events, ask: reports),
        SourceRow(
            name: "surprises", title: "earnings of {} beside what was expected",
            address: "financialmodelingprep.com/earnings/{}", source: "fmp", kind: .events,
            ask: SourceRow.Ask(.earnings, "$")),
        SourceRow(
            name: "filings", title: "filings of {} (8-K)", address: "sec.gov/8-k/{}",
            source: "sec", kind: .events, ask: reports),
        SourceRow(
            name: "ratings", title: "analysts' ratings of {}", address: "finnhub.io/ratings/{}",
            source: "finnhub", kind: .events),
        SourceRow(
            name: "dividends", title: "dividends and splits of {}",
            address: "finance.yahoo.com/quote/{}", source: "yahoo", kind: .events,
            ask: SourceRow.Ask(.bars, "$", rows: SignalReading.Rows(slot: "actions"))),
        SourceRow(
            name: "fed", title: "announcements of the Federal Reserve",
            address: "federalreserve.gov", source: "page", kind: .events),
    ]

    /// What can be had in place of what nothing here fetches, by event or row.
    static let substitutes: [String: String] = [
        "truthsocial": "posts of the same person on X, such as \"@realdonaldtrump\"",
        "stocktwits": "what \"r/wallstreetbets\" or \"r/stocks\" say of it",
        "holdings": "trades that are told sooner: \"insiders buy\", \"members of Congress buy\" "
            + "(`almanac data pull CIK --source sec --kind holdings` brings the filings)",
        "ark": "trades that are told by law: \"insiders buy\"",
        "ratings": "\"it beats earnings\" (`almanac data pull SYMBOL --source finnhub --kind "
            + "recommendations` brings counts of ratings)",
        "fed": "\"the treasury yield\", which moves with its decisions",
        "buyback": "\"it files an 8-K\", in which buybacks are told among others",
        "cape": "\"its P/E ratio\" of a company, or \"the treasury yield\"",
        "put_call": "\"the VIX\" or \"fear and greed\"",
        "short_interest": "what \"r/wallstreetbets\" says of it",
        "trends": "mentions in posts: \"when mentions on WSB spike\"",
        "wikipedia": "mentions in posts: \"when mentions on WSB spike\"",
        "facts_pe": "the P/E ratio of a company, as an index or coin files none",
        "facts_pb": "\"its P/E ratio\"", "facts_ps": "\"its P/E ratio\"",
        "facts_growth": "\"it beats earnings\" or \"its P/E ratio\"",
        "facts_yield": "the dividend yield of a company or fund",
    ]

    private static let reports = SourceRow.Ask(.filings, "$", options: [("forms", "8-K")])

    private static let values: [SourceRow] = [
        SourceRow(
            name: "vix", title: "the VIX", address: "cboe.com/vix", source: "table",
            kind: .values,
            ask: SourceRow.Ask(
                .bars,
                "https://cdn.cboe.com/api/global/us_indices/daily_prices/VIX_History.csv",
                options: [("calendar", "XNYS")],
                rows: SignalReading.Rows(
                    slot: "prices", symbol: "VIX_History", column: "close")), measure: .level),
        SourceRow(
            name: "fear_greed", title: "the fear and greed index", address: "alternative.me/fng",
            source: "table", kind: .values,
            ask: SourceRow.Ask(
                .table, "https://api.alternative.me/fng/?limit=0",
                options: [
                    ("known_at", "+1d"), ("rows", "data"), ("symbol", "fear_greed"),
                    ("time", "timestamp"),
                ],
                rows: SignalReading.Rows(slot: "table", symbol: "fear_greed", column: "value")),
            measure: .oscillator),
        file("trends", "Google searches for {}", "trends.google.com/explore?q={}"),
        file("wikipedia", "Wikipedia views of {}", "wikimedia.org/pageviews/{}"),
        facts(
            "facts_pe", "the price to earnings ratio of {}", .level,
            SourceRow.Ask(
                .facts, "$", options: [("concepts", "us-gaap:EarningsPerShareDiluted")])),
        facts("facts_pb", "the price to book ratio of {}", .level),
        facts("facts_ps", "the price to sales ratio of {}", .level),
        SourceRow(
            name: "facts_yield", title: "the dividend yield of {}",
            address: "finance.yahoo.com/quote/{}", source: "yahoo", kind: .values,
            ask: SourceRow.Ask(.bars, "$"), measure: .fraction),
        facts("facts_growth", "the revenue growth of {}", .fraction),
        file("cape", "the Shiller CAPE", "shillerdata.com"),
        file("put_call", "the put to call ratio", "cboe.com/put-call"),
        file(
            "short_interest", "the short interest of {}", "finra.org/short-interest/{}",
            measure: .fraction),
        series("yield_10y", "the 10-year Treasury yield", "DGS10", knownAfter: "+1d"),
        series(
            "yield_curve", "the 10-year less the 2-year Treasury yield", "T10Y2Y",
            knownAfter: "+1d"),
        // A month's figure bears its first day and is published in the month after it.
        series("unemployment", "the unemployment rate", "UNRATE", knownAfter: "+45d"),
        series("inflation", "consumer price inflation", "CPIAUCSL", knownAfter: "+50d", back: 12),
    ]

    /// Values that are on pages for people alone.
    private static func file(
        _ name: String, _ title: String, _ address: String, measure: Quantity.Measure = .level
    ) -> SourceRow {
        SourceRow(
            name: name, title: title, address: address, source: "page", kind: .values,
            measure: measure)
    }

    /// What a company filed, and ratios of it to the price.
    private static func facts(
        _ name: String, _ title: String, _ measure: Quantity.Measure, _ ask: SourceRow.Ask? = nil
    ) -> SourceRow {
        SourceRow(
            name: name, title: title, address: "sec.gov/companyfacts/{}", source: "sec",
            kind: .values, ask: ask, measure: measure)
    }

    /// A series of FRED in percent, or the yearly change of one that is an index.
    private static func series(
        _ name: String, _ title: String, _ identifier: String, knownAfter delay: String,
        back: Int? = nil
    ) -> SourceRow {
        SourceRow(
            name: name, title: title, address: "fred.stlouisfed.org/series/\(identifier)",
            source: "fred", kind: .values,
            ask: SourceRow.Ask(
                .observations, identifier, options: [("known_at", delay)],
                rows: SignalReading.Rows(
                    slot: "observations", symbol: identifier, column: nil,
                    factor: back == nil ? 0.01 : 1, changeOver: back)),
            measure: .fraction)
    }
}
