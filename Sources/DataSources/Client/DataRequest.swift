public import AlmanacCore
public import TimeSeries

/// What is wanted of a source.
public struct DataRequest: Sendable, Equatable {
    /// What kind of data.
    public var kind: DataKind
    /// Of what, named as the source names it: a symbol, a subreddit, an address, a search text.
    public var target: String
    /// The first time, included; nil from the beginning.
    public var from: Timestamp?
    /// The time before which to end; nil to the present.
    public var until: Timestamp?
    /// How long bars are.
    public var frequency = Frequency.day1
    /// What else the source can be told, such as `feed` or `adjustment`.
    public var options = JSONObject()
    /// The most records to bring; nil as many as there are.
    public var maximumRecords: Int?

    /// Makes a request for everything that there is of a target.
    public init(
        _ kind: DataKind, _ target: String, from: Timestamp? = nil, until: Timestamp? = nil,
        frequency: Frequency = .day1
    ) {
        (self.kind, self.target) = (kind, target)
        (self.from, self.until, self.frequency) = (from, until, frequency)
    }

    /// Whether a time lies in the range.
    package func covers(_ time: Timestamp) -> Bool {
        if let from, time < from { return false }
        if let until, time >= until { return false }
        return true
    }

    /// The text of an option.
    package func option(_ name: String) -> String? { options[name]?.stringValue }
}
