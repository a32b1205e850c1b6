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

    private let outputs: CompiledStrategy.Outputs
    private let runner: GraphRunner
    private let pointers: UnsafeMutablePointer<UnsafePointer<Double>>
    private let time: UnsafeMutablePointer<Double>
    private let columnCount: Int

    /// The columns of each bar, in the order in which ``next(time:_:)`` takes their values.
    public var columns: [(slot: String, name: String)] { runner.columns }

    /// Prepares a compiled strategy for its first bar.
    public init(_ strategy: CompiledStrategy) {
        outputs = strategy.outputs
        runner = GraphRunner(strategy.graph, chunkSize: 1)
        columnCount = runner.columns.count
        pointers = .allocate(capacity: max(1, columnCount))
        time = .allocate(capacity: 1)
        time.initialize(to: 0)
    }

    deinit {
        pointers.deallocate()
        time.deallocate()
    }

    /// Takes the next bar.
    /// - Parameters:
    ///   - start: The bar's start, later than that of the bar before.
    ///   - values: The bar's values in the order of ``columns``.
    /// - Complexity: O(operations).
    public func next(time start: Timestamp, _ values: UnsafeBufferPointer<Double>) -> BarSignals {
        precondition(values.count >= columnCount, "every column needs a value")
        time.pointee = start.microseconds
        for column in 0..<columnCount {
            pointers[column] = UnsafePointer(values.baseAddress.unsafelyUnwrapped + column)
        }
        runner.run(count: 1, columns: pointers, barTimes: time)
        var signals = BarSignals()
        signals.entry = isTrue(outputs.entries)
        signals.exit = isTrue(outputs.exits)
        if let value = outputs.shortEntries { signals.shortEntry = isTrue(value) }
        if let value = outputs.shortExits { signals.shortExit = isTrue(value) }
        signals.size = level(outputs.size)
        signals.stopLoss = level(outputs.stopLoss)
        signals.takeProfit = level(outputs.takeProfit)
        signals.trailingStop = level(outputs.trailingStop)
        return signals
    }

    private func isTrue(_ value: Int) -> Bool {
        let number = runner.output(value)[0]
        return number != 0 && !number.isNaN
    }

    private func level(_ level: CompiledStrategy.Level) -> Double {
        switch level {
        case .none: .nan
        case .scalar(let value): value
        case .value(let value): runner.output(value)[0]
        }
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
