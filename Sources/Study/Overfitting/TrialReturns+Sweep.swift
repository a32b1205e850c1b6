import AlmanacCore

extension Sweep {
    /// The returns of combinations on one symbol, for the statistics of overfitting.
    ///
    /// Combinations run again when their returns are asked for. One whose run fails has returns of
    /// 0: it was tried, and has no Sharpe ratio.
    /// - Parameters:
    ///   - symbol: The number of the symbol in ``symbols``.
    ///   - tried: The numbers of the combinations in the grid; nil for all of ``combinations``.
    public func trialReturns(symbol: Int = 0, of tried: [Int]? = nil) -> TrialReturns {
        let tried = tried ?? combinations
        let bars = barCount(symbol: symbol)
        let flat = [Double](repeating: 0, count: bars)
        return TrialReturns(trialCount: tried.count, barCount: bars) { range in
            evaluate(symbol: symbol, combinations: Array(tried[range]), returns: true).map {
                guard let returns = $0.returns, returns.count == bars,
                    returns.allSatisfy(\.isFinite)
                else { return flat }
                return returns
            }
        }
    }

    /// Some of many combinations, drawn one from each of equal stretches, and one that has to be
    /// among them.
    ///
    /// Steps of a fixed length would meet the same value of an inner parameter again and again.
    /// - Parameters:
    ///   - tried: The numbers of the combinations, ascending.
    ///   - count: The most to draw, the one that has to be among them included; 1 or more.
    ///   - chosen: The one that has to be among them.
    /// - Returns: Numbers that ascend; all where they are no more than `count`.
    public static func sample(of tried: [Int], _ count: Int, with chosen: Int) -> [Int] {
        guard tried.count > count else { return tried }
        var generator = SeededGenerator(seed: 1)
        var drawn: Set<Int> = [chosen]
        let strata = count - 1
        for stratum in 0..<max(0, strata) {
            let first = stratum * tried.count / strata
            let end = (stratum + 1) * tried.count / strata
            drawn.insert(tried[first + Int(generator.next() % UInt64(end - first))])
        }
        return drawn.sorted()
    }
}
