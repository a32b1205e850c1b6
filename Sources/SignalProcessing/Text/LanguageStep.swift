/// Finds out the language of posts.
package struct LanguageStep: PostStep {
    package let name = "language"
    package let version = 1

    /// Makes the step.
    package init() {}

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        read.language = LanguageGuess(of: read.tokens)
    }
}
