/// Finds each group's share of the equity from what is known at a bar.
struct AllocationShares {
    let allocation: Allocation
    private let groups: [PortfolioGroup]
    /// The first bar of each group with a level.
    private let firstBars: [Int]

    init(_ allocation: Allocation, _ groups: [PortfolioGroup]) {
        self.allocation = allocation
        self.groups = groups
        firstBars = groups.map { $0.levels.firstIndex(where: isPrice) ?? .max }
    }

    /// The shares at a bar.
    ///
    /// A group whose variance cannot be estimated, because its history is shorter than the window
    /// or nothing moved in it, gets an equal part; the scheme divides what is left.
    ///
    /// - Parameter takesPart: The groups to divide among; the others get nothing.
    /// - Look-ahead: levels up to the bar.
    func shares(at bar: Int, among takesPart: [Bool]) -> [Double] {
        let members = groups.indices.filter { takesPart[$0] }
        var shares = [Double](repeating: 0, count: groups.count)
        guard !members.isEmpty else { return shares }
        let cap = allocation.maxWeight ?? 1
        if allocation.scheme == .fixed {
            let given = members.map { groups[$0].weight ?? 0 }
            let sum = given.reduce(0, +)
            let scale =
                allocation.idle == .spread && sum > 0 ? (1 - allocation.reserve) / sum : 1
            for (index, weight) in zip(members, given) { shares[index] = min(weight * scale, cap) }
            return shares
        }
        for (index, weight) in zip(members, weights(at: bar, members, cap: cap)) {
            shares[index] = weight * (1 - allocation.reserve)
        }
        return shares
    }

    private func weights(at bar: Int, _ members: [Int], cap: Double) -> [Double] {
        let count = Double(members.count)
        let returns = members.map {
            allocation.scheme == .equal ? nil : self.returns(of: $0, at: bar)
        }
        let estimable = returns.indices.filter { returns[$0] != nil }
        var weights = PortfolioWeights.equal(members.count)
        if !estimable.isEmpty {
            let covariance = Covariance(
                of: estimable.compactMap { returns[$0] }, allocation.covariance)
            let part = Double(estimable.count) / count
            let found: [Double] =
                switch allocation.scheme {
                case .inverseVolatility: PortfolioWeights.inverseVolatility(covariance)
                case .riskParity: PortfolioWeights.riskParity(covariance)
                case .minimumVariance:
                    PortfolioWeights.minimumVariance(covariance, cap: cap / part)
                case .equal, .fixed: PortfolioWeights.equal(estimable.count)
                }
            for (place, weight) in zip(estimable, found) { weights[place] = weight * part }
        }
        return PortfolioWeights.capped(weights, at: cap)
    }

    /// The returns of the window that ends at a bar, or nil where they tell nothing.
    private func returns(of group: Int, at bar: Int) -> [Double]? {
        let start = bar - allocation.window
        guard start >= firstBars[group] else { return nil }
        let levels = groups[group].levels
        var returns: [Double] = []
        returns.reserveCapacity(allocation.window)
        var before = levels[start]
        // A gap in the levels is a return of zero, and the bar after it has the whole change.
        var known = start
        while !isPrice(before), known > firstBars[group] {
            known -= 1
            before = levels[known]
        }
        var varies = false
        for index in (start + 1)...bar {
            let level = levels[index]
            guard isPrice(level) else {
                returns.append(0)
                continue
            }
            returns.append(level / before - 1)
            if returns[returns.count - 1] != returns[0] { varies = true }
            before = level
        }
        return varies ? returns : nil
    }
}
