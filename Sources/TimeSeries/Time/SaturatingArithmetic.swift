/// A quotient rounded down, also where the value is negative.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

/// A product, or the end of the range that it lies beyond.
func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
    let (product, overflows) = left.multipliedReportingOverflow(by: right)
    return overflows ? ((left < 0) == (right < 0) ? .max : .min) : product
}

/// A sum, or the end of the range that it lies beyond.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? (right < 0 ? .min : .max) : sum
}

/// The nanoseconds of a duration, clamped to what fits.
func nanoseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return saturatingSum(saturatingProduct(seconds, 1_000_000_000), attoseconds / 1_000_000_000)
}
