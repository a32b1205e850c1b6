import TimeSeries

/// Finds the bars of an axis on which a joined instrument can be traded.
enum TradableBars {
    /// Whether each bar shows a new row whose price could be had after the decision.
    ///
    /// A fill at the close needs a row that closes with the axis' bar: an earlier close would be a
    /// price from before the decision. A fill at the open needs one that starts at or after the
    /// close of the bar before.
    ///
    /// - Parameters:
    ///   - rows: The row that each bar shows.
    ///   - closes: The axis' closes.
    static func of(
        _ rows: [AlignedSlot.ShownRow], closes: [Timestamp], atOpen: Bool
    ) -> [Bool] {
        rows.indices.map { bar in
            let row = rows[bar]
            guard row.number >= 0, bar == 0 || rows[bar - 1].number != row.number else {
                return false
            }
            if atOpen { return bar == 0 || row.start >= closes[bar - 1] }
            return row.known == closes[bar]
        }
    }
}
