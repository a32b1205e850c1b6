/// The month, the year or the span of years that a question names.
struct SpokenTime: Equatable {
    var month: Int?
    var year: Int?
    /// The last year of a span, such as 2012 in "from 2010 to 2012".
    var lastYear: Int?
    /// Whether all from then on is meant, or all up to then, where a year is named.
    var edge: Edge?

    enum Edge: Equatable { case since, until }

    init(year: Int) { self.year = year }

    init(in text: String) {
        var before: String?
        var joint: String?
        for token in Tokenizer.tokens(of: text) {
            let wasNamed = isNamed
            switch token.kind {
            case .word(let word):
                month = month ?? Vocabulary.Calendar.months[word]
                if month == nil, !Self.betweens.contains(word) { before = word }
            case .number(let value, .plain):
                // "In 1800" is a year, if none of a run.
                let isYear =
                    (1900...2100).contains(value)
                    || (1000...2999).contains(value) && before.map(Self.leading.contains) == true
                guard isYear, value == value.rounded() else { continue }
                if let first = year { lastYear = max(first, Int(value)) }
                year = year ?? Int(value)
            case .date(let first, _):
                if let year { lastYear = max(year, first.year) }
                month = first.month
                year = year ?? first.year
            default: break
            }
            if isNamed, !wasNamed { joint = before }
        }
        if let joint, lastYear == nil { limit(joint) }
    }

    private static let joints: [String: Edge] = [
        "since": .since, "after": .since, "from": .since, "until": .until, "till": .until,
        "before": .until, "to": .until,
    ]
    /// Words between one of these and a time.
    private static let betweens: Set = ["the", "year", "start", "end", "beginning", "of", "month"]
    private static let leading: Set = ["in", "since", "after", "before", "until", "from", "during"]

    /// Takes in "since", "after", "until" or "before" what is named.
    private mutating func limit(_ joint: String) {
        guard let year, let edge = Self.joints[joint] else { return }
        self.edge = edge
        // What is after or before a time begins or ends beside it.
        let step = joint == "after" ? 1 : joint == "before" ? -1 : 0
        guard let month else {
            self.year = year + step
            return
        }
        let moved = year * 12 + month - 1 + step
        (self.year, self.month) = (moved / 12, moved % 12 + 1)
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
        switch (year, edge) {
        case (let year?, .since): return (other, otherMonth) >= (year, month ?? 1)
        case (let year?, .until): return (other, otherMonth) <= (year, month ?? 12)
        case (let year?, nil):
            guard (year...(lastYear ?? year)).contains(other) else { return false }
        default: break
        }
        return month == nil || month == otherMonth
    }

    /// The first day, where a year is named.
    var firstDay: String? {
        edge == .until ? year.map { _ in "0000" } : year.map { "\($0)-\(Self.two(month ?? 1))-01" }
    }

    /// A text that no day of it comes after, where a year is named.
    var lastDay: String? {
        edge == .since
            ? year.map { _ in "9999" }
            : year.map { "\(lastYear ?? $0)-\(Self.two(month ?? 12))-31" }
    }

    /// What it is called: "2010", "March 2010", "2010 to 2012".
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

    /// When it is, behind a verb: "in 2010", "since March 2010", "from 2010 to 2012".
    var phrase: String {
        switch edge {
        case .since: "since \(name)"
        case .until: "until \(name)"
        case nil: lastYear == nil ? "in \(name)" : "from \(name)"
        }
    }

    /// The words that run just this time: "since 2010", "from 2010 to 2012".
    var setting: String {
        edge != nil ? phrase : lastYear == nil ? "from \(name) to \(name)" : "from \(name)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
