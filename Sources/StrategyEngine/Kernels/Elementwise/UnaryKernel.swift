import Glibc
import StrategyLanguage

/// An elementwise function of one input, one loop for each function; no state.
struct UnaryKernel: Kernel {
    private let function: UnaryFunction

    init(_ function: UnaryFunction) {
        self.function = function
    }

    func run(_ chunk: Chunk) {
        switch function {
        case .negate: chunk.map { -$0 }
        case .not: chunk.map { flag(!isTrue($0)) }
        case .abs: chunk.map { $0.magnitude }
        case .sign: chunk.map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 == 0 ? 0 : $0 }
        case .floor: chunk.map { $0.rounded(.down) }
        case .ceil: chunk.map { $0.rounded(.up) }
        case .truncate: chunk.map { $0.rounded(.towardZero) }
        case .square: chunk.map { $0 * $0 }
        case .sqrt: chunk.map { $0.squareRoot() }
        case .isMissing: chunk.map { flag($0 != $0) }
        case .isFinite: chunk.map { flag($0.magnitude < .infinity) }
        case .isInfinite: chunk.map { flag($0.magnitude == .infinity) }
        case .isTrue: chunk.map { flag(isTrue($0)) }
        case .requireInteger: preconditionFailure("this function has a kernel of its own")
        default: runTranscendental(chunk)
        }
    }

    /// The functions of the C library; they may differ from NumPy's vector versions in the last bit.
    private func runTranscendental(_ chunk: Chunk) {
        switch function {
        case .exp: chunk.map { exp($0) }
        case .expm1: chunk.map { expm1($0) }
        case .log: chunk.map { log($0) }
        case .log1p: chunk.map { log1p($0) }
        case .log10: chunk.map { log10($0) }
        case .log2: chunk.map { log2($0) }
        case .tanh: chunk.map { tanh($0) }
        case .sin: chunk.map { sin($0) }
        case .cos: chunk.map { cos($0) }
        case .tan: chunk.map { tan($0) }
        case .arcsin: chunk.map { asin($0) }
        case .arccos: chunk.map { acos($0) }
        case .arctan: chunk.map { atan($0) }
        case .sinh: chunk.map { sinh($0) }
        case .cosh: chunk.map { cosh($0) }
        default: preconditionFailure("not a function of the C library")
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
