import AlmanacCore
import TimeSeries

/// A whole strategy with nothing left open: what a definition and a sentence are written from.
struct StrategyPlan {
    var traded: String
    /// The symbols besides the traded one, in reading order.
    var others: [String]
    var entry: Condition?
    var exit: Condition?
    var shortEntry: Condition?
    var shortExit: Condition?
    var frequency: Frequency
    var executionPrice: String
    /// Stops, size, cash, costs and dates as read.
    var settings: SentenceDraft
    var assumptions: [String]

    /// The conditions in the order in which the code uses them.
    var conditions: [Condition] { [entry, exit, shortEntry, shortExit].compactMap { $0 } }

    /// Completes a draft.
    ///
    /// - Throws: `validation_error` where the draft leaves open when to buy or sell,
    ///   `invalid_symbol_error` where it leaves open what to trade.
    init(_ draft: SentenceDraft, catalogue: SymbolCatalogue) throws(AlmanacError) {
        settings = draft
        assumptions = draft.assumptions
        traded = try StrategyPlan.tradedSymbol(of: draft)
        let traded = traded
        let normal: (Condition) -> Condition = { condition in
            condition.mapSubjects { $0 == .symbol(traded) ? .traded : $0 }
        }
        entry = draft.entry.map(normal)
        shortEntry = draft.shortEntry.map(normal)
        executionPrice = draft.executionPrice ?? "open"
        frequency = .day1
        others = []
        try checkPeriod()
        try checkFills(catalogue)
        try checkEntries()
        try resolveExits(normal)
        frequency = try inferredFrequency()
        try checkLengths()
        try checkSize()
        if draft.executionPrice == nil, followsCalendarAlone { executionPrice = "close" }
        try checkSides()
        others = StrategyPlan.symbols(in: conditions).filter { $0 != traded }
        noteAssumptions(catalogue)
        noteIndexOfCoins()
    }

    /// The symbols that conditions name, in reading order without repeats.
    static func symbols(in conditions: [Condition]) -> [String] {
        var found: [String] = []
        func note(_ subject: Subject?) {
            if case .symbol(let symbol) = subject, !found.contains(symbol) { found.append(symbol) }
        }
        for condition in conditions {
            for leaf in condition.leaves {
                switch leaf {
                case .streak(let subject, _, _), .pattern(_, let subject): note(subject)
                default: break
                }
            }
            condition.visit { note($0.ownSubject) }
        }
        return found
    }

    /// A number and a part of the same number: that says nothing, so something else was meant.
    private func checkSides() throws(AlmanacError) {
        for leaf in conditions.flatMap(\.leaves) {
            guard let (left, _, right) = leaf.sides else { continue }
            let base = if case .shifted(let base, _) = right { base } else { right }
            guard base == left else { continue }
            throw AlmanacError(
                .validation, "a number is compared with a part of itself",
                suggestion: "say what it is compared with, such as \"its 50-day average\"")
        }
    }

    private static func tradedSymbol(of draft: SentenceDraft) throws(AlmanacError) -> String {
        var candidates = draft.traded
        if candidates.isEmpty {
            candidates = symbols(in: [draft.entry, draft.shortEntry].compactMap { $0 })
        }
        if candidates.isEmpty {
            // "When Intel's P/E is over 20 sell it, and buy it when …": the exit names it.
            let exits = [draft.exit, draft.shortExit].compactMap { exit -> Condition? in
                if case .condition(let condition) = exit { condition } else { nil }
            }
            candidates = symbols(in: exits)
        }
        guard let first = candidates.first else {
            throw AlmanacError(
                .invalidSymbol, "the sentence names no symbol to trade",
                suggestion: "name one, such as \"Buy AAPL when …\"")
        }
        guard candidates.count == 1 else {
            let list = candidates.joined(separator: ", ")
            throw AlmanacError(
                .validation,
                draft.traded.isEmpty
                    ? "the sentence does not say which of \(list) to trade"
                    : "the sentence trades several symbols (\(list)); one strategy trades one",
                details: ["symbols": .array(candidates.map(JSON.string))],
                suggestion: "say which one to buy, such as \"Buy \(first) when …\"")
        }
        return first
    }

