public import AlmanacCore
public import Backtesting
import TimeSeries

/// A run as `almanac backtest --json` saved it, as far as comparing it needs.
public struct SavedRun: Sendable {
    /// The file it comes from.
    public var file: String
    /// The strategy's name.
    public var strategy: String
    /// The traded symbol.
    public var symbol: String
    /// The run's digest: equal for equal results.
    public var hash: String
    /// The first and last bar, in ISO 8601.
    public var period: (first: String, last: String)
    /// The number of bars.
    public var bars: Int
    /// How often there is a bar.
    public var frequency: String
    /// For annual figures.
    public var barsPerYear: Double
    /// The defined figures.
    public var metrics: [Metric.Name: Double]
    /// The returns of calendar years, oldest first.
    public var years: [(year: Int, value: Double)]
    /// What the run takes for granted.
    public var assumptions: [String]
    /// How many warnings the run has.
    public var warnings: Int
    /// The data of each slot, as one line each.
    public var data: [String]
    /// The equity at every bar and the bars' starts; `nil` where the file has none.
    public var curve: Curve?

    /// An equity curve with its times.
    public struct Curve: Sendable {
        /// The equity at each bar's close.
        public var equity: [Double]
        /// The bars' starts in milliseconds since the epoch, ascending.
        public var times: [Int64]
    }

    /// What the equity began with.
    public var initialCash: Double? {
        guard let end = metrics[.finalEquity], let total = metrics[.totalReturn], total > -1 else {
            return curve?.equity.first
        }
        return end / (1 + total)
    }

    /// Reads the runs of a saved document.
    ///
    /// - Throws: A `validation_error` where it is not one that `almanac backtest --json` wrote.
    public static func read(_ text: String, file: String) throws(AlmanacError) -> [SavedRun] {
        let document: JSON
        do {
            document = try JSON.parse(text)
        } catch {
            throw refusal(
                file, "it is not JSON: line \(error.line), column \(error.column): \(error.message)"
            )
        }
        if document["success"]?.boolValue == false {
            let message = document["error"]?["message"]?.stringValue ?? "no message"
            throw refusal(file, "it holds an error: \(message)")
        }
        guard let runs = document["runs"]?.arrayValue else {
            throw refusal(file, "it has no member 'runs'")
        }
        guard !runs.isEmpty else { throw refusal(file, "its list of runs is empty") }
        var read: [SavedRun] = []
        for run in runs { read.append(try SavedRun(run, file: file)) }
        return read
    }

    static func refusal(_ file: String, _ reason: String) -> AlmanacError {
        AlmanacError(
            .validation, "\(file) is not a saved run: \(reason)",
            details: ["file": .string(file)],
            suggestion: "save one: almanac backtest STRATEGY --symbol SPX --json > run.json")
    }

    private init(_ json: JSON, file: String) throws(AlmanacError) {
        func text(_ key: String) throws(AlmanacError) -> String {
            guard let text = json[key]?.stringValue else {
                throw Self.refusal(file, "a run lacks the text '\(key)'")
            }
            return text
        }
        self.file = file
        strategy = try text("strategy")
        symbol = try text("symbol")
        hash = try text("hash")
        period = (try text("first_bar"), try text("last_bar"))
        frequency = try text("bar_frequency")
        guard let bars = json["bars"]?.intValue, let year = json["bars_per_year"]?.doubleValue,
            let figures = json["metrics"]?.objectValue
        else {
            throw Self.refusal(file, "a run lacks 'bars', 'bars_per_year' or 'metrics'")
        }
        self.bars = bars
        barsPerYear = year
        metrics = [:]
        for name in Metric.Name.allCases {
            metrics[name] = figures[name.rawValue]?.doubleValue
        }
        guard !metrics.isEmpty else { throw Self.refusal(file, "no figure of it is known") }
        years = (json["yearly_returns"]?.arrayValue ?? []).compactMap { row in
            guard let year = row["year"]?.intValue, let value = row["return"]?.doubleValue else {
                return nil
            }
            return (year, value)
        }
        assumptions = (json["assumptions"]?.arrayValue ?? []).compactMap(\.stringValue)
        warnings = json["warnings"]?.arrayValue?.count ?? 0
        data = (json["data"]?.arrayValue ?? []).map { slot in
            let parts = ["slot", "symbol", "source"].compactMap { slot[$0]?.stringValue }
            return parts.joined(separator: ", ") + ", \(slot["rows"]?.intValue ?? 0) rows"
        }
        curve = try Self.curve(json, bars: bars, file: file)
    }

    private static func curve(
        _ json: JSON, bars: Int, file: String
    ) throws(AlmanacError) -> Curve? {
        guard let values = json["equity"]?.arrayValue, let moments = json["times"]?.arrayValue
        else { return nil }
        let equity = values.compactMap(\.doubleValue)
        var times: [Int64] = []
        for moment in moments {
            guard let time = moment.stringValue.flatMap({ Timestamp(iso8601: $0) }) else { break }
            times.append(time.nanoseconds / 1_000_000)
        }
        guard equity.count == bars, times.count == bars, bars > 0 else {
            throw refusal(file, "its equity or its times are not one for each bar")
        }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw refusal(file, "its times are not in order")
        }
        return Curve(equity: equity, times: times)
    }
}
