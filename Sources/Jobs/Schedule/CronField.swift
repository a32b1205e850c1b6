internal import AlmanacCore

/// One of the five fields of a cron expression: the values at which it matches, as bits.
package struct CronField: Sendable, Hashable {
    /// Bit n is set where the field matches n.
    package let values: UInt64
    /// Whether the field is written with `*` first, which decides how clock changes and the two
    /// fields for days are read.
    package let isWildcard: Bool

    /// Whether the field matches a value.
    package func matches(_ value: Int) -> Bool { values & (1 << UInt64(value)) != 0 }

    /// What a field may hold.
    struct Kind {
        let name: String
        let range: ClosedRange<Int>
        /// Names for the values from the range's first on.
        let names: [String]

        static let minute = Kind(name: "minute", range: 0...59, names: [])
        static let hour = Kind(name: "hour", range: 0...23, names: [])
        static let dayOfMonth = Kind(name: "day of month", range: 1...31, names: [])
        static let month = Kind(
            name: "month", range: 1...12,
            names: [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ])
        /// Sunday is 0 and 7.
        static let dayOfWeek = Kind(
            name: "day of week", range: 0...7,
            names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"])

        func value(_ text: Substring) -> Int? {
            if let index = names.firstIndex(of: text.lowercased()) {
                return range.lowerBound + index
            }
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
                range.contains(value)
            else { return nil }
            return value
        }
    }

    /// Reads a field: a list of `*`, a value or a range, the first and last with a step.
    ///
    /// - Throws: ``AlmanacError`` of kind validation that names the field.
    init(_ text: Substring, _ kind: Kind) throws {
        var values: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values |= try Self.bits(of: part, kind)
        }
        if kind.range == Kind.dayOfWeek.range {
            values = (values | values >> 7 & 1) & 0x7F
        }
        self.values = values
        isWildcard = text.first == "*"
    }

    private static func bits(of part: Substring, _ kind: Kind) throws -> UInt64 {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let range: ClosedRange<Int>
        if pieces[0] == "*" {
            range = kind.range
        } else {
            let ends = pieces[0].split(
                separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = kind.value(ends[0]), let last = kind.value(ends[ends.count - 1])
            else {
                throw fault(
                    part, kind,
                    "must be \(kind.range.lowerBound) to "
                        + "\(kind.range.upperBound)\(kind.names.isEmpty ? "" : " or a name")")
            }
            guard first <= last else { throw fault(part, kind, "runs backwards") }
            if pieces.count == 2 && ends.count == 1 {
                throw fault(
                    part, kind,
                    "has a step but no range; write \(first)-"
                        + "\(kind.range.upperBound)/\(pieces[1])")
            }
            range = first...last
        }
        guard pieces.count == 2 else { return range.reduce(0) { $0 | 1 << UInt64($1) } }
        guard let step = Int(pieces[1]), step >= 1, step <= kind.range.upperBound else {
            throw fault(part, kind, "has a step that is not 1 to \(kind.range.upperBound)")
        }
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
            .reduce(0) { $0 | 1 << UInt64($1) }
    }

    private static func fault(_ part: Substring, _ kind: Kind, _ reason: String) -> AlmanacError {
        AlmanacError(
            .validation, "the \(kind.name) \"\(part)\" of the cron expression \(reason)",
            details: ["field": .string(kind.name), "text": .string(String(part))],
            suggestion: "write minute, hour, day of month, month and day of week, such as "
                + "\"30 9 * * MON-FRI\"")
    }
}
