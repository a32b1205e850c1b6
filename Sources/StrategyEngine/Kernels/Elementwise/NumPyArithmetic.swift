import Glibc

/// Python's and NumPy's `//` on doubles: the quotient rounded down.
///
/// A zero divisor gives what `/` gives (an infinity or NaN), an infinite dividend NaN. Where the
/// quotient is 0 it has the sign of `x / y`. Source: NumPy's `npy_divmod`.
func floorDivide(_ x: Double, _ y: Double) -> Double {
    guard y != 0 else { return x / y }
    let remainder = fmod(x, y)
    var quotient = (x - remainder) / y
    if remainder != 0, (y < 0) != (remainder < 0) { quotient -= 1 }
    guard quotient != 0 else { return Double(signOf: x / y, magnitudeOf: 0) }
    let down = quotient.rounded(.down)
    return quotient - down > 0.5 ? down + 1 : down
}

/// Python's and NumPy's `%` on doubles: the remainder has the sign of the divisor.
///
/// A zero divisor gives NaN. Source: NumPy's `npy_divmod`.
func modulo(_ x: Double, _ y: Double) -> Double {
    let remainder = fmod(x, y)
    guard y != 0 else { return remainder }
    guard remainder != 0 else { return Double(signOf: y, magnitudeOf: 0) }
    return (y < 0) != (remainder < 0) ? remainder + y : remainder
}

/// NumPy's `x ** y` on doubles.
///
/// The exponents for which NumPy has special cases as scalars (2, 0.5, 1, -1) are computed as it
/// does, the others by the C library. Where such an exponent stands in a column that varies, NumPy
/// has no special case: there `-inf ** 0.5` is infinite and here it is NaN.
func power(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return x * x }
    if y == 0.5 { return x.squareRoot() }
    if y == 1 { return x }
    if y == -1 { return 1 / x }
    return pow(x, y)
}
