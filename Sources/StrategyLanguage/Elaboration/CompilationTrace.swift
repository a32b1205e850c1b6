/// What each step of a compilation depended on, so that what it gives for other parameters can be
/// told without compiling again.
///
/// Compiling is a row of events: a node is added, or something is decided that later steps go by.
/// Every event has the parameters that it can depend on. Where all earlier events come out the
/// same, an event is a function of the values of those parameters alone; so compilations that
/// cover every value of them tell it for every set.
final class CompilationTrace {
    /// One step.
    enum Event: Hashable, Sendable {
        /// A node; `kind` and inputs decide on the graph's shape, the operation only on one node.
        case node(inputs: [Int], outputCount: Int)
        /// Something that later steps go by, as text.
        case decision(String)
        /// A series that later steps go by.
        case series(value: Int, SeriesType, isArray: Bool, isOwn: Bool, name: String?)
    }

    private(set) var events: [Event] = []
    private(set) var dependences: [ParameterSubset] = []
    /// The operation of each event, where it is a node.
    private(set) var operations: [Operation?] = []
    /// Everything that some step depended on, which are few sets.
    private(set) var seen: [ParameterSubset] = []
    /// What the expression or statement at hand depends on so far.
    var dependence: ParameterSubset = []
    /// Whether nothing was met whose dependence is not known.
    private(set) var isTrackable = true
    /// What each of the returned levels depends on, by name; without one all share the last.
    var levelDependences: [String: ParameterSubset] = [:]
    var resultDependence: ParameterSubset = []
    /// The parameters that vary.
    let varied: [String: ParameterSubset]

    init(_ varied: [String: ParameterSubset]) {
        self.varied = varied
        events.reserveCapacity(32)
        dependences.reserveCapacity(32)
        operations.reserveCapacity(32)
    }

    /// Notes that a parameter's value was read.
    func read(_ name: String) {
        if let subset = varied[name] { dependence.formUnion(subset) }
    }

    /// Notes something that later steps go by.
    func decide(_ outcome: @autoclosure () -> String) {
        if dependence.isEmpty { return }
        add(.decision(outcome()), dependence)
    }

    func decide(_ outcome: String, _ dependence: ParameterSubset) {
        if !dependence.isEmpty { add(.decision(outcome), dependence) }
    }

    /// Notes a series that later steps go by.
    func decide(_ series: SeriesObject) {
        if dependence.isEmpty { return }
        add(
            .series(
                value: series.value, series.type, isArray: series.isArray, isOwn: series.isOwn,
                name: series.name), dependence)
    }

    /// Notes that a step depended on some parameters, whatever came of it.
    func note(_ dependence: ParameterSubset) {
        if !seen.contains(dependence) { seen.append(dependence) }
    }

    /// Notes a node.
    func add(_ operation: Operation, inputs: [Int]) {
        if case .scan = operation { giveUp() }
        add(.node(inputs: inputs, outputCount: operation.outputCount), dependence, operation)
    }

    private func add(
        _ event: Event, _ dependence: ParameterSubset, _ operation: Operation? = nil
    ) {
        events.append(event)
        dependences.append(dependence)
        operations.append(operation)
        note(dependence)
    }

    /// Something was met whose dependence is not known.
    func giveUp() { isTrackable = false }

    /// Notes what the returned sizes and stops depend on; each is read by itself.
    func levelsReturned(_ result: Value) {
        resultDependence = dependence
        dependence = []
        guard case .dictionary(let dictionary) = result, dictionary.dependence.isEmpty else {
            return
        }
        for key in dictionary.keys { levelDependences[key] = dictionary.dependence(of: key) }
    }

    /// What one of the returned sizes and stops depends on.
    func dependence(ofLevel name: String) -> ParameterSubset {
        levelDependences[name] ?? resultDependence
    }

    /// Everything that varies.
    var everything: ParameterSubset { varied.values.reduce(into: []) { $0.formUnion($1) } }
}

