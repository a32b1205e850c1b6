/// What a page says of the kind of all its records: whose they are, or what their state is.
///
/// A page may come to list records of more kinds than were wanted. The kind that was wanted is then
/// the one whose name every known record bore, or which the page bore that listed no other.
struct RecordKind: Sendable {
    /// Words that stood with every record, in its text or in a heading over it.
    private(set) var ofRecords: Set<String> = []
    /// Words that the page said beside the records and outside of links and choices.
    private(set) var ofPage: Set<String> = []

    /// Fewer records than these have words in common by chance.
    private static let leastCount = 3
    private static let textLimit = 100

    init() {}

    init(_ regions: RecordRegions, isRecord: [Bool], in tree: PageTree) {
        let records = isRecord.indices.filter { isRecord[$0] }
        let words = RegionWords(regions, tree, [], PageHeadings(tree)).words
        if records.count >= Self.leastCount {
            var common: Set<String>?
            for index in records {
                let own = Set(words[index].map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 })
                common = common?.intersection(own) ?? own
            }
            ofRecords = common ?? []
        }
        let taken = records.map { regions.regions[$0].top..<regions.regions[$0].end }
        var at = 0
        for atom in tree.atoms where atom.part == 0 && atom.text.utf8.count <= Self.textLimit {
            while at < taken.count, taken[at].upperBound <= atom.place { at += 1 }
            if at < taken.count, taken[at].contains(atom.place) { continue }
            if Self.isPlain(atom.place, tree) { ofPage.formUnion(PlainText.words(atom.text)) }
        }
    }

    private static let chosen: Set<String> = ["a", "option", "button", "label"]

    /// Whether a place holds text of its own that is none to choose from.
    private static func isPlain(_ place: Int32, _ tree: PageTree) -> Bool {
        guard tree.places[Int(place)].end == place + 1, tree.places[Int(place)].origin == .body
        else { return false }
        var at = place
        while at >= 0 {
            if chosen.contains(tree.names[Int(tree.places[Int(at)].name)]) { return false }
            at = tree.places[Int(at)].parent
        }
        return true
    }

    /// Which of some names of kinds are those of the known records; nil where that cannot be told.
    func names(_ labels: Set<String>) -> Set<String>? {
        let words = labels.reduce(into: [:]) { $0[$1] = Set(PlainText.words($1)) }
        let all = words.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        func isBorne(_ label: String) -> Bool {
            words[label].map { !$0.isEmpty && $0.isSubset(of: ofRecords) } ?? false
        }
        let borne = labels.filter(isBorne)
        if !borne.isEmpty { return borne.count < labels.count ? borne : nil }
        let said = labels.filter { label in
            let own = words[label] ?? []
            let others = words.filter { $0.key != label }.values
            let telling = own.filter { word in !others.contains { $0.contains(word) } }
            return !telling.isEmpty && telling.isSubset(of: ofPage)
        }
        return said.count == 1 && all.count > 1 ? said : nil
    }
}
