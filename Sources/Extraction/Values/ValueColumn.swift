import TimeSeries

/// The values of one column of texts, read as one type.
///
/// What a single text leaves open (`1,234`, `03/04/2024`) is decided by the whole column: of the
/// ways of writing under which every readable text is a value, only one may be left, or all that
/// are left must give the same value. Otherwise the text's value is withheld.
///
/// ```swift
/// let column = ValueColumn(["1.234,50 €", "5.678 €"], as: .money)
/// column.values  // 1234.5 EUR and 5678 EUR, since the first settles the decimal sign
/// ```
public struct ValueColumn: Sendable, Hashable {
    /// The value of each text, in order; nil where it is withheld.
    public let values: [FieldValue?]
    /// Why a text has no value, in the same order; nil where it has one.
    public let problems: [ValueProblem?]
    /// The decimal sign that the column settled, or that the conventions name.
    public let decimalSign: DecimalSign?
    /// The order of day, month and year that the column settled, or that the conventions name.
    public let dateOrder: DateOrder?

    /// Reads texts as values of one type.
    ///
    /// Without a language in the conventions, a date whose two-digit year stands in front is read
    /// only in a column with a date that can be read in no other way.
    /// - Parameter conventions: What is known besides; it decides what the column leaves open. A
    ///   text that contradicts it has a value only if it can be read in one way.
    /// - Complexity: O(length of the texts).
    public init(
        _ texts: [String], as type: ValueType, conventions: Conventions = Conventions()
    ) {
        self.init(texts.map { ValueReading($0, as: type, conventions) }, conventions)
    }

    /// Reads the one value of a type that each text holds among other words.
    ///
    /// `Filed May 6, 2024, No. 24-118` is a date, `Rated 4.5 stars` a number. A text with two
    /// different values of the type has none; quantities and Booleans are read from whole texts
    /// only, and words such as `yesterday` count only where they are the whole text.
    public init(
        within texts: [String], as type: ValueType, conventions: Conventions = Conventions()
    ) {
        self.init(texts.map { ValueReading(within: $0, as: type, conventions) }, conventions)
    }

    /// Decides what texts mean of which every meaning is known.
    init(_ readings: [ValueReading], _ conventions: Conventions) {
        var possible = Self.all
        for reading in readings where !reading.byChoice.isEmpty {
            possible = possible.filter(reading.allows)
        }
        possible = possible.filter { $0.agrees(with: conventions) }
        // Where every number is in parentheses, they may as well only set it off.
        let areAllEnclosed = readings.allSatisfy { $0.isEnclosed || $0.byChoice.isEmpty }
        if !areAllEnclosed, conventions.negativeInParentheses == nil {
            possible = possible.filter { $0.negativeInParentheses }
        }
        // Two digits of a year in front are rare, and would leave most other dates open.
        if conventions.dateOrder == nil, !readings.contains(where: \.isYearFirstOnly) {
            possible = possible.filter { $0.dateOrder != .yearFirst }
        }
        var values: [FieldValue?] = []
        var problems: [ValueProblem?] = []
        for reading in readings {
            let value = reading.value(under: possible)
            values.append(value)
            problems.append(value == nil ? reading.problem ?? .undecided : nil)
        }
        self.values = values
        self.problems = problems
        decimalSign = Self.only(possible.map(\.decimalSign)) ?? conventions.decimalSign
        dateOrder = Self.only(possible.map(\.dateOrder)) ?? conventions.dateOrder
    }

    /// Reads one text alone; nil where it is no value or may be several.
    public static func value(
        _ text: String, as type: ValueType, conventions: Conventions = Conventions()
    ) -> FieldValue? {
        ValueColumn([text], as: type, conventions: conventions).values[0]
    }

    private static func only<Value: Equatable>(_ values: [Value]) -> Value? {
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private static let all: [WayOfWriting] = DecimalSign.allCases.flatMap { sign in
        DateOrder.allCases.flatMap { order in
            [true, false].map { WayOfWriting(sign, order, $0) }
        }
    }
}

/// One answer to every question that a text may leave open.
private struct WayOfWriting: Hashable {
    let decimalSign: DecimalSign
    let dateOrder: DateOrder
    let negativeInParentheses: Bool

    init(_ decimalSign: DecimalSign, _ dateOrder: DateOrder, _ negativeInParentheses: Bool) {
        self.decimalSign = decimalSign
        self.dateOrder = dateOrder
        self.negativeInParentheses = negativeInParentheses
    }

    func agrees(with conventions: Conventions) -> Bool {
        (conventions.decimalSign ?? decimalSign) == decimalSign
            && (conventions.dateOrder ?? dateOrder) == dateOrder
            && (conventions.negativeInParentheses ?? negativeInParentheses) == negativeInParentheses
    }

    func includes(_ choice: ValueReading.Choice) -> Bool {
        switch choice {
        case .decimal(let sign): sign == decimalSign
        case .order(let order): order == dateOrder
        case .parentheses(let areNegative): areNegative == negativeInParentheses
        }
    }
}

extension ValueReading {
    /// Whether the text was a number in parentheses, of which it is open what they mean.
    fileprivate var isEnclosed: Bool {
        byChoice.contains { $0.choice.contains(.parentheses(areNegative: true)) }
    }

    /// Whether the text is a date only where the year stands in front.
    fileprivate var isYearFirstOnly: Bool {
        !byChoice.isEmpty && byChoice.allSatisfy { $0.choice == [.order(.yearFirst)] }
    }

    /// Whether the text is a value under a way of writing.
    fileprivate func allows(_ way: WayOfWriting) -> Bool {
        byChoice.contains { $0.choice.allSatisfy(way.includes) }
    }

    /// The one value under all ways that are left; where none is left, the only one there is.
    fileprivate func value(under ways: [WayOfWriting]) -> FieldValue? {
        let left = byChoice.filter { reading in
            ways.contains { way in reading.choice.allSatisfy(way.includes) }
        }
        let meant = left.isEmpty ? byChoice : left
        guard let first = meant.first?.value, meant.allSatisfy({ $0.value == first }) else {
            return nil
        }
        return first
    }
}
