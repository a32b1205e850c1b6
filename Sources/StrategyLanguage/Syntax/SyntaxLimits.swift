/// How much code is read.
enum SyntaxLimits {
    /// How deeply expressions and blocks may nest in brackets and indentation.
    static let depth = 60
    /// How deeply operators, calls and attributes may follow each other in one expression.
    static let height = 300
    /// The most faults that are collected.
    static let faultCount = 40
    /// The most parameters of one function.
    static let parameterCount = 255
}
