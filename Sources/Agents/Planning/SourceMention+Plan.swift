import AlmanacCore
import DataSources

extension SourceMention {
    /// The source as a plan names it.
    func planned(for symbol: String?, history: String) -> Plan.Source? {
        if let archived { return archived.planned(for: symbol, history: history) }
        guard let row = source, let description = row.description else { return nil }
        let subject = target ?? symbol ?? ""
        var own = filters
        if row.kind == .events, let event { own.append("event = \(event)") }
        let hasTopic = filters.contains { PostFilter($0)?.isTopic == true }
        if row.kind == .texts, let symbol, target != nil, !hasTopic {
            own.append("about \(symbol)")
        }
        func filled(_ text: String) -> String {
            var result = text.split(separator: "{}", omittingEmptySubsequences: false)
                .joined(separator: subject)
            while result.hasSuffix("/") || result.hasSuffix("=") { result.removeLast() }
            return result
        }
        let cost = CostEstimate(description)
        var planned = Plan.Source(
            name: title(filled(row.title)), url: address(filled(row.address), subject),
            source: description.name,
            tier: cost.tier.rawValue, target: subject, filters: own,
            schedule: description.schedule.words, historical: history,
            monthlyCost: Double(cost.microdollarsPerMonth) / 1e6, isAtHand: false)
        planned.fetch = fetch(row, symbol)
        planned.instead =
            SourceTable.substitutes[event ?? row.name] ?? SourceTable.substitutes[row.name]
        return planned
    }

    /// What a person calls it where no account or symbol is named.
    private func title(_ filled: String) -> String {
        guard row == "twitter", target == nil else { return filled }
        return "posts on " + filled.dropFirst("posts of @".count)
    }

    /// Where texts about a symbol are looked for on X, of which a symbol is no account.
    private func address(_ filled: String, _ subject: String) -> String {
        row == "twitter" && target == nil ? "twitter.com/search?q=$" + subject : filled
    }

    // MARK: What to fetch

    private func fetch(_ row: SourceRow, _ symbol: String?) -> Plan.Fetch? {
        guard let ask = row.ask, let reading = reading(row, ask, symbol) else { return nil }
        let template = target == nil ? ask.symbolTarget ?? ask.target : ask.target
        let subject = target ?? symbol ?? ""
        // `$$` is a cashtag, `$` the symbol alone.
        let wanted: String
        switch template {
        case "$$": wanted = "$" + subject
        case "$":
            guard let symbol else { return nil }
            wanted = row.source == "yahoo" ? YahooSymbol.name(of: symbol) : symbol
        default:
            wanted = template.split(separator: "{}", omittingEmptySubsequences: false)
                .joined(separator: subject)
        }
        var request = DataRequest(ask.kind, wanted)
        for option in ask.options { request.options[option.name] = .string(option.value) }
        return Plan.Fetch(request: request, reading: reading)
    }

    /// How records or rows become the signal; nothing for events that they do not tell.
    private func reading(
        _ row: SourceRow, _ ask: SourceRow.Ask, _ symbol: String?
    ) -> SignalReading? {
        switch row.kind {
        case .texts: return texts(row)
        case .values where row.name == "facts_pe" || row.name == "facts_yield":
            // Indices and coins file nothing and pay nothing.
            guard let symbol, !YahooSymbol.isIndex(symbol), !symbol.hasSuffix("-USD") else {
                return nil
            }
            return .ratio(row.name == "facts_pe" ? .priceToEarnings : .dividendYield)
        case .values: return ask.rows.map { .rows($0) }
        case .events: break
        }
        let isSale = event?.hasSuffix("_sell") == true
        switch row.name {
        case "insiders": return .published(isSale ? "insider_sell" : "insider_buy", [])
        case "house", "senate":
            let words = target?.lowercased().split(separator: " ").map(String.init)
            return .published(
                "\(row.name)_\(isSale ? "sell" : "buy")",
                words.map { [SignalReading.FieldRule("member", $0)] } ?? [])
        case "earnings" where event == "earnings", "filings" where event == "filing",
            "surprises" where event == "earnings_beat" || event == "earnings_miss":
            return event.map { .published($0, []) }
        case "dividends":
            guard var rows = ask.rows else { return nil }
            rows.column = event == "split" ? "split" : "dividend"
            return .events(rows, event == "dividend_increase" ? .rises : .present)
        default: return nil
        }
    }
}

extension SourceMention {
    /// How texts are told from those of other accounts and communities of the same source.
    private func texts(_ row: SourceRow) -> SignalReading {
        let name = target?.lowercased() ?? ""
        let only = filters.compactMap(PostFilter.init)
        switch row.name {
        case "twitter" where target != nil:
            return .texts(
                kind: "post", [SignalReading.FieldRule("url", ["/\(name)/"])], author: target,
                only)
        case "twitter": return .texts(kind: "post", [], author: nil, only)
        case "reddit":
            return .texts(
                kind: "post", [SignalReading.FieldRule("subreddit", [name], isWhole: true)],
                author: nil, only)
        case "youtube": return .texts(kind: "video", [], author: nil, only)
        default: return .texts(kind: "entry", [], author: nil, only)
        }
    }
}

/// Symbols as Yahoo writes them.
enum YahooSymbol {
    private static let indices = ["SPX": "^GSPC", "IXIC": "^IXIC"]

    static func isIndex(_ symbol: String) -> Bool { indices[symbol] != nil }

    static func name(of symbol: String) -> String {
        indices[symbol] ?? symbol.split(separator: ".").joined(separator: "-")
    }
}

extension SourceSchedule {
    /// How often, in words.
    var words: String {
        switch self {
        case .realtime: "every minute"
        case .minutes5: "every 5 minutes"
        case .minutes15: "every 15 minutes"
        case .hour1: "every hour"
        case .hours6: "every 6 hours"
        case .daily: "every day"
        }
    }
}

extension ArchivedField {
    /// The field as a source of a plan.
    ///
    /// - Parameter symbol: What is traded, which records that name a symbol have to be about.
    func planned(for symbol: String?, history: String) -> Plan.Source {
        var planned = Plan.Source(
            name: phrase, url: "archive/\(source)", source: source, tier: "archive",
            target: field, filters: [], schedule: "as it is kept", historical: history,
            monthlyCost: 0, isAtHand: true)
        let reading: SignalReading
        if let seriesSlot {
            reading = .rows(SignalReading.Rows(slot: seriesSlot, symbol: name, column: field))
        } else {
            var rule: SignalReading.FieldRule?
            if let symbolField, let symbol {
                rule = SignalReading.FieldRule(
                    symbolField, [symbol.lowercased()], isWhole: true)
                planned.filters = ["\(symbolField) = \(symbol)"]
            }
            reading = .recorded(field, rule)
        }
        planned.fetch = Plan.Fetch(request: DataRequest(.table, name), reading: reading)
        return planned
    }
}
