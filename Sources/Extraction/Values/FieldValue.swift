public import AlmanacCore
public import TimeSeries

/// What kind of value a text is to be read as.
public enum ValueType: String, Sendable, Hashable, CaseIterable {
    /// A number without a unit.
    case number
    /// A whole number that a `Double` holds exactly.
    case integer
    /// A whole number that is not negative, perhaps rounded (`1.2K`), perhaps with what it counts.
    case count
    /// A share in percent, per mille or basis points.
    case percentage
    /// An amount with its currency.
    case money
    /// A number with what it counts or measures.
    case quantity
    /// A length of time.
    case duration
    /// Yes or no.
    case boolean
    /// A day of the calendar; of a time, the day that it names where it is written.
    case date
    /// A time with whatever precision the text has.
    case time
}

/// A value that was read from text.
public enum FieldValue: Sendable, Hashable {
    /// A number, integer or count.
    case number(Double)
    /// A share of one: `12.5%` is 0.125, `50 bp` is 0.005.
    case percentage(Double)
    case money(Money)
    case quantity(Quantity)
    /// A length of time in seconds.
    case duration(seconds: Double)
    case boolean(Bool)
    case date(CivilDate)
    case time(WrittenTime)

    /// The value as JSON: a number, a Boolean, text for dates and times, an object for the rest.
    public var json: JSON {
        switch self {
        case .number(let value), .percentage(let value), .duration(let value):
            return .number(value)
        case .money(let money):
            let currency = money.currency.map(JSON.string) ?? .null
            return ["amount": .number(money.amount), "currency": currency]
        case .quantity(let quantity):
            var object: JSONObject = ["value": .number(quantity.value)]
            object["upper"] = quantity.upperValue.map(JSON.number)
            object["unit"] = .string(quantity.unit)
            return .object(object)
        case .boolean(let value): return .bool(value)
        case .date(let date): return .string(date.iso8601)
        case .time(let time): return .string(time.iso8601)
        }
    }
}

/// Why a text gave no value.
public enum ValueProblem: String, Sendable, Hashable, CaseIterable {
    /// There is nothing but white space, or a sign for nothing such as `-` and `n/a`.
    case blank
    /// The text is no value of the type, or more than one.
    case unreadable
    /// The text means different values, and neither the column nor the conventions say which.
    case undecided
    /// The text says when something was as seen from now, and nothing says when that is.
    case needsFetchTime = "needs_fetch_time"

    /// The problem as the end of a sentence.
    public var message: String {
        switch self {
        case .blank: "there is no value"
        case .unreadable: "the text is not one value of this type"
        case .undecided: "the text can mean more than one value, and nothing decides which"
        case .needsFetchTime: "the text counts from now, and the time of fetching is not known"
        }
    }
}
