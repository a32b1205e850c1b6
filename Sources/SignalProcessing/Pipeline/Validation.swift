package import TimeSeries

/// Finds posts that cannot be right.
package struct ValidationStep: PostStep {
    package let name = "validate"
    package let version = 1
    /// The most characters that a post may have.
    package var longestText = 100_000
    /// The first moment at which anything may have been posted.
    package var earliest = Timestamp(nanoseconds: 631_152_000_000_000_000)

    /// Makes the step with its usual limits: 100,000 characters, from 1990 on.
    package init() {}

    package func prepare(_ read: inout ReadPost) {
        let post = read.post
        if post.id.isEmpty || post.source.isEmpty { read.faults.append(.noIdentity) }
        if post.text.utf8.count > longestText {
            read.faults.append(.tooLong)
            read.post.text = ""
            return
        }
        if !post.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
            read.faults.append(.noText)
        } else if hasBrokenText(post.text) {
            read.faults.append(.notText)
        }
        if post.time < earliest { read.faults.append(.timeOutOfRange) }
        if post.knownAt < post.time { read.faults.append(.knownBeforeWritten) }
        let counts =
            [post.engagement?.likes, post.engagement?.reposts, post.engagement?.replies]
            + [post.audience?.followers]
        // Scores of forums may be below zero; nothing else may.
        let isImpossible = counts.enumerated().contains { index, count in
            guard let count else { return false }
            return !count.isFinite || (index > 0 && count < 0)
        }
        if isImpossible {
            read.faults.append(.impossibleCount)
        }
    }

    /// Whether a tenth of the text or more is what is put where bytes are no text.
    private func hasBrokenText(_ text: String) -> Bool {
        let broken = text.unicodeScalars.lazy.filter { $0 == "\u{FFFD}" || $0 == "\0" }.count
        return broken * 10 > text.unicodeScalars.count
    }
}

/// Folds a post's text and takes it apart.
package struct TextStep: PostStep {
    package let name = "text"
    package let version = 1

    /// Makes the step.
    package init() {}

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        read.text = folded(read.post.text)
        read.tokens = SignalProcessing.tokens(of: read.text)
    }
}
