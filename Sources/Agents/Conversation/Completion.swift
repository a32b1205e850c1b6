import AlmanacCore

/// The ways in which a turn may be meant about an open request, as the sentence that it makes.
struct Completion {
    let open: OpenRequest
    /// What was said, as it was said.
    let turn: String
    let catalogue: SymbolCatalogue

    /// A sentence, and the words of the open one whose place the turn took.
    struct Candidate {
        var text: String
        var replaced: String?
        /// What took their place.
        var by = ""
        /// Whether what was replaced was read, so that as many words as before may be unread.
        var isOfRead = false
    }

    /// What the turn says behind "I meant", "no," and the like.
    private var core: (words: String, isCorrection: Bool) {
        var words = turn.split(separator: " ").map(String.init)
        while let last = words.last?.last, [".", "!", "?"].contains(last) {
            words[words.count - 1].removeLast()
            if words[words.count - 1].isEmpty { words.removeLast() }
        }
        while let last = words.last?.lowercased(), words.count > 1,
            ["too", "also", "please", "again", "now", "well"].contains(last)
        {
            let isWell = last == "well" && words[words.count - 2].lowercased() == "as"
            guard last != "well" || isWell else { break }
            words.removeLast(isWell ? 2 : 1)
        }
        var isCorrection = false
        var isShorter = true
        while isShorter {
            isShorter = false
            for opening in Self.openings where Self.begins(words, with: opening.words) {
                // The whole turn may be the words that a correction begins with, and "no shorts"
                // denies something.
                guard words.count > opening.words.count,
                    opening.words != ["no"] || words[0].hasSuffix(",")
                else { continue }
                words.removeFirst(opening.words.count)
                isCorrection = isCorrection || opening.isCorrection
                isShorter = true
                break
            }
        }
        return (words.joined(separator: " "), isCorrection)
    }

    private static func begins(_ words: [String], with opening: [String]) -> Bool {
        words.count >= opening.count
            && zip(words, opening).allSatisfy { said, meant in
                said.lowercased().filter { ![",", ":", ";", "-"].contains($0) } == meant
            }
    }

    /// Whether the proposal is taken.
    var takesProposal: Bool {
        open.proposal != nil
            && Self.consents.contains(
                turn.lowercased().filter { $0.isLetter || $0 == " " || $0 == "'" })
    }

    /// Whether the words that were not read are to be left out.
    var leavesOut: Bool {
        Self.omissions.contains(turn.lowercased().filter { $0.isLetter || $0 == " " || $0 == "'" })
    }

    /// The sentences, most likely meant first.
    ///
    /// The words that were not read are replaced by a condition, or by what is said to be meant;
    /// everything else joins what was said, so that nothing of it is lost.
    var candidates: [Candidate] {
        let (words, isCorrection) = core
        guard !words.isEmpty else { return [] }
        let ofSymbol = ofSymbol(words)
        guard ofSymbol.isEmpty else { return ofSymbol }
        var found = ofLength(words) + ofPart(words)
        if isCorrection && !isSetting(words) || isCondition(words) {
            found += replacements(words)
            found += ofNoun(words)
        } else if isNoun(words) {
            found += ofNoun(words)
        } else if isExit(words) {
            found += Self.action(words).verb == nil ? exits(words) : replacements(words)
        }
        let base = Self.withoutEnd(open.text)
        let first = turn.split(separator: " ").first?.lowercased() ?? ""
        if ["and", "or", "but", "then"].contains(first) {
            found.append(Candidate(text: base + " " + turn))
        }
        found.append(Candidate(text: base + ", " + words))
        return found
    }

    /// The open sentence without the words that were not read; nothing where each was.
    var rest: Candidate? {
        guard !open.unread.isEmpty else { return nil }
        var text = open.text
        for fragment in open.unread {
            guard let shorter = Self.replacing(fragment, with: "", in: text) else { return nil }
            text = shorter
        }
        return Candidate(text: text, replaced: open.unread.joined(separator: "\", \""))
    }

