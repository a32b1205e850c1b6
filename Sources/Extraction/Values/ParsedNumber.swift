/// The sign that stands before the decimals of a number.
public enum DecimalSign: String, Sendable, Hashable, CaseIterable {
    case point = "."
    case comma = ","
}

/// A number as text writes it, which may mean two things: `1,234` is 1234 where the comma groups,
/// and 1.234 where it stands before decimals.
///
/// Groups have three digits, or are the lakhs and crores of India (`12,34,567`); they are set apart
/// by a point, a comma, a space or an apostrophe, by only one of these in one number.
public struct ParsedNumber: Sendable, Hashable {
    /// The value where decimals stand behind a point; nil where the text is no such number.
    public let withPoint: Double?
    /// The value where decimals stand behind a comma; nil where the text is no such number.
    public let withComma: Double?

    /// The value under a decimal sign.
    public func value(_ sign: DecimalSign) -> Double? { sign == .point ? withPoint : withComma }

    /// Whether the text means different numbers under the two decimal signs.
    public var isAmbiguous: Bool {
        if let withPoint, let withComma { withPoint != withComma } else { false }
    }

    init?(withPoint: Double?, withComma: Double?) {
        if withPoint == nil, withComma == nil { return nil }
        self.withPoint = withPoint
        self.withComma = withComma
    }

    /// The number that a function makes of each value; nil where it makes none.
    func map(_ transform: (Double) -> Double?) -> ParsedNumber? {
        ParsedNumber(
            withPoint: withPoint.flatMap(transform), withComma: withComma.flatMap(transform))
    }
}

extension ParsedNumber {
    /// Reads a number and nothing else: sign or parentheses, digits, decimals, exponent, fraction.
    ///
    /// `(1,234.5)` is negative; `1½` and `1 1/2` are 1.5; a percent sign or a unit is none of it.
    public init?(_ text: String) {
        guard var scanner = ValueScanner(text), let number = scanner.signedNumber(),
            scanner.isAtEnd
        else { return nil }
        self = number
    }
}

extension ValueScanner {
    /// A number with its sign, or in parentheses where it is negative.
    mutating func signedNumber() -> ParsedNumber? {
        attempt { scanner in
            let isEnclosed = scanner.take("(")
            let sign = scanner.sign()
            guard !isEnclosed || sign == nil, let number = scanner.numberWithFraction(),
                !isEnclosed || scanner.take(")")
            else { return nil }
            return isEnclosed || sign == .minus ? number.map { -$0 } : number
        }
    }

    /// A plus or a minus, perhaps with a space behind it.
    mutating func sign() -> FloatingPointSign? {
        guard let sign = takeAny("+-") else { return nil }
        skipSpaces()
        return sign == "-" ? .minus : .plus
    }

    /// A number without a sign, perhaps with a fraction behind it: `1½`, `1 1/2`, `½`.
    mutating func numberWithFraction() -> ParsedNumber? {
        if let fraction = attempt({ $0.fractionSign() }) {
            return ParsedNumber(withPoint: fraction, withComma: fraction)
        }
        let start = position
        guard let number = number() else { return nil }
        let isInteger = scalars[start..<position].allSatisfy { $0.digit != nil }
        guard isInteger else { return number }
        let fraction = attempt { scanner in
            scanner.skipSpaces()
            return scanner.fraction()
        }
        return fraction.map { fraction in number.map { $0 + fraction } } ?? number
    }

    /// One sign for a fraction below one, such as `½`.
    private mutating func fractionSign() -> Double? {
        guard !current.isASCII, current.properties.numericType == .numeric,
            let value = current.properties.numericValue, value > 0, value < 1
        else { return nil }
        position += 1
        return value
    }

