package import AlmanacCore
package import TimeSeries

/// Something that was published of a company: a trade of an insider, a report of earnings.
package struct PublishedEvent: Sendable, Equatable {
    /// From when it could be known.
    package var knownAt: Timestamp
    /// What it says.
    package var fields: JSONObject
    /// The number under which the archive keeps its record, where it is one.
    package var record: Int64?

    /// Makes an event.
    package init(knownAt: Timestamp, fields: JSONObject, record: Int64? = nil) {
        (self.knownAt, self.fields, self.record) = (knownAt, fields, record)
    }
}

/// A kind of event that strategies react to, and which records are one.
package struct EventKind: Sendable {
    /// What it is called, which is how plans call the slot.
    package var name: String
    /// The sources whose records may be one, with the records' kind; a series is read as records
    /// of its rows, by the slot `#earnings`.
    package var sources: [(name: String, kind: String)]
    /// Whether fields tell of one.
    private var isOne: @Sendable (JSONObject) -> Bool
    /// How much it is about, such as dollars traded; NaN where nothing tells.
    private var amount: @Sendable (JSONObject) -> Double

    /// The kinds by name.
    package static let all: [EventKind] = insiders + members + reports

    /// Of some records those that are one, with their amounts, in the order of becoming known.
    package func events(
        among records: [PublishedEvent]
    ) -> [(event: PublishedEvent, amount: Double)] {
        records.enumerated().filter { isOne($0.element.fields) }
            .sorted { ($0.element.knownAt, $0.offset) < ($1.element.knownAt, $1.offset) }
            .map { ($0.element, amount($0.element.fields)) }
    }

    /// One row for each moment at which something was published.
    ///
    /// Columns: `events`, how many there were up to then; `count`, how many became known at that
    /// moment; `value`, the sum of their amounts, missing where none is told.
    /// - Look-ahead: None; the time of a row is the moment from which it was known.
    package static func frame(_ events: [(event: PublishedEvent, amount: Double)]) -> Frame {
        var times: [Timestamp] = []
        var (counts, sums): ([Double], [Double]) = ([], [])
        for (event, amount) in events {
            if times.last != event.knownAt {
                times.append(event.knownAt)
                counts.append(0)
                sums.append(.nan)
            }
            counts[counts.count - 1] += 1
            guard amount.isFinite else { continue }
            let sum = sums[sums.count - 1]
            sums[sums.count - 1] = sum.isNaN ? amount : sum + amount
        }
        var (total, totals) = (0.0, [Double]())
        for count in counts {
            total += count
            totals.append(total)
        }
        return Frame(
            times: times, knownAt: times,
            columns: [
                Frame.NamedColumn(name: "events", values: totals),
                Frame.NamedColumn(name: "count", values: counts),
                Frame.NamedColumn(name: "value", values: sums),
            ])
    }

    /// Purchases and sales on the open market, codes P and S of Form 4; no grants and options.
    private static let insiders = [("insider_buy", "P"), ("insider_sell", "S")].map { name, code in
        EventKind(
            name: name, sources: [("sec", "insider_trade")],
            isOne: {
                $0["code"]?.stringValue == code && $0["security"]?.stringValue == "common"
            },
            amount: {
                ($0["shares"]?.doubleValue ?? .nan) * ($0["price"]?.doubleValue ?? .nan)
            })
    }

    /// Trades that members of Congress disclosed; the amount is the middle of the stated range.
    private static let members: [EventKind] = ["house", "senate", "congress"].flatMap { chamber in
        [("buy", "purchase"), ("sell", "sale")].map { verb, type in
            EventKind(
                name: "\(chamber)_\(verb)", sources: [("congress", "politician_trade")],
                isOne: {
                    let isThere = chamber == "congress" || $0["chamber"]?.stringValue == chamber
                    return isThere
                        && $0["type"]?.stringValue?.lowercased().hasPrefix(type) == true
                },
                amount: {
                    let low = $0["amount_low"]?.doubleValue ?? .nan
                    return $0["amount_high"]?.doubleValue.map { (low + $0) / 2 } ?? low
                })
        }
    }

    /// Reports of earnings: item 2.02 of an 8-K, or rows that say what was earned and expected.
    private static let reports = [
        EventKind(
            name: "earnings", sources: [("fmp", "#earnings"), ("sec", "filing")],
            isOne: {
                if $0["eps_actual"]?.doubleValue != nil { return true }
                return $0["form"]?.stringValue?.hasPrefix("8-K") == true
                    && $0["items"]?.stringValue?.contains("2.02") == true
            }, amount: { $0["eps_actual"]?.doubleValue ?? .nan }),
        EventKind(
            name: "earnings_beat", sources: [("fmp", "#earnings")],
            isOne: { ($0["eps_surprise"]?.doubleValue ?? 0) > 0 },
            amount: { $0["eps_surprise"]?.doubleValue ?? .nan }),
        EventKind(
            name: "earnings_miss", sources: [("fmp", "#earnings")],
            isOne: { ($0["eps_surprise"]?.doubleValue ?? 0) < 0 },
            amount: { $0["eps_surprise"]?.doubleValue ?? .nan }),
        EventKind(
            name: "filing", sources: [("sec", "filing")],
            isOne: { $0["form"]?.stringValue?.hasPrefix("8-K") == true }, amount: { _ in .nan }),
    ]
}
