extension CorporateActionLedger {
    /// Returns raw bars as the worth of what one share of the first bar has become.
    ///
    /// A split multiplies the shares held, a dividend buys more of them at the close before its
    /// ex-date, so the series has no jumps where only the count of shares changed, and a position
    /// in it gains what a holder gained. The first bar keeps its raw prices.
    ///
    /// - Shape: Same rows and columns; only the columns named are changed.
    /// - Missing: A dividend without a close before it, or not below that close, is left out.
    /// - Look-ahead: An action counts from the first bar before whose close it has taken effect and
    ///   is known; earlier bars never change. What is corrected later stays as it was known.
    /// - Parameter reinvestingDividends: Whether a dividend buys more shares. Else prices fall on
    ///   its ex-date, and `payments` says what a unit of the returned prices is paid on which row.
    /// - Returns: The bars, how many actions applied, the payments, and for each row how many
    ///   shares of its time a unit of the returned prices is.
    /// - Precondition: The closes are in order, one for each row.
    /// - Complexity: O(n + actions).
    public func heldPrices(
        _ frame: Frame, closes: [Timestamp],
        priceColumns: Set<String> = ["open", "high", "low", "close", "vwap"],
        volumeColumns: Set<String> = ["volume"], reinvestingDividends: Bool = true
    ) -> (
        frame: Frame, splits: Int, dividends: Int, payments: [(row: Int, perUnit: Double)],
        shares: [Double]
    ) {
        precondition(closes.count == frame.count, "every bar must have a close")
        let raw = frame["close"]
        var waiting = versions[...]
        var applied: [CorporateAction] = []
        var shares = [Double](repeating: 1, count: frame.count)
        var held = 1.0
        var counts = (splits: 0, dividends: 0)
        var payments: [(row: Int, perUnit: Double)] = []
        // What took effect before the first bar is in its price already.
        while let action = waiting.first, let first = closes.first, action.effective < first {
            waiting.removeFirst()
        }
        for row in frame.times.indices {
            var late: [CorporateAction] = []
            var ratio = 1.0
            while let action = waiting.first, action.effective < closes[row] {
                waiting.removeFirst()
                guard action.knownAt <= closes[row] else {
                    late.append(action)
                    continue
                }
                if applied.contains(where: action.isVersion) { continue }
                applied.append(action)
                switch action.kind {
                case .split(let split):
                    ratio *= split
                    counts.splits += 1
                case .cashDividend(let amount) where !reinvestingDividends:
                    payments.append((row, held * ratio * amount))
                    counts.dividends += 1
                case .cashDividend(let amount):
                    guard row > 0, let before = raw?[row - 1], before / ratio > amount else {
                        continue
                    }
                    held *= (before / ratio) / (before / ratio - amount)
                    counts.dividends += 1
                }
            }
            waiting = (late + waiting)[...]
            held *= ratio
            shares[row] = held
        }
        return (
            frame.scaled(by: shares, priceColumns, volumeColumns), counts.splits, counts.dividends,
            payments, shares
        )
    }
}

extension Frame {
    /// The frame with prices multiplied and volumes divided by a number for each row.
    fileprivate func scaled(
        by shares: [Double], _ priceColumns: Set<String>, _ volumeColumns: Set<String>
    ) -> Frame {
        var result = self
        for index in columns.indices {
            let name = columns[index].name
            if priceColumns.contains(name) {
                result.columns[index].values = zip(columns[index].values, shares).map(*)
            } else if volumeColumns.contains(name) {
                result.columns[index].values = zip(columns[index].values, shares).map(/)
            }
        }
        return result
    }
}
