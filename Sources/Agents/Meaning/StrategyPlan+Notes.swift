import AlmanacCore
import TimeSeries

/// What a plan takes for granted and says.
extension StrategyPlan {
    mutating func noteAssumptions(_ catalogue: SymbolCatalogue) {
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
        } else if settings.executionPrice == nil {
            note("orders fill at the close of the day that the calendar names, known beforehand")
        } else {
            note("orders fill at the very close that gave the signal")
        }
    }

    /// From when days of holding count, and when a rule of the calendar is acted on.
    mutating func noteMoments() {
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
        let needsHolidays = conditions.flatMap(\.leaves).contains { leaf in
            if case .calendar(let span, _) = leaf { span.needsHolidays } else { false }
        }
        if needsHolidays, SymbolCatalogue.holidays(of: traded) == .newYork {
            note("days of trading to come are told by the holidays of the New York exchanges")
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
    mutating func noteIndexOfCoins() {
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

    mutating func note(_ text: String) {
        if !assumptions.contains(text) { assumptions.append(text) }
    }

    /// Whether conditions look at the highs or lows of a symbol.
    func usesRange(of symbol: String) -> Bool {
        let subject: Subject = symbol == traded ? .traded : .symbol(symbol)
        var found = false
        for condition in conditions {
            condition.visit { quantity in
                switch quantity {
                case .extreme(_, subject, _): found = true
                case .indicator(let indicator, subject, _, _):
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
