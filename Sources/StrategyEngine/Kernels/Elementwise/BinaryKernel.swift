import Glibc
import StrategyLanguage

extension BinaryFunction {
    /// The function of one bar's values: the one definition that loops over columns and live bars
    /// share.
    ///
    /// Where the function is known, inlining leaves nothing of the switch.
    @inline(__always)
    func value(_ x: Double, _ y: Double) -> Double {
        switch self {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: x / y
        case .floorDivide: StrategyEngine.floorDivide(x, y)
        case .modulo: StrategyEngine.modulo(x, y)
        case .power: StrategyEngine.power(x, y)
        case .arctan2: atan2(x, y)
        case .hypotenuse: hypot(x, y)
        // Of zeros of both signs the second counts, as in the vector instructions that NumPy uses.
        case .maximum: x > y || x != x ? x : y
        case .minimum: x < y || x != x ? x : y
        case .maximumIgnoringMissing: x > y || y != y ? x : y
        case .minimumIgnoringMissing: x < y || y != y ? x : y
        case .addIgnoringMissing: (x == x ? x : 0) + (y == y ? y : 0)
        case .less: flag(x < y)
        case .lessOrEqual: flag(x <= y)
        case .greater: flag(x > y)
        case .greaterOrEqual: flag(x >= y)
        case .equal: flag(x == y)
        case .notEqual: flag(x != y)
        case .and: flag(isTrue(x)) * flag(isTrue(y))
        case .or: flag(flag(isTrue(x)) + flag(isTrue(y)) > 0)
        case .xor: flag(isTrue(x) != isTrue(y))
        }
    }
}

/// An elementwise function of two inputs, one loop for each function; no state.
struct BinaryKernel: Kernel {
    private let function: BinaryFunction

    init(_ function: BinaryFunction) {
        self.function = function
    }

    func run(_ chunk: Chunk) {
        switch function {
        case .add: chunk.map { BinaryFunction.add.value($0, $1) }
        case .subtract: chunk.map { BinaryFunction.subtract.value($0, $1) }
        case .multiply: chunk.map { BinaryFunction.multiply.value($0, $1) }
        case .divide: chunk.map { BinaryFunction.divide.value($0, $1) }
        case .maximum: chunk.map { BinaryFunction.maximum.value($0, $1) }
        case .minimum: chunk.map { BinaryFunction.minimum.value($0, $1) }
        case .less: chunk.map { BinaryFunction.less.value($0, $1) }
        case .lessOrEqual: chunk.map { BinaryFunction.lessOrEqual.value($0, $1) }
        case .greater: chunk.map { BinaryFunction.greater.value($0, $1) }
        case .greaterOrEqual: chunk.map { BinaryFunction.greaterOrEqual.value($0, $1) }
        case .equal: chunk.map { BinaryFunction.equal.value($0, $1) }
        case .notEqual: chunk.map { BinaryFunction.notEqual.value($0, $1) }
        case .and: chunk.map { BinaryFunction.and.value($0, $1) }
        case .or: chunk.map { BinaryFunction.or.value($0, $1) }
        case .xor: chunk.map { BinaryFunction.xor.value($0, $1) }
        case .maximumIgnoringMissing:
            chunk.map { BinaryFunction.maximumIgnoringMissing.value($0, $1) }
        case .minimumIgnoringMissing:
            chunk.map { BinaryFunction.minimumIgnoringMissing.value($0, $1) }
        case .addIgnoringMissing: chunk.map { BinaryFunction.addIgnoringMissing.value($0, $1) }
        // The call into the C library outweighs the switch.
        case .floorDivide, .modulo, .power, .arctan2, .hypotenuse:
            let function = function
            chunk.map { function.value($0, $1) }
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
