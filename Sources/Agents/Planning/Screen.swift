import AlmanacCore

/// Requests that no strategy can answer, each with the reason and with what can be done.
enum Screen {
    /// Why a request is refused.
    enum Reason: String, Sendable {
        case impossible, advice, prediction, instructions, language, live, unsupported, unrelated
        case contradictory
    }

    private struct Row: Sendable {
        var reason: Reason
        var phrases: [String]
    }

    /// Phrases as runs of words; the first that stands anywhere in the sentence decides.
    private static let rows: [Row] = [
        Row(
            reason: .instructions,
            phrases: [
                "ignore your instructions", "ignore previous instructions",
                "ignore all previous instructions", "ignore all instructions",
                "ignore the instructions", "ignore the above", "disregard your instructions",
                "disregard previous instructions", "disregard all", "forget your instructions",
                "forget everything", "system prompt", "your prompt", "your instructions",
                "you are now", "act as", "pretend to be", "jailbreak", "api key", "api keys",
                "password", "passwords", "delete all", "delete the", "delete files", "drop table",
                "rm rf", "sudo", "run the command", "run this command", "execute the command",
                "shell command", "send me the key", "environment variables", "exfiltrate",
                "developer mode", "override your", "prior instructions", "previous instructions",
                "earlier instructions", "instructions above", "instructions you were given",
                "hidden instructions", "secret keys", "secret key", "initial prompt",
                "wire money", "wire all", "wire the money", "wire my money", "wire funds",
                "transfer money", "transfer all", "transfer the money", "transfer my money",
                "transfer funds", "send money", "send all", "send the money", "send my money",
                "money to account", "money to the account", "money to an account",
                "new instruction", "new instructions", "reveal your", "print secrets",
            ]),
        Row(
            reason: .impossible,
            phrases: [
                "guarantee", "guaranteed", "guarantees", "without any risk", "no risk",
                "zero risk", "risk free profit", "risk free profits", "riskless", "cannot lose",
                "can't lose", "can not lose", "never lose", "never loses", "never losing",
                "double my money", "triple my money", "promise me", "promised return",
                "a sure profit", "sure profits", "certain profit",
                "free of risk", "free from risk", "risk free", "no chance of losing", "can't fail",
                "cannot fail", "free of any risk", "without risk", "with no risk",
                "without losing", "no losses ever", "100 win rate", "always win", "always wins",
                "sure thing", "get rich quick", "make me rich", "make me a millionaire",
                "tomorrow close", "tomorrows close", "tomorrow price", "tomorrows price",
                "next week price", "future price", "future prices", "tomorrow high",
                "tomorrow low", "before it crashes", "before it rises", "before it goes up",
                "at the exact bottom", "at the exact top", "exact bottom", "exact top",
                "at every bottom", "at every top", "know the future", "10x my money",
            ]),
        Row(
            reason: .advice,
            phrases: [
                "should i", "should we", "ought i", "ought we", "a good time to", "a wise buy",
                "a smart buy", "a buy now",
                "pick stocks for me", "which shares", "what shares",
                "stocks to buy", "a good idea to buy", "a buy right now", "a buy rn", "buy rn",
                "shall i", "advisable", "wise to",
                "is it a good time", "a good buy",
                "a good investment", "a good stock", "good time to buy", "worth buying",
                "which stock", "which stocks", "which crypto", "which coin", "which etf",
                "what stock", "what stocks", "what should i", "what do you recommend",
                "recommend me", "recommend a", "recommend some", "best stock", "best stocks",
                "best etf", "best crypto", "next nvidia", "next tesla", "what to buy",
                "recommend that", "you recommend", "now a good time", "good time for me",
                "good moment to", "right time to", "your opinion", "would you buy",
                "would you sell", "tell me what to buy",
                "hot stocks", "top picks", "do you think i", "is it too late", "safe investment",
                "advise me", "what would you buy", "give me a stock", "good stocks to buy",
            ]),
        Row(
            reason: .prediction,
            phrases: [
                "will the market", "will the stock", "will it crash", "will it go up",
                "will it go down", "going to crash", "going to go up", "going to moon",
                "predict", "prediction", "predictions", "price target for", "forecast",
                "where will", "how high will", "how low will", "what will happen",
                "will be worth", "will reach", "going to rise", "going to fall", "going to drop",
                "going to happen", "gonna happen", "going to do next", "up or down", "up or not",
                "gonna crash", "gonna moon", "what happens with", "heading next", "headed next",
                "headed over the coming",
                "headed over the next", "heading over the next", "higher or lower",
            ]),
        Row(
            reason: .live,
            phrases: [
                "paper trade", "paper trading", "papertrade", "papertrading", "paper account",
                "paper trades", "paper money", "pretend money", "play money", "fake money",
                "simulated account", "demo account", "live trading",
                "trade live", "go live",
                "real money", "place an order", "place the order", "connect my broker",
                "my broker", "robinhood account", "execute my trades", "buy it for me",
                "auto trade", "autotrade",
            ]),
        Row(
            reason: .unsupported,
            phrases: [
                "call option", "call options", "write calls", "writing calls", "write covered",
                "iron condors on", "condor", "put option", "put options", "covered call",
                "covered calls", "sell puts", "selling puts", "buy calls", "buy puts",
                "sell calls", "iron condor", "iron condors", "straddle", "straddles", "strangle",
                "credit spread", "credit spreads", "wheel strategy", "the wheel", "0dte",
                "options strategy", "options on", "leaps", "cash secured", "bull call",
                "bear put", "butterfly", "vertical spread", "order book", "market making",
                "arbitrage between exchanges", "grid bot", "grid trading", "martingale",
            ]),
    ]

