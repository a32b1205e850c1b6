/// A post and what the steps of a pipeline found out about it.
package struct ReadPost: Sendable, Equatable {
    /// The post as it is passed on; personal data is masked where the policy says so.
    package var post: Post
    /// Its folded text.
    package var text = ""
    /// The pieces of its text.
    package var tokens: [Token] = []
    /// The words by which repeats are found, until they were looked for.
    package var words: WordSketch?
    /// Why it does not count, in the order in which it was found out; empty where it counts.
    package var faults: [Fault] = []
    /// The earlier post that it repeats.
    package var duplicate: Duplicate?
    /// What personal data was found.
    package var personalData: [PersonalDatum.Kind] = []
    /// The language that it is in.
    package var language = LanguageGuess.unknown
    /// What it is about.
    package var links: [EntityLink] = []
    /// Names in it that may mean several things and are left out.
    package var ambiguous: [String] = []
    /// What it says; nil where that cannot be read.
    package var sentiment: Sentiment?
    /// How new what it says is, 0 to 1, compared with what was posted before.
    package var novelty = 1.0
    /// How likely it is that no single person's opinion stands behind it, 0 to 1.
    package var suspicion = Suspicion()
    /// The share of the author's earlier opinions that came true, drawn to one half.
    package var reliability = 0.5
    /// How much it counts.
    package var weight = 1.0

    /// Wraps a post that no step has read.
    package init(_ post: Post) { self.post = post }

    /// Whether it counts as one of its own.
    package var counts: Bool { faults.isEmpty && duplicate?.kind != .identity }

    /// Why a post does not count.
    package enum Fault: String, Sendable, CaseIterable {
        case noIdentity = "no_identity"
        case noText = "no_text"
        case tooLong = "too_long"
        case notText = "not_text"
        case timeOutOfRange = "time_out_of_range"
        case knownBeforeWritten = "known_before_written"
        case impossibleCount = "impossible_count"
    }

    /// The earlier post that a post repeats.
    package struct Duplicate: Sendable, Equatable {
        /// In what way it repeats.
        package enum Kind: String, Sendable {
            /// The same post of the same source once more.
            case identity
            /// The same words by any author, or by the same one where they are few.
            case exact
            /// Nearly the same words.
            case near
        }

        /// In what way it repeats.
        package var kind: Kind
        /// The source and name of the first of them.
        package var of: String
        /// The share of text that they have in common, as it is estimated.
        package var similarity: Double

        /// Makes a reference to the first of some repeats.
        package init(kind: Kind, of: String, similarity: Double) {
            (self.kind, self.of, self.similarity) = (kind, of, similarity)
        }
    }
}
