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

    /// What a link rests on, surest first, with how sure it is.
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

        /// How sure a link is that rests on it.
        package var confidence: Double {
            switch self {
            case .source: 1
            case .cashtag: 0.98
            case .name: 0.92
            case .handle: 0.85
            case .product: 0.85
            case .ticker: 0.8
            case .wordInContext: 0.75
            case .person: 0.6
            }
        }
    }
}

/// Finds the symbols that posts are about.
///
/// A name that is a common word too (`Apple`, `Target`) counts only with a capital letter and
/// words of the market beside it; a name of several companies never. What is left out so is listed
/// as ambiguous.
/// - Complexity: O(n) for n tokens.
package struct LinkingStep: PostStep {
    package let name = "link"
    package let version = 1
    private let gazetteer: Gazetteer
    private let assumed: [String]

    /// Makes the step.
    ///
    /// - Parameter assumed: Symbols that every post is about, for a source on one subject.
    package init(_ gazetteer: Gazetteer = .companies, assuming assumed: [String] = []) {
        (self.gazetteer, self.assumed) = (gazetteer, assumed)
    }

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        var found: [String: EntityLink.Evidence] = [:]
        var ambiguous: [String] = []
        func add(_ symbol: String, _ evidence: EntityLink.Evidence) {
            guard let known = found[symbol], known.confidence >= evidence.confidence else {
                found[symbol] = evidence
                return
            }
        }
        for symbol in assumed + read.post.symbols { add(symbol, .source) }
        let tokens = read.tokens
        let hasContext = tokens.contains {
            Gazetteer.marketWords.contains($0.text) || $0.kind == .cashtag
        }
        let isShouted = tokens.count { $0.isAllCapital } * 2 > tokens.count { $0.kind == .word }
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            var length = 1
            switch token.kind {
            case .cashtag: add(token.text.uppercased(), .cashtag)
            case .handle: gazetteer.symbols(ofHandle: token.text).forEach { add($0, .handle) }
            case .word, .hashtag:
                let match = gazetteer.match(at: index, in: tokens)
                length = match?.length ?? 1
                switch match?.meaning(hasContext: hasContext, isShouted: isShouted) {
                case .some(.link(let symbol, let evidence)): add(symbol, evidence)
                case .some(.ambiguous(let name)):
                    if !ambiguous.contains(name) { ambiguous.append(name) }
                case .some(.nothing), .none: break
                }
            case .address, .number, .percent, .emoji, .mark: break
            }
            index += length
        }
        read.links = found.keys.sorted().compactMap { symbol in
            found[symbol].map {
                EntityLink(symbol: symbol, confidence: $0.confidence, evidence: $0)
            }
        }
        read.ambiguous = ambiguous
    }
}
