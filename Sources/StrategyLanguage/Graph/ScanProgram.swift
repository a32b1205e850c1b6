/// A loop over bars as a register program: what a `for i in range(…, len(df))` loop compiles to.
///
/// The first registers hold the current bar's inputs. The others keep their values from bar to bar;
/// truth is 0 or 1; Python's `None`
/// is ``none``, a NaN of its own. On each bar before `firstBar` an output is its `start` value of
/// that bar; from then on the instructions run once a bar.
public struct ScanProgram: Hashable, Sendable {
    /// One step of a loop's body; `target` is an index into the instructions.
    public enum Instruction: Hashable, Sendable {
        case constant(Number, into: Int)
        /// The number of the current bar, counted from 0.
        case barNumber(into: Int)
        /// The value that output `output` had `bars` bars ago, `bars >= 1`.
        case history(output: Int, bars: Int, into: Int)
        case move(from: Int, into: Int)
        case unary(UnaryFunction, Int, into: Int)
        case binary(BinaryFunction, Int, Int, into: Int)
        case round(decimals: Int, Int, into: Int)
        /// The second register where the first one is true, else the third.
        case select(Int, Int, Int, into: Int)
        /// 1 where the register is `None`.
        case isNone(Int, into: Int)
        /// Ends the run with a fault where the register is `None`.
        case requireValue(Int)
        case jump(target: Int)
        case jumpIfFalse(Int, target: Int)
        /// Ends the run: a `raise` or a failed `assert` was reached.
        case fault
        /// Skips every later bar: a `break` was reached.
        case stop
    }

    /// One result of the loop.
    public struct Output: Hashable, Sendable {
        /// The register that holds the result at the end of a bar.
        public var register: Int
        /// The input that gives the value before the loop's body writes it.
        public var start: Int

        /// Makes an output.
        public init(register: Int, start: Int) {
            self.register = register
            self.start = start
        }
    }

    /// A register that has a value before the first bar: a constant, or an input on that bar.
    public struct Initial: Hashable, Sendable {
        /// The register.
        public var register: Int
        /// The input whose value on the first bar of the loop it starts with.
        public var input: Int

        /// Makes an initial value.
        public init(register: Int, input: Int) {
            self.register = register
            self.input = input
        }
    }

    /// The body.
    public var instructions: [Instruction]
    /// How many inputs there are; they stand in the first registers.
    public var inputCount: Int
    /// How many registers there are, inputs included.
    public var registerCount: Int
    /// The values before the loop.
    public var initials: [Initial]
    /// The results.
    public var outputs: [Output]
    /// The first bar on which the body runs.
    public var firstBar: Int
    /// The step of the loop's `range`.
    public var step: Int

    /// Makes a program.
    public init(
        instructions: [Instruction], inputCount: Int, registerCount: Int, initials: [Initial],
        outputs: [Output],
        firstBar: Int, step: Int = 1
    ) {
        self.instructions = instructions
        self.inputCount = inputCount
        self.registerCount = registerCount
        self.initials = initials
        self.outputs = outputs
        self.firstBar = firstBar
        self.step = step
    }

    /// Python's `None` in a register.
    public static let none = Double(nan: 0x0A1A, signaling: false)

    /// Whether a register's value is Python's `None`.
    public static func isNone(_ value: Double) -> Bool { value.bitPattern == none.bitPattern }

    /// How many bars back the program reads its own outputs at most.
    public var longestHistory: Int {
        instructions.map { instruction in
            if case .history(_, let bars, _) = instruction { bars } else { 0 }
        }.max() ?? 0
    }
}
