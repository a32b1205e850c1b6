import TimeSeries

/// How likely it is that a machine or a concerted group stands behind a post, and why.
package struct Suspicion: Sendable, Equatable {
    /// From 0 to 1: one less the product of one less each reason's share.
    package var value = 0.0
    /// The reasons, in the order of the list below.
    package var reasons: [Reason] = []

    /// Makes no suspicion.
    package init() {}

    /// What makes a post suspect, with how much.
    package enum Reason: String, Sendable, CaseIterable {
        /// More than 30 posts of the author within an hour.
        case burst
        /// Eight posts or more at equal distances, within a twentieth.
        case clockwork
        /// At least five posts of the author's last twenty, and half of them, repeat others.
        case copies
        /// An account younger than a week with fewer than ten followers.
        case newAccount = "new_account"
        /// Four authors or more posted nearly the same within an hour.
        case swarm
        /// More than six cashtags: an advertisement under many symbols.
        case manySymbols = "many_symbols"

        var share: Double {
            switch self {
            case .burst: 0.6
            case .clockwork: 0.5
            case .copies: 0.5
            case .newAccount: 0.4
            case .swarm: 0.7
            case .manySymbols: 0.5
            }
        }
    }

    mutating func add(_ reason: Reason) {
        guard !reasons.contains(reason) else { return }
        reasons.append(reason)
        value = 1 - (1 - value) * (1 - reason.share)
    }
}
