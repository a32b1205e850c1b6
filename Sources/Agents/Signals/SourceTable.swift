/// One kind of source that a sentence may speak of, with what it takes to read it.
///
/// The table holds what a plan says of a source before anything is fetched; the limits and the
/// clients belong to whoever fetches.
struct SourceRow: Sendable {
    /// The name of the row.
    var name: String
    /// What a person calls it; `{}` stands for the target.
    var title: String
    /// The address without its scheme; `{}` stands for the target.
    var address: String
    /// How it is read.
    var tier: Tier
    /// What it gives: values to compare, texts to score, or events to react to.
    var kind: Kind
    /// How often it is worth asking, in words of a schedule.
    var schedule: String
    /// The usual cost of a month in dollars for one target.
    var monthlyCost: Double
    /// The environment variable of the key that it needs, if any.
    var key: String?
    /// What does without the key.
    var instead: String
    /// How its values are measured, where it gives values.
    var measure: Quantity.Measure = .sentiment

    /// How a source is read, cheapest first.
    enum Tier: String, Sendable { case bundled, api, actor, page, browser }

    /// What a source gives.
    enum Kind: Sendable { case texts, events, values }
}

/// The sources that sentences may name.
enum SourceTable {
    /// The row of a name.
    static func row(_ name: String) -> SourceRow? { rows.first { $0.name == name } }

    static let rows: [SourceRow] = texts + events + values

    private static let ownFile =
        "a file of the signal with `--data SLOT=FILE.csv` (columns time, known_at, value)"

    private static let texts: [SourceRow] = [
        SourceRow(
            name: "twitter", title: "{} on Twitter", address: "twitter.com/{}", tier: .actor,
            kind: .texts, schedule: "every 15 minutes", monthlyCost: 12, key: "APIFY_TOKEN",
            instead: "an archive of the account's posts imported as a file"),
        SourceRow(
            name: "truthsocial", title: "{} on Truth Social", address: "truthsocial.com/@{}",
            tier: .actor, kind: .texts, schedule: "every 15 minutes", monthlyCost: 12,
            key: "APIFY_TOKEN", instead: "an archive of the account's posts imported as a file"),
        SourceRow(
            name: "reddit", title: "r/{}", address: "reddit.com/r/{}", tier: .api, kind: .texts,
            schedule: "every 30 minutes", monthlyCost: 0, key: "REDDIT_CLIENT_ID",
            instead: "a dump of the community's posts imported as a file"),
        SourceRow(
            name: "stocktwits", title: "StockTwits on {}", address: "stocktwits.com/symbol/{}",
            tier: .page, kind: .texts, schedule: "every 30 minutes", monthlyCost: 0, key: nil,
            instead: ownFile),
        SourceRow(
            name: "news", title: "news headlines on {}", address: "news.google.com/search?q={}",
            tier: .page, kind: .texts, schedule: "every 30 minutes", monthlyCost: 0, key: nil,
            instead: "headlines imported as a file"),
        SourceRow(
            name: "youtube", title: "{} on YouTube", address: "youtube.com/@{}", tier: .api,
            kind: .texts, schedule: "every 6 hours", monthlyCost: 0, key: "YOUTUBE_API_KEY",
            instead: ownFile),
        SourceRow(
            name: "site", title: "{}", address: "{}", tier: .page, kind: .texts,
            schedule: "every 6 hours", monthlyCost: 0, key: nil,
            instead: "`almanac recipe build` on a saved page"),
    ]

    private static let events: [SourceRow] = [
        SourceRow(
            name: "insiders", title: "insiders' trades in {} (Form 4)",
            address: "sec.gov/form4/{}", tier: .api, kind: .events, schedule: "every hour",
            monthlyCost: 0, key: nil, instead: ownFile),
        SourceRow(
            name: "house", title: "trades of members of the House",
            address: "disclosures-clerk.house.gov", tier: .page, kind: .events,
            schedule: "every day", monthlyCost: 0, key: nil,
            instead: "a table of disclosed trades imported as a file"),
        SourceRow(
            name: "senate", title: "trades of senators", address: "efdsearch.senate.gov",
            tier: .page, kind: .events, schedule: "every day", monthlyCost: 0, key: nil,
            instead: "a table of disclosed trades imported as a file"),
        SourceRow(
            name: "holdings", title: "the holdings of {} (13F)", address: "sec.gov/13f/{}",
            tier: .api, kind: .events, schedule: "every day", monthlyCost: 0, key: nil,
            instead: ownFile),
        SourceRow(
            name: "ark", title: "daily trades of the ARK funds", address: "ark-funds.com",
            tier: .page, kind: .events, schedule: "every day", monthlyCost: 0, key: nil,
            instead: ownFile),
        SourceRow(
            name: "earnings", title: "earnings reports of {}", address: "sec.gov/8-k/{}",
            tier: .api, kind: .events, schedule: "every day", monthlyCost: 0, key: nil,
            instead: ownFile),
        SourceRow(
            name: "filings", title: "filings of {} (8-K)", address: "sec.gov/8-k/{}", tier: .api,
            kind: .events, schedule: "every hour", monthlyCost: 0, key: nil, instead: ownFile),
        SourceRow(
            name: "ratings", title: "analysts' ratings of {}", address: "finnhub.io/ratings/{}",
            tier: .api, kind: .events, schedule: "every day", monthlyCost: 0,
            key: "FINNHUB_API_KEY", instead: ownFile),
        SourceRow(
            name: "dividends", title: "dividends and splits of {}",
            address: "finnhub.io/dividends/{}", tier: .api, kind: .events, schedule: "every day",
            monthlyCost: 0, key: "FINNHUB_API_KEY", instead: ownFile),
        SourceRow(
            name: "fed", title: "announcements of the Federal Reserve",
            address: "federalreserve.gov", tier: .page, kind: .events, schedule: "every hour",
            monthlyCost: 0, key: nil, instead: ownFile),
    ]

