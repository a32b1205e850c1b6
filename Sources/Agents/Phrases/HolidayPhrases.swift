/// Years of a term and days beside holidays: "midterm years", "the day before Thanksgiving".
extension SentenceParser {
    // MARK: Years

    private static let namedYears = PhraseTable<Int>([
        "election year": 4, "election years": 4, "presidential election year": 4,
        "presidential election years": 4, "us election years": 4, "us election year": 4,
        "midterm year": 2, "midterm years": 2, "midterm election years": 2,
        "midterm election year": 2, "pre election years": 3, "pre election year": 3,
        "preelection years": 3, "preelection year": 3, "post election years": 1,
        "post election year": 1,
    ])

    /// Consumes "the third year of the presidential cycle", "midterm years".
    mutating func yearOfTerm() -> CalendarSpan? {
        attempt { parser in
            parser.skip("the", "a", "us", "all")
            if let year = parser.accept(Self.namedYears) {
                parser.noteTerm()
                return .yearOfTerm(year)
            }
            let place = parser.place() ?? parser.numberedYear()
            guard let place, place == -1 || (1...4).contains(place) else { return nil }
            let year = place == -1 ? 4 : place
            _ = parser.accept("year", "years")
            guard parser.accept("of", "in") else { return nil }
            parser.skip("the", "a", "each", "every", "us", "4", "president", "presidents")
            if parser.number(.plain) == 4 { parser.skip("year") }
            let isTerm =
                parser.accept(phrase: "presidential cycle")
                || parser.accept(phrase: "presidential term")
                || parser.accept(phrase: "presidential election cycle")
                || parser.accept(phrase: "election cycle") || parser.accept("term")
            guard isTerm else { return nil }
            parser.noteTerm()
            return .yearOfTerm(year)
        }
    }

    /// Consumes "year 3" of a cycle.
    private mutating func numberedYear() -> Int? {
        attempt { parser in parser.accept("year") ? parser.count() : nil }
    }

    private mutating func noteTerm() {
        draft.assume(
            "a term's years are those of the calendar: its 4th is that of the election, such as "
                + "2020, its 3rd the one before, such as 2019")
    }

    // MARK: Holidays

    private static let holidays = PhraseTable<Holiday?>([
        "christmas": .christmas, "xmas": .christmas, "christmas day": .christmas,
        "thanksgiving": .thanksgiving, "thanksgiving day": .thanksgiving,
        "independence day": .independence, "july 4th": .independence, "july 4": .independence,
        "the fourth of july": .independence, "labor day": .labor, "labour day": .labor,
        "memorial day": .memorial, "presidents day": .presidents,
        "presidents' day": .presidents, "president day": .presidents,
        "martin luther king day": .martinLutherKing, "mlk day": .martinLutherKing,
        "good friday": .goodFriday, "easter": .goodFriday, "juneteenth": .juneteenth,
        "new year": .newYear, "new years": .newYear, "new year day": .newYear,
        "new years day": .newYear, "a holiday": .none,
        "the holiday": .none, "the market holiday": .none, "any holiday": .none, "holidays": .none,
        "holiday": .none,
        "market holidays": .none, "market holiday": .none, "a market holiday": .none,
        "each holiday": .none, "every holiday": .none, "each market holiday": .none,
        "every market holiday": .none, "us holidays": .none, "public holidays": .none,
        "a public holiday": .none, "exchange holidays": .none, "an exchange holiday": .none,
    ])

    /// Consumes "the day before Thanksgiving", "the first trading day after a holiday".
    mutating func besideHoliday() -> CalendarSpan? {
        attempt { parser in
            parser.skip("the", "last", "first", "very")
            guard let days = parser.daysOfTrading(), !days.isSeveral else { return nil }
            let isBefore = parser.accept("before")
            guard isBefore || parser.accept("after", "following") else { return nil }
            guard let holiday = parser.accept(Self.holidays) else { return nil }
            return .besideHoliday(holiday, isBefore: isBefore)
        }
    }
}
