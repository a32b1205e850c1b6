/// Whom and what people mean when they speak of a source, as data.
enum SourceNames {
    /// People by the names in use, with where they speak or where their trades are told.
    static let people = PhraseTable<SourceMention>([
        "elon": elon, "elons": elon, "musk": elon, "musks": elon, "elon musk": elon,
        "elon musks": elon, "elonmusk": elon,
        "trump": trump, "trumps": trump, "donald trump": trump, "president trump": trump,
        "realdonaldtrump": trump, "potus": SourceMention("twitter", "potus"),
        "cramer": cramer, "jim cramer": cramer, "cramers": cramer, "jimcramer": cramer,
        "cathie": cathie, "cathie wood": cathie, "michael burry": burry, "burry": burry,
        "chamath": SourceMention("twitter", "chamath"), "bill ackman": ackman, "ackman": ackman,
        "saylor": saylor, "michael saylor": saylor, "roaring kitty": kitty,
        "roaringkitty": kitty, "keith gill": kitty, "deepfuckingvalue": kitty,
        "vitalik": vitalik, "vitalik buterin": vitalik,
        "tim cook": SourceMention("twitter", "tim_cook"),
        "zuckerberg": SourceMention("twitter", "finkd"), "zuck": SourceMention("twitter", "finkd"),
        "mark zuckerberg": SourceMention("twitter", "finkd"),
        "satya nadella": SourceMention("twitter", "satyanadella"),
        "jeff bezos": SourceMention("twitter", "jeffbezos"),
        "bezos": SourceMention("twitter", "jeffbezos"),
        "sam altman": SourceMention("twitter", "sama"),
        "unusual whales": SourceMention("twitter", "unusual_whales"),
        "zerohedge": SourceMention("twitter", "zerohedge"),
        "deitaone": SourceMention("twitter", "deitaone"),
    ])

    private static let elon = SourceMention("twitter", "elonmusk")
    private static let trump = SourceMention("twitter", "realdonaldtrump")
    private static let cramer = SourceMention("twitter", "jimcramer")
    private static let cathie = SourceMention("twitter", "cathiedwood")
    private static let burry = SourceMention("twitter", "michaeljburry")
    private static let ackman = SourceMention("twitter", "billackman")
    private static let saylor = SourceMention("twitter", "saylor")
    private static let kitty = SourceMention("twitter", "theroaringkitty")
    private static let vitalik = SourceMention("twitter", "vitalikbuterin")

    /// Communities and places where texts about a symbol are found.
    static let places = PhraseTable<SourceMention>([
        "wsb": wsb, "wallstreetbets": wsb, "wall street bets": wsb, "wallstreet bets": wsb,
        "wsbs": wsb, "reddit": SourceMention("reddit", "stocks"),
        "stocktwits": SourceMention("stocktwits"), "stock twits": SourceMention("stocktwits"),
        "news": news, "headlines": news, "news headlines": news, "the press": news,
        "news articles": news, "financial news": news, "google news": news, "the news": news,
        "twitter": SourceMention("twitter"), "fintwit": SourceMention("twitter"),
        "crypto twitter": SourceMention("twitter"), "tweets": SourceMention("twitter"),
        "youtube": SourceMention("youtube"), "youtubers": SourceMention("youtube"),
    ])

    private static let wsb = SourceMention("reddit", "wallstreetbets")
    private static let news = SourceMention("news")

    /// Numbers that somebody publishes.
    static let values = PhraseTable<SourceMention>([
        "vix": SourceMention("vix"), "volatility index": SourceMention("vix"),
        "fear index": SourceMention("vix"), "vix index": SourceMention("vix"),
        "fear and greed": fear, "fear and greed index": fear, "fear greed": fear,
        "fear greed index": fear, "greed index": fear, "fng": fear,
        "pe": price("pe"), "pe ratio": price("pe"), "price to earnings": price("pe"),
        "price to earnings ratio": price("pe"), "price earnings ratio": price("pe"),
        "p e": price("pe"), "p e ratio": price("pe"), "earnings multiple": price("pe"),
        "pb": price("pb"), "pb ratio": price("pb"), "price to book": price("pb"),
        "price to book ratio": price("pb"), "p b": price("pb"), "p b ratio": price("pb"),
        "ps ratio": price("ps"), "price to sales": price("ps"), "p s ratio": price("ps"),
        "price to sales ratio": price("ps"), "dividend yield": price("yield"),
        "revenue growth": price("growth"), "sales growth": price("growth"),
        "cape": SourceMention("cape"), "cape ratio": SourceMention("cape"),
        "shiller cape": SourceMention("cape"), "shiller pe": SourceMention("cape"),
        "shiller p e": SourceMention("cape"), "shiller cape ratio": SourceMention("cape"),
        "put call ratio": putCall, "put to call ratio": putCall, "put call": putCall,
        "short interest": SourceMention("short_interest"),
        "10 year yield": rate, "10 year treasury yield": rate, "ten year yield": rate,
        "treasury yield": rate, "10y yield": rate,
        "yield curve": SourceMention("yield_curve"), "unemployment": SourceMention("unemployment"),
        "unemployment rate": SourceMention("unemployment"), "cpi": SourceMention("inflation"),
        "inflation": SourceMention("inflation"), "google searches": SourceMention("trends"),
        "google trends": SourceMention("trends"), "search interest": SourceMention("trends"),
        "google search interest": SourceMention("trends"),
        "wikipedia views": SourceMention("wikipedia"),
        "wikipedia pageviews": SourceMention("wikipedia"),
    ])