extension GraphCompiler {
    /// Runs a part of an expression and tells what its value depends on beside it.
    func isolated<Result>(_ body: () -> Result) -> (Result, ParameterSubset) {
        guard let trace else { return (body(), []) }
        let outer = trace.dependence
        trace.dependence = []
        let result = body()
        let own = trace.dependence
        trace.dependence = outer.union(own)
        return (result, own)
    }

    /// Evaluates an expression and notes what its value depends on.
    func traced(_ expression: Expression, _ trace: CompilationTrace, _ body: () -> Value) -> Value {
        let outer = trace.dependence
        trace.dependence = []
        let value = body()
        trace.dependence.formUnion(held(value))
        if !trace.dependence.isEmpty {
            if expression.kind.mayFailByValue { trace.note(trace.dependence) }
            if decides(value, trace) { trace.dependence = [] }
        }
        trace.dependence.formUnion(outer)
        return value
    }

    /// What a name that gets a value depends on.
    func storedDependence(_ value: Value) -> ParameterSubset {
        guard let trace, !trace.dependence.isEmpty else { return [] }
        return decides(value, trace) ? [] : trace.dependence
    }

    /// Notes all that later steps can learn from a value, unless it holds scalars.
    private func decides(_ value: Value, _ trace: CompilationTrace) -> Bool {
        if case .series(let series) = value {
            trace.decide(series)
            return true
        }
        guard let identity = identity(of: value) else { return false }
        trace.decide(identity)
        return true
    }

    /// A text that says all that later steps can learn from a value; nil where it holds scalars.
    ///
    /// The bars of a series are no part of it: no step of a compilation sees them.
    private func identity(of value: Value) -> String? {
        switch value {
        case .series(let series): return identity(of: series)
        case .barCount: return "bars"
        case .axis: return "axis"
        case .slots: return "slots"
        case .parameters: return "parameters"
        case .frame(let frame):
            return "frame \(frame.slot ?? "") \(frame.isOwn) "
                + zip(frame.names, frame.series).map { "\($0)=\(identity(of: $1))" }
                .joined(separator: ";")
        case .indicator(let indicator):
            return indicator.name
                + indicator.outputs.map { "\($0.name)=\(identity(of: $0.series))" }
                .joined(separator: ";")
        case .tuple(let elements):
            let parts = elements.compactMap(identity(of:))
            return parts.count == elements.count ? "(\(parts.joined(separator: "|")))" : nil
        default: return nil
        }
    }

    private func identity(of series: SeriesObject) -> String {
        // Asked often, and a case's text is at hand while its description is found by reflection.
        "%\(series.value) \(series.type.rawValue) \(series.isArray) \(series.isOwn) "
            + (series.name ?? "")
    }

    /// What was put into the lists and dictionaries that a value holds.
    private func held(_ value: Value) -> ParameterSubset {
        switch value {
        case .list(let list):
            list.elements.reduce(into: list.dependence) { $0.formUnion(held($1)) }
        case .dictionary(let dictionary):
            dictionary.keys.reduce(into: dictionary.dependence) { subset, key in
                subset.formUnion(dictionary.dependence(of: key) ?? [])
                dictionary[key].map { subset.formUnion(held($0)) }
            }
        case .tuple(let elements), .zipped(let elements):
            elements.reduce(into: []) { $0.formUnion(held($1)) }
        case .enumerated(let inner, _), .method(let inner, _): held(inner)
        default: []
        }
    }

    /// Notes that a method may have changed its receiver.
    func noteChange(of receiver: Value) {
        guard let trace, !trace.dependence.isEmpty else { return }
        switch receiver {
        case .list(let list): list.dependence.formUnion(trace.dependence)
        case .dictionary(let dictionary): dictionary.dependence.formUnion(trace.dependence)
        default: _ = decides(receiver, trace)
        }
    }
}

extension Expression.Kind {
    /// Whether what the expression gives, or that it fails, can hang on the values of scalars in
    /// ways that its own value does not show.
    fileprivate var mayFailByValue: Bool {
        switch self {
        case .name, .integer, .float, .string, .bool, .none, .list, .tuple, .dictionary, .unary,
            .binary, .logical, .comparison, .lambda:
            false
        default: true
        }
    }
}
