/// Words and letters that multiply the number before them, such as `K`, `Mio.` and `crore`.
enum Magnitude {
    /// `billion` and `trillion` are read as English means them; plurals that only other languages
    /// have, such as `Billionen`, are left out, since there they are a thousand times as much.
    static let table = PhraseTable<Double>([
        (1e3, "k,tsd.,tsd,tausend,thousand,thousands,mille,mil,千,천,duizend,mila,тыс.,тыс"),
        (1e4, "万,萬,만"),
        (1e5, "lakh,lakhs,lac,lacs"),
        (
            1e6,
            "m,mm,mn,mio.,mio,mln,mln.,million,millions,millionen,million.,millon,millones,milhao"
                + ",milhoes,milioni,milione,miljoen,mill.,百万,млн,млн."
        ),
        (1e7, "crore,crores,cr,cr."),
        (1e8, "億,亿,억"),
        (
            1e9,
            "b,bn,mrd.,mrd,md,milliard,milliards,milliarde,milliarden,miliardi,miljard,bilhao"
                + ",bilhoes,mld,mld.,млрд,млрд."
        ),
        (1e9, "billion"),
        (1e12, "t,tn,trn,trillion,兆"),
    ])
}

extension ValueScanner {
    /// A factor behind a number, with or without a space before it.
    mutating func magnitude() -> Double? {
        attempt { scanner in
            scanner.skipSpaces()
            guard let factor = scanner.take(from: Magnitude.table), !scanner.current.isASCIILetter
            else { return nil }
            return factor
        }
    }
}
