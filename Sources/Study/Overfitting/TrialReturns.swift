import Synchronization

/// The returns of every variant that was tried, made one at a time so that memory stays bounded.
///
/// A sweep need not keep a matrix of variants and bars: it runs a variant again when its returns
/// are asked for. They may be asked for more than once, from several threads, and in any order, and
/// must be the same each time.
public struct TrialReturns: Sendable {
    /// The number of variants.
    public let trialCount: Int
    /// The number of bars, the same for each.
    public let barCount: Int
    /// Writes the returns of a variant, a fraction for each bar.
    ///
    /// The array has ``barCount`` values of an earlier use and must keep that count.
    public let write: @Sendable (_ trial: Int, _ returns: inout [Double]) -> Void

    /// Makes a source of returns.
    public init(
        trialCount: Int, barCount: Int,
        write: @escaping @Sendable (_ trial: Int, _ returns: inout [Double]) -> Void
    ) {
        precondition(trialCount >= 0 && barCount >= 0, "Counts are at least 0.")
        self.trialCount = trialCount
        self.barCount = barCount
        self.write = write
    }

    /// Makes a source of returns that are at hand: an array for each variant, of equal length.
    public init(_ rows: [[Double]]) {
        precondition(
            rows.allSatisfy { $0.count == rows[0].count }, "Variants have the same bars.")
        self.init(trialCount: rows.count, barCount: rows.first?.count ?? 0) { trial, returns in
            returns = rows[trial]
        }
    }

    /// The returns of one variant.
    public func returns(of trial: Int) -> [Double] {
        var returns = [Double](repeating: 0, count: barCount)
        write(trial, &returns)
        precondition(returns.count == barCount, "A variant has as many returns as there are bars.")
        return returns
    }

    /// The same returns less those of a benchmark, bar by bar.
    public func minus(_ benchmark: [Double]) -> TrialReturns {
        precondition(benchmark.count == barCount, "A benchmark has the bars of the variants.")
        return TrialReturns(trialCount: trialCount, barCount: barCount) { [write] trial, returns in
            write(trial, &returns)
            for bar in benchmark.indices { returns[bar] -= benchmark[bar] }
        }
    }

    /// The variants that one piece of concurrent work takes; fixed, so that results do not depend
    /// on the number of threads.
    private static let pieceSize = 256

    /// Works through all variants in pieces; the results keep the order of the variants.
    func inPieces<Part: Sendable>(
        _ concurrently: ConcurrentPieces, of size: Int = pieceSize,
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

/// Runs a number of pieces of work, on several threads or on one, and returns when all are done.
///
/// Targets below the command start no threads: who calls passes in how.
public typealias ConcurrentPieces = (_ count: Int, _ work: @Sendable (_ piece: Int) -> Void) -> Void

/// Runs pieces of work one after the other.
public func serially(_ count: Int, _ work: @Sendable (_ piece: Int) -> Void) {
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
