import AlmanacCore
import Extraction
import Testing

/// Numbers, money, shares, counts, quantities and lengths of time.
@Suite struct NumberTests {
    @Test(
        "a number that can be read in one way only is read",
        arguments: [
            ("1,234.5", 1_234.5), ("1.234,5", 1_234.5), ("1 234,5", 1_234.5), ("1'234.50", 1_234.5),
            ("1\u{A0}234\u{A0}567", 1_234_567), ("1\u{202F}234,5", 1_234.5),
            ("12,34,567", 1_234_567),
            ("-12.5", -12.5), ("\u{2212}12,5", -12.5), ("\u{2013} 7", -7), ("+3", 3), (".5", 0.5),
            (",25", 0.25), ("0,234", 0.234), ("0.234", 0.234), ("1234,567", 1_234.567),
            ("1.234.567", 1_234_567), ("½", 0.5), ("1½", 1.5), ("1 1/2", 1.5), ("1 1⁄4", 1.25),
            ("1.5e3", 1_500), ("１２３", 123), ("٣٤", 34), ("007", 7), ("1 234 567,89", 1_234_567.89),
        ] as [(String, Double)])
    func numbers(text: String, value: Double) {
        #expect(ValueColumn.value(text, as: .number) == .number(value))
    }

    @Test(
        "what is no number, or may be two, is withheld",
        arguments: [
            "1,234", "1.234", "12,345", "1,2,3", "1,23,4", "12.34.56", "5 apples", "12%", "1 2", "",
            "n/a", "--", "(5)", "1.234,567.8", "1,2345,678", "0x1F", "1e999", "10:30", "1/2/3",
            "12-15", "٫", "1/2", "01/03", "00123", "5-", "1 23", "12345 678 9", "9,9.9,9",
        ])
    func withheld(text: String) {
        #expect(ValueColumn.value(text, as: .number) == nil)
    }

    @Test("one text of a column that can be read in one way decides for the others")
    func columns() {
        let points = ValueColumn(["1,234", "5.5", "-", "1.250"], as: .number)
        #expect(points.values == [.number(1_234), .number(5.5), nil, .number(1.25)])
        #expect(points.problems == [nil, nil, .blank, nil] && points.decimalSign == .point)
        let commas = ValueColumn(["1.234", "5,5"], as: .number)
        #expect(commas.values == [.number(1_234), .number(5.5)] && commas.decimalSign == .comma)
        let open = ValueColumn(["1,234", "17", "2,000"], as: .number)
        #expect(open.values == [nil, .number(17), nil] && open.decimalSign == nil)
        #expect(open.problems[0] == .undecided)
        let torn = ValueColumn(["1,234", "1.5", "2,5"], as: .number)
        #expect(torn.values == [nil, .number(1.5), .number(2.5)])
    }

    @Test("conventions decide what the column leaves open, and integers have no decimals")
    func conventions() {
        let german = Conventions(language: "de-DE")
        #expect(ValueColumn.value("1.234", as: .number, conventions: german) == .number(1_234))
        #expect(ValueColumn.value("1,234", as: .number, conventions: german) == .number(1.234))
        let english = Conventions(language: "en")
        #expect(ValueColumn.value("1,234", as: .number, conventions: english) == .number(1_234))
        #expect(ValueColumn.value("1,234", as: .integer) == .number(1_234))
        #expect(ValueColumn.value("1.234", as: .integer) == .number(1_234))
        #expect(ValueColumn.value("12345678901234567890", as: .integer) == nil)
        #expect(Conventions(language: "es").decimalSign == nil)
        #expect(Conventions(language: "es_MX").decimalSign == .point)
        #expect(Conventions(language: "de-CH").decimalSign == .point)
    }

    @Test("parentheses are negative beside numbers without them, and open where all have them")
    func parentheses() {
        let mixed = ValueColumn(["(1,234.5)", "7"], as: .number)
        #expect(mixed.values == [.number(-1_234.5), .number(7)])
        #expect(ValueColumn(["(12)", "(34)"], as: .number).values == [nil, nil])
        #expect(ValueColumn.value("(12)", as: .count) == .number(12))
        var stated = Conventions()
        stated.negativeInParentheses = true
        #expect(ValueColumn.value("(12)", as: .number, conventions: stated) == .number(-12))
    }

    @Test(
        "money has an amount, and a currency only where the text settles it",
        arguments: [
            ("$1,234.50", 1_234.5, "$"), ("US$ 5", 5, "USD"), ("1.234,50 €", 1_234.5, "EUR"),
            ("EUR 12", 12, "EUR"), ("CHF 1'234.50", 1_234.5, "CHF"), ("£3.99", 3.99, "GBP"),
            ("-$5.00", -5, "$"), ("$-5.00", -5, "$"), ("($5.00)", -5, "$"), ("$(5.00)", -5, "$"),
            ("5,- €", 5, "EUR"), ("12.– CHF", 12, "CHF"), ("¥12,000.00", 12_000, "¥"),
            ("1,5 Mio. EUR", 1_500_000, "EUR"), ("$1.2B", 1_200_000_000, "$"),
            ("3,4 Mrd. €", 3_400_000_000, "EUR"), ("₹ 2.5 crore", 25_000_000, "INR"),
            ("99 kr", 99, "kr"), ("19.99 zł", 19.99, "PLN"), ("R$ 10,50", 10.5, "BRL"),
            ("7", 7, ""),
            ("12.5 usd", 12.5, "USD"), ("1200円", 1_200, "JPY"), ("3.5万元", 35_000, "元"),
        ] as [(String, Double, String)])
    func money(text: String, amount: Double, currency: String) {
        let money = Money(amount: amount, currency: currency.isEmpty ? nil : currency)
        #expect(ValueColumn.value(text, as: .money) == .money(money))
    }

