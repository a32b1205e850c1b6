/// What a page is about: its main text, and who wrote it when.
public struct Article: Sendable {
    /// The headline.
    public var title: String?
    /// Who wrote it, in the page's order.
    public var authors: [String]
    /// When it was published, as the page writes it and as a moment where that is certain.
    public var published: FeedTime?
    /// When it was last changed.
    public var modified: FeedTime?
    /// The language, as a tag such as `en-GB`.
    public var language: String?
    /// What the page says in short about itself.
    public var summary: String?
    /// The site's name.
    public var siteName: String?
    /// The address that the page gives as its own.
    public var canonicalURL: String?
    /// The main text: paragraphs, headings and list items, each on a line of its own with a blank
    /// line between; empty where there is none.
    public var text: String
    /// The elements that the text was read from, in document order.
    public var blocks: [Node]
    /// The element that holds the main text.
    public var container: Node?
}

extension Document {
    /// The page's main text and what it says about itself.
    ///
    /// - Complexity: O(nodes and bytes), but for lists of siblings that are looked at again.
    /// - Source: The scores of paragraphs handed up to their containers are those of Arc90's
    ///   Readability, as Mozilla's reader view documents them; the choice of blocks within the
    ///   container is by length, share of links and place.
    public func article() -> Article {
        let metadata = ArticleMetadata(self)
        var finder = MainTextFinder(self, title: metadata.title)
        let found = finder.find()
        return Article(
            title: metadata.title, authors: metadata.authors, published: metadata.published,
            modified: metadata.modified, language: metadata.language, summary: metadata.summary,
            siteName: metadata.siteName, canonicalURL: metadata.canonicalURL, text: found.text,
            blocks: found.blocks, container: found.container)
    }
}
