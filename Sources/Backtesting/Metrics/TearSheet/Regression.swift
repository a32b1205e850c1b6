/// The line through pairs of returns by ordinary least squares, and what it leaves over.
///
/// - Source: Greene, "Econometric Analysis", chapter 3 (simple regression, classical errors).
/// - Missing: one value that is not finite makes everything undefined.
/// - Complexity: O(n) time in two passes.
struct Regression {
    private let count: Int
    private let means: (x: Double, y: Double)
    private let squares: (x: Double, y: Double)
    private let products: Double
    /// The sum of squares of the differences about their mean.
    private let differences: Double

    /// Fits `y` on `x`, which are equally many.
    init(of y: [Double], on x: [Double]) {
        precondition(x.count == y.count, "A line goes through pairs.")
        count = x.count
        let size = Double(max(count, 1))
        let means = (x: x.reduce(0, +) / size, y: y.reduce(0, +) / size)
        var (squaresX, squaresY, products, differences) = (0.0, 0.0, 0.0, 0.0)
        for index in 0..<count {
            let (left, right) = (x[index] - means.x, y[index] - means.y)
            squaresX += left * left
            squaresY += right * right
            products += left * right
            differences += (right - left) * (right - left)
        }
        self.means = means
        squares = (squaresX, squaresY)
        self.products = products
        self.differences = differences
    }

    /// Whether there are enough pairs, and the sums mean anything.
    private var isDefined: Bool { count > 2 && products.isFinite && squares.x > 0 }

    /// The slope.
    var slope: Double? { isDefined ? products / squares.x : nil }

    /// The value of `y` where `x` is 0.
    var intercept: Double? { slope.map { means.y - $0 * means.x } }

    /// Pearson's correlation.
    var correlation: Double? {
        guard isDefined, squares.y > 0 else { return nil }
        return products / (squares.x * squares.y).squareRoot()
    }

    /// The variance of what the line leaves over, with n - 2 degrees of freedom.
    private var residual: Double? {
        slope.map { max(0, squares.y - $0 * products) / Double(count - 2) }
    }

    /// The figures, made yearly.
    func figures(barsPerYear year: Double) -> [SheetFigure] {
        let few = "There are fewer than three bars, or the benchmark's returns do not vary."
        let flat = isDefined ? "The strategy's returns do not vary." : few
        let slopeError = residual.map { ($0 / squares.x).squareRoot() }
        let interceptError = residual.map {
            ($0 * (1 / Double(count) + means.x * means.x / squares.x)).squareRoot()
        }
        let spread = (differences / Double(max(count - 1, 1))).squareRoot()
        let error = isDefined && spread > 0 ? spread : nil
        let same = isDefined ? "The strategy's returns are the benchmark's." : few
        return [
            SheetFigure(.beta, slope, unless: few),
            SheetFigure(.betaError, slopeError, unless: few),
            SheetFigure(.alpha, intercept.map { $0 * year }, unless: few),
            SheetFigure(
                .alphaT,
                intercept.flatMap { alpha in
                    interceptError.flatMap { $0 > 0 ? alpha / $0 : nil }
                }, unless: isDefined ? same : few),
            SheetFigure(.correlation, correlation, unless: flat),
            SheetFigure(.rSquared, correlation.map { $0 * $0 }, unless: flat),
            SheetFigure(
                .treynor, slope.flatMap { $0 == 0 ? nil : means.y * year / $0 },
                unless: isDefined ? "Beta is 0." : few),
            SheetFigure(.trackingError, error.map { $0 * year.squareRoot() }, unless: same),
            SheetFigure(
                .informationRatio,
                error.map { (means.y - means.x) / $0 * year.squareRoot() }, unless: same),
        ]
    }
}
