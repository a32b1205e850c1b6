import AlmanacCore

/// The arguments of one call, and where it stands.
struct Call {
    struct Item {
        var name: String?
        var value: Value
        var position: SourcePosition
        /// The parameters that the value depends on, where that is recorded.
        var dependence: ParameterSubset = []
    }

    var name: String
    var items: [Item]
    var position: SourcePosition
}

/// The arguments of a call by parameter name.
struct BoundArguments {
    let call: Call
    /// The items by parameter name; few enough to be looked through.
    private let values: [(name: String, item: Call.Item)]

    init(call: Call, values: [(name: String, item: Call.Item)]) {
        self.call = call
        self.values = values
    }

    // Of two the later counts: one by position after one that a dictionary was spread to.
    private func item(_ name: String) -> Call.Item? { values.last { $0.name == name }?.item }

    /// The value given for a parameter; nil where none is, or None.
    subscript(name: String) -> Value? {
        guard let value = item(name)?.value else { return nil }
        if case .none = value { return nil }
        return value
    }

    /// The named arguments that a function with `**` takes beside its parameters, in order.
    var extra: [(name: String, value: Value)] {
        call.items.compactMap { item in
            guard let name = item.name, !isGiven(name) else { return nil }
            return (name, item.value)
        }
    }

    /// Whether anything, even None, was given for a parameter.
    func isGiven(_ name: String) -> Bool { values.contains { $0.name == name } }

    /// Where a parameter's argument stands; the call itself where there is none.
    func position(_ name: String) -> SourcePosition { item(name)?.position ?? call.position }

    /// The call's own place.
    var position: SourcePosition { call.position }
}

/// A function or method that strategies may call: its parameters in order, how many of them must
/// be given, and what it does.
struct Callable: Sendable {
    typealias Body = @Sendable (GraphCompiler, Value, BoundArguments) -> Value

    var parameters: [String]
    var requiredCount: Int
    var body: Body

    /// - Parameter parameters: The names in order, separated by spaces; those that must be given
    ///   stand before a `/`. A last `**` takes any other named arguments.
    init(_ parameters: String, _ body: @escaping Body) {
        var names = parameters.split(separator: " ").map(String.init)
        let divider = names.firstIndex(of: "/")
        requiredCount = divider ?? 0
        if let divider { names.remove(at: divider) }
        self.parameters = names
        self.body = body
    }
}

extension GraphCompiler {
    /// Calls a function with the given receiver.
    func invoke(_ callable: Callable, on receiver: Value, _ call: Call) -> Value {
        guard let bound = bind(call, to: callable.parameters, required: callable.requiredCount)
        else { return .failed }
        return callable.body(self, receiver, bound)
    }

    func bind(_ call: Call, to names: [String], required: Int) -> BoundArguments? {
        let takesMore = names.last == "**"
        let parameters = takesMore ? names.dropLast() : names
        var values: [(name: String, item: Call.Item)] = []
        values.reserveCapacity(call.items.count)
        var nextPosition = 0
        for item in call.items {
            if case .failed = item.value { return nil }
            if let name = item.name {
                if takesMore && !parameters.contains(name) { continue }
                guard parameters.contains(name) else {
                    let nearest = nearestParameter(name, parameters)
                    fail(
                        .argument, "\(call.name)() takes no argument '\(name)'",
                        hint: nearest, at: item.position)
                    return nil
                }
                guard !values.contains(where: { $0.name == name }) else {
                    fail(.argument, "'\(name)' is given twice", at: item.position)
                    return nil
                }
                values.append((name, item))
            } else {
                guard nextPosition < parameters.count else {
                    fail(
                        .argument,
                        "\(call.name)() takes at most \(parameters.count) arguments",
                        hint: parameters.isEmpty
                            ? nil : "they are \(parameters.joined(separator: ", "))",
                        at: item.position)
                    return nil
                }
                values.append((parameters[nextPosition], item))
                nextPosition += 1
            }
        }
        for name in parameters.prefix(required)
        where !values.contains(where: { $0.name == name }) {
            fail(.argument, "\(call.name)() needs '\(name)'", at: call.position)
            return nil
        }
        return BoundArguments(call: call, values: values)
    }

    // MARK: - Arguments of a kind

