public import AlmanacCore
public import StrategyLanguage

/// Every combination of the values that a strategy's parameters take in a sweep.
///
/// Parameters stand in the order of the strategy's schema, whatever order they were given in, and
/// combinations are numbered from 0 with the last parameter changing fastest. A combination that
/// the constraint excludes keeps its number and is never run.
public struct SweepGrid: Sendable {
    /// The strategy.
    public let definition: StrategyDefinition
    /// The parameters that the sweep sets, in the order of the schema.
    public let ranges: [ParameterRange]
    /// The condition that a combination must meet, as it was written.
    public var constraint: String? { condition?.text }
    /// How many combinations there are, excluded ones included.
    public let size: Int
    /// How many values each parameter takes.
    public let counts: [Int]
    private let condition: ScalarCondition?
    private let base: BoundParameters

    /// The most parameters that may vary at once.
    static let maxVaried = 64

    /// Makes a grid.
    /// - Parameters:
    ///   - ranges: The values of each parameter that the sweep sets; the others take their
    ///     defaults.
    ///   - constraint: A condition in the strategy language, such as `fast < slow`.
    /// - Throws: A `validation_error` for an unknown parameter, one given twice, values out of
    ///   bounds, or a condition that is not one.
    public init(
        _ definition: StrategyDefinition, ranges: [ParameterRange], constraint: String? = nil
    ) throws(AlmanacError) {
        self.definition = definition
        let names = definition.parameters.map(\.name)
        for (index, range) in ranges.enumerated() {
            if ranges[..<index].contains(where: { $0.name == range.name }) {
                throw AlmanacError(
                    .validation, "parameter '\(range.name)' is given twice",
                    details: ["parameter": .string(range.name)],
                    suggestion: "join the values with commas: \(range.name)=5..10,20")
            }
            guard !range.values.isEmpty else {
                throw AlmanacError(
                    .validation, "parameter '\(range.name)' has no values",
                    details: ["parameter": .string(range.name)],
                    suggestion: "give at least one value")
            }
        }
        var entries: [BoundParameters.Entry] = []
        for range in ranges {
            entries.append(BoundParameters.Entry(name: range.name, value: range.values[0]))
        }
        base = try BoundParameters(definition.parameters, given: entries)
        self.ranges = names.compactMap { name in ranges.first { $0.name == name } }
        counts = self.ranges.map(\.values.count)
        for range in ranges {
            guard let specification = definition.parameters.first(where: { $0.name == range.name })
            else { continue }
            for value in range.values { _ = try specification.checked(value) }
        }
        var size = 1
        for range in ranges {
            let product = size.multipliedReportingOverflow(by: range.values.count)
            guard !product.overflow, product.partialValue < 1 << 53 else {
                throw AlmanacError(
                    .validation, "the grid has more combinations than can be numbered",
                    suggestion: "give larger steps or fewer values")
            }
            size = product.partialValue
        }
        self.size = size
        if let constraint {
            condition = try ScalarCondition(constraint, parameters: names)
        } else {
            condition = nil
        }
        guard ranges.filter({ $0.values.count > 1 }).count <= Self.maxVaried else {
            throw AlmanacError(
                .validation, "more than \(Self.maxVaried) parameters vary",
                suggestion: "fix some of them to one value")
        }
    }

    /// Which value of each parameter a combination has.
    public func digits(of combination: Int) -> [Int] {
        var digits = [Int](repeating: 0, count: counts.count)
        write(digitsOf: combination, into: &digits)
        return digits
    }

    /// Writes which value of each parameter a combination has.
    func write(digitsOf combination: Int, into digits: inout [Int]) {
        var rest = combination
        for index in counts.indices.reversed() {
            let count = counts[index]
            if count == 1 {
                digits[index] = 0
            } else {
                (rest, digits[index]) = rest.quotientAndRemainder(dividingBy: count)
            }
        }
    }

    /// The number of the combination with the given value of each parameter.
    public func combination(of digits: [Int]) -> Int {
        zip(digits, ranges).reduce(0) { $0 * $1.1.values.count + $1.0 }
    }

    /// The values that a combination sets, in the order of ``ranges``.
    public func values(of combination: Int) -> [ParameterValue] {
        zip(digits(of: combination), ranges).map { $1.values[$0] }
    }

    /// All parameters of a combination's run.
    public func parameters(of combination: Int) throws(AlmanacError) -> BoundParameters {
        var entries = base.values
        let values = values(of: combination)
        for (range, value) in zip(ranges, values) {
            guard let place = entries.firstIndex(where: { $0.name == range.name }) else { continue }
            entries[place].value = value
        }
        return try BoundParameters(definition.parameters, given: entries)
    }

    /// Whether the constraint lets a combination be run.
    public func allows(_ combination: Int) throws(AlmanacError) -> Bool {
        var digits = counts
        return try allows(combination, &digits)
    }

    /// The combinations that the constraint lets be run, ascending.
    func allowed() throws(AlmanacError) -> [Int] {
        guard let condition else { return Array(0..<size) }
        var (digits, found) = (counts, [Int]())
        if !ranges.isEmpty, let numbers = NumberCondition(condition, column) {
            digits = digits.map { _ in 0 }
            for combination in 0..<size {
                let holds = digits.withUnsafeBufferPointer { digits in
                    digits.baseAddress.map(numbers.holds) ?? false
                }
                if holds { found.append(combination) }
                advance(&digits)
            }
            return found
        }
        for combination in 0..<size where try allows(combination, &digits) {
            found.append(combination)
        }
        return found
    }

    /// The numbers that a parameter takes; nil where its values are none.
    private func column(_ name: String) -> NumberCondition.Column? {
        if let index = ranges.firstIndex(where: { $0.name == name }) {
            return NumberCondition.Column(digit: index, ranges[index].values)
        }
        return base[name].flatMap { NumberCondition.Column(digit: nil, [$0]) }
    }

    /// Goes on to the digits of the next combination.
    private func advance(_ digits: inout [Int]) {
        for index in digits.indices.reversed() {
            digits[index] += 1
            if digits[index] < counts[index] { return }
            digits[index] = 0
        }
    }

    private func allows(
        _ combination: Int, _ digits: inout [Int]
    ) throws(AlmanacError) -> Bool {
        guard let condition else { return true }
        write(digitsOf: combination, into: &digits)
        return try condition.holds { name in
            for index in ranges.indices where ranges[index].name == name {
                return ranges[index].values[digits[index]]
            }
            return base[name]
        }
    }
}
