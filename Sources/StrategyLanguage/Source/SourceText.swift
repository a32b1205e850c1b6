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

    /// The most characters of a line that are shown with a diagnostic.
    static let maxExcerptLength = 200

    /// The line of a place, or the part of a long one around it, and what stands before the place.
    func excerpt(_ place: SourcePosition) -> (line: String, before: String) {
        let scalars = line(place.line).unicodeScalars
        let offset = max(0, place.column - 1)
        let isLong = scalars.dropFirst(Self.maxExcerptLength).first != nil
        let first = isLong ? max(0, offset - Self.maxExcerptLength / 2) : 0
        let rest = scalars.dropFirst(first)
        let start = first > 0 ? "…" : ""
        let end = rest.dropFirst(Self.maxExcerptLength).isEmpty ? "" : "…"
        return (
            start + Self.text(rest.prefix(Self.maxExcerptLength)) + end,
            start + Self.text(rest.prefix(offset - first))
        )
    }

    /// Characters without those that would change how the lines below are shown.
    private static func text(_ scalars: Substring.UnicodeScalarView) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars {
            let isShown = scalar == "\t" || scalar.properties.generalCategory != .control
            view.append(isShown ? scalar : "\u{FFFD}")
        }
        return String(view)
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
