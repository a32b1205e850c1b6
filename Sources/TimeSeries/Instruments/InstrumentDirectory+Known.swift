extension InstrumentDirectory {
    /// A few instruments of the United States whose tickers were changed or reused.
    ///
    /// Small by intent: a source with its own map of tickers makes its own directory.
    public static let knownChanges: InstrumentDirectory = {
        let table: [(id: String, name: String, tickers: [(String, from: String, until: String?)])] =
            [
                (
                    "us.meta", "Meta Platforms (class A)",
                    [("FB", "2012-05-18", "2022-06-09"), ("META", "2022-06-09", nil)]
                ),
                (
                    "us.qqq", "Invesco QQQ Trust",
                    [
                        ("QQQ", "1999-03-10", "2004-12-01"), ("QQQQ", "2004-12-01", "2011-03-23"),
                        ("QQQ", "2011-03-23", nil),
                    ]
                ),
                (
                    "us.alphabet.a", "Alphabet (class A)",
                    [("GOOG", "2004-08-19", "2014-04-03"), ("GOOGL", "2014-04-03", nil)]
                ),
                (
                    "us.alphabet.c", "Alphabet (class C)",
                    [("GOOCV", "2014-03-27", "2014-04-03"), ("GOOG", "2014-04-03", nil)]
                ),
            ]
        var directory = InstrumentDirectory()
        for row in table {
            let id = Instrument.ID(row.id)
            let spans = row.tickers.compactMap { ticker, from, until -> TickerSpan? in
                CivilDate(iso8601: from).map {
                    TickerSpan(
                        ticker: ticker, instrument: id, from: $0,
                        until: until.flatMap(CivilDate.init(iso8601:)))
                }
            }
            do {
                try directory.add(Instrument(id: id, name: row.name), tickers: spans)
            } catch {
                preconditionFailure("the table must be consistent: \(error)")
            }
        }
        return directory
    }()
}
