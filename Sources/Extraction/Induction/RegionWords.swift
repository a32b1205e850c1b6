/// The words that stand with each record: in its text, in its anchor's value, in its heading.
///
/// Words of the value start with `=`, words of the heading with `#`, as a whole heading does, since
/// one page may be called after all of its parts.
struct RegionWords: Sendable {
    private(set) var words: [Set<String>] = []
    private static let headingLimit = 60

    init(
        _ regions: RecordRegions, _ tree: PageTree, _ values: [ReadValue],
        _ headings: PageHeadings, _ memory: TreeWords = TreeWords()
    ) {
        var at = 0
        for (index, region) in regions.regions.enumerated() {
            while at < tree.atoms.count, tree.atoms[at].place < region.top { at += 1 }
            var set: Set<String> = []
            var next = at
            while next < tree.atoms.count, tree.atoms[next].place < region.end {
                let atom = tree.atoms[next]
                if atom.part == 0 { set.formUnion(memory.words(next, atom.text)) }
                next += 1
            }
            if values.indices.contains(index) {
                for word in PlainText.words(values[index].key) { set.insert("=" + word) }
            }
            for heading in headings.headings(over: region.anchor) {
                for word in PlainText.words(heading) { set.insert("#" + word) }
                if heading.utf8.count <= Self.headingLimit {
                    set.insert("#" + PlainText.plain(heading))
                }
            }
            words.append(set)
        }
    }
}

/// The words of a page's strings, each found once.
final class TreeWords {
    private var known: [Int: [String]] = [:]

    /// The words of the string of a number.
    func words(_ atom: Int, _ text: String) -> [String] {
        if let words = known[atom] { return words }
        let words = PlainText.words(text)
        known[atom] = words
        return words
    }
}

/// The headings of a page in document order, each with those above it.
struct PageHeadings: Sendable {
    private var places: [Int32] = []
    private var texts: [[String]] = []
    private static let levels: [String: Int] = [
        "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "caption": 7,
    ]

    init(_ tree: PageTree) {
        var levels: [Int32: Int] = [:]
        for (number, name) in tree.names.enumerated() { levels[Int32(number)] = Self.levels[name] }
        var open: [(level: Int, text: String)] = []
        for atom in tree.atoms where atom.part == 0 {
            guard let level = levels[tree.places[Int(atom.place)].name] else { continue }
            while let last = open.last, last.level >= level { open.removeLast() }
            open.append((level, atom.text))
            places.append(atom.place)
            texts.append(open.map(\.text))
        }
    }

    /// The headings that a place stands under, outermost first.
    func headings(over place: Int32) -> [String] {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? texts[low - 1] : []
    }

    /// How many different headings without a date stand over some places.
    func count(_ anchors: [Int32]) -> Int {
        var found: Set<[String]> = []
        for anchor in anchors {
            let plain = headings(over: anchor).filter { DateScanner.dates(in: $0).isEmpty }
            if !plain.isEmpty { found.insert(plain) }
        }
        return max(1, found.count)
    }
}
