public import AlmanacCore
public import StrategyLanguage
public import TimeSeries

/// A strategy that takes one bar at a time and keeps only what its windows need.
///
/// Gives the same bits as a run over whole columns. Its state can be saved after any bar and
/// restored in another process. Not safe to share between threads.
public final class LiveStrategy {
    /// What the strategy says about one bar; a level is NaN where there is none.
    public struct BarSignals: Sendable, Equatable {
        /// Whether to buy.
        public var entry = false
        /// Whether to sell what was bought.
        public var exit = false
        /// Whether to sell short.
        public var shortEntry = false
        /// Whether to buy back.
        public var shortExit = false
        /// The fraction of equity to invest.
        public var size = Double.nan
        /// The loss at which to close.
        public var stopLoss = Double.nan
        /// The gain at which to close.
        public var takeProfit = Double.nan
        /// The fall from the best price at which to close.
        public var trailingStop = Double.nan
    }

    private let runner: GraphRunner
    private let columnCount: Int
    private let outputs: OutputPointers

    /// The columns of each bar, in the order in which ``next(time:_:)`` takes their values.
    public var columns: [(slot: String, name: String)] { runner.columns }

    /// Prepares a compiled strategy for its first bar.
    public init(_ strategy: CompiledStrategy) {
        runner = GraphRunner(strategy.graph, chunkSize: 1)
        columnCount = runner.columns.count
        outputs = OutputPointers(strategy.outputs, runner)
    }

    deinit { outputs.deallocate() }

    /// Takes the next bar.
    /// - Parameters:
    ///   - start: The bar's start, later than that of the bar before.
    ///   - values: The bar's values in the order of ``columns``.
    /// - Complexity: O(operations).
    public func next(time start: Timestamp, _ values: UnsafeBufferPointer<Double>) -> BarSignals {
        precondition(values.count >= columnCount, "every column needs a value")
        // Without columns nothing is read.
        let row = values.baseAddress ?? outputs.entry
        runner.runBar(row, barTime: start.microseconds)
        return BarSignals(
            entry: isTrue(outputs.entry.pointee), exit: isTrue(outputs.exit.pointee),
            shortEntry: isTrue(outputs.shortEntry.pointee),
            shortExit: isTrue(outputs.shortExit.pointee), size: outputs.size.pointee,
            stopLoss: outputs.stopLoss.pointee, takeProfit: outputs.takeProfit.pointee,
            trailingStop: outputs.trailingStop.pointee)
    }

    /// Where each output of the newest bar lies; one that is the same on every bar has a cell.
    private struct OutputPointers {
        let entry, exit, shortEntry, shortExit: UnsafePointer<Double>
        let size, stopLoss, takeProfit, trailingStop: UnsafePointer<Double>
        private let cells: UnsafeMutablePointer<Double>

        init(_ outputs: CompiledStrategy.Outputs, _ runner: GraphRunner) {
            let levels = [
                outputs.size, outputs.stopLoss, outputs.takeProfit, outputs.trailingStop,
            ]
            let cells = UnsafeMutablePointer<Double>.allocate(capacity: levels.count + 1)
            cells.initialize(repeating: .nan, count: levels.count + 1)
            let pointers = levels.indices.map { index -> UnsafePointer<Double> in
                switch levels[index] {
                case .none: break
                case .scalar(let value): cells[index] = value
                case .value(let value): return runner.output(value)
                }
                return UnsafePointer(cells + index)
            }
            (size, stopLoss, takeProfit, trailingStop) =
                (pointers[0], pointers[1], pointers[2], pointers[3])
            // A signal that the strategy does not have is missing on every bar, which is false.
            let never = UnsafePointer(cells + levels.count)
            entry = runner.output(outputs.entries)
            exit = runner.output(outputs.exits)
            shortEntry = outputs.shortEntries.map { runner.output($0) } ?? never
            shortExit = outputs.shortExits.map { runner.output($0) } ?? never
            self.cells = cells
        }

        func deallocate() { cells.deallocate() }
    }

    /// The bar at which a value could not be converted or a `raise` was reached; the signals from
    /// it on are not to be used.
    public var faultBar: Int? { runner.fault?.bar }

    /// Everything that the next bar depends on, as 64-bit words.
    public func snapshot() -> [UInt64] { runner.state() }

    /// Goes on from a snapshot of the same strategy with the same parameters.
    /// - Throws: An `execution_error` where the snapshot belongs to something else.
    public func restore(_ snapshot: [UInt64]) throws(AlmanacError) {
        guard runner.restore(snapshot) else {
            throw AlmanacError(
                .execution, "the saved state does not belong to this strategy",
                suggestion: "start from the first bar again")
        }
    }
}
