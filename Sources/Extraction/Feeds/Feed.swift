public import TimeSeries

/// A feed of entries: RSS in any version, Atom, or JSON Feed.
public struct Feed: Sendable {
    /// The kind of feed.
    public internal(set) var format: Format
    /// The feed's title.
    public internal(set) var title: String?
    /// The page that the feed belongs to.
    public internal(set) var link: String?
    /// What the feed is about.
    public internal(set) var summary: String?
    /// The language of its texts.
    public internal(set) var language: String?
    /// When it last changed, as written.
    public internal(set) var updated: FeedTime?
    /// The entries in the order in which they stand in the feed.
    public internal(set) var entries: [Entry]

    /// The kinds of feed.
    public enum Format: String, Sendable { case rss, rdf, atom, json }

    /// One entry.
    public struct Entry: Sendable, Equatable {
        /// What tells the entry from others: its `guid` or `id`, else its link.
        public internal(set) var identifier: String?
        /// The title, as text.
        public internal(set) var title: String?
        /// The page that the entry leads to, resolved.
        public internal(set) var link: String?
        /// The short text, which may be HTML.
        public internal(set) var summary: String?
        /// The whole text, which may be HTML.
        public internal(set) var content: String?
        /// Who wrote it.
        public internal(set) var authors: [String] = []
        /// When it was published.
        public internal(set) var published: FeedTime?
        /// When it last changed.
        public internal(set) var updated: FeedTime?
        /// The categories or tags.
        public internal(set) var categories: [String] = []
        /// Files that belong to it, such as a podcast's sound.
        public internal(set) var enclosures: [Enclosure] = []
    }

    /// A file that belongs to an entry.
    public struct Enclosure: Sendable, Equatable {
        /// The address, resolved.
        public let url: String
        /// The media type.
        public let type: String?
        /// The length in bytes, where it is told.
        public let byteCount: Int?
    }
}

/// A time as a feed writes it, and what it means.
public struct FeedTime: Sendable, Equatable {
    /// The text as written.
    public let text: String
    /// The moment in UTC; nil where the text is none that is understood, or names no time zone.
    public let moment: Timestamp?

    init(_ text: String) {
        self.text = text
        moment = FeedTimeReader.moment(text)
    }
}
