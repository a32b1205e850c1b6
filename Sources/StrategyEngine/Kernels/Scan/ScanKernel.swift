import Glibc
package import StrategyLanguage

/// Makes the kernel of a loop over bars.
package func makeScanKernel(_ program: ScanProgram) -> any Kernel { ScanKernel(program) }

/// Runs a loop's register program once a bar.
///
/// - Missing values: as the program's own arithmetic gives them.
/// - Errors: a reached `raise` and a `None` in arithmetic end the run; ``faultBar`` names the bar.
/// - Complexity: O(instructions) a bar; memory for the registers and the longest look-back.
struct ScanKernel: FaultReportingKernel {
    private let program: ScanProgram
    private let historyLength: Int
    private var registers: [Double]
    /// The last values of each output, output after output, each a ring of `historyLength`.
    private var history: [Double]
    private var bar = 0
    private var isStopped = false
    private var fault = -1

    init(_ program: ScanProgram) {
        self.program = program
        historyLength = program.longestHistory
        registers = [Double](repeating: .nan, count: program.registerCount)
        history = [Double](repeating: .nan, count: historyLength * program.outputs.count)
    }

    var faultBar: Int? { fault < 0 ? nil : fault }

    mutating func run(_ chunk: Chunk) {
        let inputCount = program.inputCount
        let instructions = program.instructions
        for row in 0..<chunk.count {
            for input in 0..<inputCount { registers[input] = chunk.inputs[input][row] }
            for output in program.outputs {
                registers[output.register] = registers[output.start]
            }
            if bar == program.firstBar {
                for initial in program.initials {
                    registers[initial.register] = registers[initial.input]
                }
            }
            if bar >= program.firstBar, !isStopped, fault < 0,
                (bar - program.firstBar) % program.step == 0
            {
                execute(instructions)
            }
            for (index, output) in program.outputs.enumerated() {
                let value = fault < 0 ? registers[output.register] : .nan
                chunk.outputs[index][row] = ScanProgram.isNone(value) ? .nan : value
                if historyLength > 0 {
                    history[index * historyLength + bar % historyLength] = value
                }
            }
            bar += 1
        }
    }

    private mutating func execute(_ instructions: [ScanProgram.Instruction]) {
        var position = 0
        while position < instructions.count {
            let instruction = instructions[position]
            position += 1
            switch instruction {
            case .constant(let number, let into): registers[into] = number.value
            case .barNumber(let into): registers[into] = Double(bar)
            case .history(let output, let bars, let into):
                registers[into] =
                    bars > bar
                    ? .nan : history[output * historyLength + (bar - bars) % historyLength]
            case .move(let from, let into): registers[into] = registers[from]
            case .unary(let function, let x, let into):
                registers[into] = function.apply(registers[x])
            case .binary(let function, let x, let y, let into):
                registers[into] = function.apply(registers[x], registers[y])
            case .round(let decimals, let x, let into):
                registers[into] = Self.rounded(registers[x], decimals: decimals)
            case .select(let condition, let x, let y, let into):
                registers[into] = registers[registers[condition] != 0 ? x : y]
            case .isNone(let x, let into):
                registers[into] = ScanProgram.isNone(registers[x]) ? 1 : 0
            case .requireValue(let x):
                if ScanProgram.isNone(registers[x]) {
                    fault = bar
                    return
                }
            case .jump(let target): position = target
            case .jumpIfFalse(let x, let target):
                if registers[x] == 0 { position = target }
            case .fault:
                fault = bar
                return
            case .stop:
                isStopped = true
                return
            }
        }
    }

    private static func rounded(_ x: Double, decimals: Int) -> Double {
        let scale = pow(10, Double(decimals.magnitude))
        return decimals >= 0
            ? (x * scale).rounded(.toNearestOrEven) / scale
            : (x / scale).rounded(.toNearestOrEven) * scale
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&registers)
        archive.visit(&history)
        archive.visit(&bar)
        archive.visit(&isStopped)
        archive.visit(&fault)
    }
}
