/// The sums of returns and of their squares.
///
/// Like the other parts of a pass it takes returns block by block, each block beginning with a bar
/// of the first lane and filled up with zeros, which add nothing; and it works on a copy of itself,
/// so that its sums stay in registers.
struct ReturnSums {
    private var sums = Lanes.zero
    private var squareSums = Lanes.zero

    /// The sum of the returns.
    var sum: Double { sums.total }

    /// The sum of the squared returns.
    var squareSum: Double { squareSums.total }

    mutating func add(_ returns: UnsafePointer<Double>, count: Int) {
        var sums = self
        for index in stride(from: 0, to: count, by: Lanes.count) {
            sums.add(Lanes(at: returns + index))
        }
        self = sums
    }

    @inline(__always)
    mutating func add(_ changes: Lanes) {
        sums += changes
        squareSums += changes * changes
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

    mutating func add(_ returns: UnsafePointer<Double>, count: Int) {
        var sums = self
        for index in stride(from: 0, to: count, by: Lanes.count) {
            let down = Lanes(at: returns + index).lesser(.zero)
            sums.lossSums += down
            sums.squareSums += down * down
        }
        self = sums
    }
}

/// The sums of the third and fourth powers of returns.
struct PowerSums {
    private var cubeSums = Lanes.zero
    private var fourthSums = Lanes.zero

    var cubes: Double { cubeSums.total }
    var fourths: Double { fourthSums.total }

    mutating func add(_ returns: UnsafePointer<Double>, count: Int) {
        var sums = self
        for index in stride(from: 0, to: count, by: Lanes.count) {
            let changes = Lanes(at: returns + index)
            let squares = changes * changes
            sums.cubeSums += squares * changes
            sums.fourthSums += squares * squares
        }
        self = sums
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
    init(of equity: UnsafeBufferPointer<Double>, initialCash: Double, about mean: Double) {
        var (squareSums, cubeSums, fourthSums) = (Lanes.zero, Lanes.zero, Lanes.zero)
        ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
            for index in stride(from: 0, to: bars.count, by: Lanes.count) {
                var deviations = Lanes(at: returns + index) - mean
                // What fills up the last lanes is no return.
                for lane in min(bars.count - index, Lanes.count)..<Lanes.count {
                    deviations[lane] = 0
                }
                let squares = deviations * deviations
                squareSums += squares
                cubeSums += squares * deviations
                fourthSums += squares * squares
            }
        }
        self.mean = mean
        (squares, cubes, fourths) = (squareSums.total, cubeSums.total, fourthSums.total)
    }
}
