package import AlmanacCore
package import StrategyLanguage
import TimeSeries

/// Runs a strategy over whole columns for one set of parameters after another, sharing between the
/// sets every value that does not depend on what differs.
///
/// Signals are the bits that ``CompiledStrategy/signals(over:)`` gives. Sets that follow each other
/// should differ in few parameters, so that what they share is still there. Not safe to share
/// between threads; each thread makes its own.
/// - Complexity: for each set, the operations that depend on everything that varies; the others
///   once for each set of what they depend on.
package final class SweepExecutor {
    /// The number of bars.
    package let bars: Int
    private let inputs: StrategyInputs
    // A value, so that what a run does within it is checked for exclusive access once and not at
    // every step.
    private var runner: SetRunner
    /// Where signals that do not begin with a word are put.
    private var cutWords: [UnsafeMutablePointer<UInt64>] = []

    /// A stop or a size of the last set that was run.
    package enum Level {
        case none
        case scalar(Double)
        /// One value a bar, valid until the next run.
        case series(UnsafePointer<Double>)
    }

    /// Prepares for the bars of a market.
    /// - Parameters:
    ///   - memoryLimit: The bytes that shared columns may take together.
    ///   - comparesWidely: Whether columns are compared by this processor's wide vectors, where it
    ///     has them; the bits are the same.
    package init(_ inputs: StrategyInputs, memoryLimit: Int, comparesWidely: Bool = true) {
        self.inputs = inputs
        bars = inputs.count
        let source = SweepSource(
            times: inputs.times.map(\.microseconds), columns: inputs.allColumns)
        runner = SetRunner(
            source, bars: bars, memoryLimit: memoryLimit, comparesWidely: comparesWidely)
    }

    /// Turns to a family of strategies.
    /// - Parameter varied: Everything that differs between the sets that will be run.
    /// - Throws: A `schema_mismatch_error` where a column is missing.
    package func begin(
        _ family: StrategyFamily, varied: ParameterSubset, counts: [Int]
    ) throws(AlmanacError) {
        for node in family.nodes {
            if case .column(let slot, let name)? = node.operation.all.first {
                _ = try inputs.required(slot, name)
            }
        }
        runner.begin(FamilyLayout(family, varied: varied, counts: counts))
    }

    /// Computes the signals of one set.
    /// - Returns: Whether there are any: false where the code reaches a fault on some bar.
    package func run(_ digits: UnsafePointer<Int>) -> Bool {
        runner.run(digits)
    }

    /// Writes one of the signals as booleans.
    /// - Parameters:
    ///   - index: Which: entries, exits, short entries, short exits.
    ///   - bars: The bars that are wanted.
    package func copySignal(
        _ index: Int, _ bars: Range<Int>, _ digits: UnsafePointer<Int>,
        into out: UnsafeMutablePointer<Bool>
    ) {
        TruthWords.booleans(
            of: signalWords(index, digits), from: bars.lowerBound, bars.count, into: out)
    }

    /// The truth values of one of the signals, sixty-four bars to a word, the first in the lowest
    /// bit; valid until the next run.
    package func signalWords(_ index: Int, _ digits: UnsafePointer<Int>) -> UnsafePointer<UInt64> {
        runner.signal(index, digits)
    }

    /// The truth values of some bars of one of the signals, as ``signalWords(_:_:)`` has them; bits
    /// beyond the last bar may be anything.
    package func signalWords(
        _ index: Int, _ bars: Range<Int>, _ digits: UnsafePointer<Int>
    ) -> UnsafeBufferPointer<UInt64> {
        let words = signalWords(index, digits)
        let count = TruthWords.count(bars.count)
        let (first, place) = (bars.lowerBound >> 6, UInt64(bars.lowerBound & 63))
        if place == 0 { return UnsafeBufferPointer(start: words + first, count: count) }
        let last = TruthWords.count(self.bars) - 1
        while cutWords.count <= index { cutWords.append(runner.pool.takeWords()) }
        let out = cutWords[index]
        for word in 0..<count {
            let next = first + word + 1
            out[word] =
                words[first + word] >> place | (next <= last ? words[next] << (64 - place) : 0)
        }
        return UnsafeBufferPointer(start: out, count: count)
    }

    /// How many signals there are: two, or four with short ones.
    package var signalCount: Int { runner.signalCount }

    /// Whether there is any stop or size.
    package var hasLevels: Bool { runner.hasLevels }

    /// A stop or a size: size, stop-loss, take-profit, trailing stop.
    package func level(_ index: Int, _ digits: UnsafePointer<Int>) -> Level {
        runner.level(index, digits)
    }
}
