/// Wishes that no talk can grant, with what can be had instead.
extension SentenceParser {
    /// Consumes what a strategy of a talk cannot have or leaves open, and says what it can.
    mutating func unavailable() -> String? {
        first([
            { $0.borrowing() }, { $0.uptrend() }, { $0.tolerance() }, { $0.unscaled() },
            { $0.restOfMoney() }, { $0.bestOnes() },
        ])
    }

    /// "Borrow cost 2%", "and 2% borrow cost".
    private mutating func borrowing() -> String? {
        skip("add", "a", "use", "with", "set", "the", "charge", "include", "assume", "of", "my")
        var rate = percentage()
        skip("a", "per", "year", "yearly", "annual", "for", "the", "on", "of")
        guard accept("borrow", "borrowing", "lending", "stock", "short") else { return nil }
        skip("borrow", "borrowing", "lending", "selling", "loan")
        guard accept("cost", "costs", "fee", "fees", "rate", "rates", "charge", "charges") else {
            return nil
        }
        skip("of", "at", "is", "are", "were", "to", "=")
        rate = rate ?? percentage()
        skip("a", "per", "year", "yearly", "annually")
        let shown = rate.map { Wording.number(Quantity.rounded($0)) } ?? "0.02"
        return "What borrowed shares cost is no part of a strategy's words; it is a setting of the "
            + "run: `almanac chat --continue --borrow \(shown)` goes on with it."
    }

    /// "Only in an uptrend", which has no number.
    private mutating func uptrend() -> String? {
        skip(
            "only", "trade", "buy", "when", "if", "it", "is", "in", "it's", "add", "a", "an", "the",
            "with", "short", "market", "during")
        let isTrend = word() == "trend" && word(1) == "filter" && accept("trend")
        let isUp = isTrend || accept("uptrend", "uptrends", "bull")
        guard isUp || accept("downtrend", "downtrends", "bear") else { return nil }
        skip("filter", "market", "markets", "only")
        let way = isUp ? "above" : "below"
        return "A trend needs a line that shows it: say \"only when it is \(way) its 200-day "
            + "average\", or \"only when its 60-day return is \(isUp ? "positive" : "negative")\"."
    }

    /// "Add a 3% band" around a line.
    private mutating func tolerance() -> String? {
        skip("add", "use", "with", "a", "put", "set")
        guard let part = percentage(), accept("band", "buffer", "tolerance", "hysteresis", "bands")
        else { return nil }
        skip("around", "the", "it", "average", "line")
        var line: Quantity?
        (draft.entry ?? draft.shortEntry)?.visit {
            if case .average = $0, line == nil { line = $0 }
        }
        guard let line else { return nil }
        let name = Wording(traded: draft.traded.first ?? "").phrase(line)
        let share = Wording.percent(part)
        return "Say what the band changes: \"buy when it is more than \(share) above \(name) "
            + "instead\" for the entry, \"sell when it is more than \(share) below \(name) "
            + "instead\" for the exit."
    }

    /// "Double the stop" where there is none, or two.
    private mutating func unscaled() -> String? {
        guard accept("double", "halve", "triple", "twice") else { return nil }
        skip("the", "my", "its")
        if accept("fees", "costs", "commission", "commissions", "slippage", "fee") {
            let hasFees = draft.fees != nil || draft.fixedFees != nil
            let isSlippage = tokens[position - 1].key == "slippage"
            guard isSlippage ? draft.slippage == nil : !hasFees else { return nil }
            return isSlippage
                ? "There is no slippage yet; say how much, such as \"slippage of 0.05%\"."
                : "There are no fees yet; say how high, such as \"fees of 10 bp\"."
        }
        guard accept("stop", "target") || accept(phrase: "take profit") else { return nil }
        if tokens[position - 1].key == "stop" {
            if draft.stopLoss != nil, draft.trailingStop != nil {
                return "There are two stops; say the number of one, such as \"10% stop\" or \"10% "
                    + "trailing stop\"."
            }
            return draft.stopLoss == nil && draft.trailingStop == nil
                ? "There is no stop; \"add a 5% stop\" adds one." : nil
        }
        return draft.takeProfit == nil
            ? "There is no target; \"add a 10% target\" adds one." : nil
    }

    /// "Put the rest in SPX", "just cash then".
    private mutating func restOfMoney() -> String? {
        guard draft.template == nil else { return nil }
        skip("put", "keep", "leave", "invest", "hold", "just", "and", "then")
        if accept("cash") {
            skip("then", "otherwise", "instead")
            return "What is not invested stays in cash already."
        }
        skip("the")
        guard accept("rest", "remainder", "remaining"), accept("in", "into") else { return nil }
        skip("money", "cash", "the")
        guard let symbol = accept("cash") ? "" : symbol() else { return nil }
        if symbol.isEmpty { return "What is not invested stays in cash already." }
        return "One strategy trades one symbol: what is not invested stays in cash and does not "
            + "go into \(symbol)."
    }

    /// "Only the two with the best momentum" of a portfolio.
    private mutating func bestOnes() -> String? {
        guard let template = draft.template, template.symbols.count > 1 else { return nil }
        skip("only", "hold", "just", "the", "keep", "take", "use", "top", "buy")
        let number = number(.plain)
        skip("with", "the", "of", "them", "ones")
        guard accept("best", "strongest", "highest", "winners", "momentum") || number != nil,
            number == nil || number == number?.rounded()
        else { return nil }
        skip(
            "momentum", "return", "returns", "performing", "performers", "ones", "by", "with",
            "the", "best", "highest", "strongest", "of", "them")
        guard isAtEnd,
            tokens.contains(where: {
                ["best", "strongest", "highest", "momentum", "winners"].contains($0.key)
            })
        else { return nil }
        return "A portfolio holds all of its symbols, or the one with the highest return: "
            + "\"rotation\" holds that one, \"dual momentum\" cash while it is negative."
    }
}
