import AlmanacCore

/// Indicators of the table, signals from outside of prices, events and the calendar.
extension CodeWriter {
    /// A slot that holds a signal.
    struct SignalSlot: Hashable {
        var name: String
        var title: String
        /// How long a value counts after it became known.
        var maximumAge: String
    }

    /// The slots of signals with the columns used of each, in order of first use.
    var signalColumns: [(slot: SignalSlot, columns: [String])] {
        var found: [(slot: SignalSlot, columns: [String])] = []
        for (source, column) in signals {
            let slot = SignalSlot(
                name: source.slot, title: source.phrase, maximumAge: Self.maximumAge(column))
            if let index = found.firstIndex(where: { $0.slot.name == slot.name }) {
                if !found[index].columns.contains(column.rawValue) {
                    found[index].columns.append(column.rawValue)
                }
            } else {
                found.append((slot, [column.rawValue]))
            }
        }
        return found
    }

    /// A mood fades within a week; a published number holds until the next, for half a year.
    private static func maximumAge(_ column: SignalColumn) -> String {
        switch column {
        case .sentiment, .mentions: "7d"
        case .value: "180d"
        case .events: "3650d"
        }
    }

    // MARK: Indicators

    /// The variable of an indicator; where a symbol has no highs and lows, its closes stand for
    /// them.
    mutating func indicator(
        _ indicator: Indicator, _ subject: Subject, _ length: Lookback?, _ settings: [Double],
        _ quantity: Quantity
    ) throws(AlmanacError) -> String {
        let row = indicator.row
        var code = settings.isEmpty ? row.usualCode ?? row.code : row.code
        for column in row.columns {
            // Of a shape within one bar, closes tell nothing.
            let isClosed = (column == .high || column == .low) && !row.needsRange
            let source = try variable(
                .price(isClosed && !hasRange(subject) ? .close : column, subject))
            code = code.map { Self.filled($0, column.rawValue, source) }
        }
        if let usual = row.length {
            let window = try window(
                "\(indicator.rawValue)_window", length ?? Lookback(count: usual, unit: .bar),
                atLeast: row.shortest, "Bars of the \(row.title).")
            code = code.map { Self.filled($0, "n", window) }
        }
        for (index, setting) in row.settings.enumerated()
        where code.contains(where: { $0.contains("{\(setting.key)}") }) {
            let value = settings.isEmpty ? setting.usual : settings[index]
            let name =
                setting.isCount
                ? try parameters.integer(setting.parameter, Int(value), setting.text)
                : parameters.number(setting.parameter, value, in: setting.bounds, setting.text)
            code = code.map { Self.filled($0, setting.key, name) }
        }
        let name = prefix(subject) + indicator.rawValue
        if code.count == 1 { return bind(quantity, name, code[0]) }
        lines += code.dropLast()
        return bind(quantity, name + "_line", code[code.count - 1])
    }

    /// The expression of how far a stop lies, as a fraction of the price.
    mutating func distance(
        _ distance: StopDistance, _ key: String, upTo maximum: Double, _ text: String
    ) throws(AlmanacError) -> String {
        switch distance {
        case .fraction(let part):
            return parameters.number(key, part, in: 0.0001...maximum, text + ".")
        case .ranges(let count, let length):
            let range = try variable(.indicator(.averageTrueRange, .traded, length))
            let close = try close(.traded)
            let factor = parameters.number(
                key + "_ranges", count, in: 0.1...50, text + ", in average true ranges.")
            return "\(factor) * \(range) / \(close)"
        }
    }

    static func filled(_ text: String, _ key: String, _ value: String) -> String {
        var result = ""
        var rest = Substring(text)
        let mark = "{\(key)}"
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            if rest.hasPrefix(mark) {
                result += value
                rest = rest.dropFirst(mark.count)
            } else {
                result += "{"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    // MARK: Signals

    /// The variable of a signal; of several sources their mean, a silent one counting as nothing.
    mutating func signal(
        _ sources: [SourceMention], _ column: SignalColumn, _ quantity: Quantity
    ) -> String {
        let names = sources.map { read($0, column) }
        guard names.count > 1 else {
            return bind(quantity, variableName(sources, column), names[0])
        }
        let parts = names.map { "\($0).fillna(0)" }.joined(separator: " + ")
        return bind(quantity, column.rawValue, "(\(parts)) / \(names.count)")
    }

    private func variableName(_ sources: [SourceMention], _ column: SignalColumn) -> String {
        let slot = sources.first?.slot ?? "signal"
        return column == .value ? slot + "_value" : "\(slot)_\(column.rawValue)"
    }

    /// Notes that a column of a source's slot is used and gives the expression that reads it.
    private mutating func read(_ source: SourceMention, _ column: SignalColumn) -> String {
        signals.append((source, column))
        return "data['\(source.slot)']['\(column.rawValue)']"
    }

    /// The condition that any of the sources reports something that was not known a bar ago.
    mutating func happens(_ sources: [SourceMention]) -> String {
        sources.map { "(\(read($0, .events)).fillna(0).diff() > 0)" }
            .joined(separator: " | ")
    }
}
