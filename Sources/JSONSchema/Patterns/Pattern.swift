public import AlmanacCore
internal import CPCRE2

/// A compiled regular expression with bounds on what a match may cost.
///
/// A pattern is compiled once, to machine code where the library can, and may be used by many
/// threads at the same time. Offsets are in bytes of UTF-8.
public struct Pattern: Sendable, Hashable {
    /// The expression as it was written.
    public let source: String
    /// How many groups the expression captures.
    public let groupCount: Int
    /// The names of named groups with their numbers, in the order of the numbers.
    public let groupNames: [GroupName]

    private let code: PatternCode
    private let limits: Limits

    /// A named group.
    public struct GroupName: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The number, from 1.
        public let number: Int
    }

    /// The rules by which an expression is read.
    public enum Dialect: Sendable, Hashable {
        /// Perl's, with letters, digits and spaces of all scripts for `\w`, `\d` and `\s`.
        case perl
        /// That of ECMA-262 with the flag `u`, which JSON Schema names.
        case ecmaScript
    }

    /// How expression and text are compared.
    public struct Options: Sendable, Hashable {
        /// Whether letters match in either case.
        public var ignoresCase = false
        /// Whether `^` and `$` also match at line breaks.
        public var matchesLines = false
        /// Whether `.` also matches line breaks.
        public var dotMatchesLineBreaks = false

        /// Makes the options of an expression without flags.
        public init() {}
    }

    /// What one match may cost.
    public struct Limits: Sendable, Hashable {
        /// The most steps of the matcher.
        public var steps: Int
        /// The deepest nesting of backtracking, where it is not compiled to machine code.
        public var depth: Int
        /// The most memory for backtracking, in kibibytes, where it is not compiled.
        public var heapKibibytes: Int
        /// The longest expression, in bytes.
        public var sourceBytes: Int

        /// Makes limits; the defaults end a match within some tens of milliseconds.
        public init(
            steps: Int = 1_000_000, depth: Int = 10_000, heapKibibytes: Int = 16_384,
            sourceBytes: Int = 8_192
        ) {
            self.steps = steps
            self.depth = depth
            self.heapKibibytes = heapKibibytes
            self.sourceBytes = sourceBytes
        }
    }

    /// Compiles an expression.
    ///
    /// - Throws: An error of kind `validation` that says what is wrong and where.
    public init(
        _ source: String, dialect: Dialect = .perl, options: Options = Options(),
        limits: Limits = Limits()
    ) throws(AlmanacError) {
        guard source.utf8.count <= limits.sourceBytes else {
            throw AlmanacError(
                .validation, "a pattern of \(source.utf8.count) bytes is too long",
                details: ["limit": .integer(limits.sourceBytes)],
                suggestion: "use a pattern of at most \(limits.sourceBytes) bytes")
        }
        let expression = dialect == .perl ? source : try ECMAPattern.translated(source)
        code = try PatternCode(expression, written: source, dialect, options)
        self.source = source
        self.limits = limits
        groupCount = code.groupCount
        groupNames = code.groupNames
    }

    /// Whether two patterns were compiled from the same expression in the same way.
    public static func == (left: Pattern, right: Pattern) -> Bool {
        left.source == right.source && left.limits == right.limits
            && left.code.flags == right.code.flags
    }

    /// Feeds the expression to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }

    /// Whether the expression matches anywhere in a text.
    ///
    /// - Throws: An error of kind `budgetExceeded` where that would cost more than the limits.
    public func matches(_ text: String) throws(AlmanacError) -> Bool {
        try firstMatch(in: text) != nil
    }

    /// The leftmost match in a text.
    ///
    /// - Throws: An error of kind `budgetExceeded` where that would cost more than the limits.
    public func firstMatch(in text: String) throws(AlmanacError) -> PatternMatch? {
        try matches(in: text, atMost: 1).first
    }

    /// The matches in a text from left to right, none overlapping another.
    ///
    /// - Parameter count: The most matches to look for.
    /// - Throws: An error of kind `budgetExceeded` where one match would cost more than the limits.
    public func matches(
        in text: String, atMost count: Int
    ) throws(AlmanacError) -> [PatternMatch] {
        let found = code.matches(in: text, atMost: count, limits)
        switch found {
        case .success(let ranges):
            return ranges.map { PatternMatch(text: text, ranges: $0, names: groupNames) }
        case .failure(let fault):
            throw AlmanacError(
                .budgetExceeded,
                "the pattern \"\(source.prefix(80))\" is too costly on this text: \(fault.reason)",
                details: ["pattern": .string(source), "bytes": .integer(text.utf8.count)],
                suggestion: "avoid repetitions inside repetitions, such as (a+)+")
        }
    }
}

/// Where a pattern matched in a text, and what its groups hold.
public struct PatternMatch: Sendable, Hashable {
    /// The text that was searched.
    public let text: String
    /// The bytes of the match, then those of each group; nil for a group that took no part.
    public let ranges: [Range<Int>?]
    private let names: [Pattern.GroupName]

    init(text: String, ranges: [Range<Int>?], names: [Pattern.GroupName]) {
        self.text = text
        self.ranges = ranges
        self.names = names
    }

    /// The text of a group by its number, 0 being the whole match; nil where it took no part.
    public subscript(group: Int) -> String? {
        guard ranges.indices.contains(group), let range = ranges[group] else { return nil }
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let end = utf8.index(start, offsetBy: range.count)
        return String(text[start..<end])
    }

    /// The text of a group by its name; nil where there is none or it took no part.
    public subscript(name: String) -> String? {
        names.first { $0.name == name }.flatMap { self[$0.number] }
    }
}