    private struct Phrase: Sendable {
        var reason: Reason
        var text: String
        var words: [String]
    }

    private static let phrases = rows.flatMap { row in
        row.phrases.map {
            Phrase(
                reason: row.reason, text: $0, words: $0.split(separator: " ").map(String.init))
        }
    }

    /// The refusal of a text, if one of the phrases stands in it or it is no English.
    static func refusal(of text: String, tokens: [Token]) -> AlmanacError? {
        if let language = Language.foreign(text, tokens) {
            return error(.language, language)
        }
        let words = tokens.map(\.key)
        let said = Set(words)
        for phrase in phrases where said.contains(phrase.words[0]) && contains(words, phrase) {
            return error(phrase.reason, phrase.text)
        }
        if let prize = unreachable(tokens) { return error(.impossible, prize) }
        if isForecast(words) { return error(.prediction, "will … go …") }
        if isOpinion(words) { return error(.advice, "is … a good …") }
        return nil
    }

    /// "will Tesla go up", "will gold fall this year".
    private static func isForecast(_ words: [String]) -> Bool {
        words.first == "will" && words.dropFirst().contains { moves.contains($0) }
            && !words.contains("buy") && !words.contains("sell")
    }

    private static let moves: Set<String> = [
        "go", "rise", "fall", "drop", "crash", "recover", "rally", "keep", "be", "hit",
        "outperform",
    ]

    private static func contains(_ words: [String], _ phrase: Phrase) -> Bool {
        let parts = phrase.words
        guard words.count >= parts.count else { return false }
        return (0...(words.count - parts.count)).contains { start in
            // "If Buffett buys it, then so should I" is a rule and asks for nothing.
            parts.indices.allSatisfy { words[start + $0] == parts[$0] }
                && !(phrase.text == "should i" && start > 0 && words[start - 1] == "so")
                && !(phrase.text == "what happens with" && start > 0)
                // "Would it have been worth buying when …" is about the past.
                && !(phrase.text == "worth buying" && start > 0 && words[start - 1] == "been")
        }
    }

    private static let wishes: Set<String> = [
        "make", "earn", "return", "returns", "gain", "profit", "get", "makes", "want",
    ]

    /// "make 50% a month": a return of more than 5 % a month or 100 % a year that is asked for.
    private static func unreachable(_ tokens: [Token]) -> String? {
        guard tokens.contains(where: { Self.wishes.contains($0.key) }) else { return nil }
        for (index, token) in tokens.enumerated() {
            guard case .number(let value, .percent) = token.kind, index + 2 < tokens.count + 1
            else { continue }
            let rest = tokens[(index + 1)...].prefix(2).map(\.key)
            guard let article = rest.first else { continue }
            let unit = ["a", "per", "every", "each"].contains(article) ? rest.last : article
            let limits: [String: Double] = [
                "day": 1, "daily": 1, "week": 3, "weekly": 3, "month": 10, "monthly": 10,
                "year": 100, "yearly": 100,
            ]
            if let unit, let limit = limits[unit], value > limit {
                return "\(JSON.text(of: value))% a \(unit)"
            }
        }
        return nil
    }

    /// "is Tesla a good buy", "is AAPL overvalued".
    private static func isOpinion(_ words: [String]) -> Bool {
        guard let first = words.first, ["is", "are"].contains(first) else { return false }
        return words.contains {
            [
                "good", "overvalued", "undervalued", "safe", "worth", "smart", "wise", "attractive",
            ].contains($0)
        }
    }

    /// The error of a reason.
    static func error(_ reason: Reason, _ what: String) -> AlmanacError {
        let (message, suggestion) = text(reason, what)
        return AlmanacError(
            .validation, message,
            details: ["reason": .string(reason.rawValue), "words": .string(what)],
            suggestion: suggestion)
    }

    private static func text(_ reason: Reason, _ what: String) -> (String, String) {
        let example = "\"Buy AAPL when its 14-day RSI is below 30, sell above 55\""
        switch reason {
        case .impossible:
            return (
                "no strategy can do that (\"\(what)\"): results are uncertain, and nothing that "
                    + "is only known later may be used",
                "say when to buy and when to sell and look at the worst case too: \(example)"
            )
        case .advice:
            return (
                "that asks for advice (\"\(what)\"), which is not given here",
                "a rule can be tested on the past instead: \(example)"
            )
        case .prediction:
            return (
                "the future is not known here (\"\(what)\")",
                "what a rule would have done can be shown: \(example)"
            )
        case .instructions:
            return (
                "these words (\"\(what)\") are no request about a strategy and are not followed",
                "say what to trade and when: \(example)"
            )
        case .language:
            return (
                "only English is read without a language model; this looks like \(what)",
                "say it in English, such as \(example)"
            )
        case .live:
            return (
                "sentences are backtested on the past; nothing is traded (\"\(what)\")",
                "describe the strategy alone, such as \(example)"
            )
        case .unsupported:
            return (
                "a strategy here trades shares, funds and coins; \"\(what)\" cannot be backtested "
                    + "from a sentence",
                "trade the underlying instead, such as \(example)"
            )
        case .unrelated:
            return (
                "this says nothing about trading that could be read",
                "say what to trade and when: \(example)"
            )
        case .contradictory:
            return (
                "the request contradicts itself: \(what)",
                "leave one of the two out, or join them by \"or\""
            )
        }
    }
}
