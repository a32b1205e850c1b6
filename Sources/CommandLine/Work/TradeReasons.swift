import Agents
import AlmanacCore
import Backtesting
import StrategyEngine

/// What made each trade of a run begin and end, with the values that the engine computed.
struct TradeReasons {
    private let run: BacktestRun
    private let reasons: StrategyReasons
    private let columns: [String: [Double]]

    /// Computes the conditions over the bars of a run; of a strategy without any nothing is known.
    init(_ run: BacktestRun, _ reasons: StrategyReasons) {
        self.run = run
        self.reasons = reasons
        let hasReasons = run.portfolio == nil && !reasons.names.isEmpty
        columns =
            hasReasons
            ? (try? run.backtest.columns(of: reasons.names, in: reasons.code)) ?? [:] : [:]
    }

    /// Why a trade began.
    func entry(of trade: Trade) -> String? {
        trade.direction == .long
            ? words("entries", run.signals.entries, trade.entryBar)
            : words("short_entries", run.signals.shortEntries ?? [], trade.entryBar)
    }

    /// Why a trade ended; nothing where a stop ended it.
    func exit(of trade: Trade) -> String? {
        guard trade.status != .open, trade.exitReason == .signal else { return nil }
        // A position also ends where the opposite one begins.
        let isLong = trade.direction == .long
        let own = (isLong ? run.signals.exits : run.signals.shortExits) ?? []
        let opposite = (isLong ? run.signals.shortEntries : run.signals.entries) ?? []
        let bar = trade.exitBar - delay
        if own.indices.contains(bar), own[bar] {
            return words(isLong ? "exits" : "short_exits", own, trade.exitBar)
        }
        return words(isLong ? "short_entries" : "entries", opposite, trade.exitBar)
    }

    /// An order at the open was decided on the bar before.
    private var delay: Int { run.simulation.settings.executionPrice == .open ? 1 : 0 }

    private func words(_ signal: String, _ truths: [Bool], _ bar: Int) -> String? {
        // An order waits where there is no price: the last bar that gave the signal decided it.
        guard !columns.isEmpty, bar - delay < truths.count,
            let decided = truths.prefix(max(0, bar - delay + 1)).lastIndex(of: true)
        else { return nil }
        return reasons.words(of: signal, at: decided, in: columns)
    }
}
