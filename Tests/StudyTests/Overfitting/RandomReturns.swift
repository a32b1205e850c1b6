import AlmanacCore
import Dispatch
import Study

/// Returns of variants that are drawn from a seed.
enum RandomReturns {
    /// Normal returns; variants share a part of their risk.
    static func rows(
        seed: UInt64, variants: Int, bars: Int, drift: Double = 0, shared: Double = 0
    ) -> [[Double]] {
        var generator = SeededGenerator(seed: seed)
        func normal() -> Double {
            NormalDistribution.quantile(max(generator.unit(), 1e-300)) * 0.01
        }
        let common = (0..<bars).map { _ in normal() }
        return (0..<variants).map { _ in
            common.map { drift + shared.squareRoot() * $0 + (1 - shared).squareRoot() * normal() }
        }
    }

    /// Runs pieces of work on several threads.
    @Sendable static func onThreads(_ count: Int, _ work: @Sendable (Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
}

/// The generator of ANSI C, which the script that makes the fixtures has too.
struct FixtureChance {
    var state: Int

    mutating func next() -> Int {
        state = (state * 1_103_515_245 + 12345) % (1 << 31)
        return state
    }

    mutating func value() -> Double { Double(next()) / 2_147_483_648 - 0.5 }
}
