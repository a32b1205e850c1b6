import Glibc
import StrategyLanguage

/// An elementwise function of two inputs, one loop for each function; no state.
struct BinaryKernel: Kernel {
    private let function: BinaryFunction

    init(_ function: BinaryFunction) {
        self.function = function
    }

    func run(_ chunk: Chunk) {
        switch function {
        case .add: chunk.map { $0 + $1 }
        case .subtract: chunk.map { $0 - $1 }
        case .multiply: chunk.map { $0 * $1 }
        case .divide: chunk.map { $0 / $1 }
        case .floorDivide: chunk.map { floorDivide($0, $1) }
        case .modulo: chunk.map { modulo($0, $1) }
        case .power: chunk.map { power($0, $1) }
        case .arctan2: chunk.map { atan2($0, $1) }
        case .hypotenuse: chunk.map { hypot($0, $1) }
        // Of zeros of both signs the second counts, as in the vector instructions that NumPy uses.
        case .maximum: chunk.map { $0 > $1 || $0 != $0 ? $0 : $1 }
        case .minimum: chunk.map { $0 < $1 || $0 != $0 ? $0 : $1 }
        case .maximumIgnoringMissing: chunk.map { $0 > $1 || $1 != $1 ? $0 : $1 }
        case .minimumIgnoringMissing: chunk.map { $0 < $1 || $1 != $1 ? $0 : $1 }
        case .addIgnoringMissing: chunk.map { ($0 == $0 ? $0 : 0) + ($1 == $1 ? $1 : 0) }
        default: runComparison(chunk)
        }
    }

    private func runComparison(_ chunk: Chunk) {
        switch function {
        case .less: chunk.map { flag($0 < $1) }
        case .lessOrEqual: chunk.map { flag($0 <= $1) }
        case .greater: chunk.map { flag($0 > $1) }
        case .greaterOrEqual: chunk.map { flag($0 >= $1) }
        case .equal: chunk.map { flag($0 == $1) }
        case .notEqual: chunk.map { flag($0 != $1) }
        case .and: chunk.map { flag(isTrue($0)) * flag(isTrue($1)) }
        case .or: chunk.map { flag(flag(isTrue($0)) + flag(isTrue($1)) > 0) }
        case .xor: chunk.map { flag(flag(isTrue($0)) != flag(isTrue($1))) }
        default: preconditionFailure("not a comparison")
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
