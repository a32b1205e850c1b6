package import TimeSeries

/// What somebody wrote somewhere, as a record of the archive tells it.
package struct Post: Sendable, Equatable {
    /// Where it was written, such as `twitter`.
    package var source: String
    /// What the source calls it.
    package var id: String
    /// Who wrote it, where that is told.
    package var author: String?
    /// What it says.
    package var text: String
    /// When it was written.
    package var time: Timestamp
    /// From when it could be known.
    package var knownAt: Timestamp
    /// Symbols that the source itself files it under.
    package var symbols: [String] = []
    /// How people answered to it, where that is told.
    package var engagement: Engagement?
    /// Who could see it, where that is told.
    package var audience: Audience?

    /// The number under which the archive keeps it, where it does.
    package var record: Int64?

    /// Makes a post without answers and audience.
    package init(
        source: String, id: String, author: String? = nil, text: String, time: Timestamp,
        knownAt: Timestamp, symbols: [String] = []
    ) {
        (self.source, self.id, self.author, self.text) = (source, id, author, text)
        (self.time, self.knownAt, self.symbols) = (time, knownAt, symbols)
    }

    /// Answers to a post, as they were counted at a moment.
    package struct Engagement: Sendable, Equatable {
        /// How many liked it, or its score.
        package var likes: Double
        /// How many passed it on.
        package var reposts: Double
        /// How many answered.
        package var replies: Double
        /// When that was counted; answers counted after a post became known are not used.
        package var countedAt: Timestamp

        /// Makes counts of a moment.
        package init(likes: Double, reposts: Double, replies: Double, countedAt: Timestamp) {
            (self.likes, self.reposts, self.replies) = (likes, reposts, replies)
            self.countedAt = countedAt
        }

        /// The counts in one number: a repost counts twice, a reply once and a half.
        package var total: Double { likes + 2 * reposts + 1.5 * replies }
    }

    /// Who could see a post, as it was counted at a moment.
    package struct Audience: Sendable, Equatable {
        /// How many follow the author.
        package var followers: Double
        /// When the account was made, where that is told.
        package var accountMadeAt: Timestamp?
        /// When that was counted.
        package var countedAt: Timestamp

        /// Makes an audience of a moment.
        package init(followers: Double, accountMadeAt: Timestamp? = nil, countedAt: Timestamp) {
            (self.followers, self.accountMadeAt) = (followers, accountMadeAt)
            self.countedAt = countedAt
        }
    }
}