    private static let fear = SourceMention("fear_greed")
    private static let putCall = SourceMention("put_call")
    private static let rate = SourceMention("yield_10y")

    private static func price(_ name: String) -> SourceMention { SourceMention("facts_" + name) }

    /// Whose disclosed trades can be followed.
    static let traders = PhraseTable<[SourceMention]>([
        "nancy pelosi": member("house", "nancy pelosi"), "pelosi": member("house", "nancy pelosi"),
        "pelosis": member("house", "nancy pelosi"),
        "dan crenshaw": member("house", "dan crenshaw"),
        "crenshaw": member("house", "dan crenshaw"), "ro khanna": member("house", "ro khanna"),
        "josh gottheimer": member("house", "josh gottheimer"),
        "tommy tuberville": member("senate", "tommy tuberville"),
        "tuberville": member("senate", "tommy tuberville"),
        "senators": member("senate", nil), "a senator": member("senate", nil),
        "senate": member("senate", nil), "the senate": member("senate", nil),
        "house members": member("house", nil),
        "congress": congress, "congressmen": congress, "congresspeople": congress,
        "politicians": congress, "members of congress": congress, "us politicians": congress,
        "a politician": congress, "congress members": congress, "politician": congress,
        "warren buffett": fund("warren buffett"), "buffett": fund("warren buffett"),
        "buffet": fund("warren buffett"), "warren buffet": fund("warren buffett"),
        "berkshire": fund("warren buffett"), "berkshire hathaway": fund("warren buffett"),
        "michael burry": fund("michael burry"), "burry": fund("michael burry"),
        "bill ackman": fund("bill ackman"), "ackman": fund("bill ackman"),
        "david tepper": fund("david tepper"), "ray dalio": fund("ray dalio"),
        "bridgewater": fund("ray dalio"), "george soros": fund("george soros"),
        "hedge funds": fund(nil),
        "cathie wood": [SourceMention("ark", nil, event: "ark_buy")],
        "cathie": [SourceMention("ark", nil, event: "ark_buy")],
        "ark": [SourceMention("ark", nil, event: "ark_buy")],
        "ark invest": [SourceMention("ark", nil, event: "ark_buy")],
        "insiders": insiders, "insider": insiders, "an insider": insiders,
        "corporate insiders": insiders, "company insiders": insiders,
        "the ceo": insiders, "executives": insiders, "execs": insiders, "management": insiders,
        "directors": insiders, "officers": insiders, "ceo": insiders,
    ])

    private static let congress = member("house", nil) + member("senate", nil)
    private static let insiders = [SourceMention("insiders", nil, event: "insider_buy")]

    private static func member(_ row: String, _ name: String?) -> [SourceMention] {
        let event = (name ?? row).split(separator: " ").joined(separator: "_") + "_buy"
        return [SourceMention(row, name, event: event)]
    }

    private static func fund(_ name: String?) -> [SourceMention] {
        let event = (name ?? "funds").split(separator: " ").joined(separator: "_") + "_buy"
        return [SourceMention("holdings", name, event: event)]
    }

