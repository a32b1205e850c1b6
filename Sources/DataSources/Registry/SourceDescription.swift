/// One place that data comes from, as data: what it gives, how it is asked, and within what bounds.
public struct SourceDescription: Sendable, Equatable {
    /// The name by which commands and plans call it, such as `yahoo`.
    public var name: String
    /// The name that a person reads.
    public var title: String
    /// What kind of place it is.
    public var type: SourceType
    /// The site whose data it gives, such as `finance.yahoo.com`; empty where any site may.
    public var platform: String
    /// Hosts whose addresses belong to it, subdomains included.
    public var hosts: [String]
    /// The ways to it, the preferred one first.
    public var tiers: [SourceTier]
    /// The keys that it takes.
    public var keys: [SourceKey] = []
    /// The limits that it publishes, or those that Almanac keeps where it publishes none.
    public var limits: [SourceLimit] = []
    /// What its calls cost; empty where they are free.
    public var costs: [SourceCost] = []
    /// How fresh its answers are kept unless a plan says otherwise.
    public var schedule: SourceSchedule = .daily
    /// What it can give.
    public var gives: [DataKind]
    /// How a target is named, in a sentence.
    public var target: String
    /// A target that exists.
    public var example: String
    /// How its data is asked for here.
    public var access: SourceAccess = .client
    /// What its terms say that matters to whoever uses its data.
    public var terms: String
    /// Whether it is single persons who write: then what each wrote is sealed with a key of theirs
    /// (`data forget`), and no answer is kept as it came.
    public var isPersonal = false
    /// What else it can be told.
    public var options: [SourceOption] = []

    /// Whether nothing but the network is needed.
    public var needsNoKey: Bool { keys.allSatisfy { !$0.isRequired } }
}

/// What kind of place a source is.
public enum SourceType: String, Sendable, CaseIterable {
    case market, crypto, fundamentals, filings, macro, politics, social, news, hosted, web
}

/// A way to a source's data, from the plainest to the dearest.
public enum SourceTier: String, Sendable, CaseIterable {
    /// The source's own interface for programs.
    case api
    /// A hosted program that fetches it, such as an Apify actor.
    case actor
    /// A page or file, fetched as it is.
    case `static`
    /// A page that a browser must build.
    case browser
}

/// What a source can give.
public enum DataKind: String, Sendable, CaseIterable {
    /// Open, high, low, close and volume of equal spans of time.
    case bars
    /// Splits and dividends.
    case actions
    /// Income statements, balance sheets and cash flows.
    case statements
    /// Earnings per share and revenue, expected and reported.
    case earnings
    /// How many analysts say what.
    case recommendations
    /// Single figures of companies' filings.
    case facts
    /// Filings as a list.
    case filings
    /// The texts of filings' documents.
    case filingTexts = "filing_texts"
    /// Trades of a company's insiders.
    case insiderTrades = "insider_trades"
    /// What institutions hold.
    case holdings
    /// Trades of politicians.
    case politicianTrades = "politician_trades"
    /// Posts of people.
    case posts
    /// Answers to posts.
    case comments
    /// Videos with their statistics.
    case videos
    /// Articles of newspapers and agencies.
    case articles
    /// Values of an economic series, such as yields.
    case observations
    /// Entries of a feed.
    case entries
    /// The numbers of a table.
    case table
    /// The text of a page.
    case page
}

/// A key that a source takes, by the name of its environment variable.
public struct SourceKey: Sendable, Equatable {
    /// The environment variable.
    public var name: String
    /// Whether nothing can be had without it.
    public var isRequired: Bool
    /// Where a person gets one.
    public var obtainedFrom: String

    /// Makes a key that is required.
    public init(_ name: String, isRequired: Bool = true, from obtainedFrom: String) {
        (self.name, self.isRequired, self.obtainedFrom) = (name, isRequired, obtainedFrom)
    }
}

/// So many units in so many seconds.
public struct SourceLimit: Sendable, Equatable {
    /// How many.
    public var count: Int
    /// Seconds in which so many may be used.
    public var seconds: Int
    /// What is counted: `request`, or a unit of the source's own.
    public var unit: String
    /// Whether the source publishes it; else it is Almanac's own restraint.
    public var isPublished: Bool

    /// Makes a published limit on requests.
    public init(
        _ count: Int, perSeconds seconds: Int, unit: String = "request", isPublished: Bool = true
    ) {
        (self.count, self.seconds) = (count, seconds)
        (self.unit, self.isPublished) = (unit, isPublished)
    }

    /// The least nanoseconds between two units, if they are spread evenly.
    public var intervalNanoseconds: Int64 {
        Int64(seconds) * 1_000_000_000 / Int64(max(1, count))
    }
}

/// What a unit of a source costs.
public struct SourceCost: Sendable, Equatable {
    /// Millionths of a dollar for a unit.
    public var microdollars: Int64
    /// What is charged for, such as `result` or `credit`.
    public var unit: String
    /// Units that one call takes where nothing else is known.
    public var unitsPerCall: Double
    /// Of which plan the price is, since prices change.
    public var note: String

    /// Makes a price.
    public init(
        microdollars: Int64, per unit: String, unitsPerCall: Double = 1, _ note: String
    ) {
        (self.microdollars, self.unit) = (microdollars, unit)
        (self.unitsPerCall, self.note) = (unitsPerCall, note)
    }
}

/// For how long an answer counts as fresh.
public enum SourceSchedule: String, Sendable, CaseIterable {
    case realtime
    case minutes5 = "5min"
    case minutes15 = "15min"
    case hour1 = "1hour"
    case hours6 = "6hour"
    case daily

    /// Seconds for which an answer is fresh.
    public var lifetimeSeconds: Int {
        switch self {
        case .realtime: 60
        case .minutes5: 300
        case .minutes15: 900
        case .hour1: 3_600
        case .hours6: 21_600
        case .daily: 86_400
        }
    }
}

/// How a source's data is asked for here.
public enum SourceAccess: Sendable, Equatable {
    /// By a client of this target.
    case client
    /// By an actor of Apify, named as `owner~name`.
    case actor(String)
    /// By fetching its pages and reading them with a recipe.
    case pages
}