    @Test(
        "what is not one amount is no money",
        arguments: [
            "$5 - $7", "from $5", "5 all", "Top 10", "$5/month", "$", "5 $ 6 €", "$1,234", "(406)",
        ])
    func noMoney(text: String) {
        #expect(ValueColumn.value(text, as: .money) == nil)
    }

    @Test(
        "shares are of one",
        arguments: [
            ("12.5%", 0.125), ("12,5 %", 0.125), ("-3 percent", -0.03), ("(1.5%)", -0.015),
            ("50 bp", 0.005), ("25bps", 0.0025), ("3 Prozent", 0.03), ("5‰", 0.005),
            ("2,5 por ciento", 0.025), ("0.5 %", 0.005), ("½%", 0.005),
        ] as [(String, Double)])
    func shares(text: String, value: Double) throws {
        guard case .percentage(let share) = ValueColumn.value(text, as: .percentage) else {
            Issue.record("\(text) is no share")
            return
        }
        #expect(abs(share - value) < 1e-15)
        #expect(ValueColumn.value("12", as: .percentage) == nil)
    }

    @Test(
        "counts are whole, perhaps rounded, and may say what they count",
        arguments: [
            ("1.2K", 1_200), ("1,2k", 1_200), ("3,4 Mio.", 3_400_000), ("12 Tsd.", 12_000),
            ("2.5 lakh", 250_000), ("1.2万", 12_000), ("1,234 reviews", 1_234),
            ("12.345 Aufrufe", 12_345),
            ("(56)", 56), ("10+", 10), ("1.5M views", 1_500_000), ("7 comments", 7),
            ("2.01K", 2_010),
        ] as [(String, Double)])
    func counts(text: String, value: Double) {
        #expect(ValueColumn.value(text, as: .count) == .number(value))
    }

    @Test(
        "what is no count is withheld",
        arguments: [
            "1.5", "-3", "5 of 10", "12%", "1.234K", "views", "1.2345K", "5th place", "32-bit",
        ])
    func noCount(text: String) {
        #expect(ValueColumn.value(text, as: .count) == nil)
    }

    @Test(
        "lengths of time are seconds",
        arguments: [
            ("PT1H30M", 5_400), ("P0DT0H45M", 2_700), ("PT90S", 90), ("P2W", 1_209_600),
            ("PT1.5H", 5_400), ("PT0,5H", 1_800), ("P0Y0M0DT2H", 7_200), ("pt20min", 1_200),
            ("1 hr 20 min", 4_800), ("1 hour, 20 minutes", 4_800), ("1 hour and 20 minutes", 4_800),
            ("90 Minuten", 5_400), ("1h30", 5_400), ("1h 30m", 5_400), ("1½ hours", 5_400),
            ("1,5 Stunden", 5_400), ("1 1/2 hrs.", 5_400), ("half an hour", 1_800),
            ("ca. 30 Min.", 1_800),
            ("1:02:03", 3_723), ("2 Tage", 172_800), ("1時間30分", 5_400), ("une heure", 3_600),
            ("45mins", 2_700), ("30-minute", 1_800), ("20 minutos", 1_200),
        ] as [(String, Double)])
    func durations(text: String, seconds: Double) {
        #expect(ValueColumn.value(text, as: .duration) == .duration(seconds: seconds))
    }

    @Test(
        "what has no fixed length, or two, is no length of time",
        arguments: [
            "P1Y", "P1M", "1:30", "15-20 min", "PT", "P", "20 min 1 hr", "30", "1 hour 20 hours",
        ])
    func noDuration(text: String) {
        #expect(ValueColumn.value(text, as: .duration) == nil)
    }

    @Test("quantities keep their unit, and a range both its ends")
    func quantities() {
        func read(_ text: String) -> FieldValue? { ValueColumn.value(text, as: .quantity) }
        #expect(read("4 Servings") == .quantity(Quantity(value: 4, unit: "servings")))
        #expect(read("2.5 Kilograms") == .quantity(Quantity(value: 2.5, unit: "kg")))
        #expect(read("6–8 pieces") == .quantity(Quantity(value: 6, upperValue: 8, unit: "pieces")))
        #expect(read("4 to 6") == .quantity(Quantity(value: 4, upperValue: 6, unit: "")))
        #expect(read("80 m2") == .quantity(Quantity(value: 80, unit: "m²")))
        #expect(read("3/4 cup") == .quantity(Quantity(value: 0.75, unit: "cup")))
        #expect(read("23-1667") == nil && read("5th") == nil && read("54g")?.json["unit"] == "g")
        #expect(read("8-6 pieces") == nil && read("2 packs of 6") == nil && read("kg") == nil)
    }

    @Test(
        "yes and no are read in several languages",
        arguments: [("Yes", true), ("NEIN", false), ("true", true), ("✗", false), ("sí", true)])
    func truths(text: String, value: Bool) {
        #expect(ValueColumn.value(text, as: .boolean) == .boolean(value))
        #expect(ValueColumn.value("maybe", as: .boolean) == nil)
    }
}
