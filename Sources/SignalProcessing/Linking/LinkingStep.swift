/// Finds the symbols that posts are about.
///
/// A name that is a common word too (`Apple`, `Target`) counts only with a capital letter in a post
/// that has words of the market or names something surely; a name of several companies never, and
/// none beside words with which it means something else (`Nikola Tesla`). What is left out so is
/// listed as ambiguous.
/// - Complexity: O(n) for n tokens.
package struct LinkingStep: PostStep {
    package let name = "link"
    package let version = 2
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
            guard let known = found[symbol], known.rank <= evidence.rank else {
                found[symbol] = evidence
                return
            }
        }
        for symbol in assumed + read.post.symbols { add(symbol, .source) }
        let tokens = read.tokens
        let isShouted = tokens.count { $0.isAllCapital } * 2 > tokens.count { $0.kind == .word }
        let matches = gazetteer.matches(in: tokens)
        let hasContext =
            matches.contains { $0.isCertain(isShouted: isShouted) }
            || tokens.contains {
                Gazetteer.marketWords.contains($0.text) || $0.kind == .cashtag
            }
        for token in tokens {
            switch token.kind {
            case .cashtag: add(token.text.uppercased(), .cashtag)
            case .handle: gazetteer.symbols(ofHandle: token.text).forEach { add($0, .handle) }
            default: break
            }
        }
        for match in matches {
            switch match.meaning(hasContext: hasContext, isShouted: isShouted) {
            case .link(let symbol, let evidence): add(symbol, evidence)
            case .ambiguous(let name): if !ambiguous.contains(name) { ambiguous.append(name) }
            case .nothing: break
            }
        }
        read.links = found.keys.sorted().compactMap { symbol in
            found[symbol].map {
                EntityLink(symbol: symbol, confidence: $0.confidence, evidence: $0)
            }
        }
        read.ambiguous = ambiguous
    }
}
