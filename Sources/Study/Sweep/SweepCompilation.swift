import AlmanacCore
import StrategyEngine
import StrategyLanguage

/// How the combinations of a sweep are compiled: many at once where the strategy allows it, else
/// one by one as they are run.
struct SweepCompilation: Sendable {
    private let grid: SweepGrid
    /// The order in which combinations are run best: what most of the computation depends on
    /// changes least often.
    let order: [Int]
    /// The parameters that take more than one value.
    private let varied: ParameterSubset
    private let families: [StrategyFamily]
    /// The family of each combination, by its place among the combinations that are run.
    private let familyOf: [Int32]
    private let combinations: [Int]
    /// Whether all combinations are of one family.
    private let isOneFamily: Bool

    /// Makes the plan.
    ///
    /// - Parameters:
    ///   - bars: How long the columns are that combinations share.
    ///   - isShared: Whether combinations may be compiled together at all.
    ///   - concurrently: How pieces of work are run.
    init(
        _ grid: SweepGrid, _ combinations: [Int], bars: Int, isShared: Bool = true,
        concurrently: @escaping Concurrently = serially
    ) throws(AlmanacError) {
        self.grid = grid
        self.combinations = combinations
        var varied: ParameterSubset = []
        for (index, range) in grid.ranges.enumerated() where range.values.count > 1 {
            varied.insert(ParameterSubset(index: index))
        }
        self.varied = varied
        guard isShared, combinations.count > 1 else {
            families = []
            familyOf = []
            isOneFamily = false
            order = combinations
            return
        }
        var builder = FamilyBuilder(
            grid.definition, names: grid.ranges.map(\.name), counts: grid.counts,
            concurrently: concurrently
        ) { digits in try? grid.parameters(of: grid.combination(of: digits)) }
        let built = builder.build(combinations.count) { place, digits in
            grid.write(digitsOf: combinations[place], into: &digits)
        }
        families = built.families
        familyOf = built.familyOf
        isOneFamily = !familyOf.contains { $0 != 0 }
        order = Self.order(combinations, grid, families, familyOf, bars)
    }

    /// Family by family; within one, the parameters that no node depends on change fastest, and
    /// the others in tiles, so that the columns of neighbours stay in the processor's caches.
    private static func order(
        _ combinations: [Int], _ grid: SweepGrid, _ families: [StrategyFamily], _ familyOf: [Int32],
        _ bars: Int
    ) -> [Int] {
        guard !families.isEmpty else { return combinations }
        let reach = families.flatMap(\.nodes).reduce(into: ParameterSubset()) {
            $0.formUnion($1.reach)
        }
        let slow = grid.ranges.indices.filter { reach.contains(ParameterSubset(index: $0)) }
        let fast = grid.ranges.indices.filter { !reach.contains(ParameterSubset(index: $0)) }
        let side = max(4, min(32, Self.tileBytes / max(1, 8 * bars)))
        var digits = grid.counts
        var keyed: [(rank: Int, combination: Int)] = []
        keyed.reserveCapacity(combinations.count)
        for (place, combination) in combinations.enumerated() {
            grid.write(digitsOf: combination, into: &digits)
            // Where a rank grows too large it wraps, and the order is only less good.
            var (tile, key, keyCount) = (Int(familyOf[place]), 0, 1)
            for index in slow {
                let count = grid.counts[index]
                let (tileOf, digit) = digits[index].quotientAndRemainder(dividingBy: side)
                tile = tile &* ((count + side - 1) / side) &+ tileOf
                key = key &* min(count, side) &+ digit
                keyCount = keyCount &* min(count, side)
            }
            for index in fast {
                key = key &* grid.counts[index] &+ digits[index]
                keyCount = keyCount &* grid.counts[index]
            }
            keyed.append((tile &* keyCount &+ key, combination))
        }
        return keyed.sorted { ($0.rank, $0.combination) < ($1.rank, $1.combination) }
            .map(\.combination)
    }

    /// The bytes of two columns of single precision for each place along a tile's side; half of a
    /// usual second cache.
    private static let tileBytes = 1 << 19

    /// The number of what a combination is a member of; equal numbers are equal families.
    func familyNumber(of combination: Int) -> Int {
        if isOneFamily { return -1 }
        guard let place = place(of: combination), familyOf[place] >= 0 else { return combination }
        return -Int(familyOf[place]) - 1
    }

    /// The family of a number, and what differs between its members.
    func family(
        _ number: Int
    ) throws(AlmanacError) -> (family: StrategyFamily, varied: ParameterSubset) {
        if number < 0 { return (families[-number - 1], varied) }
        // A combination by itself.
        let strategy = try grid.definition.compile(try grid.parameters(of: number))
        try strategy.requireSingleSlot()
        return (StrategyFamily(strategy), [])
    }

    private func place(of combination: Int) -> Int? {
        guard !familyOf.isEmpty else { return nil }
        var (low, high) = (0, combinations.count)
        while low < high {
            let middle = (low + high) / 2
            if combinations[middle] < combination { low = middle + 1 } else { high = middle }
        }
        return low < combinations.count && combinations[low] == combination ? low : nil
    }

    /// How many combinations are compiled together with others.
    var sharedCount: Int { familyOf.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) } }

    func checkCost(
        bars: Int, _ check: (Double) throws(AlmanacError) -> Void
    ) throws(AlmanacError) {
        for family in families { try check(family.cost(bars: bars)) }
        // Where each is compiled by itself, the first stands for all.
        guard families.isEmpty, let first = combinations.first,
            let strategy = try? grid.definition.compile(try grid.parameters(of: first))
        else { return }
        try check(strategy.graph.cost(bars: bars))
    }
}
