/// An amount with its currency.
public struct Money: Sendable, Hashable {
    /// The amount in the currency's main unit.
    public var amount: Double
    /// The currency: an ISO 4217 code where the text settles it; else the sign as written, such as
    /// `$`, `¥` or `kr`, which several currencies share; nil where the text names none.
    public var currency: String?

    /// Makes an amount of money.
    public init(amount: Double, currency: String?) {
        self.amount = amount
        self.currency = currency
    }

    /// Whether the currency is known, rather than named by a sign that several share.
    public var isCurrencyKnown: Bool { currency.map(Currency.codes.contains) ?? false }
}

/// The names and signs of currencies.
enum Currency {
    /// The codes of ISO 4217 that stand for money in use.
    static let codes = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD \
        BTN BWP BYN BZD CAD CDF CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP \
        ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR \
        IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
        MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR \
        PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS \
        SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES \
        VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
        """.split(separator: " ").map(String.init))

    /// Codes that people also write in lower case; the others may be words.
    static let commonCodes: Set = ["USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CNY", "INR"]

    /// Every way of writing a currency that is read, the codes included.
    ///
    /// `$`, `¥`, `元`, `kr` and `Rs` are kept as they are, since several currencies use them.
    static let table = PhraseTable<String>(
        codes.sorted().map { ($0, $0) } + [
            ("EUR", "€,euro,euros"), ("GBP", "£,pound sterling"), ("USD", "us$,usd$,us-dollar"),
            ("CAD", "c$,ca$,cad$,can$"), ("AUD", "a$,au$,aud$"), ("NZD", "nz$"), ("HKD", "hk$"),
            ("SGD", "s$,sg$"), ("TWD", "nt$"), ("BRL", "r$,reais"), ("MXN", "mx$,mex$"),
            ("JPY", "jp¥,円,日圓"), ("CNY", "cn¥,rmb,人民币"), ("INR", "₹"), ("KRW", "₩,원"),
            ("RUB", "₽,руб.,руб"), ("TRY", "₺,tl"), ("UAH", "₴,грн"), ("ILS", "₪"), ("VND", "₫"),
            ("THB", "฿"), ("NGN", "₦"), ("PHP", "₱"), ("PLN", "zl,złotych"), ("CZK", "kc,korun"),
            ("HUF", "ft"), ("CHF", "fr.,sfr.,franken"), ("KZT", "₸"), ("GEL", "₾"),
            ("CRC", "₡"), ("BTC", "₿"), ("$", "$,dollar,dollars"), ("¥", "¥,yen"), ("元", "元"),
            ("kr", "kr,kr.,kronor,kroner"), ("Rs", "rs,rs.,rupees"),
        ])
}

extension ValueScanner {
    /// An amount of money: a sign, a currency on one side, a number, perhaps a magnitude.
    mutating func money() -> ParsedMoney? {
        attempt { scanner in
            let isEnclosed = scanner.take("(")
            var sign = scanner.sign()
            var currency = scanner.currency()
            scanner.skipSpaces()
            let isInner = !isEnclosed && scanner.take("(")
            if sign == nil { sign = scanner.sign() }
            guard var number = scanner.number() else { return nil }
            scanner.skipEmptyDecimals()
            if let factor = scanner.attempt({ $0.moneyMagnitude() }) {
                guard let scaled = number.map({ $0 * factor }) else { return nil }
                number = scaled
            }
            if currency == nil {
                currency = scanner.attempt { scanner in
                    scanner.skipSpaces()
                    return scanner.currency()
                }
            }
            let isNegative = isEnclosed || isInner || sign == .minus
            if isEnclosed || isInner {
                guard sign == nil, currency != nil, scanner.take(")") else { return nil }
            }
            guard !scanner.current.isWordLetter else { return nil }
            return ParsedMoney(
                number: isNegative ? number.map { -$0 } : number, currency: currency)
        }
    }

    /// A currency; a code that may be a word, such as `all` and `top`, only in capitals.
    private mutating func currency() -> String? {
        attempt { scanner in
            let start = scanner.position
            guard let name = scanner.take(from: Currency.table) else { return nil }
            let isCode =
                FoldedText.string(scanner.scalars[start..<scanner.position]).utf8.count == 3
                && Currency.codes.contains(name) && scanner.scalars[start].isASCIILetter
            if isCode, !Currency.commonCodes.contains(name), !scanner.hasCapital(at: start + 1) {
                return nil
            }
            return name
        }
    }

    /// A factor, but not the first letters of a currency.
    private mutating func moneyMagnitude() -> Double? {
        var ahead = self
        ahead.skipSpaces()
        if ahead.take(from: Currency.table) != nil, !ahead.current.isWordLetter { return nil }
        return magnitude()
    }

    /// A dash in place of decimals, as in `5,-` and `12.–`.
    private mutating func skipEmptyDecimals() {
        guard current == "," || current == ".", peek(1) == "-" else { return }
        position += 2
        while take("-") {}
    }
}

extension String {
    /// An amount that bears no currency with one of ISO 4217 behind it; nil for any other text.
    func inCurrency(_ code: String) -> String? {
        let code = code.uppercased()
        guard Currency.codes.contains(code), var scanner = ValueScanner(self),
            let money = scanner.money(), money.currency == nil
        else { return nil }
        scanner.skipSpaces()
        return scanner.isAtEnd ? self + " " + code : nil
    }
}

/// Money whose amount may be two numbers.
struct ParsedMoney {
    var number: ParsedNumber?
    var currency: String?
}
