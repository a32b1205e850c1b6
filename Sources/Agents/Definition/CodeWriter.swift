import AlmanacCore
import TimeSeries

/// Writes the code of a strategy from its conditions.
///
/// Each quantity becomes one assignment, shared by all that use it; each number becomes a
/// parameter.
struct CodeWriter {
    /// The name of the slot of a subject.
    var slot: (Subject) -> String
    /// Whether the series of a subject has highs and lows.
    var hasRange: (Subject) -> Bool
    var frequency: Frequency
    /// Whether the traded symbol has a bar on every day of the week.
    let everyDay: Bool
    /// On which days the traded symbol has no bars besides weekends.
    var holidays = TradedHolidays.newYork
    var parameters = ParameterTable()
    /// The assignments so far.
    var lines: [String] = []
    /// The columns used of each slot, in order of first use.
    var columns: [(slot: String, column: String)] = []
    /// The series whose last signal "so long after the entry" counts from.
    var entryName = "entries"
    private(set) var variables: [Quantity: String] = [:]
    private var taken: Set<String> = Set([
        "entries", "exits", "short_entries", "short_exits",
    ]).union(CodeWriter.namesOfHolding)
    /// The lengths of the averages of prices, in bars, shortest first.
    private let averageWindows: [Int]
    /// The code of each condition that was written last, with that of its two sides.
    var written: [Condition: WrittenCondition] = [:]
    /// The variables that hold parts of the calendar, by their code.
    var calendarNames: [String: String] = [:]
    /// The columns used of signals, in order of use.
    var signals: [(source: SourceMention, column: SignalColumn)] = []

    init(
        conditions: [Condition], frequency: Frequency, everyDay: Bool,
        slot: @escaping (Subject) -> String, hasRange: @escaping (Subject) -> Bool
    ) {
        self.slot = slot
        self.hasRange = hasRange
        self.frequency = frequency
        self.everyDay = everyDay
        var windows: Set<Int> = []
        for condition in conditions {
            condition.visit { quantity in
                if case .average(_, .price(.close, _), let length) = quantity,
                    let bars = length.bars(at: frequency, everyDay: everyDay)
                {
                    windows.insert(bars)
                }
            }
        }
        averageWindows = windows.sorted()
    }

    /// A condition as code.
    struct WrittenCondition {
        var code: String
        /// What is compared, and with what where that is no plain number.
        var left: String?
        var right: String?
    }

    // MARK: Names

    mutating func bind(_ quantity: Quantity, _ base: String, _ code: String) -> String {
        let name = unusedName(base)
        variables[quantity] = name
        lines.append("\(name) = \(code)")
        return name
    }

