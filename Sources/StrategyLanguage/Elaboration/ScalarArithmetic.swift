import Glibc

/// Python's arithmetic on scalars, and the same on intervals.
enum ScalarArithmetic {
    /// The result of an operator on two scalars; nil where Python has none.
    static func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value? {
        if case .string(let a) = left, case .string(let b) = right, operation == .add {
            return .string(a + b)
        }
        guard let a = left.interval, let b = right.interval, a.kind != .string, b.kind != .string
        else { return nil }
        if [.and, .or, .xor].contains(operation) { return bitwise(operation, left, right) }
        guard let x = left.number, let y = right.number else {
            return .unknown(interval(operation, a, b))
        }
        if let i = left.wholeNumber, let j = right.wholeNumber, operation != .divide {
            return whole(operation, i, j)
        }
        return .float(operation.function.apply(x, y))
    }

    private static func bitwise(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) -> Value? {
        switch (left, right) {
        case (.bool(let a), .bool(let b)):
            .bool(operation == .and ? a && b : operation == .or ? a || b : a != b)
        case (.int(let a), .int(let b)):
            .int(operation == .and ? a & b : operation == .or ? a | b : a ^ b)
        case (.unknown(let a), _) where a.kind == .bool: .unknown(.truth)
        case (_, .unknown(let b)) where b.kind == .bool: .unknown(.truth)
        case (.unknown, _), (_, .unknown): .unknown(UnknownScalar(.int))
        default: nil
        }
    }

    private static func whole(_ operation: BinaryOperator, _ a: Int, _ b: Int) -> Value {
        let floating = Value.float(operation.function.apply(Double(a), Double(b)))
        let exact: (partialValue: Int, overflow: Bool)
        switch operation {
        case .add: exact = a.addingReportingOverflow(b)
        case .subtract: exact = a.subtractingReportingOverflow(b)
        case .multiply: exact = a.multipliedReportingOverflow(by: b)
        case .floorDivide, .modulo:
            guard b != 0, !(a == .min && b == -1) else { return floating }
            let remainder = a % b
            let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
            return .int(
                operation == .modulo
                    ? (isBelow ? remainder + b : remainder) : a / b - (isBelow ? 1 : 0))
        case .power:
            guard b >= 0, let value = Int(exactly: Glibc.pow(Double(a), Double(b)).rounded()),
                value.magnitude < 1 << 53
            else { return floating }
            return .int(value)
        default: return floating
        }
        return exact.overflow ? floating : .int(exact.partialValue)
    }

    private static func interval(
        _ operation: BinaryOperator, _ a: UnknownScalar, _ b: UnknownScalar
    ) -> UnknownScalar {
        let isWhole = a.kind != .float && b.kind != .float && operation != .divide
        let kind: UnknownScalar.Kind = isWhole ? .int : .float
        switch operation {
        case .add: return UnknownScalar(kind, low: a.low + b.low, high: a.high + b.high)
        case .subtract: return UnknownScalar(kind, low: a.low - b.high, high: a.high - b.low)
        case .multiply, .divide, .floorDivide:
            if operation != .multiply, b.low <= 0, b.high >= 0 { return UnknownScalar(kind) }
            var corners: [Double] = []
            for x in [a.low, a.high] {
                for y in [b.low, b.high] {
                    let corner = operation == .multiply ? x * y : x / y
                    corners.append(corner.isNaN ? 0 : corner)
                }
            }
            let low = corners.min() ?? -.infinity
            let high = corners.max() ?? .infinity
            guard operation == .floorDivide else {
                return UnknownScalar(kind, low: low, high: high)
            }
            return UnknownScalar(kind, low: low.rounded(.down), high: high.rounded(.down))
        case .modulo where b.low > 0: return UnknownScalar(kind, low: 0, high: b.high)
        case .power where a.low >= 0: return UnknownScalar(kind, low: 0)
        default: return UnknownScalar(kind)
        }
    }

    /// The result of a comparison; nil where the two cannot be compared.
    static func compare(
        _ comparison: ComparisonOperator, _ left: Value, _ right: Value
    ) -> Value? {
        if case .string(let a) = left, case .string(let b) = right {
            switch comparison {
            case .equal: return .bool(a == b)
            case .notEqual: return .bool(a != b)
            case .less: return .bool(a < b)
            case .greater: return .bool(a > b)
            default: return nil
            }
        }
        if comparison == .equal || comparison == .notEqual {
            let kinds = [left.interval?.kind, right.interval?.kind]
            if kinds.contains(nil) || kinds.filter({ $0 == .string }).count == 1 {
                guard left.isScalar, right.isScalar else { return nil }
                var isEqual = false
                if case .none = left, case .none = right { isEqual = true }
                return .bool(isEqual == (comparison == .equal))
            }
        }
        guard let a = left.interval, let b = right.interval else { return nil }
        if let x = left.number, let y = right.number, let function = comparison.function {
            return .bool(function.apply(x, y) != 0)
        }
        if a.kind != .string && b.kind != .string {
            switch comparison {
            case .less where a.high < b.low, .greater where a.low > b.high,
                .lessOrEqual where a.high <= b.low, .greaterOrEqual where a.low >= b.high:
                return .bool(true)
            case .less where a.low >= b.high, .greater where a.high <= b.low,
                .lessOrEqual where a.low > b.high, .greaterOrEqual where a.high < b.low:
                return .bool(false)
            default: break
            }
        }
        return .unknown(.truth)
    }
}

extension Value {
    /// A whole number or truth value that is known.
    var wholeNumber: Int? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): value
        default: nil
        }
    }
}

extension BinaryOperator {
    /// The operation of the graph.
    var function: BinaryFunction {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .floorDivide: .floorDivide
        case .modulo: .modulo
        case .power: .power
        case .and: .and
        case .or: .or
        case .xor: .xor
        }
    }
}

extension ComparisonOperator {
    /// The operation of the graph; nil for `is` and `in`.
    var function: BinaryFunction? {
        switch self {
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .equal: .equal
        case .notEqual: .notEqual
        case .isIdentical, .isNotIdentical, .isIn, .isNotIn: nil
        }
    }
}