    /// A fraction below one: a sign for it, or `1/2` with a denominator that people use.
    ///
    /// Alone, `3/4` may as well be a date, a page or a score.
    mutating func fraction() -> Double? {
        if let value = fractionSign() { return value }
        return attempt { scanner in
            guard scanner.current != "0", let top = scanner.digits(1...2)?.value,
                scanner.take("/"), scanner.current != "0",
                let bottom = scanner.digits(1...2)?.value, top < bottom,
                [2, 3, 4, 5, 6, 8, 10, 16].contains(bottom), scanner.current != "/"
            else { return nil }
            return Double(top) / Double(bottom)
        }
    }

    /// A number without a sign and without a fraction.
    mutating func number() -> ParsedNumber? {
        attempt { scanner in
            guard let digits = DigitGroups(&scanner) else { return nil }
            let exponent = scanner.exponent()
            return ParsedNumber(
                withPoint: digits.value(.point, exponent: exponent),
                withComma: digits.value(.comma, exponent: exponent))
        }
    }

    /// `e+10` behind digits; no unit that begins with an e is one, since a digit must follow.
    private mutating func exponent() -> Int {
        attempt { scanner in
            guard scanner.take("e") else { return nil }
            let sign = scanner.takeAny("+-")
            guard let value = scanner.digits(1...3)?.value, !scanner.current.isWordLetter
            else { return nil }
            return sign == "-" ? -value : value
        } ?? 0
    }
}

/// Runs of digits and the signs between them.
private struct DigitGroups {
    /// The digits, as ASCII; only the first run may be empty, as in `.5`.
    private var runs: [String] = [""]
    private var separators: [Unicode.Scalar] = []

    init?(_ scanner: inout ValueScanner) {
        while !scanner.isAtEnd {
            if scanner.current.digit != nil {
                runs[runs.count - 1].unicodeScalars.append(scanner.current)
            } else if isSeparator(scanner) {
                separators.append(scanner.current)
                runs.append("")
            } else {
                break
            }
            scanner.position += 1
        }
        guard runs != [""], runs.reduce(0, { $0 + $1.utf8.count }) <= 40 else { return nil }
    }

    private func isSeparator(_ scanner: ValueScanner) -> Bool {
        guard scanner.peek(1).digit != nil else { return false }
        switch scanner.current {
        case ".", ",": return true
        case " ", "'":
            // What stands apart from the digits before it belongs to them only as a group of three.
            let isThree = (1...3).allSatisfy { scanner.peek($0).digit != nil }
            return isThree && scanner.peek(4).digit == nil
                && !"/:-".unicodeScalars.contains(
                    scanner.peek(4))
                && (1...3).contains(runs[runs.count - 1].utf8.count)
        default: return false
        }
    }

    func value(_ sign: DecimalSign, exponent: Int) -> Double? {
        let mark: Unicode.Scalar = sign == .point ? "." : ","
        var groups = runs[...]
        var between = separators[...]
        var decimals = ""
        if between.last == mark, let last = groups.last {
            decimals = last
            groups.removeLast()
            between.removeLast()
        }
        if let first = between.first {
            guard first != mark, between.allSatisfy({ $0 == first }),
                Self.isGrouping(groups.map(\.utf8.count), by: first), groups.first?.first != "0"
            else { return nil }
        } else if groups.first == "", decimals.isEmpty {
            return nil
        } else if let first = groups.first, first.first == "0", first.utf8.count > 3 {
            // An identifier or a postal code.
            return nil
        }
        let text = "\(groups.joined()).\(decimals.isEmpty ? "0" : decimals)e\(exponent)"
        guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
            return nil
        }
        return value
    }

    private static func isGrouping(_ counts: [Int], by separator: Unicode.Scalar) -> Bool {
        guard let first = counts.first, counts.count > 1, counts.last == 3, first >= 1 else {
            return false
        }
        let inner = counts.dropFirst().dropLast()
        if first <= 3, inner.allSatisfy({ $0 == 3 }) { return true }
        return separator == "," && first <= 2 && !inner.isEmpty && inner.allSatisfy { $0 == 2 }
    }
}
