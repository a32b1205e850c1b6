/// Lengths of time as people and machines write them, in seconds.
///
/// `PT1H30M`, `1 hr 20 min`, `90 Minuten`, `1h30`, `1½ hours`, `half an hour`, `1:02:03`. A month
/// and a year have no fixed length and are refused, as is `1:30`, which may be minutes or hours.
enum WrittenDuration {
    static let units = PhraseTable<Double>([
        (
            1,
            "s,sec,secs,second,seconds,sek,sekunde,sekunden,seconde,secondes,seg,segundo,segundos"
                + ",secondo,secondi,seconden,秒,秒間,秒钟"
        ),
        (60, "m,min,mins,minute,minutes,minuten,minuto,minutos,minuti,minuut,mn,分,分間,分钟"),
        (
            3_600,
            "h,hr,hrs,hour,hours,std,stunde,stunden,heure,heures,hora,horas,ora,ore,uur,uren"
                + ",時間,小时,小時"
        ),
        (86_400, "d,day,days,tag,tage,tagen,jour,jours,dia,dias,giorno,giorni,dag,dagen,天,日間"),
        (
            604_800,
            "w,wk,wks,week,weeks,woche,wochen,semaine,semaines,semana,semanas,settimana"
                + ",settimane,weken,周,週間"
        ),
    ])
    /// Whole lengths in words.
    static let words = PhraseTable<Double>([
        (
            1_800,
            "half an hour,half hour,a half hour,halbe stunde,eine halbe stunde,une demi-heure"
                + ",demi-heure,media hora,mezz'ora,meia hora,half uur,een half uur"
        ),
        (3_600, "an hour,one hour,eine stunde,une heure,una hora,un'ora,uma hora,een uur"),
        (60, "a minute,one minute,eine minute,une minute,un minuto,um minuto,een minuut"),
        (86_400, "a day,one day,ein tag,un jour,un dia,um dia,un giorno,een dag"),
    ])
    /// What may stand before a length without changing it.
    static let about = PhraseTable<Bool>([
        (
            true,
            "about,approx.,approx,approximately,ca.,ca,circa,etwa,environ,~,ungefahr,aprox."
                + ",cerca de,ongeveer,around,約,约"
        )
    ])
    /// What may stand between parts.
    static let and = PhraseTable<Bool>([(true, "and,und,et,y,e,en,&")])
}

extension ValueScanner {
    /// A length of time in seconds.
    mutating func duration() -> ParsedNumber? {
        if let value = attempt({ $0.isoDuration() }) { return value }
        if let seconds = attempt({ $0.clockDuration() }) {
            return ParsedNumber(withPoint: seconds, withComma: seconds)
        }
        return attempt { scanner in
            if scanner.take(from: WrittenDuration.about) != nil { scanner.skipSpaces() }
            if let seconds = scanner.take(from: WrittenDuration.words) {
                return ParsedNumber(withPoint: seconds, withComma: seconds)
            }
            return scanner.durationParts()
        }
    }

    /// Parts from long to short: `1 hr, 20 min`; the last may lack its unit, as in `1h30`.
    private mutating func durationParts() -> ParsedNumber? {
        var total: ParsedNumber?
        var shortest = Double.infinity
        while let part = attempt({ $0.durationPart(after: shortest) }) {
            shortest = part.unit
            total = Self.sum(total, part.number, part.unit)
            if total == nil { return nil }
        }
        return total
    }

    /// One number with its unit, which is shorter than the one before.
    private mutating func durationPart(
        after longer: Double
    ) -> (number: ParsedNumber, unit: Double)? {
        skipSpaces()
        if longer < .infinity {
            if take(",") { skipSpaces() }
            if take(from: WrittenDuration.and) != nil { skipSpaces() }
        }
        guard let number = plainFraction() ?? numberWithFraction() else { return nil }
        if longer == 3_600, isAtEnd { return (number, 60) }
        skipSpaces()
        _ = take("-")
        guard let unit = take(from: WrittenDuration.units), unit < longer, !current.isASCIILetter
        else { return nil }
        _ = take(".")
        return (number, unit)
    }

    private static func sum(
        _ total: ParsedNumber?, _ number: ParsedNumber, _ unit: Double
    ) -> ParsedNumber? {
        func part(_ sign: DecimalSign) -> Double? {
            guard let value = number.value(sign) else { return nil }
            guard let total else { return value * unit }
            return total.value(sign).map { $0 + value * unit }
        }
        return ParsedNumber(withPoint: part(.point), withComma: part(.comma))
    }

    /// `PT1H30M`, `P0DT0H45M`, `P2W`, `P2H10M`; years and months have no fixed length.
    ///
    /// - Source: ISO 8601-1:2019, 5.5.2; fractions in the last part, behind a point or a comma.
    private mutating func isoDuration() -> ParsedNumber? {
        guard take("p") else { return nil }
        var total: ParsedNumber?
        var isTime = false
        var shortest = Double.infinity
        while !isAtEnd {
            if take("t") {
                if isTime { return nil }
                isTime = true
            }
            guard let number = number() else { return nil }
            // Hours stand only behind a T, which some leave out.
            if current == "h" { isTime = true }
            let designators: [Unicode.Scalar: Double] =
                isTime ? ["h": 3_600, "m": 60, "s": 1] : ["w": 604_800, "d": 86_400]
            let zero = number.withPoint == 0
            if !isTime, zero, take("y") || take("m") { continue }
            var unit = designators[current]
            if unit != nil { position += 1 }
            if isTime, unit == 60, take("i") { unit = take("n") ? 60 : nil }
            guard let unit, unit < shortest else { return nil }
            shortest = unit
            // The standard has no groups, so a comma always stands before decimals here.
            let plain = ParsedNumber(
                withPoint: number.withPoint ?? number.withComma,
                withComma: number.withComma ?? number.withPoint)
            guard let plain else { return nil }
            total = Self.sum(total, plain, unit)
        }
        return total
    }

    /// `1:02:03`, hours, minutes and seconds.
    private mutating func clockDuration() -> Double? {
        guard let hours = digits(1...3)?.value, take(":"), let minutes = digits(2...2)?.value,
            take(":"), let seconds = digits(2...2)?.value, minutes < 60, seconds < 60
        else { return nil }
        return Double(hours * 3_600 + minutes * 60 + seconds)
    }
}
