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
    var types: [String: ScanType]
    var locals: [String: ScanValue] = [:]
    var instructions: [Instruction] = []
    private var registerCount = 0
    private var inputs: [(value: Int, type: SeriesType)] = []
    private var initials: [(register: Int, input: Int)] = []
    /// The registers of the names that the loop, or the helper that is compiled, assigns.
    var registersByName: [String: Int] = [:]
    /// The loop's names while a helper is compiled, which does not see them.
    var hiddenNames: Set<String> = []
    /// Where the `return`s of the helpers that are compiled put their values, innermost last.
    var returns: [HelperReturn] = []
    /// How many branches and inner loops of the helper the current statement stands in.
    var branchDepth = 0
    var facts = ScanFacts()
    /// What is known at each `continue` of the loop over bars.
    var factsAtContinue: [ScanFacts] = []
    var outputs: [OutputSeries] = []
    /// Whether something had no value, so that the statement it stands in was left out.
    var didFail = false
    /// The least bar number that can reach the current statement.
    var minBar: Int
    /// Where `continue` and `break` of each enclosing loop have to jump, to be filled in.
    var continueJumps: [[Int]] = [[]]
    var breakJumps: [[Int]] = []

    /// A series that the loop writes.
    struct OutputSeries {
        var object: SeriesObject
        var register: Int
        var startInput: Int
        var isBoolean: Bool
        /// The list that the loop appends to once a bar, where it is one.
        var list: ListObject?
        /// Where the loop first appends to the list.
        var position = SourcePosition(line: 1, column: 1)
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

    func inputRegister(_ value: Int, _ type: SeriesType) -> Int {
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
        case .series(let series) where isFixed(series.value, from: loop.firstBar):
            start = (series.value, ScanType(isBoolean: series.type == .boolean, mayBeNone: false))
        default:
            guard let constant = compiler.constant(value) else { return }
            start = (
                constant.value, ScanType(isBoolean: constant.type == .boolean, mayBeNone: false)
            )
        }
        facts.assigned.insert(name)
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

    func value(of binding: BarLoop.Binding) -> ScanValue {
        switch binding {
        case .barNumber(let offset): .bar(offset: offset)
        case .element(let series): input(series.value, series.type)
        case .row(let frame): .row(frame, offset: 0)
        case .group(let parts): .group(parts.map(value))
        }
    }

    /// The value of a name inside the loop; nil where it does not depend on the bar.
    func variable(_ name: String, at position: SourcePosition) -> ScanValue? {
        if let value = locals[name] { return value }
        if hiddenNames.contains(name) && registersByName[name] == nil {
            compiler.fail(
                .unsupported, "a helper does not see '\(name)', which the loop over bars changes",
                hint: "pass it as an argument", at: position)
            return .failed
        }
        if let place = facts.places[name] { return place }
        guard let register = registersByName[name] else {
            if appendedList(name) != nil {
                compiler.fail(
                    .unsupported, "a list of a loop over bars is appended to and read by place",
                    hint: "\(name).append(x), \(name)[-1], \(name)[i - 1]", at: position)
                return .failed
            }
            return nil
        }
        if !facts.assigned.contains(name) {
            compiler.fail(
                .name, "'\(name)' may be used before it has a value on the first bar",
                hint: "give it a value before the loop", at: position)
            return .failed
        }
        return .register(register, types[name] ?? knownTypes[name] ?? .number)
    }

    func assign(_ value: ScanValue, to name: String, at position: SourcePosition) {
        if locals[name] != nil, registersByName[name] == nil {
            locals[name] = value
            return
        }
        guard let register = registersByName[name] else {
            locals[name] = copied(value, at: position)
            return
        }
        facts.places[name] = nil
        switch value {
        case .row, .window:
            facts.places[name] = value
            return
        case .bar: facts.places[name] = value
        default: break
        }
        guard let (source, type) = materialized(value, allowsNone: true, at: position) else {
            return
        }
        instructions.append(.move(from: source, into: register))
        types[name] = types[name].map { $0.joined(with: type) } ?? type
        facts.assigned.insert(name)
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
        case .outer(.series(let series)) where isFixed(series.value, from: minBar):
            return (
                inputRegister(series.value, series.type),
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
        case .window:
            compiler.fail(
                .type, "a window is not a number", hint: "take a statistic: x[i - 20:i].max()",
                at: position)
            return nil
        case .group:
            compiler.fail(.type, "a tuple is not a number", at: position)
            return nil
        }
    }

    /// Whether a series is made of values of fixed bars, none later than a bar, as `x.iloc[0] * 2`.
    private func isFixed(_ value: Int, from bar: Int) -> Bool {
        var readsBar = false
        func isFixed(_ value: Int, depth: Int) -> Bool {
            guard depth < 16, let node = compiler.builder.operation(of: value) else { return false }
            switch node.operation {
            case .constant: return true
            case .latch(let latched):
                readsBar = true
                return latched <= bar
            case .unary, .binary, .select, .round:
                return node.inputs.allSatisfy { isFixed($0, depth: depth + 1) }
            default: return false
            }
        }
        return isFixed(value, depth: 0) && readsBar
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
            output.list.map { compiler.replace($0, with: output.object) }
        }
    }

    /// Adds a scan whose result is a name's value on every bar.
    func installState(_ name: String, at position: SourcePosition) -> Value {
        let start = inputRegister(compiler.builder.constant(.nan), .number)
        // An output register is reset on every bar, so the state keeps one of its own.
        let result = newRegister()
        instructions.append(.move(from: registersByName[name] ?? 0, into: result))
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
