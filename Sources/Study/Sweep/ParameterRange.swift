public import AlmanacCore
public import StrategyLanguage

/// The values that one parameter takes in a sweep.
public struct ParameterRange: Sendable, Equatable {
    /// The parameter's name.
    public var name: String
    /// The values, in the order in which they are tried; no value twice.
    public var values: [ParameterValue]

    /// The most values that one parameter may take.
    public static let maxCount = 100_000
    /// How many values a number that is not whole takes over its bounds where no step is given.
    static let defaultCount = 21

    /// Makes a range of given values.
    public init(name: String, values: [ParameterValue]) {
        self.name = name
        self.values = values
    }

    /// Reads a range that a person wrote: `5..50`, `20..200:5`, `0.01..0.1:0.01`, `10,20,50`,
    /// `open,close`, or several of these with commas between them.
    ///
    /// Both ends belong to a range, the upper one where the steps meet it.
    /// - Throws: A `validation_error` for a value out of the schema's bounds or of the wrong type,
    ///   a step of nothing, an empty range, or more than ``maxCount`` values.
    public init(_ specification: ParameterSpecification, text: String) throws(AlmanacError) {
        name = specification.name
        values = []
        var seen: Set<ParameterValue> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let part = part.trimmed
            for value in try Self.values(of: part, specification) where seen.insert(value).inserted
            {
                values.append(value)
            }
            guard values.count <= Self.maxCount else { throw Self.tooMany(specification.name) }
        }
    }

    /// The whole range that the schema allows: every whole number between the bounds, 21 evenly
    /// spaced other numbers, every choice, both truths.
    /// - Throws: A `validation_error` where the schema has no bounds to go by.
    public init(schema specification: ParameterSpecification) throws(AlmanacError) {
        let values: [ParameterValue]
        switch (specification.type, specification.minimum, specification.maximum) {
        case (.choice, _, _): values = specification.values
        case (.bool, _, _): values = [.bool(false), .bool(true)]
        case (.int, let low?, let high?):
            let text = "\(JSON.text(of: low.rounded(.up)))..\(JSON.text(of: high.rounded(.down)))"
            values = try Self.values(of: text, specification)
        case (.float, let low?, let high?):
            let step = (high - low) / Double(Self.defaultCount - 1)
            values =
                step > 0
                ? (0..<Self.defaultCount).map {
                    .float(
                        $0 == Self.defaultCount - 1
                            ? high : Self.rounded(low + Double($0) * step, near: step))
                } : [.float(low)]
        default:
            throw AlmanacError(
                .validation,
                "parameter '\(specification.name)' has no bounds in the schema to sweep over",
                details: ["parameter": .string(specification.name)],
                suggestion: "give them: --param \(specification.name)=LOW..HIGH:STEP")
        }
        self.init(name: specification.name, values: values)
    }

    // MARK: - Reading

    private static func values(
        of text: String, _ specification: ParameterSpecification
    ) throws(AlmanacError) -> [ParameterValue] {
        guard specification.type == .int || specification.type == .float,
            let (low, high, step) = try bounds(text, specification)
        else { return [try specification.checked(text: text)] }
        // A hair more, so that 0.1..0.3:0.1 ends at 0.3.
        let count = ((high - low) / step * (1 + 1e-12) + 1e-9).rounded(.down)
        guard count < Double(maxCount) else { throw tooMany(specification.name) }
        var values: [ParameterValue] = []
        for place in 0...Int(count) {
            let number = rounded(low + Double(place) * step, near: step)
            values.append(try specification.checked(.float(number)))
        }
        return values
    }

    private static func bounds(
        _ text: String, _ specification: ParameterSpecification
    ) throws(AlmanacError) -> (low: Double, high: Double, step: Double)? {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let ends = text[dots.upperBound...].split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = [text[..<dots.lowerBound], ends[0], ends.count > 1 ? ends[1] : "1"]
            .map { Double(String($0).trimmed).flatMap { $0.isFinite ? $0 : nil } }
        guard let low = numbers[0], let high = numbers[1], let given = numbers[2] else {
            throw fault(
                "'\(text)' is not a range", text, specification,
                "write LOW..HIGH or LOW..HIGH:STEP, such as 5..50 or 20..200:5")
        }
        guard low <= high else {
            throw fault(
                "the range \(text) ends before it begins", text, specification,
                "write the lower end first")
        }
        if ends.count == 1, specification.type == .float {
            guard high > low else { return (low, high, 1) }
            return (low, high, (high - low) / Double(defaultCount - 1))
        }
        guard given > 0 else {
            throw fault(
                "the step of \(text) is not above 0", text, specification, "give a positive step")
        }
        if specification.type == .int, low.rounded() != low || given.rounded() != given {
            throw fault(
                "\(text) leaves the whole numbers", text, specification,
                "'\(specification.name)' takes whole numbers: give a whole start and step")
        }
        return (low, high, given)
    }

    /// A number without the rounding of its steps: the shortest with up to twelve decimals that is
    /// nearer than any step's own rounding.
    private static func rounded(_ value: Double, near step: Double) -> Double {
        var scale = 1.0
        for _ in 0...12 {
            let nearest = (value * scale).rounded() / scale
            if (nearest - value).magnitude < step * 1e-9 { return nearest }
            scale *= 10
        }
        return value
    }

    private static func fault(
        _ message: String, _ text: String, _ specification: ParameterSpecification,
        _ suggestion: String
    ) -> AlmanacError {
        AlmanacError(
            .validation, "parameter '\(specification.name)': \(message)",
            details: ["parameter": .string(specification.name), "value": .string(text)],
            suggestion: suggestion)
    }

    private static func tooMany(_ name: String) -> AlmanacError {
        AlmanacError(
            .validation, "parameter '\(name)' has more than \(maxCount) values",
            details: ["parameter": .string(name), "limit": .integer(maxCount)],
            suggestion: "give a larger step: --param \(name)=LOW..HIGH:STEP")
    }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
