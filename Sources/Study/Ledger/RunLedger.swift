/// Every backtest and sweep that was run, so that luck is judged by all that was tried.
///
/// The ledger is text with an entry on each line, oldest first. It only grows; whoever writes it
/// adds whole lines. A line that is torn, or that a person has damaged, is left out with a note.
public struct RunLedger: Sendable, Equatable {
    /// The entries, oldest first.
    public private(set) var entries: [LedgerEntry]
    /// What was left out, as sentences.
    public private(set) var notes: [String] = []

    /// Makes a ledger of entries.
    public init(_ entries: [LedgerEntry] = []) { self.entries = entries }

    /// Reads a ledger's text.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - idea: Where given, lines that do not name it are passed over unread, which makes a
    ///     long
    ///     ledger fast.
    /// - Complexity: O(bytes).
    public init(bytes: [UInt8], idea: String? = nil) {
        entries = []
        let wanted = idea.map { Array($0.utf8) }
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let isLast = line.endIndex == bytes.endIndex
            guard !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") })
            else { continue }
            if let wanted, !isLast, !Self.contains(line, wanted) { continue }
            if let entry = LedgerEntry(line: String(decoding: line, as: UTF8.self)) {
                if idea == nil || entry.question.idea == idea { entries.append(entry) }
            } else {
                notes.append(
                    isLast
                        ? "the last line of the ledger is torn and does not count"
                        : "line \(number) of the ledger cannot be read and does not count")
            }
        }
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        line.withUnsafeBufferPointer { line in
            guard let first = wanted.first, line.count >= wanted.count else { return false }
            return (0...(line.count - wanted.count)).contains { start in
                line[start] == first
                    && line[start..<(start + wanted.count)].elementsEqual(wanted)
            }
        }
    }

    /// Adds an entry at the end.
    public mutating func append(_ entry: LedgerEntry) { entries.append(entry) }

    /// Everything that was tried on a question: every variant of its idea, on every symbol.
    ///
    /// Results with equal hashes are one result and count once, also where a run repeats one that a
    /// sweep lists.
    /// - Parameters:
    ///   - question: The idea and symbol; all symbols count, since who tries an idea on many of
    ///     them
    ///     has as many chances.
    ///   - excluded: Hashes of results that do not count, such as that of the study being judged.
    public func tally(
        for question: StudyQuestion, excluding excluded: Set<String> = []
    ) -> TrialTally {
        var tally = TrialTally()
        var seen = excluded
        var symbols: Set<String> = []
        for entry in entries where entry.question.idea == question.idea {
            guard seen.insert(entry.hash).inserted else { continue }
            let repeated = entry.includes.count { !seen.insert($0).inserted }
            tally.trials += max(0, entry.trials - repeated)
            tally.annualSharpes.add(entry.annualSharpes)
            tally.runs += 1
            symbols.insert(entry.question.symbol)
        }
        tally.symbols = symbols.sorted()
        return tally
    }

    /// How many variants were tried on a question.
    public func trials(for question: StudyQuestion) -> Int { tally(for: question).trials }
}
