extension Metrics {
    /// Computes every figure of a run.
    ///
    /// - Parameter drawdownCount: How many drawdowns to list.
    public init(of simulation: Simulation, in market: Market, drawdownCount: Int = 10) {
        self.init()
    }
}
