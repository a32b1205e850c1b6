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
                if case .streak(let subject, _, _) = leaf { note(subject) }
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

    private func checkPeriod() throws(AlmanacError) {
        guard let from = settings.period.from, let to = settings.period.to, to < from else {
            return
        }
        throw AlmanacError(
            .validation, "the period ends on \(to), before it starts on \(from)",
            details: ["from": .string(from), "to": .string(to)],
            suggestion: "exchange the two, such as \"from 2010 to 2020\"")
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
        // A time that ends longs ends shorts too.
        if settings.shortExit == nil, case .condition(.elapsed) = settings.exit {
            settings.shortExit = settings.exit
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

    private mutating func resolved(
        _ named: SentenceDraft.Exit?, _ entry: Condition, isLong: Bool, isReversed: Bool,
        _ normal: (Condition) -> Condition
    ) throws(AlmanacError) -> Condition? {
        let verb = isLong ? "sell" : "cover"
        if case .condition(let condition) = named { return normal(condition) }
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

    // MARK: Frequency and notes

    private var lookbacks: [Lookback] {
        var found: [Lookback] = []
        for condition in conditions {
            for leaf in condition.leaves {
                if case .streak(_, _, let length) = leaf { found.append(length) }
            }
            condition.visit { quantity in
                if let length = quantity.ownLookback, !found.contains(length) {
                    found.append(length)
                }
            }
        }
        return found
    }

    /// The named frequency, else hourly where every length is in hours, else daily.
    private func inferredFrequency() throws(AlmanacError) -> Frequency {
        if let frequency = settings.frequency {
            // "Every week" beside days of the week counts days: a week's bar ends on one of them.
            let hasWeekdays = conditions.flatMap(\.leaves).contains { leaf in
                if case .calendar(.weekday, _) = leaf { true } else { false }
            }
            return frequency == .week1 && hasWeekdays ? .day1 : frequency
        }
        let units = lookbacks.map(\.unit).filter { $0 != .bar }
        if !units.isEmpty, units.allSatisfy({ $0 == .hour }) { return .hour1 }
        return .day1
    }

    private mutating func noteAssumptions(_ catalogue: SymbolCatalogue) {
        let natural: Lookback.Unit? =
            switch frequency {
            case .day1: .day
            case .week1: .week
            case .month1: .month
            case .hour1: .hour
            default: nil
            }
        for length in lookbacks where length.unit != natural && length.unit != .bar {
            let everyDay = SymbolCatalogue.tradesEveryDay(traded)
            guard let bars = length.bars(at: frequency, everyDay: everyDay) else { continue }
            let verb = length.count == 1 ? "is" : "are"
            note("\(length.noun) \(verb) \(bars) \(frequency.adjective) bars")
        }
        let stops = [settings.stopLoss, settings.takeProfit, settings.trailingStop]
        let hasRanges = stops.contains { $0 != nil && $0?.fraction == nil }
        if hasRanges { note("a stop's ATR is that of the bar that gave the signal") }
        for symbol in [traded] + others
        where usesRange(of: symbol) || hasRanges && symbol == traded {
            if !StrategyPlan.hasRange(symbol, catalogue) {
                note("the high and low of \(symbol) are those of its closes")
            }
        }
        noteMoments()
        let columns = catalogue.entry(traded)?.columns ?? []
        if executionPrice == "open" {
            note(
                columns.contains("open")
                    ? "orders fill at the open of the next bar"
                    : "orders fill at the close of the next bar, as \(traded) has no open"
            )
        } else {
            note("orders fill at the very close that gave the signal")
        }
    }

    /// From when days of holding count, and when a rule of the calendar is acted on.
    private mutating func noteMoments() {
        for case .elapsed(let length) in [exit, shortExit].compactMap({ $0 }).flatMap(\.leaves) {
            if !holdsFromEntry {
                note(
                    "the \(length.noun) count from the last bar on which the entry condition held, "
                        + "so that each such bar starts them anew")
                continue
            }
            let time = "the \(length.noun) \(length.count == 1 ? "is" : "are") over"
            note("when \(time) and the entry condition still holds, it is entered anew")
            if settings.hasStop { note("after a stop the next entry waits until \(time)") }
        }
        let followsCalendar = conditions.flatMap(\.leaves).contains {
            if case .calendar = $0 { true } else { false }
        }
        if followsCalendar, executionPrice == "open" {
            note(
                "orders fill a bar after the one that the calendar names, as its rules are "
                    + "looked at when that bar closes")
        }
    }

    /// Says whose fear and greed is meant where no coin is traded.
    private mutating func noteIndexOfCoins() {
        guard !SymbolCatalogue.tradesEveryDay(traded) else { return }
        var usesIndex = false
        for condition in conditions {
            condition.visit { quantity in
                if case .signal(let sources, .value) = quantity {
                    usesIndex = usesIndex || sources.contains { $0.row == "fear_greed" }
                }
            }
        }
        if usesIndex {
            note("the fear and greed index is that of alternative.me, which is of coins")
        }
    }

    private mutating func note(_ text: String) {
        if !assumptions.contains(text) { assumptions.append(text) }
    }

    /// Whether conditions look at the highs or lows of a symbol.
    private func usesRange(of symbol: String) -> Bool {
        let subject: Subject = symbol == traded ? .traded : .symbol(symbol)
        var found = false
        for condition in conditions {
            condition.visit { quantity in
                switch quantity {
                case .extreme(_, subject, _): found = true
                case .indicator(let indicator, subject, _):
                    found = found || indicator.row.columns.contains(.high)
                default: break
                }
            }
        }
        return found
    }

    /// Whether the series of a symbol has highs and lows.
    static func hasRange(_ symbol: String, _ catalogue: SymbolCatalogue) -> Bool {
        let columns = catalogue.entry(symbol)?.columns ?? []
        return columns.contains("high") && columns.contains("low")
    }
}
