/// Reads what posts say by the lexicon; posts in another language than English say nothing to it.
package struct SentimentStep: PostStep {
    package let name = "sentiment"
    package let version = 1
    private let reader: SentimentReader

    /// Makes the step.
    package init(_ lexicon: Lexicon = .finance) { reader = SentimentReader(lexicon) }

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        let language = read.language
        guard language.code == "en" || language.code == LanguageGuess.unknown.code else { return }
        read.sentiment = reader.sentiment(of: read.tokens)
    }
}
