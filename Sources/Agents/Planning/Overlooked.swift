import AlmanacCore
import TimeSeries

/// Parts of a sentence that a plan may lack although a phrase took their words: sources, exits,
/// how often, how long after.
///
/// Numbers, symbols and narrowing words are ``Unsaid``; what is looked for here shows only beside
/// the meaning of the plan.
struct Overlooked {
    let tokens: [Token]
    let draft: SentenceDraft
    let plan: StrategyPlan?
    private let assumptions: [String]
    private let symbols: [String]
    private let mentions: [SourceMention]
    let catalogue: SymbolCatalogue

    init(_ attempt: Attempt, _ reading: SentenceReading?) {
        tokens = attempt.original
        draft = attempt.parser.draft
        catalogue = attempt.parser.catalogue
        assumptions = reading?.assumptions ?? []
        symbols = reading?.symbols.map(\.symbol) ?? []
        if case .success(_, let found) = attempt.outcome { plan = found } else { plan = nil }
        var mentions: [SourceMention] = []
        let conditions = plan?.conditions ?? [draft.entry, draft.shortEntry].compactMap { $0 }
        for condition in conditions {
            for case .happens(let found) in condition.leaves { mentions += found }
            condition.visit { if case .signal(let found, _) = $0 { mentions += found } }
        }
        self.mentions = mentions
    }

    /// The parts, as ranges of the sentence's tokens.
    func ranges() -> [Range<Int>] {
        unnamedSources() + droppedExit() + droppedShort() + exitedShort() + limits() + delays()
            + quotedOrders()
            + fills() + monthEnds() + spans() + eithers() + turned()
            + otherIndicators() + signs()
            + targetsOfEntries() + percentagesOfOscillators() + lossesOfShorts() + sequences()
            + movesOfWeekdays()
            + ratiosToAverages()
    }

