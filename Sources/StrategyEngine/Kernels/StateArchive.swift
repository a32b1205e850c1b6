/// Reads or writes the state of kernels as one run of 64-bit words.
///
/// One visiting function serves both directions: while saving, each visited value is appended;
/// while restoring, each is replaced by the saved one.
package struct StateArchive {
    private enum Mode { case saving, restoring }

    private let mode: Mode
    private var position = 0
    /// The saved state.
    package private(set) var words: [UInt64]
    /// Whether the saved words did not fit what was visited.
    package private(set) var isCorrupt = false

    /// An archive that collects the state of what it visits.
    package static func saving() -> StateArchive { StateArchive(mode: .saving, words: []) }

    /// An archive that puts saved state back into what it visits.
    package static func restoring(_ words: [UInt64]) -> StateArchive {
        StateArchive(mode: .restoring, words: words)
    }

    private init(mode: Mode, words: [UInt64]) {
        self.mode = mode
        self.words = words
    }

    /// Whether a restore used up exactly what was saved.
    package var isComplete: Bool { !isCorrupt && (mode == .saving || position == words.count) }

    private mutating func word(_ value: UInt64) -> UInt64 {
        switch mode {
        case .saving:
            words.append(value)
            return value
        case .restoring:
            guard position < words.count else {
                isCorrupt = true
                return value
            }
            position += 1
            return words[position - 1]
        }
    }

    /// Visits a number.
    package mutating func visit(_ value: inout Double) {
        value = Double(bitPattern: word(value.bitPattern))
    }

    /// Visits an integer.
    package mutating func visit(_ value: inout Int) {
        value = Int(truncatingIfNeeded: word(UInt64(bitPattern: Int64(value))))
    }

    /// Visits a truth value.
    package mutating func visit(_ value: inout Bool) {
        value = word(value ? 1 : 0) != 0
    }

    /// Visits numbers, whose count may change.
    package mutating func visit(_ values: inout [Double]) {
        guard let count = visitCount(values.count) else { return }
        if mode == .restoring { values = [Double](repeating: 0, count: count) }
        for index in values.indices { visit(&values[index]) }
    }

    /// Visits integers, whose count may change.
    package mutating func visit(_ values: inout [Int]) {
        guard let count = visitCount(values.count) else { return }
        if mode == .restoring { values = [Int](repeating: 0, count: count) }
        for index in values.indices { visit(&values[index]) }
    }

    /// Visits a count; nil where the saved one cannot be right.
    private mutating func visitCount(_ count: Int) -> Int? {
        let saved = word(UInt64(count))
        guard mode == .restoring else { return count }
        guard !isCorrupt, saved <= UInt64(words.count - position) else {
            isCorrupt = true
            return nil
        }
        return Int(saved)
    }
}
