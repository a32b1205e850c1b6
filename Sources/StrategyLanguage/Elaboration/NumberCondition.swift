/// A condition that does no more than compare numbers, made ready for many sets of values.
///
/// It holds where ``ScalarCondition/holds(_:)`` says so; that looks each name up anew and takes
/// every kind of value.
package struct NumberCondition {
    /// The values that a name takes, of which a set of digits picks one.
    package struct Column {
        /// The digit that picks; nil for a name that has but one value.
        let digit: Int?
        let values: [Double]

        /// Makes a column; nil where a value is no number.
        package init?(digit: Int?, _ values: [ParameterValue]) {
            self.digit = digit
            self.values = values.compactMap(\.number)
            if self.values.count != values.count { return nil }
        }

        fileprivate init(_ constant: Double) { (digit, values) = (nil, [constant]) }

        @inline(__always)
        fileprivate func value(_ digits: UnsafePointer<Int>) -> Double {
            values[digit.map { digits[$0] } ?? 0]
        }
    }

    private indirect enum Test {
        case compare(BinaryFunction, Column, Column)
        case every([Test])
        case some([Test])
        case not(Test)
    }

    private let test: Test

    /// Makes the condition ready; nil where it does more than compare numbers.
    ///
    /// - Parameter column: The values of a name; nil where they are not numbers.
    package init?(_ condition: ScalarCondition, _ column: (String) -> Column?) {
        guard let test = Self.test(condition.expression, column) else { return nil }
        self.test = test
    }

    /// Whether the condition holds for a set of digits.
    package func holds(_ digits: UnsafePointer<Int>) -> Bool { Self.holds(test, digits) }

    private static func holds(_ test: Test, _ digits: UnsafePointer<Int>) -> Bool {
        switch test {
        case .compare(let function, let left, let right):
            function.apply(left.value(digits), right.value(digits)) != 0
        case .every(let tests): tests.allSatisfy { holds($0, digits) }
        case .some(let tests): tests.contains { holds($0, digits) }
        case .not(let test): !holds(test, digits)
        }
    }

    private static func test(_ expression: Expression, _ column: (String) -> Column?) -> Test? {
        switch expression.kind {
        case .comparison(let first, let links):
            var tests: [Test] = []
            var left = operand(first, column)
            for (comparison, expression) in links {
                let right = operand(expression, column)
                guard let function = comparison.function, let a = left, let b = right else {
                    return nil
                }
                tests.append(.compare(function, a, b))
                left = right
            }
            return tests.count == 1 ? tests[0] : .every(tests)
        case .logical(let isAnd, let operands):
            let tests = operands.compactMap { test($0, column) }
            guard tests.count == operands.count else { return nil }
            return isAnd ? .every(tests) : .some(tests)
        case .unary(.not, let operand): return test(operand, column).map(Test.not)
        default: return nil
        }
    }

    private static func operand(
        _ expression: Expression, _ column: (String) -> Column?
    ) -> Column? {
        switch expression.kind {
        case .name(let name): column(name)
        case .integer(let number): Column(Double(number))
        case .float(let number): Column(number)
        default: nil
        }
    }
}
