extension CorporateActionLedger {
    /// For each price, the number of shares into which one share of its time has turned.
    ///
    /// - Shape: n moments -> n ratios; an adjusted price is the raw price divided by its ratio.
    /// - Look-ahead: Only splits that took effect and were known by `asOf` count.
    /// - Parameters:
    ///   - moments: When each price was observed, which for a bar is its close; in any order.
    ///   - asOf: The moment as of which prices are adjusted.
    /// - Complexity: O(n × splits).
    public func splitRatios(forPricesAt moments: [Timestamp], asOf: Timestamp) -> [Double] {
        let start = Timestamp(nanoseconds: .min)
        let splits = actions(after: start, through: asOf, knownBy: asOf).filter(\.isSplit)
        return moments.map { moment in
            var ratio = 1.0
            for split in splits where split.effective >= moment { ratio *= split.shareRatio }
            return ratio
        }
    }

    /// Returns raw bars in the shares of a moment: prices divided by the splits since, volumes
    /// multiplied.
    ///
    /// - Shape: Same rows and columns; only the columns named are changed.
    /// - Look-ahead: Only splits that took effect and were known by `asOf` count; rows after it are
    ///   left raw.
    /// - Parameters:
    ///   - frame: Raw bars.
    ///   - closes: When each bar closed.
    ///   - asOf: The moment as of which prices are adjusted.
    /// - Precondition: There are as many closes as rows.
    public func splitAdjusted(
        _ frame: Frame, closes: [Timestamp], asOf: Timestamp,
        priceColumns: [String] = ["open", "high", "low", "close", "vwap"],
        volumeColumns: [String] = ["volume"]
    ) -> Frame {
        precondition(closes.count == frame.count, "every bar must have a close")
        let ratios = splitRatios(forPricesAt: closes, asOf: asOf)
        var result = frame
        for index in result.columns.indices {
            let name = result.columns[index].name
            let isPrice = priceColumns.contains(name)
            guard isPrice || volumeColumns.contains(name) else { continue }
            for row in ratios.indices where ratios[row] != 1 {
                let value = result.columns[index].values[row]
                result.columns[index].values[row] =
                    isPrice ? value / ratios[row] : value * ratios[row]
            }
        }
        return result
    }
}