    /// "AAPL" of a sentence that names no symbol, or another one.
    private func ofSymbol(_ words: String) -> [Candidate] {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.skip("on", "for", "with", "in", "trade", "the", "buy", "of")
        guard let symbol = parser.symbol(), parser.isAtEnd else { return [] }
        // What was not read may be the name.
        if open.unread.count == 1, !open.unread[0].contains(" "),
            let text = Self.replacing(open.unread[0], with: symbol, in: open.text)
        {
            return [Candidate(text: text, replaced: open.unread[0], by: symbol)]
        }
        if !open.namesSymbol {
            let base = Self.withoutEnd(open.text)
            return [Candidate(text: "\(symbol): \(base)"), Candidate(text: "\(base) on \(symbol)")]
        }
        // "I meant AAPL" where another one was said.
        return symbolsNamed.compactMap { named in
            Self.replacing(named, with: symbol, in: open.text).map {
                Candidate(text: $0, replaced: named, by: symbol, isOfRead: true)
            }
        }
    }

    /// The words of the open sentence that name its symbols.
    private var symbolsNamed: [String] {
        let tokens = Tokenizer.tokens(of: open.text)
        var named: [String] = []
        var index = 0
        while index < tokens.count {
            guard let match = catalogue.match(tokens[index...]), match.count > 0 else {
                index += 1
                continue
            }
            named.append(tokens[index..<index + match.count].map(\.key).joined(separator: " "))
            index += match.count
        }
        return Set(named).count == 1 ? [named[0]] : []
    }

    /// "20 days" of what lacks a length, such as "its volatility", or of the one length there is.
    private func ofLength(_ words: String) -> [Candidate] {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.skip("over", "of", "for", "a", "the", "about", "around")
        guard let length = parser.lookback(), parser.isAtEnd || parser.word() == "one" else {
            return []
        }
        let tokens = Tokenizer.tokens(of: open.text)
        let lengths = tokens.indices.compactMap { index -> (Range<Int>, Int)? in
            var probe = SentenceParser(tokens: Array(tokens[index...]), catalogue: catalogue)
            guard case .number = tokens[index].kind, let old = probe.lookback(),
                old.unit != .bar, probe.position == 2
            else { return nil }
            return (tokens[index].range.lowerBound..<tokens[index + 1].range.upperBound, old.count)
        }
        let characters = Array(open.text)
        if let (range, _) = lengths.first {
            guard lengths.count == 1, range.upperBound <= characters.count else { return [] }
            let text =
                String(characters[..<range.lowerBound]) + length.adjective
                + String(characters[range.upperBound...])
            let old = String(characters[range])
            return [Candidate(text: text, replaced: old, by: length.adjective, isOfRead: true)]
        }
        return Self.lasting.compactMap { noun in
            Self.replacing(noun, with: "\(length.adjective) \(noun)", in: open.text).map {
                Candidate(text: $0)
            }
        }
    }

    /// What has a length.
    private static let lasting = [
        "volatility", "vol", "momentum", "moving average", "average", "return", "high", "low",
    ]

    /// The open sentence with words that were not read replaced by what was said.
    private func replacements(_ words: String) -> [Candidate] {
        let (verb, rest) = Self.action(words)
        return open.unread.compactMap { fragment in
            guard let place = Self.place(of: fragment, in: open.text) else { return nil }
            let before = open.text[..<place.lowerBound].split { !$0.isLetter }.map {
                $0.lowercased()
            }
            // What is sold by stays with the selling.
            let last = before.last { Self.entries.contains($0) || Self.exits.contains($0) }
            if let verb {
                guard let last, Self.exits.contains(verb) == Self.exits.contains(last) else {
                    return nil
                }
            }
            if Self.isBareLevel(rest) {
                // Of what is compared there, whose level was not read.
                let words = fragment.split(separator: " ")
                guard let end = words.last?.lowercased(), Self.vague.contains(end) else {
                    return nil
                }
                let kept = words.dropLast().joined(separator: " ")
                var text = open.text
                text.replaceSubrange(place, with: kept + " " + rest)
                return Candidate(text: text, replaced: String(end), by: rest)
            }
            let opening = fragment.split(separator: " ").first?.lowercased() ?? ""
            let said = rest.split(separator: " ").first?.lowercased() ?? ""
            let isOpened = Self.whens.contains(opening) && !Self.whens.contains(said)
            let new = (isOpened ? opening + " " : "") + rest
            var text = open.text
            text.replaceSubrange(place, with: new)
            return Candidate(text: text, replaced: fragment, by: rest)
        }
    }

