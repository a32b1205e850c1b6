import AlmanacCore
import TimeSeries

/// Runs a strategy's code symbolically: scalars are computed, series become nodes of a graph.
///
/// With bound parameters every scalar is known, loops are unrolled and the result is the graph.
/// Without them (`parameters == nil`) the code is only checked: scalars that depend on a parameter
/// are intervals, both sides of an undecided `if` are visited, and the graph is thrown away.
final class GraphCompiler {
    let definition: StrategyDefinition
    let bound: BoundParameters?
    var builder: GraphBuilder
    var diagnostics: [Diagnostic] = []
    var scope = Scope(inside: nil)
    var activeFunctions: [FunctionObject] = []
    /// Values of `return`s on undecided branches, innermost function last.
    var pendingReturns: [[Value]] = [[]]
    var slotFrames: [String: FrameObject] = [:]
    /// Where the code asks for what can fail on a bar, by the value that it computes.
    var faultPositions: [Int: SourcePosition] = [:]
    /// What each step depends on, where that is recorded.
    let trace: CompilationTrace?
    /// The names of `generate_signals` whose last values are kept in ``watched``.
    var watchedNames: [String] = []
    var watched: [String: Int] = [:]
    private var stepCount = 0
    /// Whether a limit is reached; it is reported once, where it was.
    private var isExhausted = false
    /// How deeply the expression and statement at hand nest, called functions included.
    private var depth = 0
    /// How many faults were met, repeated ones included.
    private(set) var failureCount = 0
    // Scopes that functions are made in, and lists and dictionaries that are written to, may hold
    // each other in rings and long chains; they are taken apart one by one at the end.
    private var functionScopes: [Scope] = []
    private var writtenLists: [ListObject] = []
    private var writtenDictionaries: [DictionaryObject] = []

    /// The most nodes that one strategy may need.
    static let maxNodeCount = 10_000
    /// The most steps that building the graph may take.
    static let maxStepCount = 400_000
    /// The most diagnostics that are collected.
    static let maxDiagnosticCount = 40
    /// How deeply functions may call each other.
    static let maxCallDepth = 24
    /// How deeply statements and expressions may nest, those of called functions included.
    static let maxDepth = 1_000
    /// How deeply lists, tuples and dictionaries may nest.
    static let maxValueDepth = 40
    /// The longest text, in bytes, that strings may be joined to.
    static let maxTextLength = 2_000

    init(
        _ definition: StrategyDefinition, bound: BoundParameters?, trace: CompilationTrace? = nil
    ) {
        self.definition = definition
        self.bound = bound
        self.trace = trace
        builder = GraphBuilder(trace: trace)
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

    deinit {
        while let scope = functionScopes.popLast() { scope.names = [:] }
        while let list = writtenLists.popLast() { list.elements = [] }
        while let dictionary = writtenDictionaries.popLast() { dictionary.removeAll() }
    }

    /// Whether only faults are looked for.
    var isChecking: Bool { bound == nil }

    // MARK: - Diagnostics

    @discardableResult
    func fail(
        _ code: Diagnostic.Code, _ message: String, hint: String? = nil, at position: SourcePosition
    ) -> Value {
        failureCount += 1
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

    /// Counts steps; false, with a diagnostic, where the code takes too many.
    ///
    /// Whatever takes time or memory that grows with a value's size counts a step for each element,
    /// so that the limit bounds both.
    func spendStep(_ count: Int = 1, at position: SourcePosition) -> Bool {
        stepCount += min(count, Self.maxStepCount)
        if diagnostics.count >= Self.maxDiagnosticCount { return false }
        if isExhausted { return false }
        let isTooLarge = builder.nodes.count > Self.maxNodeCount
        guard isTooLarge || stepCount > Self.maxStepCount else { return true }
        isExhausted = true
        fail(
            .limit,
            isTooLarge
                ? "the strategy needs more than \(Self.maxNodeCount) operations"
                : "building the strategy takes more than \(Self.maxStepCount) steps",
            hint: "shorten the loops or narrow the parameters' bounds", at: position)
        return false
    }

    /// Counts steps where no place is known; the next step that has one reports the limit.
    func spendSilently(_ count: Int) -> Bool {
        stepCount += min(count, Self.maxStepCount)
        return stepCount <= Self.maxStepCount
    }

    /// Runs a part of the code one level deeper; nil, with a diagnostic, where that is too deep.
    @discardableResult
    func deeper<Result>(at position: SourcePosition, _ body: () -> Result) -> Result? {
        guard depth < Self.maxDepth else {
            fail(
                .limit, "the code nests too deeply", hint: "assign parts to names of their own",
                at: position)
            return nil
        }
        depth += 1
        defer { depth -= 1 }
        return body()
    }

    /// A function of the code.
    func makeFunction(
        _ name: String, _ parameters: [Parameter], _ body: FunctionObject.Body
    ) -> Value {
        if functionScopes.last !== scope { functionScopes.append(scope) }
        return .function(
            FunctionObject(name: name, parameters: parameters, body: body, scope: scope))
    }

    /// Whether a value may be put into a list that exists already.
    func mayHold(_ list: ListObject, _ value: Value, at position: SourcePosition) -> Bool {
        if writtenLists.last !== list { writtenLists.append(list) }
        noteChange(of: .list(list))
        return isLimited(value, at: position)
    }

    /// Whether a value may be put into a dictionary that exists already.
    func mayHold(_ dictionary: DictionaryObject, _ value: Value, at position: SourcePosition)
        -> Bool
    {
        if writtenDictionaries.last !== dictionary { writtenDictionaries.append(dictionary) }
        return isLimited(value, at: position)
    }

    private func isLimited(_ value: Value, at position: SourcePosition) -> Bool {
        if case .failed = limited(value, at: position) { false } else { true }
    }

    /// The value, or a fault where lists and the like nest too deeply in it.
    func limited(_ value: Value, at position: SourcePosition) -> Value {
        nests(value, within: Self.maxValueDepth)
            ? value : fail(.limit, "the values nest too deeply", at: position)
    }

    private func nests(_ value: Value, within levels: Int) -> Bool {
        let elements: [Value]
        switch value {
        case .list(let list): elements = list.elements
        case .tuple(let values), .zipped(let values): elements = values
        case .dictionary(let dictionary): elements = dictionary.keys.compactMap { dictionary[$0] }
        case .enumerated(let inner, _): elements = [inner]
        default: return true
        }
        guard levels > 0, spendSilently(elements.count) else { return false }
        return elements.allSatisfy { nests($0, within: levels - 1) }
    }

    /// The nearest of some names, for a hint; nil where there is none, or no more time for it.
    func nearest(to name: String, among names: [String]) -> String? {
        guard diagnostics.count < Self.maxDiagnosticCount, spendSilently(names.count) else {
            return nil
        }
        // Names of another length are not near, and long ones take long to compare.
        let (length, tolerance) = (name.utf8.count, name.utf8.count / 3 + 1)
        guard length <= 100 else { return nil }
        let candidates = names.filter { abs($0.utf8.count - length) <= tolerance }
        guard spendSilently(candidates.count * 4) else { return nil }
        return nearestName(to: name, among: candidates)
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
        case .list(let list) where list.series != nil:
            return list.series.map { ($0.value, $0.type) }
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
            var hint: String?
            if case .tuple = value { hint = "take its parts: upper, middle, lower = …" }
            if case .string = value { hint = "number the cases: np.where(condition, 1, -1)" }
            fail(
                .type, "\(what) must be a series or a number, not \(value.noun)", hint: hint,
                at: position)
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
