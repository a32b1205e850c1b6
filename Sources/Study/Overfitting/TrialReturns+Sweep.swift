extension Sweep {
    /// The returns of every combination on one symbol, for the statistics of overfitting.
    ///
    /// Combinations run again when their returns are asked for. One whose run fails has returns of
    /// 0: it was tried, and has no Sharpe ratio.
    /// - Parameter symbol: The number of the symbol in ``symbols``.
    public func trialReturns(symbol: Int = 0) -> TrialReturns {
        let bars = barCount(symbol: symbol)
        let flat = [Double](repeating: 0, count: bars)
        return TrialReturns(trialCount: combinations.count, barCount: bars) { range in
            evaluate(symbol: symbol, combinations: Array(combinations[range]), returns: true).map {
                guard let returns = $0.returns, returns.count == bars,
                    returns.allSatisfy(\.isFinite)
                else { return flat }
                return returns
            }
        }
    }
}
