package import AlmanacCore
package import Networking
package import TimeSeries

/// Bars, splits and dividends from Yahoo's chart interface.
///
/// - Prices: as traded, unless the option `adjustment` says `split` or `all`. Yahoo divides prices
///   by all splits until today; these are multiplied back by the splits of the same answer. Short
///   bars that do not come in one call up to now are preceded by a call for the splits since.
/// - Time: Yahoo labels a day by its first moment of trading; here it is labelled by its date.
/// - Known: a bar at its close, by New York's calendar for American exchanges and at the end of its
///   UTC day for others; an action at the open of its ex-date, since nothing says when it was
///   announced. The bar that is still growing is left out.
/// - Source: the interface has no documentation; recorded answers of 2020 to 2025, and yfinance
///   0.2 for what these do not show (events, errors, limits of intraday history).
package struct YahooChart: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys = SourceKeys()
    private let now: Timestamp
    private let adjustment: PriceAdjustment

    /// Makes a client.
    ///
    /// - Throws: `validation` for what Yahoo cannot give.
    package init(_ request: DataRequest, now: Timestamp) throws(AlmanacError) {
        source = try SourceRegistry.require("yahoo")
        guard Self.intervals[request.frequency] != nil, !request.target.isEmpty else {
            throw AlmanacError(
                .validation, "Yahoo has no bars of \(request.frequency.rawValue)",
                details: ["frequency": .string(request.frequency.rawValue)],
                suggestion: "use 1Min, 5Min, 15Min, 1Hour, 1Day, 1Week or 1Month")
        }
        self.request = request
        self.now = now
        adjustment = try PriceAdjustment(request)
    }

    private static let intervals: [Frequency: String] = [
        .minute1: "1m", .minute5: "5m", .minute15: "15m", .hour1: "60m", .day1: "1d",
        .week1: "1wk", .month1: "1mo",
    ]

    /// Days of history that Yahoo keeps of short bars, and days that one call may ask for.
    private static let reach: [Frequency: (kept: Int64, perCall: Int64)] = [
        .minute1: (29, 7), .minute5: (59, 59), .minute15: (59, 59), .hour1: (729, 729),
    ]

    private static let day: Int64 = 86_400

    /// The days of history that Yahoo keeps of such bars; nothing where it keeps all.
    package static func daysKept(_ frequency: Frequency) -> Int? {
        reach[frequency].map { Int($0.kept) }
    }

    /// The cursor is the second from which to ask, with the splits that are known to lie ahead of
    /// it (`SECOND:RATIO`); after `splits` these are still to be asked for.
    package var start: String {
        let from = first
        let today = now.nanoseconds / 1_000_000_000
        let isPart = Self.reach[request.frequency] != nil && end(of: from) < today
        return isPart && adjustment == .raw ? "splits \(from)" : String(from)
    }

    private var first: Int64 {
        let first = request.from.map { Int64($0.nanoseconds / 1_000_000_000) }
        let today = now.nanoseconds / 1_000_000_000
        guard let reach = Self.reach[request.frequency] else {
            // 1927, before which Yahoo has nothing.
            return first ?? -1_357_000_000
        }
        return max(first ?? .min, today - reach.kept * Self.day)
    }

    /// A cursor, taken apart.
    private struct Place {
        var from: Int64
        var wantsSplits: Bool
        var splits: [YahooAnswer.Split]

        init?(_ cursor: String) {
            var words = cursor.split(separator: " ")
            wantsSplits = words.first == "splits"
            if wantsSplits { words.removeFirst() }
            guard let first = words.first, let from = Int64(first) else { return nil }
            self.from = from
            splits = words.dropFirst().compactMap { word in
                let parts = word.split(separator: ":")
                guard parts.count == 2, let second = Int64(parts[0]),
                    let ratio = Double(parts[1]), (-1 << 40...1 << 40).contains(second),
                    ratio > 0, ratio.isFinite
                else { return nil }
                return (Timestamp(nanoseconds: second * 1_000_000_000), ratio)
            }
        }

        /// The cursor from another second on.
        func text(from second: Int64) -> String {
            let known = splits.map { " \($0.time.nanoseconds / 1_000_000_000):\($0.ratio)" }
            return String(second) + known.joined()
        }
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        guard let place = Place(cursor), let interval = Self.intervals[request.frequency] else {
            throw AlmanacError(.internalError, "'\(cursor)' is no cursor of Yahoo's")
        }
        let today = now.nanoseconds / 1_000_000_000 + 1
        let (from, until) = (place.from, place.wantsSplits ? today : end(of: place.from))
        let url = try SourceAddress.make(
            "https://query1.finance.yahoo.com/v8/finance/chart", path: [request.target],
            [
                ("period1", String(from)), ("period2", String(until)),
                ("interval", place.wantsSplits ? "1d" : interval), ("includePrePost", "false"),
                ("events", "div,splits"),
            ])
        return SourceCall(SourceAddress.get(url))
    }

    /// The second before which a call ends.
    ///
    /// Longer bars are asked for up to now whatever the range,
    /// since all later splits are needed to undo them.
    private func end(of from: Int64) -> Int64 {
        let today = now.nanoseconds / 1_000_000_000 + 1
        guard let reach = Self.reach[request.frequency] else { return max(today, from + 1) }
        let until = request.until.map { $0.nanoseconds / 1_000_000_000 } ?? today
        return max(from + 1, min(from + reach.perCall * Self.day, until))
    }

    package func isAnswer(_ response: HTTPResponse) -> Bool {
        // Yahoo says of a range without bars that the request is bad.
        response.isSuccess
            || response.status == 400
                && AnswerFault.message(in: response.body)?.hasPrefix("Data doesn't exist") == true
    }

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var page = AnswerPage()
        let place = Place(cursor)
        if let place, place.wantsSplits {
            page.next = String(place.from)
        } else if let place, Self.reach[request.frequency] != nil {
            let end = end(of: place.from)
            let last = (request.until ?? self.now).nanoseconds / 1_000_000_000
            if end < last { page.next = place.text(from: end) }
        }
        guard response.isSuccess else { return page }
        let chart = try AnswerReader(response, source).member("chart")
        if let error = chart.optional("error") {
            throw unknown(try error.member("description").text())
        }
        guard let result = try chart.member("result").elements().first else { return page }
        let answer = try YahooAnswer(
            result, request, adjustment, source, ahead: place?.splits ?? [])
        if var place, place.wantsSplits {
            place.splits = try answer.splits()
            page.next = place.text(from: place.from)
        } else {
            page.batch = try answer.batch(now: now)
        }
        return page
    }

    private func unknown(_ reason: String) -> AlmanacError {
        AlmanacError(
            .invalidSymbol, "Yahoo has no data of '\(request.target)'; it says: \(reason)",
            details: ["source": "yahoo", "symbol": .string(request.target)],
            suggestion: "a target is \(source.target)")
    }
}
