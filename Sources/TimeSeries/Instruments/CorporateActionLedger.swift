/// The splits and dividends of one instrument, and what was known of them when.
///
/// Two actions of the same kind, moment and label are versions of one; of those known at a moment
/// the one with the latest `knownAt` counts. A split by 1 or a dividend of 0 takes one back.
public struct CorporateActionLedger: Sendable, Hashable {
    /// All versions of all actions, in the order of `effective` and then of `knownAt`.
    public let versions: [CorporateAction]

    /// Makes a ledger of actions in any order.
    public init(_ actions: [CorporateAction]) {
        versions = actions.enumerated().sorted { left, right in
            let first = left.element
            let second = right.element
            if first.effective != second.effective { return first.effective < second.effective }
            if first.knownAt != second.knownAt { return first.knownAt < second.knownAt }
            return left.offset < right.offset
        }.map(\.element)
    }

    /// The actions that took effect in a span of time, as far as they were known at a moment.
    ///
    /// - Parameters:
    ///   - start: The moment after which an action takes effect; one at the moment is left out.
    ///   - end: The moment up to which it does.
    ///   - moment: When it must be known.
    /// - Look-ahead: Nothing with a later `knownAt` counts.
    public func actions(
        after start: Timestamp, through end: Timestamp, knownBy moment: Timestamp
    ) -> [CorporateAction] {
        var found: [CorporateAction] = []
        for action in versions
        where action.effective > start && action.effective <= end && action.knownAt <= moment {
            // Versions of one action stand beside each other but for labels and kinds.
            if let index = found.lastIndex(where: action.isVersion) {
                found[index] = action
            } else {
                found.append(action)
            }
        }
        return found
    }
}
