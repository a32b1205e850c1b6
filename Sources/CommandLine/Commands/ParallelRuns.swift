import AlmanacCore
import Backtesting
import Dispatch
import Glibc
import Synchronization

/// Runs backtests side by side, one for each symbol; the results keep the order of the requests.
/// - Throws: The error of the first request that fails, with its symbol.
func runAll(_ backtests: [Backtest], _ progress: Progress? = nil) throws(AlmanacError)
    -> [BacktestRun]
{
    if backtests.count == 1 { return [try backtests[0].run()] }
    let results = ResultBoard(count: backtests.count)
    DispatchQueue.concurrentPerform(iterations: backtests.count) { index in
        let done = results.set(
            index, Result { () throws(AlmanacError) in try backtests[index].run() })
        progress?.report("\(done) of \(backtests.count) symbols are done")
    }
    progress?.clear()
    var runs: [BacktestRun] = []
    for (backtest, result) in zip(backtests, results.all) {
        switch result {
        case .success(let run)?: runs.append(run)
        case .failure(var error)?:
            error.message = "\(backtest.data.first?.symbol ?? ""): \(error.message)"
            throw error
        case nil: throw AlmanacError(.internalError, "a run gave no result")
        }
    }
    return runs
}

/// How many processors the machine has.
let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// Runs a function once for each number below a count, each on a thread of its own.
@Sendable func runConcurrently(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if count == 1 { return body(0) }
    DispatchQueue.concurrentPerform(iterations: count) { body($0) }
}

/// One place for each result, filled from several threads.
private final class ResultBoard: Sendable {
    private struct State {
        var results: [Result<BacktestRun, AlmanacError>?]
        var done = 0
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count))) }

    /// Keeps a result; gives back how many there are now.
    func set(_ index: Int, _ result: Result<BacktestRun, AlmanacError>) -> Int {
        state.withLock { state in
            state.results[index] = result
            state.done += 1
            return state.done
        }
    }

    var all: [Result<BacktestRun, AlmanacError>?] { state.withLock { $0.results } }
}
