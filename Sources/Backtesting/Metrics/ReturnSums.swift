/// The sums of returns and of their squares.
struct ReturnSums {
    private var sums = Lanes.zero
    private var squareSums = Lanes.zero

    /// The sum of the returns.
    var sum: Double { sums.total }

    /// The sum of the squared returns.
    var squareSum: Double { squareSums.total }

    @inline(__always)
    mutating func add(_ returns: Lanes) {
        sums += returns
        squareSums += returns * returns
    }

    /// Adds the return of one bar, whose number has this remainder by the number of lanes.
    @inline(__always)
    mutating func add(_ single: Double, lane: Int) {
        add(Lanes(repeating: single).kept(where: Lanes.numbers .== Double(lane)))
    }

    /// Calls a function with the four sums and, behind them, the four of the squares.
    @inline(__always)
    mutating func withDoubles<Result>(_ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
        withUnsafeMutablePointer(to: &self) { sums in
            body(UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Double.self))
        }
    }

    /// The sum of the squared deviations from the mean, as the difference of two sums; `nil` where
    /// it is less than half of the larger one, so that too many digits would cancel.
    func squaresAboutMean(count: Int) -> Double? {
        let (sum, squareSum) = (sum, squareSum)
        let squares = squareSum - sum * (sum / Double(count))
        return squares >= squareSum / 2 ? squares : nil
    }
}

/// The sums of the negative returns and of their squares.
struct LossSums {
    private var lossSums = Lanes.zero
    private var squareSums = Lanes.zero

    /// The sum of the negative returns, as a positive number.
    var losses: Double { 0 - lossSums.total }
    /// The sum of the squared negative returns.
    var downsideSquares: Double { squareSums.total }

    @inline(__always)
    mutating func add(_ returns: Lanes) {
        let down = returns.lesser(.zero)
        lossSums += down
        squareSums += down * down
    }
}

/// The sums of the third and fourth powers of returns.
struct PowerSums {
    private var cubeSums = Lanes.zero
    private var fourthSums = Lanes.zero

    var cubes: Double { cubeSums.total }
    var fourths: Double { fourthSums.total }

    @inline(__always)
    mutating func add(_ returns: Lanes) {
        let squares = returns * returns
        cubeSums += squares * returns
        fourthSums += squares * squares
    }
}

/// The sums of the powers of returns about their mean.
struct ReturnMoments {
    let mean: Double
    let squares: Double
    let cubes: Double
    let fourths: Double

    /// Makes the moments from sums of powers about zero; `nil` where they would lose digits.
    ///
    /// Where ``ReturnSums/squaresAboutMean(count:)`` is kept, the mean is at most as large as the
    /// standard deviation, and so the other two lose no digits that matter beside it either.
    init?(count: Int, _ sums: ReturnSums, _ powers: PowerSums) {
        guard let squares = sums.squaresAboutMean(count: count) else { return nil }
        let (sum, squareSum) = (sums.sum, sums.squareSum)
        let mean = sum / Double(count)
        self.mean = mean
        self.squares = squares
        cubes = powers.cubes - mean * (3 * squareSum - 2 * mean * sum)
        fourths =
            powers.fourths - mean * (4 * powers.cubes - mean * (6 * squareSum - 3 * mean * sum))
    }

    /// Adds up the moments of a curve's returns about a mean that is known.
    init(of groups: ReturnGroups, about mean: Double) {
        var (squareSums, cubeSums, fourthSums) = (Lanes.zero, Lanes.zero, Lanes.zero)
        func add(_ deviations: Lanes) {
            let squares = deviations * deviations
            squareSums += squares
            cubeSums += squares * deviations
            fourthSums += squares * squares
        }
        groups.forEach(in: 0..<groups.equity.count) { _, returns in add(returns - mean) }
        let rest = groups.rest
        var deviations = Lanes.zero
        for lane in 0..<rest.count { deviations[lane] = rest.returns[lane] - mean }
        add(deviations)
        self.mean = mean
        (squares, cubes, fourths) = (squareSums.total, cubeSums.total, fourthSums.total)
    }
}
