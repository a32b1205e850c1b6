/// The month, the year or the span of years that a question names.
struct SpokenTime: Equatable {
    var month: Int?
    var year: Int?
    /// The last year of a span, such as 2012 in "from 2010 to 2012".
    var lastYear: Int?

    init(year: Int) { self.year = year }

    init(in text: String) {
        for token in Tokenizer.tokens(of: text) {
            switch token.kind {
            case .word(let word): month = month ?? Vocabulary.Calendar.months[word]
            case .number(let value, .plain):
                guard (1900...2100).contains(value) else { continue }
                if let first = year { lastYear = max(first, Int(value)) }
                year = year ?? Int(value)
            case .date(let first, _):
                month = first.month
                year = first.year
            default: break
            }
        }
    }

    /// Whether the text names any time.
    var isNamed: Bool { month != nil || year != nil }

    /// Whether a day as `YYYY-MM-DD` lies in it; every day does where no time is named.
    func contains(_ day: String) -> Bool {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return false }
        return contains(year: parts[0], month: parts[1])
    }

    /// Whether a month lies in it.
    func contains(year other: Int, month otherMonth: Int) -> Bool {
        if let year, !(year...(lastYear ?? year)).contains(other) { return false }
        return month == nil || month == otherMonth
    }

    /// The first day, where a year is named.
    var firstDay: String? {
        year.map { "\($0)-\(Self.two(month ?? 1))-01" }
    }

    /// A text that no day of it comes after, where a year is named.
    var lastDay: String? {
        year.map { "\(lastYear ?? $0)-\(Self.two(month ?? 12))-31" }
    }

    /// What it is called.
    var name: String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        let years = year.map { first in
            lastYear.map { "\(first) to \($0)" } ?? String(first)
        }
        return [month.map { names[$0 - 1] }, years].compactMap { $0 }.joined(separator: " ")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
