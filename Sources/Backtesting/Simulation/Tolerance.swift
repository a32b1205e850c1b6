/// Comparisons that take rounding for equality, with the tolerances of vectorbt 1.2.
///
/// - Source: vectorbt 1.2, `utils/math_.py`: relative 1e-9, absolute 1e-12.

/// Whether two values are equal but for rounding; never for NaN or infinities.
@inline(__always)
func isClose(_ a: Double, _ b: Double) -> Bool {
    guard a.isFinite, b.isFinite else { return false }
    return abs(a - b) <= max(1e-9 * max(abs(a), abs(b)), 1e-12)
}

/// Whether a value is less than another, or equal but for rounding.
@inline(__always)
func isCloseOrLess(_ a: Double, _ b: Double) -> Bool {
    isClose(a, b) || a < b
}

/// Whether a value is less than another by more than rounding.
@inline(__always)
func isLess(_ a: Double, _ b: Double) -> Bool {
    !isClose(a, b) && a < b
}

/// A sum that is exactly zero where its terms cancel but for rounding.
@inline(__always)
func add(_ a: Double, _ b: Double) -> Double {
    let cancels =
        (a < 0) != (b < 0) || a == 0 || b == 0 ? isClose(abs(a), abs(b)) : isClose(a + b, 0)
    return cancels ? 0 : a + b
}
