/// What became of the signals of one bar that did not simply fill; one bit for each reason.
///
/// Every bar of a run has its notes, two bytes each, so nothing that was dropped, reduced or
/// refused goes unlisted however long the run is. With fills at the open, a note stands on the bar
/// on which the order would have filled.
public struct SignalNotes: OptionSet, Sendable, Hashable, BitwiseCopyable {
    /// The bits.
    public var rawValue: UInt16

    /// Makes notes from their bits.
    @inlinable
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// An entry and an exit of the same direction cancelled each other.
    public static let entryExitConflict = SignalNotes(rawValue: 1 << 0)
    /// A long and a short entry cancelled each other.
    public static let directionConflict = SignalNotes(rawValue: 1 << 1)
    /// An entry found a position in its direction already open.
    public static let alreadyInPosition = SignalNotes(rawValue: 1 << 2)
    /// An exit found no position of its direction.
    public static let nothingToExit = SignalNotes(rawValue: 1 << 3)
    /// The signal was overridden by a stop that was hit on the same bar.
    public static let overriddenByStop = SignalNotes(rawValue: 1 << 4)
    /// The bar had no price to fill at.
    public static let noPrice = SignalNotes(rawValue: 1 << 5)
    /// The signal stood on the last bar, and fills happen at the next open.
    public static let noNextBar = SignalNotes(rawValue: 1 << 6)
    /// The entry's direction is not allowed by the settings.
    public static let directionNotAllowed = SignalNotes(rawValue: 1 << 7)
    /// The size was zero, or rounded to less than one lot.
    public static let sizeZero = SignalNotes(rawValue: 1 << 8)
    /// The size was negative or NaN.
    public static let sizeInvalid = SignalNotes(rawValue: 1 << 9)
    /// The equity could not pay for the order and its fees.
    public static let insufficientEquity = SignalNotes(rawValue: 1 << 10)
    /// The order was filled for less than was asked for: the equity, the leverage or the position
    /// cap allowed no more.
    public static let reduced = SignalNotes(rawValue: 1 << 11)
    /// The run had ended with a margin call before this bar.
    public static let afterMarginCall = SignalNotes(rawValue: 1 << 12)
    /// The bar's range reached both the stop and the take-profit.
    public static let ambiguous = SignalNotes(rawValue: 1 << 13)
    /// Of the signals, one acted: an exit beside an opposite entry is part of the reversal.
    public static let exitWithinReversal = SignalNotes(rawValue: 1 << 14)
    /// The bar's volume let only a part of the order fill; the rest is left for the next bar.
    public static let partlyFilled = SignalNotes(rawValue: 1 << 15)

    /// Each single note with its name in results and a sentence, in the order of the bits.
    public static let descriptions: [(note: SignalNotes, name: String, sentence: String)] = [
        (.entryExitConflict, "entry_exit_conflict", "Entry and exit on one bar cancelled out."),
        (
            .directionConflict, "direction_conflict",
            "Long and short entry on one bar cancelled out."
        ),
        (.alreadyInPosition, "already_in_position", "The position was already open."),
        (.nothingToExit, "nothing_to_exit", "There was no such position to close."),
        (.overriddenByStop, "overridden_by_stop", "A stop was hit on the bar and came first."),
        (.noPrice, "no_price", "The bar had no price to fill at."),
        (.noNextBar, "no_next_bar", "There was no next bar to fill on."),
        (.directionNotAllowed, "direction_not_allowed", "The direction is switched off."),
        (.sizeZero, "size_zero", "The size was zero or less than one lot."),
        (.sizeInvalid, "size_invalid", "The size was negative or missing."),
        (.insufficientEquity, "insufficient_equity", "The equity could not pay for the order."),
        (.reduced, "reduced", "The order was filled for less than was asked for."),
        (.afterMarginCall, "after_margin_call", "The run had ended with a margin call."),
        (.ambiguous, "ambiguous", "The bar reached both the stop and the take-profit."),
        (.exitWithinReversal, "exit_within_reversal", "The exit was part of a reversal."),
        (.partlyFilled, "partly_filled", "The bar's volume left a part for the next bar."),
    ]
}