    /// A name for a variable that no other has yet.
    mutating func unusedName(_ base: String) -> String {
        var name = base
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(base)_\(number)"
            number += 1
        }
        return name
    }

    func prefix(_ subject: Subject) -> String {
        let slot = slot(subject)
        return slot == "prices" ? "" : slot + "_"
    }

    func bars(_ length: Lookback) throws(AlmanacError) -> Int {
        guard let bars = length.bars(at: frequency, everyDay: everyDay) else {
            throw AlmanacError(
                .validation,
                "\(length.noun) cannot be counted in \(frequency.adjective) bars",
                details: [
                    "length": .string(length.noun), "frequency": .string(frequency.rawValue),
                ],
                suggestion: "name the length in bars, or say on which bars the strategy runs, "
                    + "such as \"on daily bars\"")
        }
        return bars
    }

    mutating func window(
        _ base: String, _ length: Lookback, atLeast minimum: Int = 1, _ description: String
    ) throws(AlmanacError) -> String {
        try parameters.integer(base, bars(length), atLeast: minimum, description)
    }

    // MARK: Quantities

    /// The variable that holds a quantity, or the literal of a plain number.
    mutating func variable(_ quantity: Quantity) throws(AlmanacError) -> String {
        if let name = variables[quantity] { return name }
        switch quantity {
        case .number(let value): return JSON.text(of: value)
        case .price(let column, let subject):
            return price(column, subject, quantity)
        case .average(let kind, let source, let length):
            return try average(kind, source, length, quantity)
        case .rsi(let subject, let length):
            let close = try close(subject)
            let window = try window("rsi_window", length, atLeast: 2, "Bars of the RSI.")
            return bind(
                quantity, prefix(subject) + "rsi", "talib.RSI(\(close), timeperiod=\(window))")
        case .macd(_, let subject, let periods): return try macd(subject, periods, quantity)
        case .band(_, let subject, let length, let width):
            return try band(subject, length, width, quantity)
        case .extreme(let side, let subject, let length):
            return try extreme(side, subject, length, quantity)
        case .change(let source, let length):
            let source = try variable(source)
            let window = try window("lookback", length, "Bars over which the return is taken.")
            return bind(quantity, "momentum", "\(source).pct_change(\(window))")
        case .ratio(let left, let right):
            return bind(quantity, "ratio", try "\(variable(left)) / \(variable(right))")
        case .spread(let left, let right):
            return bind(quantity, "spread", try "\(variable(left)) - \(variable(right))")
        case .zscore(let source, let length): return try zscore(source, length, quantity)
        case .volatility(let subject, let length):
            return try volatility(subject, length, quantity)
        case .shifted(let source, let by):
            let source = try variable(source)
            let margin = parameters.number(
                "margin", abs(by), in: 0...1, "Distance from the level, as a fraction of it.")
            return "\(source) * (1 \(by < 0 ? "-" : "+") \(margin))"
        case .indicator(let indicator, let subject, let length, let settings):
            return try self.indicator(indicator, subject, length, settings, quantity)
        case .extremeOf(let side, let source, let length):
            let base = noun(source) + (side == .up ? "_high" : "_low")
            let source = try variable(source)
            let window = try window(
                base + "_window", length, "Bars that the \(side == .up ? "high" : "low") is of.")
            return bind(
                quantity, base,
                "\(source).rolling(\(window)).\(side == .up ? "max" : "min")().shift(1)")
        case .signal(let sources, let column): return signal(sources, column, quantity)
        case .difference(let source, let length):
            let source = try variable(source)
            let window = try window("change_window", length, "Bars over which the change is taken.")
            return bind(quantity, "change", "\(source).diff(\(window))")
        }
    }

    mutating func close(_ subject: Subject) throws(AlmanacError) -> String {
        try variable(.price(.close, subject))
    }

    private mutating func price(
        _ column: PriceColumn, _ subject: Subject, _ quantity: Quantity
    ) -> String {
        let slot = slot(subject)
        columns.append((slot, column.rawValue))
        return bind(
            quantity, prefix(subject) + column.rawValue, "data['\(slot)']['\(column.rawValue)']")
    }

    private mutating func average(
        _ kind: AverageKind, _ source: Quantity, _ length: Lookback, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let bars = try bars(length)
        let names = averageNames(source, bars)
        let source = try variable(source)
        let window = try parameters.integer(
            names.parameter, bars, atLeast: kind.shortest, names.description)
        return bind(quantity, names.variable, kind.code(source, window))
    }

    /// How an average and its window are called: fast and slow where there are two windows.
    private func averageNames(
        _ source: Quantity, _ bars: Int
    ) -> (parameter: String, variable: String, description: String) {
        guard case .price(.close, let subject) = source else {
            let noun = noun(source)
            return (
                "\(noun)_average_window", "\(noun)_average", "Bars in the average of the \(noun)."
            )
        }
        let prefix = prefix(subject)
        guard let index = averageWindows.firstIndex(of: bars), averageWindows.count > 1 else {
            return ("average_window", prefix + "average", "Bars in the average.")
        }
        if averageWindows.count == 2 {
            let name = index == 0 ? "fast" : "slow"
            return (name, "\(prefix)\(name)_average", "Bars in the \(name) average.")
        }
        let name = "average_\(index + 1)"
        return (name, prefix + name, "Bars in average \(index + 1), counted from the shortest.")
    }

    /// The word for a quantity in names of parameters.
    func noun(_ quantity: Quantity) -> String {
        switch quantity {
        case .price(let column, _): column == .close ? "price" : column.rawValue
        case .rsi: "rsi"
        case .macd: "macd"
        case .change: "return"
        case .ratio: "ratio"
        case .spread: "spread"
        case .zscore: "zscore"
        case .volatility: "volatility"
        case .average(_, let source, _), .shifted(let source, _), .difference(let source, _):
            noun(source)
        case .extremeOf(_, let source, _): noun(source)
        case .indicator(let indicator, _, _, _): indicator.rawValue
        case .signal(let sources, .value): sources.first?.slot ?? "signal"
        case .signal(_, let column): column.rawValue
        case .band, .extreme, .number: "level"
        }
    }

    private mutating func macd(
        _ subject: Subject, _ periods: MACDPeriods, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let close = try close(subject)
        let fast = try parameters.integer(
            "macd_fast", periods.fast, atLeast: 2, "Bars of the fast average of the MACD.")
        let slow = try parameters.integer(
            "macd_slow", periods.slow, atLeast: 2, "Bars of the slow average of the MACD.")
        let signal = try parameters.integer(
            "macd_signal", periods.signal, "Bars of the signal line of the MACD.")
        let prefix = prefix(subject)
        let parts: [(MACDPart, String)] = [
            (.line, "macd"), (.signal, "macd_signal"), (.histogram, "macd_histogram"),
        ]
        var names: [String] = []
        for (part, base) in parts {
            let name = unusedName(prefix + base)
            variables[.macd(part, subject, periods)] = name
            names.append(name)
        }
        lines.append("\(names.joined(separator: ", ")) = talib.MACD(")
        lines.append("    \(close), fastperiod=\(fast),")
        lines.append("    slowperiod=\(slow), signalperiod=\(signal))")
        return variables[quantity] ?? names[0]
    }

    private mutating func band(
        _ subject: Subject, _ length: Lookback, _ width: Double, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let middle = Quantity.band(.middle, subject, length, width: width)
        let close = try close(subject)
        let window = try window(
            "band_window", length, atLeast: 2, "Bars of the Bollinger bands.")
        let name: String
        if let known = variables[middle] {
            name = known
        } else {
            name = bind(middle, prefix(subject) + "middle", "\(close).rolling(\(window)).mean()")
        }
        guard case .band(let part, _, _, _) = quantity, part != .middle else { return name }
        let factor = parameters.number(
            "band_width", width, in: 0.1...10, "Width of the bands in standard deviations.")
        let sign = part == .upper ? "+" : "-"
        return bind(
            quantity, prefix(subject) + (part == .upper ? "upper_band" : "lower_band"),
            "\(name) \(sign) \(factor) * \(close).rolling(\(window)).std()")
    }

    private mutating func extreme(
        _ side: Direction, _ subject: Subject, _ length: Lookback?, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let column: PriceColumn = hasRange(subject) ? (side == .up ? .high : .low) : .close
        let source = try variable(.price(column, subject))
        let name = prefix(subject) + (side == .up ? "channel_high" : "channel_low")
        guard let length else {
            return bind(
                quantity, name, "\(source).\(side == .up ? "cummax" : "cummin")().shift(1)")
        }
        let window = try window(
            side == .up ? "high_window" : "low_window", length,
            "Bars of the channel's \(side == .up ? "high" : "low").")
        return bind(
            quantity, name, "\(source).rolling(\(window)).\(side == .up ? "max" : "min")().shift(1)"
        )
    }

    private mutating func zscore(
        _ source: Quantity, _ length: Lookback, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let source = try variable(source)
        let window = try window("zscore_window", length, atLeast: 2, "Bars of the z-score.")
        return bind(
            quantity, "zscore",
            "(\(source) - \(source).rolling(\(window)).mean()) / \(source).rolling(\(window)).std()"
        )
    }

    private mutating func volatility(
        _ subject: Subject, _ length: Lookback, _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let close = try close(subject)
        let window = try window(
            "volatility_window", length, atLeast: 2, "Bars of the volatility.")
        let barsInYear =
            switch frequency {
            case .week1: "52"
            case .month1: "12"
            default: "252"
            }
        return bind(
            quantity, prefix(subject) + "volatility",
            "\(close).pct_change().rolling(\(window)).std() * np.sqrt(\(barsInYear))")
    }
}