    /// What companies and authorities announce, by the words for it.
    static let announcements = PhraseTable<SourceMention>([
        "it beats earnings": beat, "they beat earnings": beat, "earnings beat": beat,
        "an earnings beat": beat, "beats earnings": beat, "beat earnings": beat,
        "earnings are better than expected": beat, "beats expectations": beat,
        "beats estimates": beat, "it beats estimates": beat, "earnings surprise": beat,
        "a positive earnings surprise": beat, "positive earnings surprise": beat,
        "it misses earnings": miss, "misses earnings": miss, "earnings miss": miss,
        "they miss earnings": miss, "an earnings miss": miss, "misses estimates": miss,
        "a negative earnings surprise": miss,
        "earnings": earnings, "it reports earnings": earnings, "reports earnings": earnings,
        "an earnings report": earnings, "earnings reports": earnings,
        "earnings are reported": earnings, "its earnings report": earnings,
        "it reports": earnings, "they report earnings": earnings,
        "earnings announcements": earnings, "its earnings": earnings,
        "the fed announces": fed, "fed announces": fed, "fed cuts rates": cut, "fed cuts": cut,
        "fed raises rates": hike, "fed hikes rates": hike, "fed hikes": hike, "fed speaks": fed,
        "fed announcements": fed, "fomc meetings": fed,
        "fomc announcements": fed, "an fomc meeting": fed, "fomc": fed, "fed meetings": fed,
        "fed decisions": fed, "a fed meeting": fed, "the fed speaks": fed,
        "the fed cuts rates": cut, "the fed cuts": cut, "a rate cut": cut, "fed rate cuts": cut,
        "rate cuts": cut, "the fed raises rates": hike, "the fed hikes": hike,
        "the fed hikes rates": hike, "a rate hike": hike, "rate hikes": hike,
        "analysts upgrade it": upgrade, "an analyst upgrade": upgrade, "analyst upgrades": upgrade,
        "it gets upgraded": upgrade, "it is upgraded": upgrade, "an upgrade": upgrade,
        "analysts downgrade it": downgrade, "an analyst downgrade": downgrade,
        "analyst downgrades": downgrade, "it gets downgraded": downgrade,
        "it is downgraded": downgrade, "a downgrade": downgrade,
        "announces a split": split, "announces a stock split": split,
        "raises its dividend": dividend, "goes ex dividend": exDividend,
        "announces a buyback": buyback, "is upgraded": upgrade, "gets upgraded": upgrade,
        "is downgraded": downgrade, "gets downgraded": downgrade, "files an 8 k": filing,
        "misses earnings estimates": miss, "reports its earnings": earnings,
        "it announces a split": split, "a stock split": split, "stock splits": split,
        "it announces a stock split": split, "a split is announced": split,
        "it raises its dividend": dividend, "a dividend increase": dividend,
        "it goes ex dividend": exDividend, "the ex dividend date": exDividend,
        "it announces a buyback": buyback, "a buyback": buyback, "buyback announcements": buyback,
        "buybacks": buyback, "an 8 k": filing, "it files an 8 k": filing,
    ])

    private static let beat = SourceMention("surprises", nil, event: "earnings_beat")
    private static let miss = SourceMention("surprises", nil, event: "earnings_miss")
    private static let earnings = SourceMention("earnings", nil, event: "earnings")
    private static let fed = SourceMention("fed", nil, event: "fed_announcement")
    private static let cut = SourceMention("fed", nil, event: "fed_cut")
    private static let hike = SourceMention("fed", nil, event: "fed_hike")
    private static let upgrade = SourceMention("ratings", nil, event: "upgrade")
    private static let downgrade = SourceMention("ratings", nil, event: "downgrade")
    private static let split = SourceMention("dividends", nil, event: "split")
    private static let dividend = SourceMention("dividends", nil, event: "dividend_increase")
    private static let exDividend = SourceMention("dividends", nil, event: "ex_dividend")
    private static let buyback = SourceMention("filings", nil, event: "buyback")
    private static let filing = SourceMention("filings", nil, event: "filing")
}

extension SourceMention {
    /// The mention in words that the reader of sentences reads back as the same one.
    var phrase: String { bare + filterPhrase }

    private var bare: String {
        switch row {
        case "twitter": target.map { "@\($0)" } ?? "Twitter"
        case "reddit": "r/\(target ?? "stocks")"
        case "truthsocial": "Truth Social posts of @\(target ?? "")"
        case "stocktwits": "StockTwits"
        case "news": "news headlines"
        case "youtube": "YouTube"
        case "site": target ?? row
        case "archived": target ?? row
        default: valuePhrase ?? row
        }
    }

    private var valuePhrase: String? {
        let phrases = [
            "vix": "the VIX", "fear_greed": "the fear and greed index", "facts_pe": "the PE ratio",
            "facts_pb": "the price to book ratio", "facts_ps": "the price to sales ratio",
            "facts_yield": "the dividend yield", "facts_growth": "the revenue growth",
            "cape": "the Shiller CAPE", "put_call": "the put to call ratio",
            "short_interest": "the short interest", "yield_10y": "the treasury yield",
            "yield_curve": "the yield curve", "unemployment": "the unemployment rate",
            "inflation": "inflation", "wikipedia": "Wikipedia views",
        ]
        if row == "trends" {
            return target.map { "Google searches for \"\($0)\"" } ?? "Google searches"
        }
        return phrases[row]
    }

    /// The event in words that the reader reads back.
    var eventPhrase: String {
        let sells = event?.hasSuffix("_sell") == true
        let verb = sells ? "sell" : "buy"
        switch row {
        case "insiders": return "insiders \(verb)"
        case "house", "senate", "holdings":
            let names = ["house": "house members", "senate": "senators", "holdings": "hedge funds"]
            return "\(target ?? names[row] ?? row) \(target == nil ? verb : verb + "s")"
        case "ark": return "ARK \(verb)s"
        default: break
        }
        let phrases = [
            "earnings_beat": "it beats earnings", "earnings_miss": "it misses earnings",
            "earnings": "it reports earnings", "fed_announcement": "the fed announces",
            "fed_cut": "the fed cuts rates", "fed_hike": "the fed raises rates",
            "upgrade": "it is upgraded", "downgrade": "it is downgraded",
            "split": "it announces a split", "dividend_increase": "it raises its dividend",
            "ex_dividend": "it goes ex dividend", "buyback": "it announces a buyback",
            "filing": "it files an 8-K",
        ]
        return phrases[event ?? ""] ?? (event ?? row)
    }
}
