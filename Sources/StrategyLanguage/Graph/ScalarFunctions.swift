import Glibc

extension UnaryFunction {
    /// The function of one number, with NumPy's meaning.
    public func apply(_ x: Double) -> Double {
        switch self {
        case .negate: -x
        case .not: x != 0 && !x.isNaN ? 0 : 1
        case .abs: x.magnitude
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : .nan
        case .floor: x.rounded(.down)
        case .ceil: x.rounded(.up)
        case .truncate: x.rounded(.towardZero)
        case .square: x * x
        case .sqrt: x.squareRoot()
        case .exp: Glibc.exp(x)
        case .expm1: Glibc.expm1(x)
        case .log: Glibc.log(x)
        case .log1p: Glibc.log1p(x)
        case .log10: Glibc.log10(x)
        case .log2: Glibc.log2(x)
        case .tanh: Glibc.tanh(x)
        case .sin: Glibc.sin(x)
        case .cos: Glibc.cos(x)
        case .tan: Glibc.tan(x)
        case .arcsin: Glibc.asin(x)
        case .arccos: Glibc.acos(x)
        case .arctan: Glibc.atan(x)
        case .sinh: Glibc.sinh(x)
        case .cosh: Glibc.cosh(x)
        case .isMissing: x.isNaN ? 1 : 0
        case .isFinite: x.isFinite ? 1 : 0
        case .isInfinite: x.isInfinite ? 1 : 0
        case .isTrue: x != 0 && !x.isNaN ? 1 : 0
        case .requireInteger: x.rounded(.towardZero)
        }
    }
}

extension BinaryFunction {
    /// The function of two numbers, with NumPy's meaning.
    public func apply(_ x: Double, _ y: Double) -> Double {
        switch self {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: x / y
        case .floorDivide: Self.floorDivide(x, y)
        case .modulo: Self.modulo(x, y)
        case .power: Glibc.pow(x, y)
        case .less: x < y ? 1 : 0
        case .lessOrEqual: x <= y ? 1 : 0
        case .greater: x > y ? 1 : 0
        case .greaterOrEqual: x >= y ? 1 : 0
        case .equal: x == y ? 1 : 0
        case .notEqual: x != y ? 1 : 0
        case .and: Self.isTrue(x) && Self.isTrue(y) ? 1 : 0
        case .or: Self.isTrue(x) || Self.isTrue(y) ? 1 : 0
        case .xor: Self.isTrue(x) != Self.isTrue(y) ? 1 : 0
        case .maximum: x.isNaN || y.isNaN ? .nan : x >= y ? x : y
        case .minimum: x.isNaN || y.isNaN ? .nan : x <= y ? x : y
        case .maximumIgnoringMissing: x.isNaN ? y : y.isNaN ? x : x >= y ? x : y
        case .minimumIgnoringMissing: x.isNaN ? y : y.isNaN ? x : x <= y ? x : y
        case .addIgnoringMissing: (x.isNaN ? 0 : x) + (y.isNaN ? 0 : y)
        case .arctan2: Glibc.atan2(x, y)
        case .hypotenuse: Glibc.hypot(x, y)
        }
    }

    private static func isTrue(_ x: Double) -> Bool { x != 0 && !x.isNaN }

    /// NumPy's float remainder: the sign of the divisor.
    private static func modulo(_ x: Double, _ y: Double) -> Double {
        let remainder = Glibc.fmod(x, y)
        if y == 0 { return remainder }
        if remainder == 0 { return y < 0 ? -0.0 : 0 }
        return (y < 0) != (remainder < 0) ? remainder + y : remainder
    }

    /// NumPy's float floor division: consistent with the remainder.
    private static func floorDivide(_ x: Double, _ y: Double) -> Double {
        if y == 0 { return x / y }
        let remainder = Glibc.fmod(x, y)
        if remainder.isNaN { return .nan }
        var quotient = (x - remainder) / y
        if remainder != 0, (y < 0) != (remainder < 0) { quotient -= 1 }
        if quotient == 0 { return x / y < 0 ? -0.0 : 0 }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }
}
