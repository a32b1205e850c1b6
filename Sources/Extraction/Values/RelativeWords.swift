/// How languages say how long ago something was.
enum RelativeWords {
    typealias Unit = WrittenTime.Precision

    static let units = PhraseTable<Unit>([
        (
            .second,
            "s,sec,secs,second,seconds,sekunde,sekunden,seconde,secondes,segundo,segundos"
                + ",secondo,secondi,seconden,秒,秒钟"
        ),
        (.minute, "m,min,mins,minute,minutes,minuten,minuto,minutos,minuti,minuut,分,分钟,分鐘"),
        (
            .hour,
            "h,hr,hrs,hour,hours,std,stunde,stunden,heure,heures,hora,horas,ora,ore,uur,uren"
                + ",時間,小时,小時"
        ),
        (.day, "d,day,days,tag,tage,tagen,jour,jours,dia,dias,giorno,giorni,dag,dagen,日,天"),
        (
            .week,
            "w,wk,wks,week,weeks,woche,wochen,semaine,semaines,semana,semanas,settimana"
                + ",settimane,weken,週間,周"
        ),
        (
            .month,
            "mo,month,months,monat,monate,monaten,mois,mes,meses,mese,mesi,maand,maanden"
                + ",か月,ヶ月,个月"
        ),
        (
            .year,
            "y,yr,yrs,year,years,jahr,jahre,jahren,an,ans,annee,annees,ano,anos,anno,anni"
                + ",jaar,年"
        ),
    ])
    /// One of a unit, without a digit.
    static let one = PhraseTable<Bool>([
        (true, "a,an,one,einer,einem,einen,ein,une,un,una,um,uma,een")
    ])
    /// Before the amount: -1 for the past.
    static let before = PhraseTable<Int>([
        (-1, "vor,il y a,hace,ha"), (1, "in,dans,dentro de,over,en,em,tra"),
    ])
    /// Behind the amount: -1 for the past.
    static let behind = PhraseTable<Int>([
        (-1, "ago,fa,atras,geleden,前,earlier"), (1, "from now,後,后"),
    ])
    static let about = PhraseTable<Bool>([(true, "about,etwa,environ,circa,ca.,约,約")])
}

extension ValueScanner {
    /// A signed number of units, with the word before or behind it that says in which direction.
    mutating func relativeAmount() -> (count: Int, unit: WrittenTime.Precision)? {
        attempt { scanner in
            let before = scanner.take(from: RelativeWords.before)
            if before != nil, !scanner.skipSpaces() { return nil }
            if scanner.take(from: RelativeWords.about) != nil { scanner.skipSpaces() }
            guard let count = scanner.relativeCount() else { return nil }
            scanner.skipSpaces()
            guard let unit = scanner.take(from: RelativeWords.units) else { return nil }
            _ = scanner.take(".")
            scanner.skipSpaces()
            let behind = scanner.take(from: RelativeWords.behind)
            guard (before == nil) != (behind == nil), let direction = before ?? behind else {
                return nil
            }
            return (direction * count, unit)
        }
    }

    private mutating func relativeCount() -> Int? {
        if let digits = digits(1...4) { return digits.value }
        return take(from: RelativeWords.one) == nil ? nil : 1
    }
}
