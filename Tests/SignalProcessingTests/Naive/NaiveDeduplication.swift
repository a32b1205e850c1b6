import AlmanacCore
import SignalProcessing
import TimeSeries

/// Finds repeats by a dictionary of lists for each band, as the oracle of the chained index.
struct NaiveDeduplicationStep: PostStep {
    let name = "deduplicate"
    let version = 2
    /// From which similarity on a post is a near duplicate.
    static let threshold = 0.7
    /// How long posts are remembered.
    private let window: Int64
    private var entries: [Entry] = []
    /// How many entries at the beginning are forgotten already.
    private var head = 0
    /// The number of the first entry of the array, counted from the first post ever.
    private var firstNumber = 0
    private var byIdentity: [String: Int] = [:]
    private var byText: [String: Int] = [:]
    private var byBand: [UInt64: [Int]] = [:]

    private struct Entry: Sendable {
        var identity = ""
        /// The first post that it repeats, or itself.
        var origin = ""
        /// The digest of its words; empty where it repeats another post.
        var text = ""
        var author = ""
        var knownAt = Timestamp(nanoseconds: 0)
        /// Its sketch; empty for few words and for what repeats another post, which stands for it.
        var sketch: [UInt32] = []
        /// The companies that its words name.
        var companies: [String] = []
    }

    /// Makes the step.
    ///
    /// - Parameter days: How long posts are remembered.
    init(days: Int = 7) { window = Int64(days) * Timestamp.nanosecondsPerDay }

    mutating func process(_ read: inout ReadPost) {
        forget(before: read.post.knownAt.advanced(byNanoseconds: -window))
        guard read.faults.isEmpty else { return }
        let identity = read.post.source + "/" + read.post.id
        if let number = byIdentity[identity] {
            read.duplicate = .init(kind: .identity, of: entry(number).origin, similarity: 1)
            read.novelty = 0
            return
        }
        let words = read.tokens.filter { ![.address, .handle, .mark].contains($0.kind) }
            .map(\.text).filter { $0 != "rt" }
        var new = Entry(identity: identity, origin: identity, knownAt: read.post.knownAt)
        new.author = read.post.author ?? ""
        for link in read.links where ![.source, .handle].contains(link.evidence) {
            new.companies.append(link.symbol)
        }
        new.companies += read.ambiguous
        let plain = words.joined(separator: " ")
        let isShort = words.count < 4
        let key = digest(isShort ? "\(new.author)\n\(plain)" : plain)
        let sketch = isShort ? nil : NaiveMinHash(of: naiveShingles(of: plain))
        if let number = byText[key] {
            new.origin = entry(number).origin
            read.duplicate = .init(kind: .exact, of: new.origin, similarity: 1)
            read.novelty = 0
        } else if let sketch, let (number, similarity) = nearest(to: sketch, Set(new.companies)) {
            read.novelty = 1 - similarity
            if similarity >= Self.threshold {
                new.origin = entry(number).origin
                read.duplicate = .init(kind: .near, of: new.origin, similarity: similarity)
            }
        }
        if read.duplicate == nil { (new.text, new.sketch) = (key, sketch?.values ?? []) }
        entries.append(new)
        index(firstNumber + entries.count - 1)
    }

    private func entry(_ number: Int) -> Entry { entries[number - firstNumber] }

    private func nearest(
        to sketch: NaiveMinHash, _ companies: Set<String>
    ) -> (number: Int, similarity: Double)? {
        var best: (number: Int, similarity: Double)?
        var compared: Set<Int> = []
        for band in sketch.bands {
            for number in byBand[band] ?? [] where compared.insert(number).inserted {
                let other = Set(entry(number).companies)
                let isSame =
                    companies.isEmpty == other.isEmpty
                    && (companies.isSubset(of: other) || other.isSubset(of: companies))
                guard isSame else { continue }
                let similarity = sketch.similarity(to: NaiveMinHash(values: entry(number).sketch))
                let isBetter = best.map {
                    (similarity, $0.number) > ($0.similarity, number)
                }
                if isBetter ?? true { best = (number, similarity) }
            }
        }
        return best
    }

    /// Makes an entry findable.
    private mutating func index(_ number: Int) {
        let entry = entry(number)
        if !entry.identity.isEmpty { byIdentity[entry.identity] = number }
        if !entry.text.isEmpty { byText[entry.text] = number }
        guard !entry.sketch.isEmpty else { return }
        for band in NaiveMinHash(values: entry.sketch).bands {
            byBand[band, default: []].append(number)
            // The latest stand for a flood of texts made from one pattern.
            if byBand[band, default: []].count > 64 { byBand[band]?.removeFirst() }
        }
    }

    /// Makes an entry impossible to find.
    private mutating func unindex(_ number: Int) {
        let entry = entry(number)
        if byIdentity[entry.identity] == number { byIdentity[entry.identity] = nil }
        if byText[entry.text] == number { byText[entry.text] = nil }
        guard !entry.sketch.isEmpty else { return }
        for band in NaiveMinHash(values: entry.sketch).bands {
            byBand[band]?.removeAll { $0 == number }
            if byBand[band]?.isEmpty == true { byBand[band] = nil }
        }
    }

    /// Forgets what became known before a moment.
    private mutating func forget(before moment: Timestamp) {
        while head < entries.count, entries[head].knownAt < moment {
            unindex(firstNumber + head)
            entries[head] = Entry()
            head += 1
        }
        // Moved together now and then, so that forgetting costs the same for each post.
        if head > 1_024, head * 2 > entries.count { compact() }
    }

    private mutating func compact() {
        entries.removeFirst(head)
        firstNumber += head
        head = 0
    }

    mutating func forget(author: String) {
        for position in head..<entries.count where entries[position].author == author {
            unindex(firstNumber + position)
            entries[position] = Entry(knownAt: entries[position].knownAt)
        }
        // As a restore would make them: bands may have left earlier entries out.
        compact()
        rebuild()
    }

    mutating func visitState(_ state: inout PipelineState) {
        compact()
        state.visit(&firstNumber)
        state.visit(&entries, new: Entry()) { state, entry in
            state.visit(&entry.identity)
            state.visit(&entry.origin)
            state.visit(&entry.text)
            state.visit(&entry.author)
            state.visit(&entry.knownAt)
            state.visit(&entry.companies, new: "") { $0.visit(&$1) }
            state.visit(&entry.sketch, new: 0) { state, value in
                var wide = UInt64(value)
                state.visit(&wide)
                value = UInt32(truncatingIfNeeded: wide)
            }
        }
        rebuild()
    }

    /// Makes the tables anew that follow from the entries.
    private mutating func rebuild() {
        (byIdentity, byText, byBand) = ([:], [:], [:])
        if firstNumber < 0 || firstNumber > Int.max / 2 { firstNumber = 0 }
        for position in entries.indices {
            if entries[position].sketch.count != NaiveMinHash.count {
                entries[position].sketch = []
            }
            index(firstNumber + position)
        }
    }

    private func digest(_ text: String) -> String {
        let digest = SHA256()
        digest.update(text)
        return String(digest.finish().prefix(32))
    }
}