    func key(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].key : ""
    }

    // MARK: Sources

    /// The places of tokens but for marks inside of names: "P/E", "fear & greed".
    private var places: [Int] {
        tokens.indices.filter { index in
            if case .mark(let mark) = tokens[index].kind { return !"/&-".contains(mark) }
            return true
        }
    }

    private static let deals: Set<String> = ["trades", "purchases", "buys", "holdings"]

    /// Sources that are named and that the plan does not ask.
    private func unnamedSources() -> [Range<Int>] {
        let places = places
        var found: [Range<Int>] = []
        var index = 0
        func word(_ offset: Int) -> String? {
            guard index + offset < places.count,
                case .word(let word) = tokens[places[index + offset]].kind
            else { return nil }
            return word
        }
        while index < places.count {
            if let (mention, count) = SourceNames.values.match({ word($0) }) {
                let range = places[index]..<places[index + count - 1] + 1
                if !mentions.contains(where: { isAnswered(mention, by: $0) }) {
                    found.append(range)
                }
                index += count
                continue
            }
            if let name = catalogue.match(tokens[places[index]...]),
                symbols.contains(name.symbol)
            {
                let end = places[index] + name.count
                while index < places.count, places[index] < end { index += 1 }
                continue
            }
            var wanted: [SourceMention] = []
            var length = 0
            for (names, count) in [
                SourceNames.people.match { word($0) }.map { ([$0.value], $0.count) },
                SourceNames.places.match { word($0) }.map { ([$0.value], $0.count) },
                SourceNames.traders.match { word($0) }.map { ($0.value, $0.count) },
                SourceNames.announcements.match { word($0) }.map { ([$0.value], $0.count) },
            ].compactMap({ $0 }) where count >= length {
                wanted = count > length ? names : wanted + names
                length = count
            }
            guard length > 0 else {
                index += 1
                continue
            }
            // "Cathie Wood's trades" are none of what she writes.
            if let next = word(length), Self.deals.contains(next) {
                let traders = wanted.filter { $0.event != nil }
                if !traders.isEmpty { wanted = traders }
            }
            if !wanted.contains(where: { one in
                mentions.contains { isAnswered(one, by: $0) }
            }) {
                found.append(places[index]..<places[index + length - 1] + 1)
            }
            index += length
        }
        return found
    }

    /// Whether a source of the plan is the one that is named.
    private func isAnswered(_ named: SourceMention, by mention: SourceMention) -> Bool {
        if mention.row == "site" || mention.archived != nil { return true }
        if let target = named.target, named.row != "reddit" || target != "stocks" {
            return mention.target == target
        }
        let reports: Set = ["earnings", "surprises", "filings", "cape"]
        if reports.contains(named.row), named.row != "cape" {
            return reports.contains(mention.row) || mention.row.hasPrefix("facts_")
        }
        if named.row == "facts_pe", mention.row == "cape" { return true }
        let written: Set = ["twitter", "truthsocial"]
        return mention.row == named.row
            || written.contains(named.row) && written.contains(mention.row)
    }

    // MARK: Exits

    private static let exits = PhraseTable(phrases: [
        "sell", "sells", "selling", "sold", "exit", "exits", "exiting", "liquidate", "unload",
        "dump", "get out", "gets out", "getting out", "close it", "close the position",
        "close the trade", "take profit", "take profits", "hold for", "hold it for",
        "keep it for", "hold until", "hold it until", "hold till", "sell it", "bail", "bail out",
        "i'm out", "im out", "i am out", "go to cash", "goes to cash", "time to go",
        "time to leave", "go flat", "get flat", "cash out", "step aside",
    ])
    private static let covers = PhraseTable(phrases: [
        "cover", "covers", "covering", "exit", "exits", "buy back", "buy it back", "get out",
        "close it", "close the position", "close the short", "close the trade",
    ])

    /// Words that end a position, where the plan says that no exit was named.
    private func droppedExit() -> [Range<Int>] {
        guard assumptions.contains(where: { $0.hasPrefix("no exit was named") }) else { return [] }
        let table = plan?.entry == nil ? Self.covers : Self.exits
        let sells = mentions.contains { $0.event?.hasSuffix("_sell") == true }
        for index in tokens.indices {
            let match = table.match { offset in
                guard tokens.indices.contains(index + offset),
                    case .word(let word) = tokens[index + offset].kind
                else { return nil }
                return word
            }
            guard let match else { continue }
            let next = ["-", "/"].contains(key(index + 1)) ? key(index + 2) : key(index + 1)
            let isJoined =
                ["and", "or", "/", "&"].contains(key(index - 1))
                && ["buy", "buys", "buying", "bought"].contains(key(index - 2))
            let isSelloff = next == "off" || next == "offs" || next == "short"
            // "Bail if it falls 7%" is the stop that the plan has.
            let isStop =
                plan.map { $0.settings.stopLoss != nil || $0.settings.takeProfit != nil } == true
                && (2...7).contains { offset in
                    let place = index + offset
                    return tokens.indices.contains(place) && tokens[place].isPercentage
                        && !(index..<place).contains(where: isEnd)
                }
            let isLine = key(index) == "exit" && key(index - 1) == "chandelier"
            if isLine || isStop || isSelloff || isJoined || key(index - 1) == "short"
                || sells && key(index).hasPrefix("s")
            {
                continue
            }
            return [index..<index + match.count]
        }
        return []
    }

    // MARK: How often and when

    static let units: Set<String> = ["day", "week", "month", "quarter", "year"]
    private static let ordinals: Set<String> = ["second", "third", "fourth", "fifth", "2nd", "3rd"]

    /// How often or the how-manieth time something is done, which no plan counts.
    private func limits() -> [Range<Int>] {
        var found: [Range<Int>] = []
        let isDaily = plan.map { $0.frequency == .day1 } ?? true
        let hasRhythm = draft.template != nil || draft.frequency != nil || !isDaily
        for index in tokens.indices {
            let word = key(index)
            if ["once", "twice", "time", "times"].contains(word), !hasRhythm,
                ["a", "an", "per", "every", "each"].contains(key(index + 1)),
                Self.units.contains(key(index + 2))
            {
                found.append(index..<index + 3)
            } else if word == "once", key(index - 1) == "only" || key(index - 1) == "just",
                !hasRhythm, isEnd(index + 1)
            {
                found.append(index - 1..<index + 1)
            } else if Self.ordinals.contains(word), !countsDays(index) {
                found.append(index..<index + 1)
            }
        }
        return found
    }

    private func isEnd(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return true }
        if case .mark = tokens[index].kind { return true }
        return false
    }

    /// Whether an ordinal counts days one after another or parts of the calendar.
    private func countsDays(_ index: Int) -> Bool {
        let leaves = plan?.conditions.flatMap(\.leaves) ?? []
        let counts = leaves.contains { leaf in
            switch leaf {
            case .streak, .streakOf, .repeated, .calendar: true
            default: false
            }
        }
        return counts || draft.template != nil || isEnd(index + 1)
            || ["half", "quarter", "line", "average", "one", "leg"].contains(key(index + 1))
    }

    /// "One day after the golden cross": a wait that no condition of prices has.
    private func delays() -> [Range<Int>] {
        guard let plan else { return [] }
        let leaves = plan.conditions.flatMap(\.leaves)
        let waits = leaves.contains { leaf in
            switch leaf {
            case .happens, .elapsed, .calendar(.besideHoliday, _): true
            default: false
            }
        }
        guard !waits else { return [] }
        return tokens.indices.dropFirst().filter { index in
            Self.units.contains(key(index)) && ["after", "following"].contains(key(index + 1))
                && !isEnd(index + 2)
                && ["1", "a", "one", "another", "full", "trading"].contains(key(index - 1))
        }.map { $0 - 1..<$0 + 2 }
    }

    private static let orders: Set<String> = ["buy", "sell", "hold", "short", "dump"]

    /// "Cramer says sell": what somebody advises, which no source here tells.
    private func quotedOrders() -> [Range<Int>] {
        tokens.indices.filter { index in
            ["says", "say", "said", "saying", "recommends", "yells", "screams", "shouts"]
                .contains(key(index))
                && (Self.orders.contains(key(index + 1))
                    || ["to", "a", "its", "strong"].contains(key(index + 1))
                        && Self.orders.contains(key(index + 2)))
                && !mentions.isEmpty && key(index - 2) != "what" && key(index - 3) != "what"
        }.map { $0..<min($0 + 2, tokens.count) }
    }

    // MARK: Prices of orders

    private static let moments: [String: String] = [
        "open": "open", "opening": "open", "opens": "open", "close": "close", "closing": "close",
    ]
    private static let beforeMoments: Set<String> = [
        "at", "on", "the", "next", "same", "day", "that", "its", "very", "tomorrow", "market",
        "monday", "tuesday", "wednesday", "thursday", "friday", "session",
    ]

    /// "Buy at Monday's close, sell at Friday's open": of two prices of orders a plan has one.
    private func fills() -> [Range<Int>] {
        guard let plan, draft.template == nil else { return [] }
        var found: [(range: Range<Int>, price: String)] = []
        for index in tokens.indices {
            guard let price = Self.moments[key(index)] else { continue }
            var first = index
            while Self.beforeMoments.contains(key(first - 1)) { first -= 1 }
            guard first < index, key(first) == "at" || Self.isDay(key(index - 1)),
                // "At the close below its average" is what is compared.
                !["above", "below", "over", "under", "higher", "lower", "position", "price"]
                    .contains(key(index + 1))
            else { continue }
            found.append((first..<index + 1, price))
        }
        guard Set(found.map(\.price)).count > 1 else { return [] }
        return found.filter { $0.price != plan.executionPrice }.map(\.range)
    }

    /// "Sell end of April" where the plan sells when April begins.
    private func monthEnds() -> [Range<Int>] {
        let leaves = plan?.conditions.flatMap(\.leaves) ?? []
        let isRead = leaves.contains { leaf in
            if case .calendar(.tradingDays, _) = leaf { true } else { false }
        }
        return isRead
            ? []
            : tokens.indices.filter { index in
                key(index) == "end" && key(index + 1) == "of"
                    && Vocabulary.Calendar.months[key(index + 2)] != nil
                    && ["sell", "sells", "exit", "exits", "out", "cover"].contains(key(index - 1))
            }.map { $0..<$0 + 3 }
    }

    static func isDay(_ word: String) -> Bool {
        ["monday", "tuesday", "wednesday", "thursday", "friday"].contains(word)
    }

    // MARK: Windows

    private static let past: Set<String> = [
        "was", "were", "been", "had", "dipped", "dropped", "fell", "fallen", "hit",
        "touched", "crossed", "rose", "risen", "made", "reached", "went", "gone", "broke",
        "broken", "traded", "closed", "happened", "occurred", "turned", "gained", "lost",
    ]
    private static let whens: Set<String> = ["when", "whenever", "if", "once", "after", "while"]

    /// A short time behind a condition, which may be meant of the condition: "dipped under 30 in
    /// the past week".
    static func window(_ attempt: Attempt, _ plan: StrategyPlan?) -> AlmanacError? {
        guard let plan, let last = plan.settings.period.last,
            let bars = last.bars(at: .day1), bars < 252
        else { return nil }
        let keys = attempt.original.map(\.key)
        let place = keys.indices.last { index in
            ["last", "past", "previous", "recent", "latest"].contains(keys[index])
        }
        let before = place.map { Array(keys[..<$0]) } ?? []
        let clause = before.lastIndex(where: whens.contains).map { before[$0...] } ?? []
        let isWithin = before.suffix(2).contains("within")
        let isPast = clause.contains(where: past.contains)
        var longest = 0
        for condition in plan.conditions {
            condition.visit { quantity in
                longest = max(longest, quantity.ownLookback?.bars(at: .day1) ?? 0)
            }
        }
        let isShort = plan.frequency == .day1 && bars <= max(longest, 20)
        guard isWithin || isPast || isShort else { return nil }
        return AlmanacError(
            .validation,
            "\"the last \(last.noun)\" may be when the condition has to have held, which cannot be "
                + "asked for, or what the run is over",
            suggestion: "say the condition of the day itself, and name a run by its dates, such as "
                + "\"since 2015\"")
    }
}