    /// What each trade risks is what its stop loses.
    private func checkSize() throws(AlmanacError) {
        if case .volatilityTarget? = settings.tradeSize, entry == .firstBar {
            throw AlmanacError(
                .validation,
                "a position is sized when it is opened, so holding has no volatility target",
                suggestion: "name when to buy and sell, such as \"above its 200-day average\"")
        }
        guard case .risk(let part)? = settings.tradeSize, settings.stopLoss == nil,
            settings.trailingStop == nil
        else { return }
        throw AlmanacError(
            .validation, "risking \(Wording.percent(part)) per trade needs a stop",
            suggestion: "add one, such as \"5% stop loss\" or \"2 ATR stop\"")
    }

    private func checkPeriod() throws(AlmanacError) {
        guard let from = settings.period.from, let to = settings.period.to, to < from else {
            return
        }
        throw AlmanacError(
            .validation, "the period ends on \(to), before it starts on \(from)",
            details: ["from": .string(from), "to": .string(to)],
            suggestion: "exchange the two, such as \"from 2010 to 2020\"")
    }

    /// A length without a unit on monthly bars, which may be one of days.
    private func checkLengths() throws(AlmanacError) {
        guard frequency == .month1, let long = lookbacks.first(where: { $0.isLongInMonths }) else {
            return
        }
        throw AlmanacError(
            .validation, "\(long.noun) of a month are \(long.count / 12) years",
            details: ["length": .string(long.noun)],
            suggestion: "say whether days or months are meant, such as \"\(long.count)-day\" or "
                + "\"10-month\"")
    }

    private func checkFills(_ catalogue: SymbolCatalogue) throws(AlmanacError) {
        let hasOpens = catalogue.entry(traded)?.columns.contains("open") ?? false
        // The bar before Monday's is Friday's only where weekends have none.
        guard !settings.fillsAtOpenOfDay || !SymbolCatalogue.tradesEveryDay(traded) else {
            throw AlmanacError(
                .validation,
                "\(traded) trades on every day of the week, and orders for the open of one are not "
                    + "read for it",
                suggestion:
                    "name the day before, such as \"on Thursdays, filling at the next open\"")
        }
        guard settings.fillsAtNextClose, hasOpens else { return }
        throw AlmanacError(
            .validation,
            "orders fill at the next open or at the close that gives the signal, not at the next "
                + "close",
            suggestion: "say \"at the next open\" or \"at the close\"")
    }

    private func checkEntries() throws(AlmanacError) {
        guard entry == nil, shortEntry == nil else { return }
        let verb = settings.saysShort ? "short" : "buy"
        let isSilent = !settings.saysBuy && !settings.saysShort && !settings.saysHold
        throw AlmanacError(
            .validation,
            isSilent
                ? "the sentence names no strategy"
                : "the sentence says to \(verb) \(traded) but not when",
            suggestion: "say when, such as \"\(verb) \(traded) when its 10-day average crosses "
                + "\(verb == "buy" ? "above" : "below") its 30-day average\", or \"buy and hold "
                + "\(traded)\"")
    }

    // MARK: Exits

