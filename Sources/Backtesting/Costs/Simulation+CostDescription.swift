import AlmanacCore

extension Simulation {
    /// What the run takes for granted about costs, sizes and dividends.
    func costAssumptions(_ market: Market) -> [String] {
        let costs = settings.costs
        var sentences: [String] = []
        if let costs, !costs.parts.isEmpty {
            let parts = costs.parts.map { name, text in
                "\(String(name.map { $0 == "_" ? " " : $0 })) \(text)"
            }
            sentences.append("Costs: \(parts.joined(separator: "; ")).")
        }
        if let sizing = settings.sizing {
            sentences.append("Entries are sized by \(sizing.text), not by the strategy.")
        }
        if trades.contains(where: { $0.direction == .short }) {
            let borrows = (costs?.borrowRate ?? 0) != 0
            let pays = market.dividends != nil
            switch (borrows, pays) {
            case (false, false):
                sentences.append("Shorts pay neither borrowing fees nor dividends.")
            case (true, false): sentences.append("Shorts pay no dividends.")
            case (false, true): sentences.append("Shorts pay no borrowing fees.")
            case (true, true): break
            }
        }
        if settings.leverage > 1, (costs?.marginRate ?? costs?.interestRate ?? 0) == 0 {
            sentences.append("Borrowed money costs no interest.")
        }
        return sentences
    }

    /// A warning where orders were charged too little because too little was known.
    var unpricedWarning: String? {
        guard unpricedOrders > 0 else { return nil }
        return "\(unpricedOrders) \(unpricedOrders == 1 ? "order" : "orders") filled before there "
            + "were enough bars to tell the spread, the volatility or the volume, and paid too "
            + "little."
    }
}
