/// A strategy's code, cut into lines so that faults can be shown in place.
public struct SourceText: Sendable {
    /// The lines without their ends.
    public let lines: [String]

    /// The largest code that is read, in bytes.
    public static let maxByteCount = 256 * 1024

    /// Cuts code into lines.
    public init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
        }
    }

    /// A line by its number, counted from 1; empty where there is none.
    public func line(_ number: Int) -> String {
        lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }
}

/// A place in a strategy's code.
public struct SourcePosition: Sendable, Hashable {
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int

    /// Makes a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
