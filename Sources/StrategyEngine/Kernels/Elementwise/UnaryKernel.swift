import Glibc
import StrategyLanguage

extension UnaryFunction {
    /// The function of one bar's value: the one definition that loops over columns and live bars
    /// share.
    ///
    /// The functions of the C library may differ from NumPy's vector versions in the last bit.
    /// Where the function is known, inlining leaves nothing of the switch.
    @inline(__always)
    func value(_ x: Double) -> Double {
        switch self {
        case .negate: -x
        case .not: flag(!StrategyEngine.isTrue(x))
        case .abs: x.magnitude
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x
        case .floor: x.rounded(.down)
        case .ceil: x.rounded(.up)
        case .truncate: x.rounded(.towardZero)
        case .square: x * x
        case .sqrt: x.squareRoot()
        case .isMissing: flag(x != x)
        case .isFinite: flag(x.magnitude < .infinity)
        case .isInfinite: flag(x.magnitude == .infinity)
        case .isTrue: flag(StrategyEngine.isTrue(x))
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
        case .arcsin: asin(x)
        case .arccos: acos(x)
        case .arctan: atan(x)
        case .sinh: Glibc.sinh(x)
        case .cosh: Glibc.cosh(x)
        case .requireInteger: preconditionFailure("this function has a kernel of its own")
        }
    }
}

/// An elementwise function of one input, one loop for each function; no state.
struct UnaryKernel: Kernel {
    private let function: UnaryFunction

    init(_ function: UnaryFunction) {
        self.function = function
    }

    func run(_ chunk: Chunk) {
        switch function {
        case .negate: chunk.map { UnaryFunction.negate.value($0) }
        case .not: chunk.map { UnaryFunction.not.value($0) }
        case .abs: chunk.map { UnaryFunction.abs.value($0) }
        case .sign: chunk.map { UnaryFunction.sign.value($0) }
        case .floor: chunk.map { UnaryFunction.floor.value($0) }
        case .ceil: chunk.map { UnaryFunction.ceil.value($0) }
        case .truncate: chunk.map { UnaryFunction.truncate.value($0) }
        case .square: chunk.map { UnaryFunction.square.value($0) }
        case .sqrt: chunk.map { UnaryFunction.sqrt.value($0) }
        case .isMissing: chunk.map { UnaryFunction.isMissing.value($0) }
        case .isFinite: chunk.map { UnaryFunction.isFinite.value($0) }
        case .isInfinite: chunk.map { UnaryFunction.isInfinite.value($0) }
        case .isTrue: chunk.map { UnaryFunction.isTrue.value($0) }
        default:
            // The call into the C library outweighs the switch.
            let function = function
            chunk.map { function.value($0) }
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