    private mutating func resolveExits(
        _ normal: (Condition) -> Condition
    ) throws(AlmanacError) {
        if settings.isLongAndShort { try mirror() }
        if settings.exitsEither, settings.shortExit == nil, shortEntry != nil,
            case .condition(let condition) = settings.exit,
            condition.leaves.allSatisfy(\.isSideless)
        {
            settings.shortExit = settings.exit
        }
        if settings.exitsEither, settings.shortExit == nil, let entry, let shortEntry,
            case .condition(let condition) = settings.exit,
            let other = condition.between(entry, shortEntry)
        {
            settings.shortExit = .condition(other)
        }
        try checkTitle()
        applyCalendarFilter()
        holdDays()
        try sellOnLaterDays()
        holdBetweenDates()
        partEntryAndExit()
        if let told = assumptions.firstIndex(of: SentenceDraft.usualTexts) {
            // What the sentence says itself is no assumption.
            if !settings.isUsual, !settings.isNamed {
                assumptions.remove(at: told)
            } else if settings.exit != nil || shortEntry != nil {
                assumptions[told] = "sentiment runs from -1 to 1; it buys above 0.1"
            }
        }
        if let entry {
            exit = try resolved(
                settings.exit, entry, isLong: true, isReversed: shortEntry != nil, normal)
        } else if settings.exit != nil {
            throw StrategyPlan.unusable(exitVerb: "sell", entryVerb: "buy", traded)
        }
        if let shortEntry {
            shortExit = try resolved(
                settings.shortExit, shortEntry, isLong: false, isReversed: entry != nil, normal)
        } else if settings.shortExit != nil {
            throw StrategyPlan.unusable(exitVerb: "cover", entryVerb: "short", traded)
        }
    }

    private mutating func mirror() throws(AlmanacError) {
        guard let entry, shortEntry == nil else { return }
        guard let mirrored = MirroredEntry.entry(for: entry) else {
            throw AlmanacError(
                .validation, "the entry has no mirror image to go short on",
                suggestion: "say when to go short, such as \"short \(traded) when …\"")
        }
        shortEntry = mirrored
        if settings.shortExit == nil, case .condition(let exit) = settings.exit {
            // A time that ends longs ends shorts too; anything else is mirrored as the entry is.
            settings.shortExit = MirroredEntry.exit(for: exit).map { .condition($0) }
        }
        assumptions.append("shorts mirror the longs")
    }

    private static func unusable(
        exitVerb: String, entryVerb: String, _ symbol: String
    ) -> AlmanacError {
        AlmanacError(
            .validation,
            "the sentence says when to \(exitVerb) but not when to \(entryVerb)",
            suggestion: "say when to \(entryVerb), such as \"\(entryVerb) \(symbol) when …\"")
    }

    /// What ends "hold while …" where another exit is named: the state's own end, unless that exit
    /// is of the same quantity or a time.
    private static func end(of entry: Condition, beside exit: Condition) -> Condition? {
        guard let end = entry.negated, !entry.isEvent else { return nil }
        let quantities = entry.leaves.compactMap { $0.sides?.left }
        let isOwn = exit.leaves.contains { leaf in
            switch leaf {
            case .elapsed, .streak, .calendar: true
            default:
                leaf.sides.map { sides in
                    quantities.contains(sides.left) || quantities.contains(sides.right)
                } ?? false
            }
        }
        return isOwn ? nil : end
    }

    private mutating func resolved(
        _ named: SentenceDraft.Exit?, _ entry: Condition, isLong: Bool, isReversed: Bool,
        _ normal: (Condition) -> Condition
    ) throws(AlmanacError) -> Condition? {
        let verb = isLong ? "sell" : "cover"
        if case .condition(let condition) = named {
            let exit = normal(condition)
            let end = isLong && settings.holdsWhile ? Self.end(of: entry, beside: exit) : nil
            return end.map { .disjunction([exit, $0]) } ?? exit
        }
        let implied = ImpliedExit.exit(for: entry, isLong: isLong)
        if named == nil {
            if entry == .firstBar { return nil }
            let endsByStop = settings.exitsByStopsOnly && settings.stopLoss != nil
            if endsByStop || settings.takeProfit != nil || settings.trailingStop != nil {
                note("positions end by their stops and targets alone")
                return nil
            }
            if isReversed, !settings.isLongAndShort {
                note("the opposite entry reverses the position")
                return nil
            }
        }
        guard let implied else {
            throw AlmanacError(
                .validation,
                "the sentence says when to \(isLong ? "buy" : "short") \(traded) but not when to "
                    + "\(verb), and no exit follows from the entry",
                suggestion: "add when to \(verb), such as \"\(verb) when its RSI is above 70\", "
                    + "\"10% take profit\" or \"8% trailing stop\"")
        }
        if named == nil {
            assumptions.append("no exit was named, so it \(verb)s \(implied.reason)")
        }
        return implied.condition
    }
}
