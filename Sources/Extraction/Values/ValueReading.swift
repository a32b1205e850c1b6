import TimeSeries

/// Every meaning that one text can have as a value of a type, by what would have to be known.
struct ValueReading {
    /// The ways of writing between which a type's readings differ.
    enum Choice: Hashable {
        case decimal(DecimalSign)
        case order(DateOrder)
        case parentheses(areNegative: Bool)
    }

    /// The readings of one text; one for each choice under which it is a value.
    var byChoice: [(choice: [Choice], value: FieldValue)] = []
    var problem: ValueProblem?

    /// Reads a text.
    init(_ text: String, as type: ValueType, _ conventions: Conventions) {
        if Self.isBlank(text) {
            problem = .blank
            return
        }
        switch type {
        case .date, .time: readTime(text, type, conventions)
        case .boolean:
            let word = ValueScanner(text).map { FoldedText.string($0.scalars[...]) } ?? ""
            if let value = TruthWords.table[word] { add([], .boolean(value)) }
        default: readNumber(text, type, conventions)
        }
        if byChoice.isEmpty, problem == nil { problem = .unreadable }
    }

    private mutating func add(_ choice: [Choice], _ value: FieldValue?) {
        if let value { byChoice.append((choice, value)) }
    }

    private static let blanks: Set = [
        "", "-", "--", "---", "n/a", "na", "n.a.", "none", "null", "nil", ".", "...", "?", "tba",
        "tbd", "k.a.", "nan", "#n/a",
    ]

    static func isBlank(_ text: String) -> Bool {
        guard text.utf8.count <= 64, let scanner = ValueScanner(text) else { return false }
        return blanks.contains(FoldedText.string(scanner.scalars[...]))
    }

    // MARK: - Times

    private mutating func readTime(
        _ text: String, _ type: ValueType, _ conventions: Conventions
    ) {
        var reading = TimeReading(conventions)
        let parsed = reading.time(text)
        if parsed == nil, reading.lacksFetchTime { problem = .needsFetchTime }
        for order in DateOrder.allCases {
            guard let time = parsed?.byOrder[order] else { continue }
            add([.order(order)], type == .time ? .time(time) : Self.day(of: time))
        }
    }

    /// The day of a time; nil where the text is not exact to a day.
    private static func day(of time: WrittenTime) -> FieldValue? {
        guard time.precision >= .day, let date = time.date else { return nil }
        if time.precision == .hour, case .moment(let moment, let offset) = time.point {
            // `3 hours ago` may be almost four, which may be the day before.
            let earliest = moment.advanced(byNanoseconds: Int64(offset - 3_600) * 1_000_000_000)
            guard earliest.date == date else { return nil }
        }
        return .date(date)
    }

    // MARK: - Numbers

    private mutating func readNumber(
        _ text: String, _ type: ValueType, _ conventions: Conventions
    ) {
        guard var scanner = ValueScanner(text) else { return }
        let isEnclosed = scanner.current == "(" && scanner.scalars.last == ")"
        let read = scanner.value(type, source: text)
        guard let read else { return }
        for sign in DecimalSign.allCases {
            guard let value = read(sign) else { continue }
            guard isEnclosed, type == .number || type == .integer else {
                add([.decimal(sign)], value)
                continue
            }
            add([.decimal(sign), .parentheses(areNegative: true)], value)
            if case .number(let negative) = value {
                add([.decimal(sign), .parentheses(areNegative: false)], .number(-negative))
            }
        }
    }
}

extension ValueScanner {
    /// The value of the whole text under each decimal sign.
    fileprivate mutating func value(
        _ type: ValueType, source: String
    ) -> ((DecimalSign) -> FieldValue?)? {
        let parsed: ((DecimalSign) -> FieldValue?)?
        switch type {
        case .number, .integer:
            parsed = signedNumber().map { number in
                { sign in number.value(sign).flatMap { Self.number($0, type) } }
            }
        case .count: parsed = count().map { number in { number.value($0).map(FieldValue.number) } }
        case .percentage:
            parsed = percentage().map { number in
                { number.value($0).map(FieldValue.percentage) }
            }
        case .money:
            parsed = money().flatMap { money in
                guard money.isNamed(in: source) else { return nil }
                return { sign in
                    money.number?.value(sign).map {
                        .money(Money(amount: $0, currency: money.currency))
                    }
                }
            }
        case .quantity:
            parsed = quantity().map { quantity in { quantity.value($0).map(FieldValue.quantity) } }
        case .duration:
            parsed = duration().map { number in
                { number.value($0).map { .duration(seconds: $0) } }
            }
        case .boolean, .date, .time: parsed = nil
        }
        skipSpaces()
        return isAtEnd ? parsed : nil
    }

    private static func number(_ value: Double, _ type: ValueType) -> FieldValue? {
        guard type == .integer else { return .number(value) }
        let isExact = value == value.rounded(.towardZero) && value.magnitude < 0x1p53
        return isExact ? .number(value) : nil
    }

    /// A whole number with a magnitude and words behind it, or alone in parentheses.
    private mutating func count() -> ParsedNumber? {
        let isEnclosed = take("(")
        _ = take("+")
        guard let number = number() else { return nil }
        let factor = magnitude() ?? 1
        _ = take("+")
        skipSpaces()
        while !isAtEnd, current.digit == nil, current != ")", current != "%" { position += 1 }
        if isEnclosed, !take(")") { return nil }
        return number.map { value in
            let product = value * factor
            let whole = product.rounded()
            // 1.2 * 1000 is not always whole to the last bit.
            guard abs(product - whole) <= whole.magnitude * 1e-12, whole < 0x1p53 else {
                return nil
            }
            return whole
        }
    }

    private mutating func percentage() -> ParsedNumber? {
        let isEnclosed = current == "("
        if isEnclosed { position += 1 }
        let sign = isEnclosed ? .minus : sign()
        guard let number = numberWithFraction() else { return nil }
        skipSpaces()
        guard let divisor = take(from: Self.shares), !current.isASCIILetter,
            !isEnclosed || take(")")
        else { return nil }
        return number.map { (sign == .minus ? -$0 : $0) / divisor }
    }

    private static let shares = PhraseTable<Double>([
        (
            100,
            "%,percent,per cent,pct,prozent,pour cent,pour-cent,por ciento,por cento,per cento"
                + ",procent,v.h."
        ),
        (1_000, "‰,promille,per mille"),
        (10_000, "bp,bps,basis points,basis point,basispunkte"),
    ])
}

extension ParsedMoney {
    /// Codes that people also write in lower case; the others may be words, as `all` and `top`.
    private static let commonCodes: Set = ["USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CNY", "INR"]

    /// Whether a code of three letters stands in the text as a code.
    func isNamed(in source: String) -> Bool {
        guard let currency, Currency.codes.contains(currency), !Self.commonCodes.contains(currency)
        else { return true }
        guard source.lowercased().contains(currency.lowercased()) else { return true }
        return source.contains(currency)
    }
}