    private static let values: [SourceRow] = [
        SourceRow(
            name: "vix", title: "the VIX", address: "cboe.com/vix", tier: .api, kind: .values,
            schedule: "every day", monthlyCost: 0, key: nil,
            instead: "a file of the VIX with `--data vix=FILE.csv`", measure: .level),
        SourceRow(
            name: "fear_greed", title: "the fear and greed index", address: "alternative.me/fng",
            tier: .api, kind: .values, schedule: "every day", monthlyCost: 0, key: nil,
            instead: ownFile, measure: .oscillator),
        SourceRow(
            name: "trends", title: "Google searches for {}",
            address: "trends.google.com/explore?q={}", tier: .browser, kind: .values,
            schedule: "every day", monthlyCost: 0, key: nil, instead: ownFile, measure: .level),
        SourceRow(
            name: "wikipedia", title: "Wikipedia views of {}",
            address: "wikimedia.org/pageviews/{}", tier: .api, kind: .values,
            schedule: "every day", monthlyCost: 0, key: nil, instead: ownFile, measure: .level),
        SourceRow(
            name: "facts_pe", title: "the price to earnings ratio of {}",
            address: "sec.gov/companyfacts/{}", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: nil, instead: ownFile, measure: .level),
        SourceRow(
            name: "facts_pb", title: "the price to book ratio of {}",
            address: "sec.gov/companyfacts/{}", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: nil, instead: ownFile, measure: .level),
        SourceRow(
            name: "facts_ps", title: "the price to sales ratio of {}",
            address: "sec.gov/companyfacts/{}", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: nil, instead: ownFile, measure: .level),
        SourceRow(
            name: "facts_yield", title: "the dividend yield of {}",
            address: "sec.gov/companyfacts/{}", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: nil, instead: ownFile, measure: .fraction),
        SourceRow(
            name: "facts_growth", title: "the revenue growth of {}",
            address: "sec.gov/companyfacts/{}", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: nil, instead: ownFile, measure: .fraction),
        SourceRow(
            name: "cape", title: "the Shiller CAPE", address: "shillerdata.com", tier: .page,
            kind: .values, schedule: "every month", monthlyCost: 0, key: nil, instead: ownFile,
            measure: .level),
        SourceRow(
            name: "put_call", title: "the put to call ratio", address: "cboe.com/put-call",
            tier: .page, kind: .values, schedule: "every day", monthlyCost: 0, key: nil,
            instead: ownFile, measure: .level),
        SourceRow(
            name: "short_interest", title: "the short interest of {}",
            address: "finra.org/short-interest/{}", tier: .api, kind: .values,
            schedule: "every day", monthlyCost: 0, key: nil, instead: ownFile,
            measure: .fraction),
        SourceRow(
            name: "yield_10y", title: "the 10-year Treasury yield", address: "fred/DGS10",
            tier: .api, kind: .values, schedule: "every day", monthlyCost: 0, key: "FRED_API_KEY",
            instead: ownFile, measure: .fraction),
        SourceRow(
            name: "yield_curve", title: "the 10-year less the 2-year Treasury yield",
            address: "fred/T10Y2Y", tier: .api, kind: .values, schedule: "every day",
            monthlyCost: 0, key: "FRED_API_KEY", instead: ownFile, measure: .fraction),
        SourceRow(
            name: "unemployment", title: "the unemployment rate", address: "fred/UNRATE",
            tier: .api, kind: .values, schedule: "every month", monthlyCost: 0,
            key: "FRED_API_KEY", instead: ownFile, measure: .fraction),
        SourceRow(
            name: "inflation", title: "consumer price inflation", address: "fred/CPIAUCSL",
            tier: .api, kind: .values, schedule: "every month", monthlyCost: 0,
            key: "FRED_API_KEY", instead: ownFile, measure: .fraction),
    ]
}
