import Glibc

extension GraphCompiler {
    /// A function of a scalar; while checking, without bounds.
    func mapScalar(
        _ value: Value, _ arguments: BoundArguments, _ function: (Double) -> Double
    ) -> Value {
        switch value {
        case .failed: return .failed
        case .unknown(let scalar) where scalar.kind != .string:
            let corners = [function(scalar.low), function(scalar.high)]
            let isOrdered =
                corners.allSatisfy { !$0.isNaN } && corners[0] <= corners[1]
                && scalar.low >= 0
            return .unknown(
                isOrdered
                    ? UnknownScalar(.float, low: corners[0], high: corners[1])
                    : UnknownScalar(.float))
        case .series:
            return fail(
                .type, "\(arguments.call.name)() works on numbers, not on series",
                hint: "use NumPy's function, such as np.sqrt(s)", at: arguments.position)
        case .int(let whole) where arguments.call.name == "abs" && whole != .min:
            return .int(abs(whole))
        default:
            return realNumber(
                value, what: "the argument of \(arguments.call.name)()", at: arguments.position
            )
            .map { .float(function($0)) } ?? .failed
        }
    }

    func roundScalar(_ arguments: BoundArguments) -> Value {
        guard let value = arguments["number"] else { return .failed }
        if case .series = value {
            return callMethod(
                "round", on: value,
                Call(
                    name: "round",
                    items: arguments["ndigits"].map {
                        [Call.Item(value: $0, position: arguments.position)]
                    } ?? [], position: arguments.position))
        }
        guard let digits = arguments["ndigits"] else {
            return wholeScalar(value, .toNearestOrEven, at: arguments.position)
        }
        if case .unknown(let scalar) = value { return .unknown(UnknownScalar(scalar.kind)) }
        if case .int = value { return value }
        guard
            let number = realNumber(value, what: "the argument of round()", at: arguments.position),
            let places = digits.wholeNumber
        else { return .failed }
        return .float(Self.rounded(number, places: places))
    }

    /// Python's `round`: to the nearest decimal of the exact binary value.
    private static func rounded(_ number: Double, places: Int) -> Double {
        guard number.isFinite, (0...300).contains(places) else {
            let scale = Glibc.pow(10, Double(places))
            return (number * scale).rounded(.toNearestOrEven) / scale
        }
        var text = [CChar](repeating: 0, count: 700)
        let count = withVaList([Int32(places), number]) { arguments in
            vsnprintf(&text, text.count, "%.*f", arguments)
        }
        guard count > 0, count < text.count else { return number }
        return strtod(text, nil)
    }

    func wholeScalar(
        _ arguments: BoundArguments, _ rule: FloatingPointRoundingRule = .towardZero
    ) -> Value {
        guard let value = arguments["x"] else { return .int(0) }
        if case .string(let text) = value, let number = Int(text) { return .int(number) }
        return wholeScalar(value, rule, at: arguments.position)
    }

    private func wholeScalar(
        _ value: Value, _ rule: FloatingPointRoundingRule, at position: SourcePosition
    ) -> Value {
        switch value {
        case .int: return value
        case .bool(let truth): return .int(truth ? 1 : 0)
        case .unknown(let scalar) where scalar.kind != .string:
            return .unknown(
                UnknownScalar(.int, low: scalar.low.rounded(rule), high: scalar.high.rounded(rule)))
        case .series:
            return fail(
                .type, "int() works on numbers, not on series", hint: "s.astype(int)", at: position)
        default:
            guard let number = realNumber(value, what: "the argument", at: position) else {
                return .failed
            }
            guard let whole = Int(exactly: number.rounded(rule)) else {
                return fail(.type, "\(number) has no whole number", at: position)
            }
            return .int(whole)
        }
    }

    func extremum(_ values: [Value], isMax: Bool, at position: SourcePosition) -> Value {
        let name = isMax ? "max" : "min"
        var best: Value?
        for value in values {
            if case .failed = value { return .failed }
            if case .barCount = value {
                reportBarCount(at: position)
                return .failed
            }
            guard value.isScalar, let scalar = value.interval, scalar.kind != .string else {
                return fail(
                    .type, "\(name)() works on numbers, not on \(value.noun)",
                    hint: "np.\(isMax ? "maximum" : "minimum")(a, b) works bar by bar",
                    at: position)
            }
            guard let current = best, let held = current.interval else {
                best = value
                continue
            }
            if let x = current.number, let y = value.number {
                if isMax ? y > x : y < x { best = value }
            } else {
                let kind: UnknownScalar.Kind =
                    held.kind == .int && scalar.kind == .int ? .int : .float
                best = .unknown(
                    isMax
                        ? UnknownScalar(
                            kind, low: max(held.low, scalar.low), high: max(held.high, scalar.high))
                        : UnknownScalar(
                            kind, low: min(held.low, scalar.low), high: min(held.high, scalar.high))
                )
            }
        }
        return best ?? fail(.argument, "\(name)() of nothing", at: position)
    }
}
