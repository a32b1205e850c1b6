import Agents
import AlmanacCore
import TimeSeries

/// What a reading says of the settings that flags give too.
struct SaidSettings: Equatable {
    private var cash: Double?
    private var fees: [Double?] = [nil, nil]
    private var slippage: Double?
    private var tradeSize: TradeSize?
    private var leverage: Double?
    private var period = SentenceReading.Period()
    private var parameters = JSONObject()

    /// Nothing said.
    init() {}

    init(_ reading: SentenceReading) {
        cash = reading.cash
        fees = [reading.fees, reading.fixedFees]
        slippage = reading.slippage
        tradeSize = reading.tradeSize
        leverage = reading.leverage
        period = reading.period
        parameters = reading.definition["param_schema"]?.objectValue ?? JSONObject()
    }

    /// The flags for which this says something else than what was said before.
    fileprivate func flags(unlike before: SaidSettings) -> Set<String> {
        var flags: Set<String> = []
        if cash != before.cash { flags.insert("--cash") }
        if fees != before.fees { flags.formUnion(["--fees", "--fixed-fees"]) }
        if slippage != before.slippage { flags.insert("--slippage") }
        if tradeSize != before.tradeSize { flags.insert("--size") }
        if leverage != before.leverage { flags.insert("--leverage") }
        let isOtherLength = period.last != before.period.last
        if isOtherLength || period.from != before.period.from { flags.insert("--from") }
        if isOtherLength || period.to != before.period.to { flags.insert("--to") }
        return flags
    }

    /// Whether a parameter has another default than before.
    fileprivate func changes(_ parameter: String, since before: SaidSettings) -> Bool {
        guard let old = before.parameters[parameter] else { return false }
        return parameters[parameter]?["default"] != old["default"]
    }
}

/// Flags of the command line beside what is said: whichever came later counts.
struct GivenFlags {
    /// What had been said when each flag was given.
    private var before: [String: SaidSettings] = [:]

    /// Flags that were given before anything was said.
    static let first = GivenFlags(
        before: Dictionary(
            uniqueKeysWithValues: [
                "--cash", "--fees", "--fixed-fees", "--slippage", "--size", "--leverage", "--from",
                "--to",
            ].map { ($0, SaidSettings()) }))

    /// Flags that count whatever is said, until it is noted when they were given.
    init() {}

    private init(before: [String: SaidSettings]) { self.before = before }

    /// Notes that a flag was given when so much had been said.
    mutating func note(_ flag: String, after settings: SaidSettings) { before[flag] = settings }

    /// The command line without the flags that what was said later overrules.
    func arguments(_ arguments: Arguments, for reading: SentenceReading) -> Arguments {
        let said = SaidSettings(reading)
        var counting = arguments
        for (flag, earlier) in before where arguments.has(flag) {
            if flag == "--param" {
                let kept = arguments.pairs(flag).filter { name, _ in
                    name.map { !said.changes($0, since: earlier) } ?? true
                }
                counting = counting.setting(
                    flag, to: kept.map { ($0.name.map { $0 + "=" } ?? "") + $0.value })
            } else if said.flags(unlike: earlier).contains(flag) {
                counting = counting.setting(flag, to: [])
            }
        }
        return counting
    }
}
