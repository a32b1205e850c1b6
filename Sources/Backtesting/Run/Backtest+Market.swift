import AlmanacCore
import TimeSeries

extension Backtest {
    /// The bars that are traded on, with every price that the data has and all that the costs need.
    ///
    /// - Throws: A `schema_mismatch_error` where the data lacks a column that a model needs.
    func tradedMarket(
        _ aligned: AlignedData, _ bars: Range<Int>
    ) throws(AlmanacError) -> Market {
        var market = try Market(
            aligned, aligned.slots.first, bars, symbol: data.first?.symbol ?? ""
        ).adding(data.first, aligned.slots.first, bars, settings.costs)
        if let costs = settings.costs {
            market.conditions = try TradingConditions(market, costs)
        }
        return market
    }
}

extension Market {
    /// The market with what its data says of dividends and shares, and with the spread where a
    /// model reads it from a column.
    func adding(
        _ data: SlotData?, _ slot: AlignedSlot?, _ bars: Range<Int>, _ costs: CostModel?
    ) -> Market {
        var market = self
        if case .column(let name) = costs?.spread {
            market.quotedSpread = slot?[name].map { Array($0[bars]) }
        }
        if let payments = data?.payments, !payments.isEmpty {
            market.dividends = Self.dividends(payments, in: self)
        }
        if let counts = data?.shareCounts, !counts.isEmpty {
            market.sharesPerUnit = Self.sharesPerUnit(counts, in: self)
        }
        return market
    }

    /// How many shares a unit is at each bar's close.
    private static func sharesPerUnit(
        _ counts: [SlotData.ShareCount], in market: Market
    ) -> [Double] {
        var next = 0
        var shares = 1.0
        return (market.closeTimes ?? market.times).map { close in
            while next < counts.count, counts[next].close <= close {
                shares = counts[next].shares
                next += 1
            }
            return shares
        }
    }

    /// What a unit is paid on each bar; a payment belongs to the bar in which its row closes.
    private static func dividends(
        _ payments: [SlotData.Payment], in market: Market
    ) -> [Double] {
        let closes = market.closeTimes ?? market.times
        var dividends = [Double](repeating: 0, count: closes.count)
        var bar = 0
        for payment in payments {
            while bar < closes.count, closes[bar] < payment.close { bar += 1 }
            guard bar < closes.count else { break }
            // Nothing is held before the first bar.
            if bar > 0 { dividends[bar] += payment.perUnit }
        }
        return dividends
    }
}
