/// Idioms that are read as other words, before anything else is.
///
/// Only what means the same wherever it stands belongs here; what depends on its neighbours is a
/// phrase of the grammar.
enum Rewording {
    private static let table = PhraseTable<String>([
        "get rid of it": "sell", "get rid of them": "sell", "get rid of": "sell",
        "let it go": "sell", "let go of it": "sell", "let go of": "sell", "dump it": "sell",
        "dump them": "sell", "dump the shares": "sell", "cash out": "sell", "bail out": "sell",
        "bail": "sell", "sell everything": "sell", "sell it all": "sell", "sell all of it": "sell",
        "take it off": "sell", "move to cash": "sell", "go into cash": "sell", "be out": "sell",
        "get flat": "sell", "unload it": "sell", "unload": "sell", "dispose of it": "sell",
        "get out": "sell", "gets out": "sell", "get out of": "sell", "go out": "sell",
        // What "out", "in", "flat" and "cash" are a part of stays as it is.
        "breaks out": "breaks out", "break out": "break out", "broke out": "broke out",
        "breaking out": "breaking out", "stop out": "stop out", "stops out": "stops out",
        "close out": "close out", "closes out": "closes out", "go flat": "go flat",
        "goes flat": "goes flat", "stay flat": "stay flat", "go to cash": "go to cash",
        "goes to cash": "goes to cash", "in cash": "in cash", "to cash": "to cash",
        "get in": "get in", "gets in": "get in", "stay out": "stay out", "stay in": "stay in",
        "hold cash": "hold cash", "bursts out": "bursts out", "burst out": "burst out",
        "busts out": "busts out", "pops out": "pops out", "pushes out": "pushes out",
        "shoots out": "shoots out", "stopping out": "stopping out", "stopped out": "stopped out",
        "stepping out": "sell", "stepping in": "buy",
        "out when": "sell when", "out if": "sell when", "out once": "sell when",
        "out as soon as": "sell when", "out above": "sell above", "out over": "sell above",
        "out below": "sell below", "out under": "sell below", "out at": "sell at",
        "out on": "sell on", "flat when": "exit when", "flat if": "exit when",
        "flat below": "sell below", "flat above": "sell above", "flat under": "sell below",
        "flat once": "exit when", "cash when": "sell when", "cash if": "sell when",
        "in when": "buy when", "in if": "buy when", "in once": "buy when",
        "in on": "buy on", "in after": "buy after", "in below": "buy below",
        "in under": "buy below", "in above": "buy above",
        "in at a": "buy at a", "in at an": "buy at an", "in at the": "buy at the",
        "in at rsi": "buy at rsi", "cash in": "cash in", "cashes in": "cashes in",
        "cashing in": "cashing in", "comes in": "comes in", "coming in": "coming in",
        "load up on": "buy", "load up": "buy", "pick up": "buy", "pick it up": "buy",
        "pick some up": "buy", "scoop up": "buy", "grab": "buy", "jump in": "buy",
        "jump into": "buy", "step in": "buy", "get me in": "buy", "get me out": "sell",
        "open a long": "buy", "open a long position": "buy", "take a long position": "buy",
        "open a long position in": "buy", "take a long position in": "buy",
        "open a short": "short", "open a short position in": "short", "take a short": "short",
        "go in": "buy", "dip in": "buy", "pile in": "buy", "pile into": "buy",
        "be in": "hold", "be invested in": "hold", "stay invested in": "hold",
        "remain invested in": "hold", "stay invested": "hold", "remain in": "hold",
        "stay for": "hold for", "stay in for": "hold for", "sit on it for": "hold for",
        "stick with it for": "hold for", "keep them for": "hold for", "leave after": "sell after",
        "half a year": "6 months", "half year": "6 months", "fortnight": "2 weeks",
        "a couple of days": "2 days", "a couple of weeks": "2 weeks",
        "in a single day": "in 1 day", "in one day": "in 1 day",
        "from one day to the next":
            "in 1 day", "gets through": "crosses above", "gives up": "loses",
        "comes back": "rises", "comes back to": "gets to", "recovers to": "rises to",
        "bounces back": "rises back",
        "commodity channel index": "cci", "even them out": "rebalance", "even it out": "rebalance",
        "even things out": "rebalance",
        "at the same time": "", "simultaneously": "", "for the long haul": "forever",
        "for the long run": "forever", "for the long term": "forever",
    ])

    /// Every word of the idioms.
    static var words: Set<String> { table.words }

    private static let leaving: Set<String> = [
        "sell", "sells", "selling", "exit", "exits", "exiting", "cover", "covers", "covering",
        "close", "closes", "closing", "out", "dump", "liquidate", "unload", "leave", "sold",
    ]
    private static let beforeNextDay: Set<String> = [
        "it", "them", "all", "everything", "the", "that", "this", "my", "position", "shares",
        "stock", "trade", "out", "of", "on", "at", "in", "again", "very", "immediately", "short",
    ]

    /// Where "sell the next day" ends, which holds for a day; nothing where it does not stand.
    private static func endOfNextDay(_ tokens: [Token], _ start: Int) -> Int? {
        guard leaving.contains(tokens[start].key) else { return nil }
        var index = start + 1
        while index < tokens.count, index < start + 6, beforeNextDay.contains(tokens[index].key) {
            index += 1
        }
        func key(_ offset: Int) -> String {
            index + offset < tokens.count ? tokens[index + offset].key : ""
        }
        if key(0) == "next" || key(0) == "following" {
            index += ["trading", "business"].contains(key(1)) ? 2 : 1
            guard ["day", "session", "morning"].contains(key(0)) else { return nil }
        } else if key(0) != "day" || key(1) != "after" {
            return nil
        } else {
            index += 1
        }
        index += 1
        // "The next day after …", "the day after earnings", "the next day's open" say more.
        let isWhole =
            index == tokens.count || [",", ".", ";", "!", "?", ")"].contains(key(0))
            || ["and", "or", "with", "but", "on"].contains(key(0))
        return isWhole ? index : nil
    }

    /// The tokens with idioms replaced; the words in their place cover the same text.
    static func applied(_ tokens: [Token]) -> [Token] {
        func word(_ index: Int) -> String? {
            guard index < tokens.count else { return nil }
            if case .word(let word) = tokens[index].kind { return word }
            return nil
        }
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            if let end = endOfNextDay(tokens, index) {
                let range = tokens[index..<end].covered
                result.append(tokens[index])
                result.append(Token(kind: .word("after"), range: range))
                result.append(Token(kind: .number(1, .plain), range: range))
                result.append(Token(kind: .word("day"), range: range))
                index = end
                continue
            }
            guard let (meaning, count) = table.match({ word(index + $0) }) else {
                result.append(tokens[index])
                index += 1
                continue
            }
            let range = tokens[index..<index + count].covered
            for part in meaning.split(separator: " ").map(String.init) {
                let kind = Double(part).map { Token.Kind.number($0, .plain) } ?? .word(part)
                result.append(Token(kind: kind, range: range))
            }
            index += count
        }
        return result
    }
}
