/// What a register of a scan holds.
struct ScanType: Equatable {
    var isBoolean: Bool
    var mayBeNone: Bool

    static let number = ScanType(isBoolean: false, mayBeNone: false)
    static let boolean = ScanType(isBoolean: true, mayBeNone: false)

    func joined(with other: ScanType) -> ScanType {
        ScanType(
            isBoolean: isBoolean && other.isBoolean, mayBeNone: mayBeNone || other.mayBeNone)
    }
}

/// What an expression in a loop over bars stands for.
enum ScanValue {
    case failed
    /// Does not depend on the bar: a number, a series, a function.
    case outer(Value)
    case register(Int, ScanType)
    /// The loop's bar number plus an offset.
    case bar(offset: Int)
    /// `df.iloc[i]`.
    case row(FrameObject, offset: Int)
    case group([ScanValue])
}

/// Compiles the body of a loop over bars to a register program.
///
/// While compiling, inputs are registers below 0 (-1 is the first); ``install(at:)`` gives them
/// their final numbers.
final class ScanCompiler {
    typealias Instruction = ScanProgram.Instruction

    let compiler: GraphCompiler
    let loop: BarLoop
    let stateNames: [String]
    private let knownTypes: [String: ScanType]
    /// The types that the state's names take, as found so far.
    private(set) var types: [String: ScanType]
    var locals: [String: ScanValue] = [:]
    var instructions: [Instruction] = []
    private var registerCount = 0
    private var inputs: [(value: Int, type: SeriesType)] = []
    private var initials: [(register: Int, input: Int)] = []
    private var registersByName: [String: Int] = [:]
    /// Whether a helper's body is compiled, which does not see the loop's names.
    var stateRegistersHidden = false
    private(set) var assigned: Set<String> = []
    private var outputs: [OutputSeries] = []
    /// The least bar number that can reach the current statement.
    var minBar: Int
    /// Where `continue` and `break` of each enclosing loop have to jump, to be filled in.
    var continueJumps: [[Int]] = [[]]
    var breakJumps: [[Int]] = []

    /// A series that the loop writes.
    private struct OutputSeries {
        var object: SeriesObject
        var register: Int
        var startInput: Int
        var isBoolean: Bool
    }

    init(
        _ compiler: GraphCompiler, loop: BarLoop, stateNames: [String], types: [String: ScanType]
    ) {
        self.compiler = compiler
        self.loop = loop
        self.stateNames = stateNames
        knownTypes = types
        self.types = types
        minBar = loop.firstBar
        for name in stateNames { declareState(name) }
    }

    /// The registers of the names that the loop assigns.
    var stateRegisters: [String: Int] { stateRegistersHidden ? [:] : registersByName }

    // MARK: - Registers

    func newRegister() -> Int {
        registerCount += 1
        return registerCount - 1
    }

    /// The register of a column's current value.
    func input(_ value: Int, _ type: SeriesType) -> ScanValue {
        .register(
            inputRegister(value, type), ScanType(isBoolean: type == .boolean, mayBeNone: false))
    }

    private func inputRegister(_ value: Int, _ type: SeriesType) -> Int {
        if let index = inputs.firstIndex(where: { $0.value == value }) { return -index - 1 }
        inputs.append((value, type))
        return -inputs.count
    }

    func constantRegister(_ value: Double) -> Int {
        let register = newRegister()
        instructions.append(.constant(Number(value), into: register))
        return register
    }

    private func declareState(_ name: String) {
        let register = newRegister()
        registersByName[name] = register
        guard let value = compiler.scope.lookUp(name) else { return }
        let start: (input: Int, type: ScanType)
        switch value {
        case .none:
            start = (
                compiler.builder.constant(ScanProgram.none),
                ScanType(isBoolean: false, mayBeNone: true)
            )
        case .barValue(let series, let bar) where bar <= loop.firstBar:
            start = (
                compiler.builder.add(.latch(bar: bar), [series.value]),
                ScanType(isBoolean: series.type == .boolean, mayBeNone: false)
            )
        default:
            guard let constant = compiler.constant(value) else { return }
            start = (
                constant.value, ScanType(isBoolean: constant.type == .boolean, mayBeNone: false)
            )
        }
        assigned.insert(name)
        types[name] = types[name].map { $0.joined(with: start.type) } ?? start.type
        initials.append((register, inputRegister(start.input, .number)))
    }

    // MARK: - Names

    func bind(_ target: Expression, to binding: BarLoop.Binding) {
        switch (target.kind, binding) {
        case (.name(let name), _): locals[name] = value(of: binding)
        case (.tuple(let targets), .group(let parts)) where targets.count == parts.count:
            for (target, part) in zip(targets, parts) { bind(target, to: part) }
        default:
            compiler.fail(.type, "these names do not fit what is looped over", at: target.position)
        }
    }

