/// A TA-Lib function's inputs, options and outputs, in the order of its Python wrapper.
public struct TALibSignature: Hashable, Sendable {
    /// One option.
    public struct Option: Hashable, Sendable {
        /// What values an option takes.
        public enum Kind: Hashable, Sendable { case integer, real, averageType }

        /// The keyword, as in the Python wrapper.
        public var name: String
        /// What values it takes.
        public var kind: Kind
        /// The value when none is given.
        public var defaultValue: Double
        /// The least value allowed.
        public var minimum: Double
        /// The greatest value allowed.
        public var maximum: Double

        /// Makes an option.
        public init(
            _ name: String, _ kind: Kind, default defaultValue: Double, minimum: Double,
            maximum: Double
        ) {
            self.name = name
            self.kind = kind
            self.defaultValue = defaultValue
            self.minimum = minimum
            self.maximum = maximum
        }
    }

    /// The input columns' names, such as `real`, `real0`, `high` or `volume`.
    public var inputs: [String]
    /// The options in order.
    public var options: [Option]
    /// The outputs' names, in the order in which the wrapper returns them.
    public var outputs: [String]

    /// Makes a signature.
    public init(inputs: [String], options: [Option], outputs: [String]) {
        self.inputs = inputs
        self.options = options
        self.outputs = outputs
    }
}

extension TALibFunction {
    /// Whether the function is a candle pattern, whose output is 0 where nothing is found.
    ///
    /// Its output is a whole number in -100...100, and 0 (not missing) in the warm-up.
    public var isCandlePattern: Bool { signature.outputs == ["integer"] }
}
