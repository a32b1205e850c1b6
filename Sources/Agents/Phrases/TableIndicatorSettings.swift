/// The length and the further settings of an indicator: "(14, 3, 3)", "7/2", "with a multiplier
/// of 2".
extension SentenceParser {
    /// What a sentence has set of a family of indicators.
    struct TableSettings {
        var length: Lookback?
        var settings: [Double] = []
    }

    /// The indicator with what is said of its length and settings, here or where the sentence
    /// named it first.
    mutating func set(
        _ found: Indicator, early: Lookback?, settings given: [Double] = []
    ) -> Quantity? {
        let row = found.row
        var (numbers, unit) = attempt { $0.argumentNumbers(of: found) } ?? ([], nil)
        var length = early
        var settings = given
        if found.isIchimoku, numbers.count >= 3 {
            // All lines of one cloud are set at once.
            if numbers.count == 3 { numbers.append(26) }
            ichimoku = numbers
        }
        if numbers.count == row.settings.count, row.length == nil, !numbers.isEmpty {
            settings = numbers
        } else if !numbers.isEmpty, !(found.isIchimoku && numbers.count == 4) {
            guard row.length != nil, let count = Int(exactly: numbers[0]), count >= 1,
                early == nil || early?.count == count
            else { return nil }
            length = early ?? Lookback(count: count, unit: unit ?? .bar)
            switch numbers.count {
            case 1: break
            case row.settings.count + 1: settings = Array(numbers.dropFirst())
            // "Stochastic (14, 3)" leaves open which of two averages has 3 bars: both usually do.
            case 2 where found.family == "stochastic" && numbers[1] == 3: break
            default: return fail("the \(row.title) has other settings: \(row.settingsNames)")
            }
        }
        if row.settings.count == 1, !row.settings[0].isCount {
            if length == nil, let period = attempt({ $0.period() }) { length = period }
            if let factor = attempt({ $0.multiplier() }) { settings = [factor] }
            if length == nil, let period = attempt({ $0.period() }) { length = period }
        }
        for (setting, value) in zip(row.settings, settings) where setting.isCount {
            guard let count = Int(exactly: value), count >= 1 else { return nil }
        }
        if let ichimoku, found.isIchimoku, length == nil {
            length = found.ichimokuLength(ichimoku)
            settings = row.settings.isEmpty ? [] : Array(ichimoku.dropFirst())
        }
        if settings == row.settings.map(\.usual) { settings = [] }
        let isNamed = length != nil || !settings.isEmpty
        if !isNamed, let before = tableSettings[found.family], !found.isIchimoku {
            return .indicator(found, subject, before.length, before.settings)
        }
        noteUsual(found, hasLength: length != nil, settings)
        tableSettings[found.family] = TableSettings(length: length, settings: settings)
        return .indicator(found, subject, length, settings)
    }

    /// Says what an indicator is set to where the sentence does not, or says it in numbers alone.
    private mutating func noteUsual(_ found: Indicator, hasLength: Bool, _ settings: [Double]) {
        let row = found.row
        if found.isIchimoku, found.row.settings.count > 0, settings.isEmpty {
            draft.assume(
                "the Ichimoku cloud has its usual 9, 26 and 52 bars, drawn 26 bars ahead")
            return
        }
        let usual =
            settings.isEmpty && found != .keltnerMiddle
            ? found.usualSettings.map { " (\($0))" } : nil
        if let bars = row.length, !hasLength {
            draft.assume("the \(row.title) has its usual \(bars) bars" + (usual ?? ""))
        } else if let usual {
            draft.assume("the \(row.title) has its usual settings" + usual)
        }
    }

    /// Consumes "(20, 2)", "10,3" or "14 3 3", with the unit of the first number.
    private mutating func argumentNumbers(
        of found: Indicator
    ) -> ([Double], Lookback.Unit?)? {
        let isOpen = accept(mark: "(")
        let whole =
            found.isIchimoku ? 3 : found.row.settings.count + (found.row.length == nil ? 0 : 1)
        var numbers: [Double] = []
        var unit: Lookback.Unit?
        while numbers.count < 4, case .number(let value, .plain) = token()?.kind, value > 0 {
            if !isOpen, numbers.count == whole { return nil }
            position += 1
            numbers.append(value)
            if numbers.count == 1, isOpen { unit = self.unit() }
            skip("atr", "sd", "std")
            guard mark() == "," || mark() == "/" || (whole > 2 && !isOpen),
                token(1)?.isNumber == true || token()?.isNumber == true
            else { break }
            if mark() != nil { position += 1 }
        }
        guard !numbers.isEmpty else { return nil }
        if isOpen { return accept(mark: ")") ? (numbers, unit) : nil }
        // Bare numbers are settings where there are as many as there is room for.
        guard numbers.count == whole, whole > 1, token()?.isNumber != true else { return nil }
        if let word = word(), Self.isUnit(word) { return nil }
        return (numbers, nil)
    }

    /// Consumes "with 14 periods", "period 14" or "length = 10".
    private mutating func period() -> Lookback? {
        skip("with", "and", "a", "an", "using", "of", "atr")
        if accept("period", "length", "periods") {
            skip("of", "is")
            _ = accept(mark: "=")
            return count().map { Lookback(count: $0, unit: .bar) }
        }
        let start = position
        guard let length = lookback(), length.unit == .bar, position > start else { return nil }
        return length
    }

    /// Consumes "with a multiplier of 2", "multiplier 2" or "with 1.5 ATR".
    private mutating func multiplier() -> Double? {
        skip("with", "and", "a", "an", "using", "of")
        if accept("multiplier", "factor", "mult") {
            skip("of", "is", "at")
            _ = accept(mark: "=")
            return number(.plain).flatMap { $0 > 0 ? $0 : nil }
        }
        guard let factor = number(.plain), factor > 0 else { return nil }
        if accept("x", "times") { skip("the") }
        guard
            accept("atr", "atrs", "multiplier", "factor") || accept(Self.deviations) != nil
                || accept(phrase: "average true ranges")
        else { return nil }
        return factor
    }
}

extension Indicator {
    /// What is set together with it.
    var family: String {
        switch self {
        case .stochasticK, .stochasticD: "stochastic"
        case .adx, .plusDI, .minusDI: "directional"
        case .aroonUp, .aroonDown, .aroonOscillator: "aroon"
        case .keltnerUpper, .keltnerMiddle, .keltnerLower: "keltner"
        case .bandWidth, .percentB: "bands"
        case .heikinOpen, .heikinClose: "heikin"
        default: rawValue
        }
    }

    var isIchimoku: Bool {
        switch self {
        case .tenkan, .kijun, .leadingA, .leadingB, .cloudTop, .cloudBottom: true
        default: false
        }
    }

    /// The length of a line of the cloud among the four numbers that it is set by.
    fileprivate func ichimokuLength(_ numbers: [Double]) -> Lookback {
        Lookback(count: Int(numbers[self == .kijun ? 1 : 0]), unit: .bar)
    }

    /// The usual settings beside the length, in words.
    fileprivate var usualSettings: String? {
        row.settings.isEmpty
            ? nil
            : row.settings.map { "\($0.words): \(Wording.number($0.usual))" }
                .joined(separator: ", ")
    }
}

extension Indicator.Row {
    fileprivate var settingsNames: String {
        ((length == nil ? [] : ["bars"]) + settings.map(\.words)).joined(separator: ", ")
    }
}

extension Indicator.Setting {
    /// What it is, within a sentence.
    fileprivate var words: String {
        text.prefix(1).lowercased() + text.dropFirst().dropLast(text.hasSuffix(".") ? 1 : 0)
    }
}
