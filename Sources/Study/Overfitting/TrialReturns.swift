import Synchronization

/// The returns of every variant that was tried, made some at a time so that memory stays bounded.
///
/// A sweep need not keep a matrix of variants and bars: it runs variants again when their returns
/// are asked for. They may be asked for more than once, from several threads, and in any order, and
/// must be the same each time.
public struct TrialReturns: Sendable {
    /// The number of variants.
    public let trialCount: Int
    /// The number of bars, the same for each.
    public let barCount: Int
    private let rows: @Sendable (Range<Int>) -> [[Double]]
    /// Returns that are taken away from those of each variant.
    private var benchmark: [Double]?

    /// Makes a source of returns.
    ///
    /// - Parameter rows: Gives the returns of neighbouring variants, a fraction for each bar. It is
    ///   asked for at most ``mostRows`` at a time, so that variants can share work.
    public init(
        trialCount: Int, barCount: Int, rows: @escaping @Sendable (Range<Int>) -> [[Double]]
    ) {
        precondition(trialCount >= 0 && barCount >= 0, "Counts are at least 0.")
        self.trialCount = trialCount
        self.barCount = barCount
        self.rows = rows
    }

    /// Makes a source of returns that are at hand: an array for each variant, of equal length.
    public init(_ rows: [[Double]]) {
        self.init(trialCount: rows.count, barCount: rows.first?.count ?? 0) { Array(rows[$0]) }
    }

    /// The most variants whose returns are asked for at a time.
    public static let mostRows = 64

    /// The returns of one variant.
    public func returns(of trial: Int) -> [Double] {
        var found: [Double] = []
        forEach(trial..<trial + 1) { found = $1 }
        return found
    }

    /// The same returns less those of a benchmark, bar by bar.
    public func minus(_ benchmark: [Double]) -> TrialReturns {
        precondition(benchmark.count == barCount, "A benchmark has the bars of the variants.")
        var result = self
        result.benchmark = self.benchmark.map { zip($0, benchmark).map { $0 + $1 } } ?? benchmark
        return result
    }

    /// Calls a function with the returns of some variants, in order.
    func forEach(_ trials: Range<Int>, _ body: (_ trial: Int, _ returns: [Double]) -> Void) {
        for first in stride(from: trials.lowerBound, to: trials.upperBound, by: Self.mostRows) {
            let batch = first..<min(first + Self.mostRows, trials.upperBound)
            let rows = rows(batch)
            precondition(rows.count == batch.count, "Each variant has its returns.")
            for (trial, row) in zip(batch, rows) {
                precondition(row.count == barCount, "A variant has a return for each bar.")
                body(trial, benchmark.map { zip(row, $0).map { $0 - $1 } } ?? row)
            }
        }
    }

    /// The variants that one piece of concurrent work takes; fixed, so that results do not depend
    /// on the number of threads.
    private static let pieceSize = 256

    /// Works through all variants in pieces; the results keep the order of the variants.
    func inPieces<Part: Sendable>(
        _ concurrently: Concurrently, of size: Int = pieceSize,
        _ work: @escaping @Sendable (Range<Int>) -> Part
    ) -> [Part] {
        let pieces = (trialCount + size - 1) / size
        let board = PieceBoard<Part>(count: pieces)
        let trials = trialCount
        concurrently(pieces) { piece in
            let first = piece * size
            board.set(piece, work(first..<min(first + size, trials)))
        }
        return board.all
    }
}

/// Runs pieces of work one after the other.
@Sendable public func serially(_ count: Int, _ work: @Sendable (_ piece: Int) -> Void) {
    for piece in 0..<count { work(piece) }
}

/// One place for each piece's result, filled from several threads.
final class PieceBoard<Part: Sendable>: Sendable {
    private let parts: Mutex<[Part?]>

    init(count: Int) { parts = Mutex(Array(repeating: nil, count: count)) }

    func set(_ piece: Int, _ part: Part) { parts.withLock { $0[piece] = part } }

    var all: [Part] {
        parts.withLock { parts in
            let done = parts.compactMap(\.self)
            precondition(done.count == parts.count, "Every piece of work must be run.")
            return done
        }
    }
}
