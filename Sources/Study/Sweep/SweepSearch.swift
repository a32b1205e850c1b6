public import AlmanacCore

/// Which combinations of a grid a sweep runs.
public enum SweepSearch: Sendable, Equatable {
    /// All that the constraint allows.
    case grid
    /// So many different ones, each as likely as any other.
    case random(count: Int, seed: UInt64)
    /// So many, each chosen by what the earlier ones gave: Bayesian search.
    case bayes(count: Int, seed: UInt64)

    /// The most combinations that one sweep lists.
    public static let maxCount = 20_000_000

    /// The combinations to run, ascending; of a Bayesian search those that it chooses from.
    /// - Throws: A `validation_error` where the constraint leaves none or the grid is too large.
    /// - Determinism: the same grid and seed give the same combinations.
    public func combinations(of grid: SweepGrid) throws(AlmanacError) -> [Int] {
        let found: [Int]
        switch self {
        case .grid:
            guard grid.size <= Self.maxCount else {
                throw AlmanacError(
                    .validation,
                    "the grid has \(grid.size) combinations, more than \(Self.maxCount)",
                    details: [
                        "combinations": .integer(grid.size), "limit": .integer(Self.maxCount),
                    ],
                    suggestion: "give larger steps, or try some of them: --random N")
            }
            found = try grid.allowed()
        case .bayes(let count, _):
            guard count > 0, count <= BayesianSearch.maxCount else {
                throw AlmanacError(
                    .validation,
                    "a Bayesian search tries 1 to \(BayesianSearch.maxCount) combinations, "
                        + "not \(count)", details: ["count": .integer(count)],
                    suggestion: "for more, --random is faster")
            }
            found = try Self.candidates(grid)
        case .random(let count, let seed):
            guard count > 0, count <= Self.maxCount else {
                throw AlmanacError(
                    .validation,
                    "a random search tries 1 to \(Self.maxCount) combinations, "
                        + "not \(count)", details: ["count": .integer(count)],
                    suggestion: "give a number within that")
            }
            found = try Self.drawn(count, seed, grid)
        }
        guard !found.isEmpty else {
            throw AlmanacError(
                .validation, "no combination is left to run",
                details: [
                    "combinations": .integer(grid.size),
                    "where": grid.constraint.map(JSON.string) ?? .null,
                ],
                suggestion: grid.constraint.map {
                    "none of the \(grid.size) combinations meets \($0): widen the ranges"
                })
        }
        return found
    }

    /// The combinations that a Bayesian search chooses from: of a huge grid, some.
    private static func candidates(_ grid: SweepGrid) throws(AlmanacError) -> [Int] {
        grid.size <= 1_000_000 ? try grid.allowed() : try drawn(100_000, 0, grid)
    }

    private static func drawn(
        _ count: Int, _ seed: UInt64, _ grid: SweepGrid
    ) throws(AlmanacError) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        // A small grid is shuffled, so that a request for nearly all of it ends; the last places
        // of a Fisher-Yates shuffle (Knuth, volume 2, algorithm P) are all that is needed.
        if grid.size <= 4_000_000 {
            var all = try grid.allowed()
            let wanted = min(count, all.count)
            for place in 0..<wanted {
                let other = place + Int(generator.next() % UInt64(all.count - place))
                all.swapAt(place, other)
            }
            return all.prefix(wanted).sorted()
        }
        var seen: Set<Int> = []
        var tries = 0
        while seen.count < count, tries < 1_000 + 200 * count {
            tries += 1
            let combination = Int(generator.next() % UInt64(grid.size))
            if try grid.allows(combination) { seen.insert(combination) }
        }
        return seen.sorted()
    }
}
