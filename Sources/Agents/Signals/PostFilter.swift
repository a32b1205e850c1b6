public import AlmanacCore

/// Which texts of a source count, such as those with more than 10,000 likes.
///
/// A filter is written as a plan shows it: `likes > 10000`, `shares >= 100`, `verified`,
/// `no retweets`, `no replies`, `mentions mars`.
public struct PostFilter: Sendable, Hashable {
    /// The filter as a plan shows it.
    public let text: String
    private let test: Test

    private enum Test: Hashable, Sendable {
        case count(String, Double, isInclusive: Bool)
        case verified
        case noRetweets
        case noReplies
        case mentions([String])
    }

    /// Reads a filter; nothing where the text is none.
    public init?(_ text: String) {
        self.text = text
        let words = text.split(separator: " ").map(String.init)
        switch words.first {
        case "verified" where words.count == 1: test = .verified
        case "no" where words.count == 2 && words[1] == "retweets": test = .noRetweets
        case "no" where words.count == 2 && words[1] == "replies": test = .noReplies
        case "mentions" where words.count > 1:
            test = .mentions(words.dropFirst().map { $0.lowercased() })
        case let name? where words.count == 3 && Self.counts[name] != nil:
            guard let least = Double(words[2]), words[1] == ">" || words[1] == ">=" else {
                return nil
            }
            test = .count(name, least, isInclusive: words[1] == ">=")
        default: return nil
        }
    }

    /// Whether it needs what is only known since a post was fetched, such as counts.
    public var readsCounts: Bool { if case .count = test { true } else { false } }

    /// Whether it says what texts are about, in place of the symbol.
    public var isTopic: Bool { if case .mentions = test { true } else { false } }

    /// Whether a post counts by the fields of its records; nothing where no field tells.
    ///
    /// - Parameter fields: the post's own first, then those that were noted when it was fetched.
    public func keeps(_ fields: [JSONObject]) -> Bool? {
        switch test {
        case .count(let name, let least, let isInclusive):
            guard let count = Self.number(Self.counts[name] ?? [], fields) else { return nil }
            return isInclusive ? count >= least : count > least
        case .verified: return Self.flag(Self.verifiedNames, fields)
        case .noRetweets:
            if let isOne = Self.flag(["isRetweet", "retweeted"], fields) { return !isOne }
            return !Self.texts(fields).contains { $0.hasPrefix("rt @") }
        case .noReplies:
            if let isOne = Self.flag(["isReply"], fields) { return !isOne }
            return !Self.texts(fields).contains { $0.hasPrefix("@") }
        case .mentions(let words):
            let texts = Self.texts(fields)
            return words.allSatisfy { word in texts.contains { $0.contains(word) } }
        }
    }

    // MARK: Fields

    /// The names that sources give to a count.
    private static let counts: [String: [String]] = [
        "likes": [
            "likeCount", "likes", "favorite_count", "favoriteCount", "like_count", "likesCount",
            "likes_count", "score", "ups",
        ],
        "shares": [
            "retweetCount", "retweet_count", "retweets_count", "shareCount", "shares", "reposts",
        ],
        "replies": [
            "replyCount", "reply_count", "replies_count", "num_comments", "commentsCount",
        ],
        "views": ["viewCount", "views", "view_count", "playCount"],
        "followers": ["followers", "followersCount", "followers_count", "follower_count"],
    ]
    private static let verifiedNames = ["isVerified", "isBlueVerified", "verified"]
    private static let people = ["author", "user", "owner", "authorMeta"]

    /// The records' fields and those of their authors.
    private static func places(_ fields: [JSONObject]) -> [JSONObject] {
        fields + fields.flatMap { place in people.compactMap { place[$0]?.objectValue } }
    }

    private static func number(_ names: [String], _ fields: [JSONObject]) -> Double? {
        let places = places(fields)
        for name in names {
            for place in places {
                if let value = place[name]?.doubleValue { return value }
                if let text = place[name]?.stringValue, let value = Double(text) { return value }
            }
        }
        return nil
    }

    private static func flag(_ names: [String], _ fields: [JSONObject]) -> Bool? {
        let found = places(fields).flatMap { place in names.compactMap { place[$0]?.boolValue } }
        return found.isEmpty ? nil : found.contains(true)
    }

    /// What was written, in lower case.
    private static func texts(_ fields: [JSONObject]) -> [String] {
        let names = ["text", "full_text", "title", "selftext", "body", "description", "tweet"]
        return fields.flatMap { place in
            names.compactMap { place[$0]?.stringValue?.lowercased() }
        }
    }
}
