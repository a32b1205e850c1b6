extension SentenceParser {
    /// Consumes a number of the archive: "court's judges", "the price of insider-trades".
    mutating func archivedField() -> Quantity? {
        attempt { parser in
            parser.skipArticles()
            parser.skip("last", "latest", "current")
            guard case .field(let field) = parser.token()?.kind else { return nil }
            parser.position += 1
            var mention = SourceMention("archived", field.phrase)
            mention.archived = field
            return .signal([mention], .value)
        }
    }
}
