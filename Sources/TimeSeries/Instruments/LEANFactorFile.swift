public import AlmanacCore

/// A factor file of the LEAN engine: by how much raw prices up to each date must be multiplied.
///
/// Each row holds a date, the factor for dividends, the factor for splits and the raw close of the
/// date. A row's factors are those of prices up to its date and after the row before.
/// - Source: QuantConnect LEAN, `Data/equity/readme.md`.
public struct LEANFactorFile: Sendable {
    /// One row.
    public struct Row: Sendable, Hashable {
        /// The last date to which the factors apply.
        public let date: CivilDate
        /// The factor for dividends.
        public let priceFactor: Double
        /// The factor for splits.
        public let splitFactor: Double
        /// The raw close of the date; 0 or 1 where it is not needed.
        public let referencePrice: Double
    }

    /// The rows, oldest first.
    public let rows: [Row]

    /// Reads a file's bytes.
    ///
    /// - Throws: `schemaMismatch` with the line where a row is not such a row or out of order.
    public init(bytes: [UInt8], name: String) throws(AlmanacError) {
        let source = LEANRows(bytes: bytes, file: name)
        // Factors divide each other, so that they must be well above 0.
        let smallest = 1e-9
        var rows: [Row] = []
        for (line, fields) in source.rows {
            guard fields.count == 3 || fields.count == 4 else {
                throw source.fault("a row has a date, two factors and a price", line: line)
            }
            let row = Row(
                date: try source.date(fields[0], line: line),
                priceFactor: try source.number(fields[1], from: smallest, line: line),
                splitFactor: try source.number(fields[2], from: smallest, line: line),
                referencePrice: fields.count < 4
                    ? 1 : try source.number(fields[3], from: 0, line: line))
            if let last = rows.last, row.date <= last.date {
                throw source.fault("dates must rise", line: line)
            }
            rows.append(row)
        }
        if rows.isEmpty { throw source.fault("the file has no rows", line: 1) }
        self.rows = rows
    }

    /// The factors by which a raw price of a date is multiplied; both 1 after the last row.
    public func factors(on date: CivilDate) -> (price: Double, split: Double) {
        guard let row = rows.first(where: { $0.date >= date }) else { return (1, 1) }
        return (row.priceFactor, row.splitFactor)
    }

    /// The splits and dividends that the factors stand for.
    ///
    /// Each takes effect as the date of the session after its row begins by the market's clocks.
    /// Ratios within 5 in 100,000 of a ratio of small whole numbers are taken to be it, since the
    /// factors are rounded; dividends carry the rounding of seven digits of the price. The file
    /// does not tell when an action was announced, so it is known when it takes effect and no
    /// earlier.
    /// - Throws: `validation` where a factor for dividends falls from one row to the next.
    public func ledger(
        calendar: TradingCalendar = .newYork
    ) throws(AlmanacError) -> CorporateActionLedger {
        var actions: [CorporateAction] = []
        for (row, next) in zip(rows, rows.dropFirst()) {
            guard let session = calendar.session(after: row.date) else { continue }
            let start = calendar.timeZone.moment(on: session.date, nanosecondOfDay: 0)
            let ratio = Self.wholeRatio(next.splitFactor / row.splitFactor)
            if ratio != 1 {
                actions.append(
                    try CorporateAction(.split(ratio: ratio), effective: start, knownAt: start))
            }
            let dividend = row.referencePrice * (1 - row.priceFactor / next.priceFactor)
            if dividend != 0 {
                actions.append(
                    try CorporateAction(
                        .cashDividend(perShare: dividend), effective: start, knownAt: start))
            }
        }
        return CorporateActionLedger(actions)
    }

    /// The nearest ratio of whole numbers up to 100 and 20, where it is near enough.
    private static func wholeRatio(_ ratio: Double) -> Double {
        let flipped = ratio < 1
        let value = flipped ? 1 / ratio : ratio
        for denominator in 1...20 {
            let numerator = (value * Double(denominator)).rounded()
            let candidate = numerator / Double(denominator)
            if numerator <= 100, abs(candidate - value) <= 5e-5 * value {
                return flipped ? Double(denominator) / numerator : candidate
            }
        }
        return ratio
    }
}
