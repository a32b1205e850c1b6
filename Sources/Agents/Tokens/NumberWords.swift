/// Merges numbers in words and the units that follow numbers into single number tokens.
enum NumberWords {
    private static let units: [String: Double] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
        "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
        "nineteen": 19,
    ]
    private static let tens: [String: Double] = [
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90,
    ]
    private static let scales: [String: Double] = [
        "hundred": 100, "thousand": 1000, "million": 1_000_000,
    ]

    /// Whether a word is part of a number.
    static func contains(_ word: String) -> Bool {
        units[word] != nil || tens[word] != nil || scales[word] != nil
    }

    /// The tokens with numbers in words and units merged.
    static func merged(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            var token = tokens[index]
            index += 1
            if let value = value(in: tokens, at: index - 1, next: &index) {
                token.kind = .number(value, .plain)
                token.range = token.range.lowerBound..<tokens[index - 1].range.upperBound
            } else if let (value, next) = negative(tokens, at: index - 1) {
                index = next
                token.kind = .number(-value, .plain)
                token.range = token.range.lowerBound..<tokens[index - 1].range.upperBound
            }
            if case .number(let value, let unit) = token.kind {
                token.kind = scaled(value, unit, by: tokens, next: &index)
                token.range = token.range.lowerBound..<tokens[index - 1].range.upperBound
            }
            result.append(token)
        }
        return result
    }

    /// The number behind "minus", with the index behind it.
    private static func negative(_ tokens: [Token], at index: Int) -> (Double, Int)? {
        guard word(tokens, index) == "minus", index + 1 < tokens.count else { return nil }
        if case .number(let value, .plain) = tokens[index + 1].kind { return (value, index + 2) }
        var next = index + 1
        return value(in: tokens, at: index + 1, next: &next).map { ($0, next) }
    }

    private static func word(_ tokens: [Token], _ index: Int) -> String? {
        guard index < tokens.count, case .word(let word) = tokens[index].kind else { return nil }
        return word
    }

    /// The number in words that starts at a token, moving `next` behind it.
    private static func value(in tokens: [Token], at start: Int, next: inout Int) -> Double? {
        var index = start
        var total: Double?
        if let word = word(tokens, index), let value = tens[word] {
            total = value
            index += 1
            if let word = self.word(tokens, index), let value = units[word], (1...9).contains(value)
            {
                total = (total ?? 0) + value
                index += 1
            }
        } else if let word = word(tokens, index), let value = units[word] {
            total = value
            index += 1
        }
        guard let total else { return nil }
        next = index
        return total
    }

    /// The number with the scale and unit words behind it, moving `next` behind them.
    private static func scaled(
        _ value: Double, _ unit: Token.Unit, by tokens: [Token], next: inout Int
    ) -> Token.Kind {
        var value = value
        var unit = unit
        while unit != .percent, let word = word(tokens, next), let scale = scales[word] {
            value *= scale
            next += 1
        }
        guard unit == .plain else { return .number(value, unit) }
        switch word(tokens, next) {
        case "percent", "pct", "percents":
            unit = .percent
            next += 1
        case "per" where word(tokens, next + 1) == "cent":
            unit = .percent
            next += 2
        case "bp", "bps":
            unit = .percent
            value /= 100
            next += 1
        case "basis" where ["point", "points"].contains(word(tokens, next + 1)):
            unit = .percent
            value /= 100
            next += 2
        case "dollars", "dollar", "usd", "bucks":
            unit = .dollars
            next += 1
        default:
            if next < tokens.count, tokens[next].kind == .mark("%") {
                unit = .percent
                next += 1
            }
        }
        return .number(value, unit)
    }
}
