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
        guard let scanner = ValueScanner(text) else {
            problem = .unreadable
            return
        }
        if Self.isBlank(scanner) {
            problem = .blank
            return
        }
        switch type {
        case .date, .time: readTime(scanner, type, conventions)
        case .boolean:
            let word = FoldedText.string(scanner.scalars[...])
            if let value = TruthWords.table[word] { add([], .boolean(value)) }
        default: readNumber(scanner, type)
        }
        if byChoice.isEmpty, problem == nil { problem = .unreadable }
    }

    /// Reads the one value that a text holds among other words, or the text as a whole.
    init(within text: String, as type: ValueType, _ conventions: Conventions) {
        self.init(text, as: type, conventions)
        search(in: text, as: type, conventions)
    }

    /// Looks for the one value among other words where the text as a whole is none.
    mutating func search(in text: String, as type: ValueType, _ conventions: Conventions) {
        guard byChoice.isEmpty, problem != .blank, type != .boolean, type != .quantity,
            var search = ValueSearch(text, as: type, conventions)
        else { return }
        byChoice = search.readings()
        if !byChoice.isEmpty {
            problem = nil
        } else if search.lacksFetchTime {
            problem = .needsFetchTime
        }
    }

    private mutating func add(_ choice: [Choice], _ value: FieldValue?) {
        if let value { byChoice.append((choice, value)) }
    }

    private static let blanks: Set = [
        "", "-", "--", "---", "n/a", "na", "n.a.", "none", "null", "nil", ".", "...", "?", "tba",
        "tbd", "k.a.", "nan", "#n/a",
    ]

    private static func isBlank(_ scanner: ValueScanner) -> Bool {
        if scanner.scalars.isEmpty { return true }
        return scanner.scalars.count <= 4
            && blanks.contains(FoldedText.string(scanner.scalars[...]))
    }

    // MARK: - Times

    private mutating func readTime(
        _ scanner: ValueScanner, _ type: ValueType, _ conventions: Conventions
    ) {
        var reading = TimeReading(conventions)
        let parsed = reading.time(scanner)
        if parsed == nil, reading.lacksFetchTime { problem = .needsFetchTime }
        if let parsed { byChoice = Self.readings(of: parsed, as: type) }
    }

    static func readings(
        of parsed: ByOrder<WrittenTime>, as type: ValueType
    ) -> [(choice: [Choice], value: FieldValue)] {
        DateOrder.allCases.compactMap { order in
            guard let time = parsed[order],
                let value = type == .time ? .time(time) : Self.day(of: time)
            else { return nil }
            return ([.order(order)], value)
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

    private mutating func readNumber(_ scanner: ValueScanner, _ type: ValueType) {
        var scanner = scanner
        let isEnclosed = scanner.current == "(" && scanner.scalars.last == ")"
        guard let read = scanner.value(type) else { return }
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
    fileprivate mutating func value(_ type: ValueType) -> ((DecimalSign) -> FieldValue?)? {
        let parsed = part(type)
        if type == .count { skipLabel() }
        skipSpaces()
        return isAtEnd ? parsed : nil
    }

    /// The value that begins here, under each decimal sign.
    mutating func part(_ type: ValueType) -> ((DecimalSign) -> FieldValue?)? {
        switch type {
        case .number, .integer:
            return signedNumber().map { number in
                { sign in number.value(sign).flatMap { Self.number($0, type) } }
            }
        case .count: return count().map { number in { number.value($0).map(FieldValue.number) } }
        case .percentage:
            return percentage().map { number in
                { number.value($0).map(FieldValue.percentage) }
            }
        case .money:
            return money().map { money in
                { sign in
                    money.number?.value(sign).map {
                        .money(Money(amount: $0, currency: money.currency))
                    }
                }
            }
        case .quantity:
            return quantity().map { quantity in { quantity.value($0).map(FieldValue.quantity) } }
        case .duration:
            return duration().map { number in
                { number.value($0).map { .duration(seconds: $0) } }
            }
        case .boolean, .date, .time: return nil
        }
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
        _ = takeAny("件個个人回条次位名")
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

    /// Up to three words that say what is counted.
    private mutating func skipLabel() {
        guard skipSpaces() else { return }
        for _ in 0..<3 {
            guard word() != nil else { return }
            skipSpaces()
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
