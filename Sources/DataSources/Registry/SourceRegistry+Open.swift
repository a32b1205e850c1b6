extension SourceRegistry {
    /// Prices and rates that need no key.
    static let openMarkets: [SourceDescription] = [
        SourceDescription(
            name: "yahoo", title: "Yahoo Finance", type: .market, platform: "finance.yahoo.com",
            hosts: ["finance.yahoo.com"], tiers: [.api],
            limits: [SourceLimit(1, perSeconds: 1, isPublished: false)],
            gives: [.bars, .actions],
            target: "Yahoo's symbol: TSLA, BRK-B, MUV2.DE, BTC-USD, EURUSD=X, ^GSPC",
            example: "TSLA",
            terms: "undocumented interface for personal use; data may not be passed on",
            options: [adjustment]),
        SourceDescription(
            name: "stooq", title: "Stooq", type: .market, platform: "stooq.com",
            hosts: ["stooq.com", "stooq.pl"], tiers: [.static],
            limits: [SourceLimit(1, perSeconds: 1, isPublished: false)],
            gives: [.bars],
            target: "Stooq's symbol: tsla.us, ^spx, eurusd; a bare US ticker gets .us",
            example: "tsla.us",
            terms: "free for personal use; a daily allowance of downloads that is not published"),
        SourceDescription(
            name: "treasury", title: "US Treasury", type: .macro, platform: "home.treasury.gov",
            hosts: ["home.treasury.gov"], tiers: [.static],
            limits: [SourceLimit(1, perSeconds: 1, isPublished: false)],
            gives: [.observations], target: "yield_curve, bill_rates or real_yield_curve",
            example: "yield_curve", terms: "public domain"),
        SourceDescription(
            name: "fred", title: "FRED, St. Louis Fed", type: .macro,
            platform: "fred.stlouisfed.org", hosts: ["stlouisfed.org"], tiers: [.api, .static],
            keys: [
                SourceKey(
                    "FRED_API_KEY", isRequired: false,
                    from: "https://fred.stlouisfed.org/docs/api/api_key.html")
            ],
            limits: [SourceLimit(120, perSeconds: 60)],
            gives: [.observations],
            target: "the series' identifier: DGS10, CPIAUCSL, UNRATE", example: "DGS10",
            terms: "free with attribution; some series belong to third parties; revisions with"
                + " their dates need the key"),
    ]

    static let adjustment = SourceOption(
        "adjustment", "prices as traded (raw), or adjusted as of today: split, all")

    /// What authorities publish.
    static let publicRecords: [SourceDescription] = [
        SourceDescription(
            name: "sec", title: "SEC EDGAR", type: .filings, platform: "sec.gov",
            hosts: ["sec.gov"], tiers: [.api],
            limits: [SourceLimit(10, perSeconds: 1)], schedule: .hour1,
            gives: [.filings, .filingTexts, .facts, .insiderTrades, .holdings],
            target: "a ticker or a CIK (AAPL, 320193); edgar to search all filings by the option q",
            example: "AAPL",
            terms: "public domain; fair access of 10 requests a second with a user agent that"
                + " names a contact",
            options: [
                SourceOption("q", "words to search the texts of filings for (filings)"),
                SourceOption("forms", "as 10-K,10-Q (filings, filing_texts)"),
                SourceOption("accession", "which filings, as 0000320193-24-000123 (their texts)"),
                SourceOption("concepts", "as Assets,us-gaap:Revenues (facts)"),
            ]),
        SourceDescription(
            name: "congress", title: "Trades of the US Congress", type: .politics,
            platform: "disclosures-clerk.house.gov",
            hosts: ["disclosures-clerk.house.gov", "efdsearch.senate.gov"], tiers: [.static],
            limits: [SourceLimit(1, perSeconds: 10, isPublished: false)],
            gives: [.politicianTrades], target: "house or senate, or a ticker in both",
            example: "house",
            terms:
                "public records, collected by volunteers on GitHub; the Senate's collection ends in"
                + " 2021; 5 U.S.C. 13107 forbids commercial use other than by news media"
        ),
    ]
}
