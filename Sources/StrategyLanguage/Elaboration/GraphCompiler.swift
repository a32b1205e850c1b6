import TimeSeries

/// Runs a strategy's code symbolically: scalars are computed, series become nodes of a graph.
///
/// With bound parameters every scalar is known, loops are unrolled and the result is the graph.
/// Without them (`parameters == nil`) the code is only checked: scalars that depend on a parameter
/// are intervals, both sides of an undecided `if` are visited, and the graph is thrown away.
final class GraphCompiler {
    let definition: StrategyDefinition
    let bound: BoundParameters?
    var builder = GraphBuilder()
    var diagnostics: [Diagnostic] = []
    var scope = Scope(inside: nil)
    var activeFunctions: [FunctionObject] = []
    /// Values of `return`s on undecided branches, innermost function last.
    var pendingReturns: [[Value]] = [[]]
    var slotFrames: [String: FrameObject] = [:]
    /// Where the code asks for what can fail on a bar, by the value that it computes.
    var faultPositions: [Int: SourcePosition] = [:]
    private var stepCount = 0

    /// The most nodes that one strategy may need.
    static let maxNodeCount = 10_000
    /// The most steps that building the graph may take.
    static let maxStepCount = 400_000
    /// The most diagnostics that are collected.
    static let maxDiagnosticCount = 40
    /// How deeply functions may call each other.
    static let maxCallDepth = 24

    init(_ definition: StrategyDefinition, bound: BoundParameters?) {
        self.definition = definition
        self.bound = bound
        for slot in definition.slots {
            let columns = slot.columns.map { column in
                (
                    column,
                    SeriesObject(
                        builder.add(.column(slot: slot.name, name: column)), .number, isOwn: false)
                )
            }
            slotFrames[slot.name] = FrameObject(slot: slot.name, isOwn: false, columns: columns)
        }
    }

    /// Whether only faults are looked for.
    var isChecking: Bool { bound == nil }

    // MARK: - Diagnostics

    @discardableResult
    func fail(
        _ code: Diagnostic.Code, _ message: String, hint: String? = nil, at position: SourcePosition
    ) -> Value {
        let text = code == .lookAhead ? "look-ahead: \(message)" : message
        report(Diagnostic(.error, code, text, hint: hint, at: position))
        return .failed
    }

    func warn(_ message: String, hint: String? = nil, at position: SourcePosition) {
        report(Diagnostic(.warning, .meaning, message, hint: hint, at: position))
    }

    private func report(_ diagnostic: Diagnostic) {
        guard diagnostics.count < Self.maxDiagnosticCount, !diagnostics.contains(diagnostic) else {
            return
        }
        diagnostics.append(diagnostic)
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Counts one step; false, with a diagnostic, where the code takes too many.
    func spendStep(at position: SourcePosition) -> Bool {
        stepCount += 1
        if builder.nodes.count > Self.maxNodeCount {
            fail(
                .limit, "the strategy needs more than \(Self.maxNodeCount) operations",
                hint: "shorten the loops or narrow the parameters' bounds", at: position)
            return false
        }
        if stepCount > Self.maxStepCount {
            fail(
                .limit, "building the strategy takes more than \(Self.maxStepCount) steps",
                hint: "shorten the loops or narrow the parameters' bounds", at: position)
            return false
        }
        return true
    }

    // MARK: - Series

    func series(_ operation: Operation, _ inputs: [Int], _ type: SeriesType = .number) -> Value {
        .series(SeriesObject(builder.add(operation, inputs), type))
    }

    func number(_ operation: Operation, _ inputs: Int...) -> Int { builder.add(operation, inputs) }

    /// The constant series of a scalar; an unknown scalar stands as 1.
    func constant(_ value: Value) -> (value: Int, type: SeriesType)? {
        switch value {
        case .bool(let truth): (builder.constant(truth ? 1 : 0), .boolean)
        case .unknown(let scalar) where scalar.kind == .bool: (builder.constant(1), .boolean)
        case .unknown(let scalar) where scalar.kind != .string: (builder.constant(1), .number)
        case .int, .float: (builder.constant(value.number ?? .nan), .number)
        case .none: (builder.constant(.nan), .number)
        default: nil
        }
    }

    /// The bars' values of a series or a scalar; nil, with a diagnostic, for anything else.
    func column(
        _ value: Value, for what: String, at position: SourcePosition
    ) -> (value: Int, type: SeriesType)? {
        switch value {
        case .failed: return nil
        case .series(let series): return (series.value, series.type)
        case .barValue(let series, bar: 0):
            return (builder.add(.latch(bar: 0), [series.value]), series.type)
        case .barValue(_, let bar):
            fail(
                .lookAhead, "bar \(bar) is later than the bars before it",
                hint: "use shift(n) for the value n bars ago", at: position)
            return nil
        case .none:
            fail(.type, "\(what) is None", hint: "give a series or a number", at: position)
            return nil
        case .barCount:
            reportBarCount(at: position)
            return nil
        case .loopState(let name):
            reportLoopState(name, at: position)
            return nil
        default:
            if let constant = constant(value) { return constant }
            fail(.type, "\(what) must be a series or a number, not \(value.noun)", at: position)
            return nil
        }
    }

    func reportBarCount(at position: SourcePosition) {
        fail(
            .lookAhead, "the number of bars is not known while they come in",
            hint: "windows are empty until they are full, so no length check is needed; "
                + "len(df) may stand in range(…, len(df)) and np.zeros(len(df))", at: position)
    }

    func reportLoopState(_ name: String, at position: SourcePosition) {
        fail(
            .lookAhead, "'\(name)' after the loop over bars is its value at the last bar",
            hint: "write the value of each bar into a series inside the loop", at: position)
    }

    /// 1 or 0 on every bar, with missing values as 0.
    func definiteTruth(_ value: Int, _ type: SeriesType) -> Int {
        type == .boolean || type == .filledBoolean
            ? value : builder.add(.unary(.isTrue), [value])
    }

    /// The number of each bar, counted from 0.
    func barNumber() -> Int {
        let count = builder.add(.cumulative(.sum), [builder.constant(1)])
        return builder.add(.binary(.subtract), [count, builder.constant(1)])
    }
}