    private static func isBareLevel(_ words: String) -> Bool {
        let first = words.split(separator: " ").first?.lowercased() ?? ""
        return ["above", "below", "over", "under", "<", ">", "less", "more", "at"].contains(first)
            || first.first == "<" || first.first == ">"
            || first.first?.isNumber == true
                && words.split(separator: " ").count == 1
    }

    /// Words for a level that say no number.
    private static let vague: Set = [
        "low", "high", "oversold", "overbought", "cheap", "expensive", "small", "large", "big",
        "weak", "strong", "negative", "positive", "extreme", "elevated", "calm",
    ]

    /// "Of 15 percent" of a stop or target that has no number.
    private func ofPart(_ words: String) -> [Candidate] {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.skip("of", "at", "a", "by", "about", "with")
        guard let part = parser.percentage(), parser.isAtEnd else { return [] }
        for noun in [
            "trailing stop", "stop loss", "take profit", "profit target", "stop", "target",
        ] {
            guard
                let text = Self.replacing(
                    noun, with: "\(Wording.percent(part)) \(noun)", in: open.text)
            else { continue }
            return [Candidate(text: text)]
        }
        return []
    }

    /// "A 20-day average" for "the average": the noun stands in the sentence once.
    private func ofNoun(_ words: String) -> [Candidate] {
        guard let noun = words.split(separator: " ").last.map(String.init) else { return [] }
        let articles = ["its ", "the ", "an ", "a ", "their ", ""]
        for article in articles {
            guard let text = Self.replacing(article + noun, with: words, in: open.text) else {
                continue
            }
            return [Candidate(text: text)]
        }
        return []
    }

    /// The open sentence with "sell" and what was not read behind it replaced by another exit.
    private func exits(_ words: String) -> [Candidate] {
        guard Self.action(words).verb == nil else { return [] }
        return open.unread.compactMap { fragment in
            for verb in ["and sell", "sell", "and exit", "exit"] {
                let old = verb + " " + fragment
                guard let text = Self.replacing(old, with: words, in: open.text) else { continue }
                return Candidate(text: text, replaced: fragment, by: words)
            }
            return nil
        }
    }

    /// Whether words are an exit: "sell after 20 days", "a 20 day hold".
    private func isExit(_ words: String) -> Bool {
        var parser = SentenceParser(
            tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.run()
        return parser.unread.isEmpty && parser.draft.exit != nil && parser.draft.entry == nil
    }

    /// Whether words are about the run or its stops, which take the place of no condition.
    private func isSetting(_ words: String) -> Bool {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.run()
        let draft = parser.draft
        return draft.hasStop || draft.frequency != nil || draft.cash != nil || draft.fees != nil
            || draft.fixedFees != nil || draft.slippage != nil || draft.size != nil
            || draft.executionPrice != nil || draft.period.from?.isEmpty == false
            || draft.period.to?.isEmpty == false || draft.period.last != nil
    }

    private func isNoun(_ words: String) -> Bool {
        var parser = SentenceParser(tokens: Tokenizer.tokens(of: words), catalogue: catalogue)
        parser.subject = .traded
        parser.skip("a", "an", "the", "its")
        return parser.quantity() != nil && parser.isAtEnd
    }

    private func isCondition(_ words: String) -> Bool {
        let tokens = Tokenizer.tokens(of: Self.action(words).rest)
        var parser = SentenceParser(tokens: tokens, catalogue: catalogue)
        parser.subject = .traded
        parser.skip("when", "if", "once", "whenever", "while", "after")
        return parser.condition() != nil && parser.isAtEnd
    }

    /// "Buy when its RSI is below 30" as its verb and the rest.
    private static func action(_ words: String) -> (verb: String?, rest: String) {
        let parts = words.split(separator: " ").map(String.init)
        guard let first = parts.first?.lowercased(), parts.count > 1,
            entries.contains(first) || exits.contains(first)
        else { return (nil, words) }
        let isIt = ["it", "them"].contains(parts[1].lowercased())
        return (first, parts.dropFirst(isIt ? 2 : 1).joined(separator: " "))
    }

    private static let entries: Set = ["buy", "enter", "long", "buys"]
    private static let exits: Set = ["sell", "exit", "out", "sells", "close", "leave"]
    private static let whens: Set = ["when", "if", "once", "whenever", "while"]
}
