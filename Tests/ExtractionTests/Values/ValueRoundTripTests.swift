import AlmanacCore
import Extraction
import Testing
import TimeSeries

/// What is written by the rules of a place reads back as what it was.
@Suite struct ValueRoundTripTests {
    private static let seed: UInt64 = 20_241_121

    /// How a place groups digits and sets decimals apart.
    private static let places: [(language: String, group: String, decimal: String)] = [
        ("en-US", ",", "."), ("de-DE", ".", ","), ("fr-FR", "\u{202F}", ","), ("de-CH", "’", "."),
        ("sv-SE", "\u{A0}", ","), ("es-MX", ",", "."),
    ]

    private func written(
        _ hundredths: Int, _ place: (language: String, group: String, decimal: String)
    ) -> String {
        let digits = Array(String(hundredths.magnitude / 100))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += place.group }
            text.append(digit)
        }
        let cents = hundredths.magnitude % 100
        return (hundredths < 0 ? "−" : "") + text + place.decimal
            + (cents < 10 ? "0" : "") + String(cents)
    }

    @Test("numbers and money of each place", arguments: places.indices)
    func numbers(index: Int) {
        let place = Self.places[index]
        var generator = SeededGenerator(seed: Self.seed &+ UInt64(index))
        for _ in 0..<300 {
            let range = 1 << Int.random(in: 1...40, using: &generator)
            let hundredths = Int.random(in: -range...range, using: &generator)
            let text = written(hundredths, place)
            let value = Double(hundredths) / 100
            #expect(
                ValueColumn.value(text, as: .number) == .number(value), "seed \(Self.seed): \(text)"
            )
            let money = ValueColumn.value(text + " €", as: .money)
            #expect(money == .money(Money(amount: value, currency: "EUR")), "\(text)")
        }
    }

    private static let months = [
        "en":
            "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr":
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es":
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            + " diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
            + " dicembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
            + " dezembro",
        "nl": "januari februari maart april mei juni juli augustus september oktober november"
            + " december",
    ]

    @Test("days in words of each language, and in figures", arguments: months.keys.sorted())
    func days(language: String) throws {
        let names = try #require(Self.months[language]).split(separator: " ").map(String.init)
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<200 {
            let date = CivilDate(
                daysSinceEpoch: Int.random(in: -20_000...40_000, using: &generator))
            let (year, month, day) = (date.year, names[date.month - 1], date.day)
            for text in [
                "\(day) \(month) \(year)", "\(day). \(month) \(year)",
                "\(day) de \(month) de \(year)",
                "\(month) \(day), \(year)", "\(day)-\(month)-\(year)", date.iso8601,
                "\(year)年\(date.month)月\(day)日",
            ] {
                #expect(
                    ValueColumn.value(text, as: .date) == .date(date), "seed \(Self.seed): \(text)")
            }
            let figures = "\(date.month)/\(day)/\(year)"
            let american = Conventions(language: "en-US")
            #expect(ValueColumn.value(figures, as: .date, conventions: american) == .date(date))
            let open = ValueColumn.value(figures, as: .date)
            #expect(open == (day > 12 || day == date.month ? .date(date) : nil), "\(figures)")
        }
    }

    @Test("any text is a value or a problem for each type")
    func anything() {
        var generator = SeededGenerator(seed: Self.seed)
        let parts = [
            "1", "23", ".", ",", " ", "-", "/", ":", "%", "$", "€", "k", "am", "Mai", "年", "½", "(",
            ")", "T", "Z", "+", "'", "ago", "vor", "h", "e9", "\u{301}", "1/2", "P", "月", "EUR",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...8, using: &generator)
            let text = (0..<count).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &generator)]
            }
            .joined()
            for type in ValueType.allCases {
                let column = ValueColumn(
                    [text], as: type,
                    conventions: Conventions(fetchedAt: Timestamp(iso8601: "2024-05-10")))
                #expect((column.values[0] == nil) == (column.problems[0] != nil), "\(text)")
            }
        }
    }
}
