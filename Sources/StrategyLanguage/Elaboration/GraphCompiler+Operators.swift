extension GraphCompiler {
    // MARK: - Arithmetic

    func binary(
        _ operation: BinaryOperator, _ left: Value, _ right: Value, at position: SourcePosition
    ) -> Value {
        if case .failed = left { return .failed }
        if case .failed = right { return .failed }
        if let result = collective(operation, left, right, at: position) { return result }
        if left.isScalar && right.isScalar {
            if [.divide, .floorDivide, .modulo].contains(operation), right.number == 0,
                left.number != nil
            {
                warn("division by zero: the result is infinite or missing", at: position)
            }
            if let result = ScalarArithmetic.binary(operation, left, right) { return result }
            return fail(
                .type, "'\(operation.rawValue)' does not work on \(left.noun) and \(right.noun)",
                at: position)
        }
        if [.and, .or, .xor].contains(operation) {
            return bitwise(operation, left, right, at: position)
        }
        let what = "an operand of '\(operation.rawValue)'"
        guard let a = column(left, for: what, at: position),
            let b = column(right, for: what, at: position)
        else { return .failed }
        if a.type.isBoolean && b.type.isBoolean {
            switch operation {
            case .multiply: return bitwise(.and, left, right, at: position)
            case .add, .subtract:
                return fail(
                    .meaning,
                    "'\(operation.rawValue)' on two series of booleans is not a sum in pandas",
                    hint: "to count write a.astype(int) + b.astype(int); to combine write a | b",
                    at: position)
            default: break
            }
        }
        let result = SeriesObject(
            builder.add(.binary(operation.function), [a.value, b.value]), .number)
        result.isArray = [left, right].allSatisfy { value in
            if case .series(let series) = value { series.isArray } else { value.isScalar }
        }
        return .series(result)
    }

    /// An operation on lists, strings, dates and frames; nil for numbers and series.
    private func collective(
        _ operation: BinaryOperator, _ left: Value, _ right: Value, at position: SourcePosition
    ) -> Value? {
        switch (left, right) {
        case (.list(let a), .list(let b)) where operation == .add:
            guard spendStep(a.elements.count + b.elements.count, at: position) else {
                return .failed
            }
            return .list(ListObject(a.elements + b.elements))
        case (.tuple(let a), .tuple(let b)) where operation == .add:
            guard spendStep(a.count + b.count, at: position) else { return .failed }
            return .tuple(a + b)
        case (.list(let list), .int(let count)) where operation == .multiply && count < 10_000:
            guard spendStep(max(0, count) * list.elements.count, at: position) else {
                return .failed
            }
            return .list(ListObject((0..<max(0, count)).flatMap { _ in list.elements }))
        case (.string(let a), .string(let b)) where operation == .add:
            return joinedText([a, b], at: position)
        case (.list(let list), .unknown(let count)) where operation == .multiply:
            // While checking, as many as there are at least.
            let least = count.kind == .int ? max(0, min(count.low, 1_000)) : 0
            guard spendStep(Int(least) * list.elements.count, at: position) else { return .failed }
            return .list(ListObject((0..<Int(least)).flatMap { _ in list.elements }))
        case (.periods, _), (_, .periods):
            return fail(.unsupported, "dates cannot be calculated with", at: position)
        case (.frame, _), (_, .frame):
            return eachColumn(left, right, operation.rawValue, at: position) {
                binary(operation, $0, $1, at: position)
            }
        case (.list(let list), .barCount) where operation == .multiply,
            (.barCount, .list(let list)) where operation == .multiply:
            return repeated(list, at: position)
        case (.string(let format), _) where operation == .modulo:
            return interpolated(format, right, at: position)
        default: return nil
        }
    }

    /// `[0] * len(df)`: a series of one value, to be written bar by bar.
    private func repeated(_ list: ListObject, at position: SourcePosition) -> Value {
        guard list.elements.count == 1, let only = list.elements.first else {
            return fail(
                .unsupported, "only a list of one value can be repeated for each bar",
                hint: "[0] * len(df)", at: position)
        }
        if case .none = only { return constantSeries(.float(.nan), type: nil, at: position) }
        return constantSeries(only, type: nil, at: position)
    }

    /// `'sma_%d' % n`.
    private func interpolated(
        _ format: String, _ value: Value, at position: SourcePosition
    ) -> Value {
        var values = [value]
        if case .tuple(let parts) = value { values = parts }
        var result = ""
        var rest = Substring(format)
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            let specification = rest.prefix { !$0.isLetter && $0 != "%" }
            rest = rest.dropFirst(specification.count)
            guard let kind = rest.popFirst() else { break }
            if kind == "%" { result += "%"; continue }
            guard !values.isEmpty else { break }
            result += text(values.removeFirst(), format: kind == "f" ? String(specification) : "")
        }
        return joinedText([result, String(rest)], at: position)
    }

    private func bitwise(
        _ operation: BinaryOperator, _ left: Value, _ right: Value, at position: SourcePosition
    ) -> Value {
        let what = "an operand of '\(operation.rawValue)'"
        guard let a = column(left, for: what, at: position),
            let b = column(right, for: what, at: position)
        else { return .failed }
        guard a.type.isBoolean && b.type.isBoolean else {
            return fail(
                .type, "'\(operation.rawValue)' works on conditions, not on numbers",
                hint: "put each comparison in brackets: (a > b) \(operation.rawValue) (c > d); "
                    + "a number becomes a condition by comparing it: x != 0", at: position)
        }
        return series(
            .binary(operation.function),
            [definiteTruth(a.value, a.type), definiteTruth(b.value, b.type)], .boolean)
    }

    func unary(_ operation: UnaryOperator, _ operand: Value, at position: SourcePosition) -> Value {
        if case .failed = operand { return .failed }
        if operation == .not {
            if case .series = operand {
                return fail(
                    .type, "'not' does not work on series", hint: "write ~(condition)",
                    at: position)
            }
            if case .unknown = operand, truth(operand, at: position) == nil {
                return .unknown(.truth)
            }
            return truth(operand, at: position).map { .bool(!$0) } ?? .failed
        }
        if operand.isScalar { return scalarSign(operation, operand, at: position) }
        if case .frame = operand {
            return eachColumn(operand, .none, operation.rawValue, at: position) { column, _ in
                unary(operation, column, at: position)
            }
        }
        guard let column = column(operand, for: "the operand", at: position) else { return .failed }
        switch (operation, column.type) {
        case (.invert, .boolean): return series(.unary(.not), [column.value], .boolean)
        case (.invert, .booleanOrMissing):
            return fail(
                .meaning, "'~' on shifted conditions: the bars before the first are missing",
                hint: "c.shift(1, fill_value=False)", at: position)
        case (.invert, .filledBoolean):
            return fail(
                .meaning,
                "'~' after shift() and fillna(False) is true on every bar in pandas 3, which keeps "
                    + "such conditions as objects",
                hint: "c.shift(1, fill_value=False), or fillna(False).astype(bool)", at: position)
        case (.invert, .number):
            return fail(
                .type, "'~' works on conditions, not on numbers",
                hint: "compare first: ~(x > 0)", at: position)
        case (.minus, .number): return series(.unary(.negate), [column.value])
        case (.minus, _):
            return fail(
                .type, "'-' does not work on conditions", hint: "write ~(condition)",
                at: position)
        default: return operand
        }
    }

    private func scalarSign(
        _ operation: UnaryOperator, _ operand: Value, at position: SourcePosition
    ) -> Value {
        if operation == .invert {
            if case .int(let value) = operand { return .int(~value) }
            return fail(
                .type, "'~' on \(operand.noun) is not its opposite in Python",
                hint: "write not …", at: position)
        }
        guard let scalar = operand.interval, scalar.kind != .string else {
            return fail(
                .type, "'\(operation.rawValue)' does not work on \(operand.noun)", at: position)
        }
        if operation == .plus { return operand }
        switch operand {
        case .float(let value): return .float(-value)
        case .int(let value): return .int(0 &- value)
        case .bool(let value): return .int(value ? -1 : 0)
        default:
            return .unknown(UnknownScalar(scalar.kind, low: -scalar.high, high: -scalar.low))
        }
    }

    // MARK: - Comparisons

    func comparison(_ first: Expression, _ links: [(ComparisonOperator, Expression)]) -> Value {
        var left = evaluate(first)
        var result = Value.bool(true)
        for (index, link) in links.enumerated() {
            let right = evaluate(link.1)
            let answer = compare(link.0, left, right, at: first.position)
            if case .failed = answer { return .failed }
            if links.count > 1, case .series = answer {
                return fail(
                    .type, "a chained comparison does not work on series",
                    hint: "(a < b) & (b < c), or b.between(a, c, inclusive='neither')",
                    at: first.position)
            }
            result = index == 0 ? answer : bothTrue(result, answer)
            left = right
        }
        return result
    }

    private func bothTrue(_ a: Value, _ b: Value) -> Value {
        if case .bool(false) = a { return a }
        if case .bool(true) = a { return b }
        if case .bool(false) = b { return b }
        return .unknown(.truth)
    }

    private func compare(
        _ comparison: ComparisonOperator, _ left: Value, _ right: Value,
        at position: SourcePosition
    ) -> Value {
        switch (left, right) {
        case (.failed, _), (_, .failed): return .failed
        default: break
        }
        switch comparison {
        case .isIdentical, .isNotIdentical:
            return identity(left, right, isNegated: comparison == .isNotIdentical, at: position)
        case .isIn, .isNotIn:
            return membership(left, right, isNegated: comparison == .isNotIn, at: position)
        default: break
        }
        if let result = compareTimes(comparison, left, right, at: position) { return result }
        if left.isScalar && right.isScalar {
            if let result = ScalarArithmetic.compare(comparison, left, right) { return result }
            return fail(
                .type,
                "'\(comparison.rawValue)' does not work on \(left.noun) and \(right.noun)",
                at: position)
        }
        if case .frame = left { return compareFrames(comparison, left, right, at: position) }
        if case .frame = right { return compareFrames(comparison, left, right, at: position) }
        if case .barCount = left { reportBarCount(at: position); return .failed }
        if case .barCount = right { reportBarCount(at: position); return .failed }
        let what = "an operand of '\(comparison.rawValue)'"
        guard let a = column(left, for: what, at: position),
            let b = column(right, for: what, at: position), let function = comparison.function
        else { return .failed }
        return series(.binary(function), [a.value, b.value], .boolean)
    }

    private func compareFrames(
        _ comparison: ComparisonOperator, _ left: Value, _ right: Value,
        at position: SourcePosition
    ) -> Value {
        eachColumn(left, right, comparison.rawValue, at: position) {
            compare(comparison, $0, $1, at: position)
        }
    }

    private func identity(
        _ left: Value, _ right: Value, isNegated: Bool, at position: SourcePosition
    ) -> Value {
        var isSame = false
        switch (left, right) {
        case (.none, .none): isSame = true
        case (.bool(let a), .bool(let b)): isSame = a == b
        case (_, .none), (.none, _): isSame = false
        default:
            return fail(
                .unsupported, "'is' compares with None only", hint: "write ==", at: position)
        }
        return .bool(isSame != isNegated)
    }

    private func membership(
        _ left: Value, _ right: Value, isNegated: Bool, at position: SourcePosition
    ) -> Value {
        let names: [String]
        switch right {
        case .columns(let frame), .frame(let frame): names = frame.names
        case .dictionary(let dictionary): names = dictionary.keys
        case .slots: names = definition.slots.map(\.name)
        case .parameters: names = definition.parameters.map(\.name)
        case .string(let text):
            guard case .string(let part) = left,
                spendStep(text.utf8.count * part.utf8.count / 10, at: position)
            else { return .failed }
            return .bool(contains(text, part) != isNegated)
        case .list(let list): return isElement(left, of: list.elements, isNegated, at: position)
        case .tuple(let elements): return isElement(left, of: elements, isNegated, at: position)
        default:
            return fail(.type, "'in' does not work on \(right.noun)", at: position)
        }
        guard let name = keyText(left) else {
            return fail(.type, "\(left.noun) is not a name", at: position)
        }
        return .bool(names.contains(name) != isNegated)
    }

    private func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    private func isElement(
        _ value: Value, of elements: [Value], _ isNegated: Bool, at position: SourcePosition
    ) -> Value {
        if case .series = value {
            return fail(
                .type, "'in' does not work on series", hint: "s.isin([…])", at: position)
        }
        guard spendStep(elements.count, at: position) else { return .failed }
        var isUndecided = false
        for element in elements {
            guard let answer = ScalarArithmetic.compare(.equal, value, element) else { continue }
            if case .bool(true) = answer { return .bool(!isNegated) }
            if case .unknown = answer { isUndecided = true }
        }
        return isUndecided ? .unknown(.truth) : .bool(isNegated)
    }
}
