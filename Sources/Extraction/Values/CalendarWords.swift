/// The names of months, weekdays, days near today and zones, in the languages that are read.
///
/// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Chinese and
/// Japanese. A name that means different months in two languages is in no row.
enum CalendarWords {
    static let months = PhraseTable<Int>([
        (
            1,
            "january,jan,januar,janner,janvier,janv,enero,ene,gennaio,gen,janeiro,januari,stycznia"
        ),
        (
            2,
            "february,feb,februar,fevrier,fevr,fev,febrero,febbraio,febb,fevereiro,februari,lutego"
        ),
        (3, "march,mar,marz,mrz,mars,marzo,marco,maart,mrt,marca"),
        (4, "april,apr,avril,avr,abril,abr,aprile,kwietnia"),
        (5, "may,mai,mayo,maggio,mag,maio,mei,maj,maja"),
        (6, "june,jun,juni,juin,junio,giugno,giu,junho,czerwca"),
        (7, "july,jul,juli,juillet,juil,julio,luglio,lug,julho,lipca"),
        (8, "august,aug,aout,agosto,ago,augustus,augusti,sierpnia"),
        (9, "september,sep,sept,septembre,septiembre,setiembre,settembre,set,setembro,wrzesnia"),
        (10, "october,oct,oktober,okt,octobre,octubre,ottobre,ott,outubro,out,pazdziernika"),
        (11, "november,nov,novembre,noviembre,novembro,listopada"),
        (12, "december,dec,dezember,dez,decembre,diciembre,dic,dicembre,dezembro,grudnia"),
    ])

    /// Days of the week, counted from Monday as 0.
    static let weekdays = PhraseTable<Int>([
        (0, "monday,mon,montag,lundi,lun,lunes,lunedi,segunda-feira,maandag,mandag,星期一,月曜日"),
        (1, "tuesday,tue,tues,dienstag,mardi,martes,martedi,terca-feira,dinsdag,星期二,火曜日"),
        (
            2,
            "wednesday,wed,mittwoch,mercredi,mercr,miercoles,mercoledi,quarta-feira,woensdag"
                + ",星期三,水曜日"
        ),
        (
            3,
            "thursday,thu,thur,thurs,donnerstag,jeudi,jueves,giovedi,quinta-feira,donderdag"
                + ",星期四,木曜日"
        ),
        (4, "friday,fri,freitag,vendredi,viernes,venerdi,sexta-feira,vrijdag,星期五,金曜日"),
        (5, "saturday,sat,samstag,sonnabend,samedi,sabado,sabato,zaterdag,星期六,土曜日"),
        (6, "sunday,sun,sonntag,dimanche,domingo,domenica,zondag,星期日,星期天,日曜日"),
    ])

    /// Abbreviations of weekdays that are read only before a comma, a point or a date.
    static let shortWeekdays = PhraseTable<Bool>([
        (true, "mo,di,mi,do,fr,sa,so,mer,jeu,ven,dim,mie,jue,vie,sab,dom,gio,ma,wo,vr,za,zo"),
        (true, "(月),(火),(水),(木),(金),(土),(日)"),
    ])

    /// Days from the day of fetching.
    static let nearDays = PhraseTable<Int>([
        (0, "today,heute,aujourd'hui,hoy,oggi,hoje,vandaag,今日,今天"),
        (-1, "yesterday,gestern,hier,ayer,ieri,ontem,gisteren,昨日,昨天"),
        (
            -2,
            "the day before yesterday,vorgestern,avant-hier,anteayer,l'altro ieri,anteontem"
                + ",eergisteren,一昨日,前天"
        ),
        (1, "tomorrow,morgen,demain,manana,domani,amanha,明日,明天"),
    ])

    static let now = PhraseTable<Bool>([
        (
            true,
            "now,just now,a moment ago,moments ago,gerade eben,soeben,a l'instant,ahora mismo"
                + ",adesso,agora,zojuist,たった今,刚刚"
        )
    ])

    /// Words between a date and a time, or before a date.
    static let links = PhraseTable<Bool>([
        (true, "at,on,um,am,den,der,the,a,à,le,el,alle,alle ore,ore,as,às,om,op,de,of,del,kl.")
    ])

    /// Seconds east of UTC of zones whose names mean one thing.
    ///
    /// `BST`, `IST` and `AST` are left out, since each names several; `CST` is read only where a
    /// time is written as in mail.
    /// - Source: RFC 5322, section 4.3, for the zones of America.
    static let zones = PhraseTable<Int>([
        (0, "z,utc,gmt,ut"), (-18_000, "est,cdt"), (-14_400, "edt"), (-21_600, "mdt"),
        (-25_200, "mst,pdt"), (-28_800, "pst"), (3_600, "cet,mez"), (7_200, "cest,mesz,eet"),
        (10_800, "eest,msk"), (32_400, "jst,kst"), (36_000, "aest"), (39_600, "aedt"),
        (28_800, "hkt,sgt"),
    ])

    /// Zones whose clocks change, by their names in `TimeZoneRule`.
    static let places = PhraseTable<String>([
        ("America/New_York", "et,eastern time,eastern"), ("America/Chicago", "ct,central time"),
        ("America/Los_Angeles", "pt,pacific time,pacific"),
    ])
}
