import AlmanacCore
import DataSources

extension SourceMention {
    /// The source as a plan names it.
    func planned(for symbol: String?, filters: [String], history: String) -> Plan.Source? {
        guard let row = source, let description = row.description else { return nil }
        let subject = target ?? symbol ?? ""
        var own = row.kind == .texts ? filters : []
        if row.kind == .events, let event { own.append("event = \(event)") }
        if row.kind == .texts, let symbol, target != nil { own.append("about \(symbol)") }
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
        case .values: return ask.rows.map { .rows($0) }
        case .events: break
        }
        let isSale = event?.hasSuffix("_sell") == true
        switch row.name {
        case "insiders":
            return .records(
                kind: "insider_trade",
                [SignalReading.FieldRule("code", [isSale ? "s" : "p"], isWhole: true)])
        case "house", "senate":
            var rules = [
                SignalReading.FieldRule("chamber", [row.name], isWhole: true),
                SignalReading.FieldRule("type", [isSale ? "sale" : "purchase"]),
            ]
            if let symbol {
                rules.append(
                    SignalReading.FieldRule("symbol", [symbol.lowercased()], isWhole: true))
            }
            if let target {
                let words = target.lowercased().split(separator: " ").map(String.init)
                rules.append(SignalReading.FieldRule("member", words))
            }
            return .records(kind: "politician_trade", rules)
        case "earnings" where event == "earnings":
            return .records(kind: "filing", [SignalReading.FieldRule("items", ["2.02"])])
        case "filings" where event == "filing": return .records(kind: "filing", [])
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
        switch row.name {
        case "twitter" where target != nil:
            return .texts(
                kind: "post", [SignalReading.FieldRule("url", ["/\(name)/"])], author: target)
        case "twitter": return .texts(kind: "post", [], author: nil)
        case "reddit":
            return .texts(
                kind: "post", [SignalReading.FieldRule("subreddit", [name], isWhole: true)],
                author: nil)
        case "youtube": return .texts(kind: "video", [], author: nil)
        default: return .texts(kind: "entry", [], author: nil)
        }
    }
}

/// Symbols as Yahoo writes them.
enum YahooSymbol {
    private static let indices = ["SPX": "^GSPC", "IXIC": "^IXIC"]

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