    /// Reads a whole number of at least a minimum, or reports why there is none.
    ///
    /// While checking, an unknown number gives its least allowed value.
    func wholeNumber(
        _ arguments: BoundArguments, _ name: String, default fallback: Int?, minimum: Int,
        code: Diagnostic.Code = .argument, hint: String? = nil
    ) -> Int? {
        guard let value = arguments[name] else {
            if let fallback { return fallback }
            fail(
                .argument, "\(arguments.call.name)() needs '\(name)'", at: arguments.position)
            return nil
        }
        return wholeNumber(
            value, what: "'\(name)' of \(arguments.call.name)()", minimum: minimum, code: code,
            hint: hint, at: arguments.position(name))
    }

    func wholeNumber(
        _ value: Value, what: String, minimum: Int, code: Diagnostic.Code = .argument,
        hint: String? = nil, at position: SourcePosition
    ) -> Int? {
        if case .failed = value { return nil }
        if case .barCount = value {
            reportBarCount(at: position)
            return nil
        }
        guard let scalar = value.interval, scalar.kind == .int || isWholeFloat(value) else {
            fail(
                .type, "\(what) must be a whole number, not \(value.noun)",
                hint: value.interval?.kind == .float ? "write int(…)" : nil, at: position)
            return nil
        }
        if scalar.low < Double(minimum) {
            if case .unknown = value, scalar.low == -.infinity {
                guard code != .lookAhead || scalar.high >= Double(minimum) else { return nil }
                warn(
                    "\(what) has no lower bound: it is checked when parameters are bound",
                    hint: "give the parameter a min of at least \(minimum)", at: position)
                return minimum
            }
            let found = scalar.low == scalar.high ? "is" : "can be"
            fail(
                code, "\(what) \(found) \(Int(clamping(scalar.low))), less than \(minimum)",
                hint: value.number != nil && (hint != nil || isChecking)
                    ? hint
                    : "raise the parameter's min to \(minimum), or write max(\(minimum), …)",
                at: position)
            return nil
        }
        if scalar.low > Double(Self.maxWholeNumber) {
            fail(.limit, "\(what) is larger than \(Self.maxWholeNumber)", at: position)
            return nil
        }
        return Int(clamping(scalar.low))
    }

    /// The largest window, offset or count: more bars than the longest series has.
    static let maxWholeNumber = 10_000_000

    private func clamping(_ value: Double) -> Double { max(-1e15, min(1e15, value)) }

    private func isWholeFloat(_ value: Value) -> Bool {
        if case .float(let number) = value { Int(exactly: number) != nil } else { false }
    }

    /// Reads a number, or reports why there is none.
    ///
    /// While checking, an unknown number gives the middle of its interval.
    func realNumber(
        _ value: Value, what: String, at position: SourcePosition
    ) -> Double? {
        if let number = value.number { return number }
        if case .unknown(let scalar) = value, scalar.kind != .string {
            let low = max(scalar.low, -1e300)
            let high = min(scalar.high, 1e300)
            return low + (high - low) / 2
        }
        if case .failed = value { return nil }
        if case .barCount = value {
            reportBarCount(at: position)
            return nil
        }
        fail(.type, "\(what) must be a number, not \(value.noun)", at: position)
        return nil
    }

    /// A truth value; nil with a diagnostic where it is none.
    func truthArgument(
        _ arguments: BoundArguments, _ name: String, default fallback: Bool
    ) -> Bool? {
        guard let value = arguments[name] else { return fallback }
        return truth(value, at: arguments.position(name)) ?? (isChecking ? fallback : nil)
    }

    /// A string out of a list; nil with a diagnostic where it is none.
    func choice(
        _ arguments: BoundArguments, _ name: String, default fallback: String,
        from choices: [String]
    ) -> String? {
        guard let value = arguments[name] else { return fallback }
        if case .unknown(let scalar) = value, scalar.kind == .string { return fallback }
        guard case .string(let text) = value, choices.contains(text) else {
            fail(
                .argument, "'\(name)' must be one of \(choices.joined(separator: ", "))",
                at: arguments.position(name))
            return nil
        }
        return text
    }
}

private func nearestParameter(_ name: String, _ parameters: [String]) -> String? {
    if let nearest = nearestName(to: name, among: parameters) {
        return "did you mean '\(nearest)'?"
    }
    return parameters.isEmpty ? nil : "its arguments are \(parameters.joined(separator: ", "))"
}
