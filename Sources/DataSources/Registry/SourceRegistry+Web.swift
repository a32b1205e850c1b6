extension SourceRegistry {
    /// Hosted programs that fetch other sites.
    static let hosted: [SourceDescription] = [
        SourceDescription(
            name: "apify", title: "Apify", type: .hosted, platform: "apify.com",
            hosts: ["apify.com"], tiers: [.actor], keys: [apifyKey],
            limits: [SourceLimit(60, perSeconds: 1)],
            costs: [
                SourceCost(
                    microdollars: 300_000, per: "compute unit", unitsPerCall: 0.1,
                    "assumed $0.30 for a gigabyte and hour; each run tells what it cost")
            ], schedule: .hour1, gives: [.table, .posts, .page],
            target: "an actor as owner~name, its input as the option input",
            example: "apify~web-scraper", terms: "as the site that the actor reads",
            options: [SourceOption("input", "the actor's input", .json)]),
        SourceDescription(
            name: "firecrawl", title: "Firecrawl", type: .hosted, platform: "firecrawl.dev",
            hosts: ["firecrawl.dev"], tiers: [.static],
            keys: [SourceKey("FIRECRAWL_API_KEY", from: "https://firecrawl.dev")],
            limits: [SourceLimit(10, perSeconds: 60)],
            costs: [
                SourceCost(
                    microdollars: 5_300, per: "credit",
                    "a page is a credit; assumed $16 for 3,000")
            ], gives: [.page], target: "a page's address", example: "https://example.com/",
            terms: "as the site that is read",
            options: [
                SourceOption("mode", "scrape (one page), crawl (a site) or extract (fields)"),
                SourceOption("limit", "pages of a crawl at most, else 10", .number),
                SourceOption("schema", "a JSON Schema of what to extract", .json),
                SourceOption("prompt", "what to extract, in words"),
            ]),
        SourceDescription(
            name: "browserbase", title: "Browserbase", type: .hosted, platform: "browserbase.com",
            hosts: ["browserbase.com"], tiers: [.browser],
            keys: [
                SourceKey("BROWSERBASE_API_KEY", from: "https://www.browserbase.com/settings"),
                SourceKey(
                    "BROWSERBASE_PROJECT_ID", isRequired: false,
                    from: "https://www.browserbase.com/settings"),
            ], limits: [SourceLimit(5, perSeconds: 60, unit: "session", isPublished: false)],
            costs: [
                SourceCost(
                    microdollars: 2_000, per: "minute", unitsPerCall: 2,
                    "a page is a session of a minute or two; assumed $0.12 an hour")
            ], gives: [.page], target: "a page's address", example: "https://example.com/",
            access: .pages, terms: "as the site that is read; robots.txt is obeyed"),
    ]

    /// Whatever has an address.
    static let web: [SourceDescription] = [
        SourceDescription(
            name: "feed", title: "Any feed", type: .web, platform: "", hosts: [],
            tiers: [.static], schedule: .minutes15, gives: [.entries],
            target: "the address of an RSS, Atom or JSON feed",
            example: "https://www.sec.gov/news/pressreleases.rss",
            terms: "as the site says; robots.txt is obeyed"),
        SourceDescription(
            name: "table", title: "Any table", type: .web, platform: "", hosts: [],
            tiers: [.static], gives: [.table, .bars],
            target: "the address of a CSV or JSON file of rows",
            example: "https://cdn.cboe.com/api/global/us_indices/daily_prices/VIX_History.csv",
            terms: "as the site says; robots.txt is obeyed",
            options: [
                SourceOption("symbol", "what the series is called; else the address"),
                SourceOption("slot", "what of it this is; else prices, or table"),
                SourceOption("time", "the column with the time"),
                SourceOption("time_zone", "the clock of its times, as America/New_York"),
                SourceOption(
                    "known_at", "when rows were known: a column, close, +1d, or a moment"),
                SourceOption("calendar", "of the market: NYSE, 24/7 or 24/5"),
                SourceOption("rows", "where in a JSON file the rows are"),
            ]),
        SourceDescription(
            name: "page", title: "Any page", type: .web, platform: "", hosts: [],
            tiers: [.static, .browser], gives: [.page], target: "the page's address",
            example: "https://example.com/", access: .pages,
            terms: "as the site says; robots.txt is obeyed"),
    ]
}
