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

    init(_ grid: SweepGrid, _ combinations: [Int]) throws(AlmanacError) {
        self.grid = grid
        self.combinations = combinations
        var varied: ParameterSubset = []
        for (index, range) in grid.ranges.enumerated() where range.values.count > 1 {
            varied.insert(ParameterSubset(index: index))
        }
        self.varied = varied
        guard combinations.count > 1 else {
            families = []
            familyOf = []
            order = combinations
            return
        }
        var builder = FamilyBuilder(
            grid.definition, names: grid.ranges.map(\.name), counts: grid.counts
        ) { digits in try? grid.parameters(of: grid.combination(of: digits)) }
        let built = builder.build(combinations.count) { grid.digits(of: combinations[$0]) }
        families = built.families
        familyOf = built.familyOf
        order = Self.order(combinations, grid, families, familyOf)
    }

    /// Family by family; within one, the parameters that no node depends on change fastest.
    private static func order(
        _ combinations: [Int], _ grid: SweepGrid, _ families: [StrategyFamily], _ familyOf: [Int32]
    ) -> [Int] {
        let reach = families.flatMap(\.nodes).reduce(into: ParameterSubset()) {
            $0.formUnion($1.reach)
        }
        let slow = grid.ranges.indices.filter { reach.contains(ParameterSubset(index: $0)) }
        let fast = grid.ranges.indices.filter { !reach.contains(ParameterSubset(index: $0)) }
        guard !families.isEmpty else { return combinations }
        let keyed = combinations.enumerated().map { place, combination in
            let digits = grid.digits(of: combination)
            var key = 0
            for index in slow + fast { key = key * grid.ranges[index].values.count + digits[index] }
            return (family: familyOf[place], key: key, combination: combination)
        }
        return keyed.sorted { ($0.family, $0.key) < ($1.family, $1.key) }.map(\.combination)
    }

    /// The number of what a combination is a member of; equal numbers are equal families.
    func familyNumber(of combination: Int) -> Int {
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
