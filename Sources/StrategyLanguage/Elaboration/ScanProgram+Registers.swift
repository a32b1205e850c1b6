extension ScanProgram.Instruction {
    /// The same step on other registers.
    func mappingRegisters(_ map: (Int) -> Int) -> Self {
        switch self {
        case .constant(let number, let into): .constant(number, into: map(into))
        case .barNumber(let into): .barNumber(into: map(into))
        case .history(let output, let bars, let into):
            .history(output: output, bars: bars, into: map(into))
        case .move(let from, let into): .move(from: map(from), into: map(into))
        case .unary(let function, let x, let into): .unary(function, map(x), into: map(into))
        case .binary(let function, let x, let y, let into):
            .binary(function, map(x), map(y), into: map(into))
        case .round(let decimals, let x, let into):
            .round(decimals: decimals, map(x), into: map(into))
        case .select(let condition, let x, let y, let into):
            .select(map(condition), map(x), map(y), into: map(into))
        case .isNone(let x, let into): .isNone(map(x), into: map(into))
        case .requireValue(let x): .requireValue(map(x))
        case .jump(let target): .jump(target: target)
        case .jumpIfFalse(let x, let target): .jumpIfFalse(map(x), target: target)
        case .fault: .fault
        case .stop: .stop
        }
    }
}
