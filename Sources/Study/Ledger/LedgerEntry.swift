import AlmanacCore
public import Backtesting
import StrategyLanguage
public import TimeSeries

/// One line of the run ledger: a backtest, or all variants of a sweep over one symbol.
public struct LedgerEntry: Sendable, Equatable {
    /// What was asked.
    public var question: StudyQuestion
    /// Which command ran it, such as `backtest` or `sweep`.
    public var kind: String
    /// The strategy's name, for people.
    public var strategy: String
    /// When it was run; passed in by who runs it.
    public var time: Timestamp
    /// The first bar.
    public var firstBar: Timestamp
    /// The last bar.
    public var lastBar: Timestamp
    /// The number of bars.
    public var bars: Int
    /// How many variants were tried.
    public var trials: Int
    /// The yearly Sharpe ratios of the variants that have one.
    public var annualSharpes: PooledMoments
    /// What names the result: a run's hash, or a digest of all that a sweep depends on.
    public var hash: String
    /// Hashes of runs that are among the variants, so that running one of them again is no further
    /// trial; a sweep lists the best.
    public var includes: [String]

    /// The most hashes that one entry lists.
    public static let mostIncludes = 100

    /// Makes an entry.
    public init(
        question: StudyQuestion, kind: String, strategy: String, time: Timestamp,
        firstBar: Timestamp, lastBar: Timestamp, bars: Int, trials: Int,
        annualSharpes: PooledMoments, hash: String, includes: [String] = []
    ) {
        self.question = question
        self.kind = kind
        self.strategy = strategy
        self.time = time
        self.firstBar = firstBar
        self.lastBar = lastBar
        self.bars = bars
        self.trials = trials
        self.annualSharpes = annualSharpes
        self.hash = hash
        self.includes = Array(includes.prefix(Self.mostIncludes))
    }

    /// Makes the entry of a single run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - kind: The command that ran it.
    ///   - time: The current time.
    public init(_ run: BacktestRun, kind: String, time: Timestamp) {
        var sharpes = PooledMoments()
        let settings = run.simulation.settings
        let returns = EquitySeries.returns(
            run.simulation.equity, initialCash: settings.initialCash)
        if let estimate = SharpeEstimate(returns: returns) {
            sharpes.add(estimate.annual(barsPerYear: settings.barsPerYear))
        }
        let times = run.market.times
        self.init(
            question: StudyQuestion(run.backtest.definition, symbol: run.symbol), kind: kind,
            strategy: run.backtest.definition.name, time: time,
            firstBar: times.first ?? Timestamp(nanoseconds: 0),
            lastBar: times.last ?? Timestamp(nanoseconds: 0), bars: run.count, trials: 1,
            annualSharpes: sharpes, hash: run.hash)
    }

    /// The entry as one line of JSON, without the line's end.
    public var line: String {
        let object: JSONObject = [
            "version": .integer(Self.version), "time": .string(time.iso8601),
            "kind": .string(kind), "strategy": .string(String(strategy.prefix(200))),
            "idea": .string(question.idea),
            "symbol": .string(String(question.symbol.prefix(200))),
            "first_bar": .string(firstBar.iso8601), "last_bar": .string(lastBar.iso8601),
            "bars": .integer(bars), "trials": .integer(trials),
            "sharpe_count": .integer(annualSharpes.count),
            "sharpe_mean": .number(annualSharpes.mean),
            "sharpe_variance": .number(annualSharpes.variance), "hash": .string(hash),
            "includes": .array(includes.map(JSON.string)),
        ]
        return JSON.object(object).text()
    }

    /// The version of the line's form.
    private static let version = 1

    /// Reads a line; `nil` where it is no whole entry, or one of a later version.
    public init?(line: String) {
        guard let json = try? JSON.parse(line), json["version"]?.intValue == Self.version,
            let idea = json["idea"]?.stringValue, let symbol = json["symbol"]?.stringValue,
            let kind = json["kind"]?.stringValue, let strategy = json["strategy"]?.stringValue,
            let hash = json["hash"]?.stringValue,
            let bars = json["bars"]?.intValue, let trials = json["trials"]?.intValue,
            let count = json["sharpe_count"]?.intValue, let mean = json["sharpe_mean"]?.doubleValue,
            let variance = json["sharpe_variance"]?.doubleValue,
            let includes = json["includes"]?.arrayValue?.compactMap(\.stringValue),
            Self.isSensible(trials: trials, count: count), bars >= 0, mean.isFinite,
            variance.isFinite
        else { return nil }
        let moments = ["time", "first_bar", "last_bar"].compactMap { key in
            json[key]?.stringValue.flatMap { Timestamp(iso8601: $0) }
        }
        guard moments.count == 3 else { return nil }
        self.init(
            question: StudyQuestion(idea: idea, symbol: symbol), kind: kind,
            strategy: strategy, time: moments[0], firstBar: moments[1], lastBar: moments[2],
            bars: bars, trials: trials,
            annualSharpes: PooledMoments(count: count, mean: mean, variance: variance),
            hash: hash, includes: includes)
    }

    /// Bounds that keep sums of many lines from overflowing, whoever wrote them.
    private static func isSensible(trials: Int, count: Int) -> Bool {
        trials >= 1 && trials <= 1_000_000_000_000 && count >= 0 && count <= trials
    }
}
