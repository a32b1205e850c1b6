import Glibc

/// The exponential function.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm of one more than a number.
func logarithm(onePlus x: Double) -> Double { log1p(x) }
