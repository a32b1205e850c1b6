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

    /// What the strategy says about one slot at one bar, where it speaks for each of several.
    public enum SlotSays: Sendable, Equatable {
        /// When to enter and leave.
        case signals(BarSignals)
        /// The fraction of equity to hold, negative for short; NaN leaves the position as it is.
        case weight(Double)
    }

    private let runner: GraphRunner
    private let columnCount: Int
    private let outputs: OutputPointers
    private let slotOutputs: [(slot: String, pointers: SlotPointers)]

    /// The columns of each bar, in the order in which ``next(time:_:)`` takes their values.
    public var columns: [(slot: String, name: String)] { runner.columns }

    /// Prepares a compiled strategy for its first bar.
    public init(_ strategy: CompiledStrategy) {
        runner = GraphRunner(strategy.graph, chunkSize: 1)
        columnCount = runner.columns.count
        let runner = runner
        outputs = OutputPointers(strategy.outputs, runner)
        slotOutputs = strategy.slotOutputs.map { slot in
            switch slot.content {
            case .signals(let signals): (slot.slot, .signals(OutputPointers(signals, runner)))
            case .weight(let value): (slot.slot, .weight(runner.output(value)))
            }
        }
    }

    deinit {
        outputs.deallocate()
        for case (_, .signals(let pointers)) in slotOutputs { pointers.deallocate() }
    }

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
        return outputs.signals
    }

    /// What the strategy said about each slot at the newest bar, in the order of the schema; empty
    /// for a strategy whose signals are for the traded slot alone.
    public var slotSignals: [(slot: String, says: SlotSays)] {
        slotOutputs.map { slot, pointers in
            switch pointers {
            case .signals(let outputs): (slot, .signals(outputs.signals))
            case .weight(let value): (slot, .weight(value.pointee))
            }
        }
    }

    private enum SlotPointers {
        case signals(OutputPointers)
        case weight(UnsafePointer<Double>)
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

        /// What they say at the newest bar.
        var signals: BarSignals {
            BarSignals(
                entry: isTrue(entry.pointee), exit: isTrue(exit.pointee),
                shortEntry: isTrue(shortEntry.pointee), shortExit: isTrue(shortExit.pointee),
                size: size.pointee, stopLoss: stopLoss.pointee, takeProfit: takeProfit.pointee,
                trailingStop: trailingStop.pointee)
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
