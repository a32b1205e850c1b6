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
    let varied: ParameterSubset

    init(_ grid: SweepGrid, _ combinations: [Int]) throws(AlmanacError) {
        self.grid = grid
        order = combinations
        var varied: ParameterSubset = []
        for (index, range) in grid.ranges.enumerated() where range.values.count > 1 {
            varied.insert(ParameterSubset(index: index))
        }
        self.varied = varied
    }

    /// What a combination is a member of, and the number of that.
    func family(
        of combination: Int
    ) throws(AlmanacError) -> (number: Int, family: StrategyFamily, varied: ParameterSubset) {
        let strategy = try grid.definition.compile(try grid.parameters(of: combination))
        try strategy.requireSingleSlot()
        return (combination, StrategyFamily(strategy), [])
    }

    func checkCost(_ check: (Double) throws(AlmanacError) -> Void) throws(AlmanacError) {}
}