    private func value(of binding: BarLoop.Binding) -> ScanValue {
        switch binding {
        case .barNumber(let offset): .bar(offset: offset)
        case .element(let series): input(series.value, series.type)
        case .group(let parts): .group(parts.map(value))
        }
    }

    /// The value of a name inside the loop; nil where it does not depend on the bar.
    func variable(_ name: String, at position: SourcePosition) -> ScanValue? {
        if let value = locals[name] { return value }
        guard let register = stateRegisters[name] else { return nil }
        if !assigned.contains(name) {
            compiler.fail(
                .name, "'\(name)' may be used before it has a value on the first bar",
                hint: "give it a value before the loop", at: position)
            return .failed
        }
        return .register(register, types[name] ?? knownTypes[name] ?? .number)
    }

    func assign(_ value: ScanValue, to name: String, at position: SourcePosition) {
        if locals[name] != nil, stateRegisters[name] == nil {
            locals[name] = value
            return
        }
        if case .row = value {
            locals[name] = value
            return
        }
        guard let register = stateRegisters[name] else {
            locals[name] = copied(value, at: position)
            return
        }
        guard let (source, type) = materialized(value, allowsNone: true, at: position) else {
            return
        }
        instructions.append(.move(from: source, into: register))
        types[name] = types[name].map { $0.joined(with: type) } ?? type
        assigned.insert(name)
    }

    /// A value that later assignments do not change.
    func copied(_ value: ScanValue, at position: SourcePosition) -> ScanValue {
        guard case .register(let source, let type) = value else { return value }
        let register = newRegister()
        instructions.append(.move(from: source, into: register))
        return .register(register, type)
    }

    /// A register that holds the value; nil, with a diagnostic, where it is no number.
    func materialized(
        _ value: ScanValue, allowsNone: Bool = false, at position: SourcePosition
    ) -> (register: Int, type: ScanType)? {
        switch value {
        case .failed: return nil
        case .register(let register, let type):
            if type.mayBeNone && !allowsNone {
                instructions.append(.requireValue(register))
                return (register, ScanType(isBoolean: type.isBoolean, mayBeNone: false))
            }
            return (register, type)
        case .bar(let offset):
            let register = newRegister()
            instructions.append(.barNumber(into: register))
            if offset == 0 { return (register, .number) }
            let sum = newRegister()
            instructions.append(
                .binary(.add, register, constantRegister(Double(offset)), into: sum))
            return (sum, .number)
        case .outer(.none):
            guard allowsNone else {
                compiler.fail(.type, "None is not a number", at: position)
                return nil
            }
            return (
                constantRegister(ScanProgram.none), ScanType(isBoolean: false, mayBeNone: true)
            )
        case .outer(.barValue(let series, let bar)):
            guard bar <= minBar else {
                compiler.fail(
                    .lookAhead, "bar \(bar) is later than the loop's bar can be",
                    hint: "start the loop at bar \(bar)", at: position)
                return nil
            }
            let latched = compiler.builder.add(.latch(bar: bar), [series.value])
            return (
                inputRegister(latched, series.type),
                ScanType(isBoolean: series.type == .boolean, mayBeNone: false)
            )
        case .outer(let scalar):
            if case .bool = scalar {
                return (constantRegister(scalar.number ?? 0), .boolean)
            }
            if let number = scalar.number { return (constantRegister(number), .number) }
            if case .unknown(let unknown) = scalar, unknown.kind != .string {
                return (constantRegister(1), unknown.kind == .bool ? .boolean : .number)
            }
            if case .failed = scalar { return nil }
            compiler.fail(
                .type, "\(scalar.noun) cannot be used as a number in a loop over bars",
                hint: "take its value on the bar: x.iloc[i]", at: position)
            return nil
        case .row:
            compiler.fail(.type, "a row is not a number", hint: "take a column of it", at: position)
            return nil
        case .group:
            compiler.fail(.type, "a tuple is not a number", at: position)
            return nil
        }
    }

    // MARK: - Branches

    func jumpPlaceholder() -> Int {
        instructions.append(.jump(target: 0))
        return instructions.count - 1
    }

    func patch(_ jump: Int) {
        switch instructions[jump] {
        case .jumpIfFalse(let register, _):
            instructions[jump] = .jumpIfFalse(register, target: instructions.count)
        default: instructions[jump] = .jump(target: instructions.count)
        }
    }

