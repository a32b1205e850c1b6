extension SourceRegistry {
    /// What people and papers write.
    static let social: [SourceDescription] = [
        SourceDescription(
            name: "reddit", title: "Reddit", type: .social, platform: "reddit.com",
            hosts: ["reddit.com", "redd.it"], tiers: [.api, .static],
            keys: [
                SourceKey(
                    "REDDIT_CLIENT_ID", isRequired: false,
                    from: "https://www.reddit.com/prefs/apps"),
                SourceKey(
                    "REDDIT_CLIENT_SECRET", isRequired: false,
                    from: "https://www.reddit.com/prefs/apps"),
            ],
            limits: [
                SourceLimit(10, perSeconds: 60), SourceLimit(100, perSeconds: 60, unit: "oauth"),
            ], schedule: .minutes15, gives: [.posts, .comments],
            target: "r/NAME for a listing, a search text within it by the option q, or a post's"
                + " address or identifier for its comments",
            example: "r/wallstreetbets",
            terms: "Data API terms: deleted posts must be deleted, commercial use needs an"
                + " agreement; a listing ends after about 1,000 posts; robots.txt has forbidden the"
                + " pages since 2024, so that what goes without keys is for who has leave",
            isPersonal: true,
            options: [
                SourceOption("q", "words to search posts for"),
                SourceOption("sort", "new, top, hot, rising; only new ends at a date"),
            ]),
        actor(
            "x", "X (Twitter)", ["x.com", "twitter.com"], "apidojo~tweet-scraper",
            gives: [.posts], target: "a handle or a search text", example: "@elonmusk",
            SourceCost(
                microdollars: 400, per: "result", unitsPerCall: 100,
                "assumed $0.40 for 1,000 posts; each run tells what it cost")),
        actor(
            "instagram", "Instagram", ["instagram.com"], "apify~instagram-scraper",
            gives: [.posts, .comments], target: "a profile, hashtag or post address",
            example: "https://www.instagram.com/nasa/",
            SourceCost(
                microdollars: 2_300, per: "result", unitsPerCall: 50,
                "assumed $2.30 for 1,000 results; each run tells what it cost")),
        actor(
            "tiktok", "TikTok", ["tiktok.com"], "clockworks~tiktok-scraper",
            gives: [.posts, .videos], target: "a profile, hashtag or search text",
            example: "@duolingo",
            SourceCost(
                microdollars: 3_700, per: "result", unitsPerCall: 50,
                "assumed $3.70 for 1,000 results; each run tells what it cost")),
        actor(
            "linkedin", "LinkedIn", ["linkedin.com"], "harvestapi~linkedin-company-posts",
            gives: [.posts], target: "a company's address",
            example: "https://www.linkedin.com/company/tesla-motors",
            SourceCost(
                microdollars: 2_000, per: "result", unitsPerCall: 50,
                "assumed $2.00 for 1,000 posts; each run tells what it cost")),
        SourceDescription(
            name: "youtube", title: "YouTube", type: .social, platform: "youtube.com",
            hosts: ["youtube.com", "youtu.be"], tiers: [.api],
            keys: [SourceKey("YOUTUBE_API_KEY", from: "https://console.cloud.google.com")],
            limits: [SourceLimit(10_000, perSeconds: 86_400, unit: "unit")],
            schedule: .hours6, gives: [.videos, .comments],
            target: "a search text, channel:ID, or a video's identifier for its comments",
            example: "tesla stock",
            terms: "YouTube API terms: statistics may be kept 30 days; a search takes 100 units, a"
                + " page of a list 1", isPersonal: true),
        SourceDescription(
            name: "newsapi", title: "NewsAPI", type: .news, platform: "newsapi.org",
            hosts: ["newsapi.org"], tiers: [.api],
            keys: [SourceKey("NEWSAPI_KEY", from: "https://newsapi.org/register")],
            limits: [SourceLimit(100, perSeconds: 86_400)], schedule: .hour1,
            gives: [.articles], target: "a search text", example: "tesla",
            terms: "the developer plan is for development only, and gives articles a day late",
            options: [SourceOption("language", "of the articles, as en")]),
    ]

    private static func actor(
        _ name: String, _ title: String, _ hosts: [String], _ actor: String, gives: [DataKind],
        target: String, example: String, _ cost: SourceCost
    ) -> SourceDescription {
        SourceDescription(
            name: name, title: title, type: .social, platform: hosts[0], hosts: hosts,
            tiers: [.actor], keys: [apifyKey],
            limits: [SourceLimit(1, perSeconds: 60, unit: "run", isPublished: false)],
            costs: [cost], schedule: .hour1, gives: gives, target: target, example: example,
            access: .actor(actor),
            terms: "the site's own terms forbid automatic reading; the actor's maker answers for"
                + " how it is done, you for what you do with it; the actor is configuration",
            isPersonal: true, options: actorOptions)
    }

    static let actorOptions = [
        SourceOption("actor", "another actor than the source's own, as owner~name"),
        SourceOption("input", "the actor's input whole, instead of one made of the target", .json),
    ]

    static let apifyKey = SourceKey(
        "APIFY_TOKEN", from: "https://console.apify.com/account/integrations")
}
