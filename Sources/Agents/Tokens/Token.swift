/// One word, number, date, cashtag or mark of a sentence.
struct Token: Equatable, Sendable {
    /// What the token is.
    var kind: Kind
    /// Where it stands, as offsets of characters in the cleaned sentence.
    var range: Range<Int>
    /// Whether it was written in capital letters only.
    var isUppercase = false
    /// Whether it starts with a capital letter.
    var isCapitalized = false

    enum Kind: Equatable, Sendable {
        /// A word in lower case, without a possessive ending.
        case word(String)
        /// A number in its own unit: 5 for "5%".
        case number(Double, Unit)
        /// A date written in digits, as its first and last day (they differ for a month).
        case date(first: CalendarDay, last: CalendarDay)
        /// A ticker written with a leading dollar sign, in capital letters.
        case cashtag(String)
        /// The name of a number that the archive has.
        case field(ArchivedField)
        /// Any other character.
        case mark(Character)
    }

    /// Of what a number is one: `pieces` are shares, contracts and the like, in which nothing but a
    /// volume or a count is measured.
    enum Unit: Equatable, Sendable { case plain, percent, dollars, pieces }

    /// The word that this is, if any.
    var word: String? { if case .word(let word) = kind { word } else { nil } }

    /// The form under which names of symbols are compared.
    var key: String {
        switch kind {
        case .word(let word): word
        case .number(let value, .plain):
            Int(exactly: value).map(String.init) ?? String(value)
        case .number(let value, let unit): "\(value)\(unit)"
        case .date(let first, _): first.text
        case .cashtag(let ticker): "$" + ticker
        case .field(let field): field.phrase
        case .mark(let character): String(character)
        }
    }
}

extension Collection where Element == Token {
    /// What of the sentence the tokens cover; rules may have moved them about, so that the first
    /// need not stand first.
    var covered: Range<Int> {
        let first = map(\.range.lowerBound).min() ?? 0
        return first..<Swift.max(first, map(\.range.upperBound).max() ?? 0)
    }
}

/// A day of the Gregorian calendar.
struct CalendarDay: Hashable, Comparable, Sendable {
    var year: Int
    var month: Int
    var day: Int

    /// Makes a day, or nothing where the calendar has no such day.
    init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1800...2199).contains(year), (1...12).contains(month),
            (1...CalendarDay.days(in: month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The number of days in a month.
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day as `YYYY-MM-DD`.
    var text: String {
        func padded(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
