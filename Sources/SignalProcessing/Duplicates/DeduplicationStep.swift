import TimeSeries

/// Finds posts that repeat earlier ones, and says how new each is.
///
/// A post repeats another of the last days if it is the same post of the same source, has the same
/// words (without addresses, handles, punctuation and `RT`), or nearly the same: an estimated
/// Jaccard similarity of runs of five characters of 0.7 or more. Texts of under four words repeat
/// only the same author's. Nearly the same words about other companies are no copy: where both name
/// some, one must name all that the other does, and where one names none, neither may the other.
/// Novelty is one less the greatest similarity to what was posted before about the same.
///
/// Found are pairs with a similarity of 0.8 in more than 99 of 100 cases, and taken for pairs
/// those of 0.6 in fewer than 3; the exact rates are measured by a test.
/// - Complexity: O(128 n) for a text of n characters, and 128 for each of at most 2,048
///   candidates; about 1.3 kilobytes of memory for each post of the window.
package struct DeduplicationStep: PostStep {
    package let name = "deduplicate"
    package let version = 2
    /// From which similarity on a post is a near duplicate.
    package static let threshold = 0.7
    /// How long posts are remembered.
    private let window: Int64
    private var entries: [Entry] = []
    /// How many entries at the beginning are forgotten already.
    private var head = 0
    /// The number of the first entry of the array, counted from the first post ever.
    private var firstNumber = 0
    private var byIdentity: [String: Int] = [:]
    private var byText: [String: Int] = [:]
    private var sketches = SketchIndex()

    private struct Entry: Sendable {
        var identity = ""
        /// The first post that it repeats, or itself.
        var origin = ""
        /// The digest of its words; empty where it repeats another post.
        var text = ""
        var author = ""
        var knownAt = Timestamp(nanoseconds: 0)
        /// The companies that its words name.
        var companies: [String] = []
    }

    /// Makes the step.
    ///
    /// - Parameter days: How long posts are remembered.
    package init(days: Int = 7) { window = Int64(days) * Timestamp.nanosecondsPerDay }

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        read.words = WordSketch(of: read.tokens, author: read.post.author)
    }

    package mutating func process(_ read: inout ReadPost) {
        forget(before: read.post.knownAt.advanced(byNanoseconds: -window))
        guard read.faults.isEmpty else { return }
        let identity = read.post.source + "/" + read.post.id
        if let number = byIdentity[identity] {
            read.duplicate = .init(kind: .identity, of: entry(number).origin, similarity: 1)
            read.novelty = 0
            return
        }
        let words = read.words ?? WordSketch(of: read.tokens, author: read.post.author)
        read.words = nil
        var new = Entry(identity: identity, origin: identity, knownAt: read.post.knownAt)
        new.author = read.post.author ?? ""
        new.companies = Self.companies(in: read)
        if let number = byText[words.digest] {
            new.origin = entry(number).origin
            read.duplicate = .init(kind: .exact, of: new.origin, similarity: 1)
            read.novelty = 0
        } else if let sketch = words.sketch, let near = nearest(to: sketch, new.companies) {
            read.novelty = 1 - near.similarity
            if near.similarity >= Self.threshold {
                new.origin = entry(near.number).origin
                read.duplicate = .init(kind: .near, of: new.origin, similarity: near.similarity)
            }
        }
        // What repeats another post has no words of its own: the first one stands for it.
        if read.duplicate == nil { new.text = words.digest }
        entries.append(new)
        let number = firstNumber + entries.count - 1
        index(number)
        if read.duplicate == nil, let sketch = words.sketch { sketches.add(sketch, number: number) }
    }

    /// The most similar of the texts about the same companies.
    private mutating func nearest(
        to sketch: MinHash, _ companies: [String]
    ) -> (number: Int, similarity: Double)? {
        let (entries, firstNumber) = (entries, firstNumber)
        return sketches.nearest(to: sketch) {
            Self.areAboutTheSame(companies, entries[$0 - firstNumber].companies)
        }
    }

    /// What a text's own words name, also where it may mean several things.
    private static func companies(in read: ReadPost) -> [String] {
        read.links.filter { $0.evidence != .source && $0.evidence != .handle }.map(\.symbol)
            + read.ambiguous
    }

    private static func areAboutTheSame(_ one: [String], _ other: [String]) -> Bool {
        guard !one.isEmpty, !other.isEmpty else { return one.isEmpty && other.isEmpty }
        let (few, many) = one.count < other.count ? (one, other) : (other, one)
        return few.allSatisfy(many.contains)
    }

    private func entry(_ number: Int) -> Entry { entries[number - firstNumber] }

    /// Makes an entry findable.
    private mutating func index(_ number: Int) {
        let entry = entry(number)
        if !entry.identity.isEmpty { byIdentity[entry.identity] = number }
        if !entry.text.isEmpty { byText[entry.text] = number }
    }

    /// Makes an entry impossible to find.
    private mutating func unindex(_ number: Int) {
        let entry = entry(number)
        if byIdentity[entry.identity] == number { byIdentity[entry.identity] = nil }
        if byText[entry.text] == number { byText[entry.text] = nil }
    }

    /// Forgets what became known before a moment.
    private mutating func forget(before moment: Timestamp) {
        while head < entries.count, entries[head].knownAt < moment {
            unindex(firstNumber + head)
            entries[head] = Entry()
            head += 1
        }
        sketches.end(before: firstNumber + head)
        // Moved together now and then, so that forgetting costs the same for each post.
        if head > 1_024, head * 2 > entries.count { compact() }
    }

    private mutating func compact() {
        entries.removeFirst(head)
        firstNumber += head
        head = 0
    }

    package mutating func forget(author: String) {
        var forgotten: Set<Int> = []
        for position in head..<entries.count where entries[position].author == author {
            unindex(firstNumber + position)
            entries[position] = Entry(knownAt: entries[position].knownAt)
            forgotten.insert(firstNumber + position)
        }
        sketches.remove { forgotten.contains($0) }
        compact()
        (byIdentity, byText) = ([:], [:])
        for position in entries.indices { index(firstNumber + position) }
    }

    package mutating func visitState(_ state: inout PipelineState) {
        compact()
        state.visit(&firstNumber)
        // Numbers within reach of a sum, whatever the bytes say.
        if firstNumber < 0 || firstNumber > Int.max / 2 { firstNumber = 0 }
        var rows = entries.indices.map {
            (entry: entries[$0], sketch: sketches.sketch(of: firstNumber + $0))
        }
        state.visit(&rows, new: (Entry(), [])) { state, row in
            state.visit(&row.entry.identity)
            state.visit(&row.entry.origin)
            state.visit(&row.entry.text)
            state.visit(&row.entry.author)
            state.visit(&row.entry.knownAt)
            state.visit(&row.entry.companies, new: "") { $0.visit(&$1) }
            state.visit(&row.sketch, new: 0) { state, value in
                var wide = UInt64(value)
                state.visit(&wide)
                value = UInt32(truncatingIfNeeded: wide)
            }
        }
        (byIdentity, byText, sketches) = ([:], [:], SketchIndex())
        entries = rows.map(\.entry)
        for (position, row) in rows.enumerated() {
            index(firstNumber + position)
            guard row.sketch.count == MinHash.count else { continue }
            sketches.add(MinHash(values: row.sketch), number: firstNumber + position)
        }
    }
}