    /// Runs code for one branch; what is certain only there is forgotten afterwards.
    func branch(minBar least: Int, _ body: () -> Void) -> Set<String> {
        let (savedBar, savedNames, savedLocals) = (minBar, assigned, locals)
        minBar = max(minBar, least)
        body()
        let result = assigned
        (minBar, assigned) = (savedBar, savedNames)
        for name in savedLocals.keys { locals[name] = savedLocals[name] }
        return result
    }

    func join(_ left: Set<String>, _ right: Set<String>) { assigned = left.intersection(right) }

    // MARK: - Series

    /// The value of a series `lag` bars before the loop's bar.
    func read(_ series: SeriesObject, lag: Int, at position: SourcePosition) -> ScanValue {
        guard lag >= 0 else {
            compiler.fail(
                .lookAhead, "this reads a later bar than the loop's",
                hint: "read x.iloc[i] or x.iloc[i - k]", at: position)
            return .failed
        }
        guard lag <= minBar else {
            compiler.fail(
                .lookAhead,
                "on the loop's bar \(minBar) this reads index \(minBar - lag), which Python counts "
                    + "from the last bar",
                hint: "start the loop at \(lag): for i in range(\(lag), len(df))", at: position)
            return .failed
        }
        if let output = outputs.firstIndex(where: { $0.object === series }) {
            let type = ScanType(isBoolean: outputs[output].isBoolean, mayBeNone: false)
            if lag == 0 { return .register(outputs[output].register, type) }
            let register = newRegister()
            instructions.append(.history(output: output, bars: lag, into: register))
            return .register(register, type)
        }
        if lag == 0 { return input(series.value, series.type) }
        let earlier = compiler.builder.add(
            .shift(bars: lag, fill: Number(.nan)), [series.value])
        return input(earlier, series.type)
    }

    /// Makes a series an output of the loop; must be called before any of its values is read.
    func declareOutput(_ series: SeriesObject) {
        guard !outputs.contains(where: { $0.object === series }) else { return }
        let isBoolean = series.type == .boolean
        outputs.append(
            OutputSeries(
                object: series, register: newRegister(),
                startInput: inputRegister(series.value, series.type), isBoolean: isBoolean))
    }

    func isOutput(_ series: SeriesObject) -> Bool { outputs.contains { $0.object === series } }

    func write(_ value: ScanValue, to series: SeriesObject, at position: SourcePosition) {
        guard series.isOwn else {
            compiler.fail(
                .unsupported, "the data itself cannot be written to",
                hint: "write to a series of your own: pd.Series(0.0, index=df.index)",
                at: position)
            return
        }
        guard let output = outputs.firstIndex(where: { $0.object === series }),
            let (register, type) = materialized(value, allowsNone: true, at: position)
        else { return }
        instructions.append(.move(from: register, into: outputs[output].register))
        outputs[output].isBoolean = outputs[output].isBoolean && type.isBoolean
    }

    // MARK: - Result

    /// Adds the scan to the graph and gives the written series their new values.
    func install(at position: SourcePosition) {
        guard !outputs.isEmpty else {
            compiler.fail(
                .unsupported, "the loop over bars writes no series",
                hint: "write its result into a series: out.iloc[i] = …", at: position)
            return
        }
        let first = add(
            outputs.map { ScanProgram.Output(register: $0.register, start: $0.startInput) },
            at: position)
        for (index, output) in outputs.enumerated() {
            output.object.value = first + index
            output.object.type = output.isBoolean ? .boolean : .number
        }
    }

    /// Adds a scan whose result is a name's value on every bar.
    func installState(_ name: String, at position: SourcePosition) -> Value {
        let start = inputRegister(compiler.builder.constant(.nan), .number)
        // An output register is reset on every bar, so the state keeps one of its own.
        let result = newRegister()
        instructions.append(.move(from: stateRegisters[name] ?? 0, into: result))
        let first = add([ScanProgram.Output(register: result, start: start)], at: position)
        let type = types[name] ?? .number
        return .series(SeriesObject(first, type.isBoolean ? .boolean : .number))
    }

    private func add(_ results: [ScanProgram.Output], at position: SourcePosition) -> Int {
        let inputCount = inputs.count
        func final(_ register: Int) -> Int {
            register < 0 ? -register - 1 : register + inputCount
        }
        let program = ScanProgram(
            instructions: instructions.map { $0.mappingRegisters(final) },
            inputCount: inputCount, registerCount: registerCount + inputCount,
            initials: initials.map {
                ScanProgram.Initial(register: final($0.register), input: -$0.input - 1)
            },
            outputs: results.map {
                ScanProgram.Output(register: final($0.register), start: -$0.start - 1)
            },
            firstBar: loop.firstBar, step: loop.step)
        let first = compiler.builder.add(.scan(program), inputs.map(\.value))
        compiler.faultPositions[first] = compiler.faultPositions[first] ?? position
        return first
    }
}

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
