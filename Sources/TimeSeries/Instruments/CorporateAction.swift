public import AlmanacCore

/// A split or a dividend: what changes for whoever holds the instrument at a moment.
public struct CorporateAction: Sendable, Hashable {
    /// What happens.
    public let kind: Kind
    /// The moment from which prices are without it: the beginning of the ex-date where it trades.
    public let effective: Timestamp
    /// The moment from which anyone could know it.
    public let knownAt: Timestamp
    /// Tells apart actions of one kind that take effect together, such as a special dividend.
    public let label: String

    /// What an action does.
    public enum Kind: Sendable, Hashable {
        /// Each share becomes `ratio` shares: 4 for four-for-one, 0.125 for a one-for-eight reverse
        /// split.
        case split(ratio: Double)
        /// Each share is paid an amount in the instrument's currency.
        case cashDividend(perShare: Double)
    }

    /// Makes an action.
    ///
    /// - Throws: `validation` where a ratio is not a positive number or an amount is negative.
    public init(
        _ kind: Kind, effective: Timestamp, knownAt: Timestamp, label: String = ""
    ) throws(AlmanacError) {
        switch kind {
        case .split(let ratio) where !(ratio > 0 && ratio.isFinite):
            throw AlmanacError(
                .validation, "a split must have a positive ratio, not \(ratio)",
                details: ["effective": .string(effective.dateText)])
        case .cashDividend(let amount) where !(amount >= 0 && amount.isFinite):
            throw AlmanacError(
                .validation, "a dividend must not be negative, as \(amount) is",
                details: ["effective": .string(effective.dateText)])
        default: break
        }
        self.kind = kind
        self.effective = effective
        self.knownAt = knownAt
        self.label = label
    }

    /// The number of shares into which each share turns; 1 for a dividend.
    public var shareRatio: Double {
        if case .split(let ratio) = kind { ratio } else { 1 }
    }

    /// The quantity that a position holds afterwards; a short position stays short.
    ///
    /// At prices that fall by the same ratio the position's value stays as it was.
    public func quantity(after quantity: Double) -> Double { quantity * shareRatio }

    /// The cash that a position receives, or pays where it is short; 0 for a split.
    public func cash(forHolding quantity: Double) -> Double {
        if case .cashDividend(let perShare) = kind { quantity * perShare } else { 0 }
    }

    /// Whether two actions are versions of one: the same kind at the same moment.
    func isVersion(of other: CorporateAction) -> Bool {
        effective == other.effective && label == other.label && isSplit == other.isSplit
    }

    var isSplit: Bool {
        if case .split = kind { true } else { false }
    }
}
