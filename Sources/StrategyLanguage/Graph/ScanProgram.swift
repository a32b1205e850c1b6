/// A loop over bars as a register program: what a `for i in range(…, len(df))` loop compiles to.
public struct ScanProgram: Hashable, Sendable {
    /// The registers whose values are the loop's results.
    public var outputs: [Int]

    /// Makes a program.
    public init(outputs: [Int]) {
        self.outputs = outputs
    }
}
