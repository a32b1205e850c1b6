/// That a post is about a symbol, and why.
package struct EntityLink: Sendable, Equatable {
    /// The symbol.
    package var symbol: String
    /// How sure that is, 0 to 1.
    package var confidence: Double
    /// What it rests on.
    package var evidence: Evidence

    /// Makes a link.
    package init(symbol: String, confidence: Double, evidence: Evidence) {
        (self.symbol, self.confidence, self.evidence) = (symbol, confidence, evidence)
    }

    /// What a link rests on, with how sure it is.
    package enum Evidence: String, Sendable, CaseIterable {
        /// The source files the post under the symbol.
        case source
        /// `$TSLA`.
        case cashtag
        /// A name that only this company has.
        case name
        /// `@Tesla`.
        case handle
        /// A product.
        case product
        /// The bare ticker in capital letters.
        case ticker
        /// A name that is a word as well, among words of the market.
        case wordInContext = "word_in_context"
        /// A person.
        case person

        /// Its place among the others: a link that rests on several counts as the first of them.
        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// How sure a link is that rests on it.
        ///
        /// (right + 1) / (links + 2) of what `LinkingPrecisionTests` counts on the posts of FiQA's
        /// first task; handles and people are judgement, since that set has next to none.
        package var confidence: Double {
            switch self {
            case .source: 1
            case .cashtag: 0.99
            case .name: 0.91
            case .handle: 0.85
            case .product: 0.88
            case .ticker: 0.97
            case .wordInContext: 0.91
            case .person: 0.6
            }
        }
    }
}
