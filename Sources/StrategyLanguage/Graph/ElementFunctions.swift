/// A double that is hashed and compared by its bits, so that NaN equals itself and 0 is not -0.
public struct Number: Hashable, Sendable {
    private let bits: UInt64

    /// Makes a number.
    public init(_ value: Double) { bits = value.bitPattern }

    /// The value.
    public var value: Double { Double(bitPattern: bits) }
}

/// Elementwise functions of one number.
public enum UnaryFunction: String, Hashable, Sendable, CaseIterable {
    case negate, not, abs, sign, floor, ceil, truncate, square
    case sqrt, exp, expm1, log, log1p, log10, log2, tanh
    case sin, cos, tan, arcsin, arccos, arctan, sinh, cosh
    /// 1 where the value is NaN, else 0.
    case isMissing
    /// 1 where the value is neither NaN nor infinite, else 0.
    case isFinite
    /// 1 where the value is infinite, else 0.
    case isInfinite
    /// 1 where the value is neither 0 nor NaN, else 0.
    case isTrue
    /// The value truncated to a whole number; NaN or infinite is an error that names the bar.
    case requireInteger
}

/// Elementwise functions of two numbers; comparisons give 0 or 1 and false for NaN (`notEqual`
/// true), as IEEE and pandas do.
public enum BinaryFunction: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide
    /// Python's and pandas' `//` on floats, zero divisors included.
    case floorDivide
    /// Python's and pandas' `%` on floats: the sign of the divisor.
    case modulo
    case power
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, xor
    /// NumPy's `maximum` and `minimum`: NaN where either is NaN.
    case maximum, minimum
    /// NumPy's `fmax` and `fmin`, pandas' `max(axis=1)`: NaN only where both are NaN.
    case maximumIgnoringMissing, minimumIgnoringMissing
    /// Sum that counts a missing value as 0, as pandas' `sum(axis=1)` does.
    case addIgnoringMissing
    case arctan2, hypotenuse
}

/// Running statistics from the first bar on.
public enum CumulativeFunction: String, Hashable, Sendable, CaseIterable {
    case sum, product, maximum, minimum
}
