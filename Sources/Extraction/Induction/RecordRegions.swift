/// The part of a page that belongs to each record, found from the records' anchors.
///
/// A record reaches as far up as no other anchor is met. Where records are not elements of their
/// own, what stands between one and the next in the same parent belongs to the first.
struct RecordRegions: Sendable {
    /// One record's places.
    struct Region: Sendable {
        var anchor: Int32
        /// The largest place that holds this anchor and no other.
        var top: Int32
        var end: Int32
        /// Where the part after the record ends.
        var after: Int32
    }

    private(set) var regions: [Region] = []

    /// - Parameter anchors: Places in document order; repeats are taken once.
    init(_ anchors: [Int32], in tree: PageTree) {
        var places: [Int32] = []
        for place in anchors where place != places.last { places.append(place) }
        for (index, place) in places.enumerated() {
            let before = index > 0 ? places[index - 1] : -1
            let next = index + 1 < places.count ? places[index + 1] : Int32.max
            var top = place
            while true {
                let parent = tree.places[Int(top)].parent
                guard parent > 0, before < parent, tree.places[Int(parent)].end <= next,
                    !isRoot(parent, tree)
                else { break }
                top = parent
            }
            let end = tree.places[Int(top)].end
            regions.append(Region(anchor: place, top: top, end: end, after: end))
        }
        setAfter(tree)
    }

    private mutating func setAfter(_ tree: PageTree) {
        for index in regions.indices {
            let parent = tree.places[Int(regions[index].top)].parent
            let outer = parent >= 0 ? tree.places[Int(parent)].end : regions[index].end
            let next = index + 1 < regions.count ? regions[index + 1].top : outer
            regions[index].after = max(regions[index].end, min(outer, next))
        }
    }

    private func isRoot(_ place: Int32, _ tree: PageTree) -> Bool {
        let name = tree.names[Int(tree.places[Int(place)].name)]
        return name == "body" || name == "html" || name == "json"
    }

    /// For each region which of some values in document order is its own; -1 where none is.
    func rows(_ found: [PlacedValue], scope: FieldSource.Scope, occurrence: Int) -> [Int32] {
        switch scope {
        case .page: return Array(repeating: found.isEmpty ? -1 : 0, count: regions.count)
        case .heading:
            var at = 0
            return regions.map { region in
                while at < found.count, found[at].place < region.anchor { at += 1 }
                return Int32(at - 1)
            }
        case .record, .after:
            var at = 0
            return regions.map { region in
                let start = scope == .record ? region.top : region.end
                let end = scope == .record ? region.end : region.after
                while at < found.count, found[at].place < start { at += 1 }
                let first = at
                while at < found.count, found[at].place < end { at += 1 }
                let index = occurrence < 0 ? at + occurrence : first + occurrence
                return index >= first && index < at ? Int32(index) : -1
            }
        }
    }

    /// The value of each region by scope and occurrence, from values in document order.
    func values(
        _ found: [PlacedValue], scope: FieldSource.Scope, occurrence: Int
    ) -> [ReadValue?] {
        rows(found, scope: scope, occurrence: occurrence).map {
            $0 < 0 ? nil : found[Int($0)].value
        }
    }

    /// The regions with those places beside the records that look like records and hold no anchor.
    ///
    /// Such places have the name and classes that most records have, and a parent in which at
    /// least two thirds of the like places are records.
    func withSiblings(in tree: PageTree) -> RecordRegions {
        let tops = Set(regions.map(\.top))
        guard let label = Self.commonest(regions.map { tree.places[Int($0.top)].label }) else {
            return self
        }
        var added: [Region] = []
        var parents: Set<Int32> = []
        for region in regions where tree.places[Int(region.top)].label == label {
            let parent = tree.places[Int(region.top)].parent
            guard parent > 0, parents.insert(parent).inserted else { continue }
            let like = tree.children(of: parent).filter { tree.places[Int($0)].label == label }
            let new = like.filter { !tops.contains($0) }
            guard !new.isEmpty, like.count >= 3, 3 * new.count <= like.count else { continue }
            for top in new {
                let end = tree.places[Int(top)].end
                added.append(Region(anchor: top, top: top, end: end, after: end))
            }
        }
        guard !added.isEmpty else { return self }
        var result = self
        result.regions = (regions + added).sorted { $0.top < $1.top }
        result.setAfter(tree)
        return result
    }

    /// Some of the regions, each as far as it reached among all.
    func only(_ kept: [Int]) -> RecordRegions {
        var result = self
        result.regions = kept.map { regions[$0] }
        return result
    }

    /// How alike the regions are: the share with the commonest name in the commonest kind of
    /// parent, and the share of regions among all such places in their parents.
    func regularity(_ kept: [Bool], in tree: PageTree) -> (alike: Double, full: Double) {
        let tops = regions.indices.filter { kept[$0] }.map { regions[$0].top }
        let kinds = tops.map { top -> Int64 in
            let place = tree.places[Int(top)]
            let above = place.parent >= 0 ? tree.places[Int(place.parent)].label : -1
            return Int64(above) << 32 | Int64(place.label)
        }
        guard let common = Self.commonest(kinds) else { return (0, 0) }
        var alike = 0
        var all = 0
        var parents: Set<Int32> = []
        for (top, kind) in zip(tops, kinds) where kind == common {
            alike += 1
            let place = tree.places[Int(top)]
            guard place.parent > 0, parents.insert(place.parent).inserted else { continue }
            all +=
                tree.children(of: place.parent)
                .filter { tree.places[Int($0)].label == place.label }.count
        }
        return (
            Double(alike) / Double(tops.count), Double(alike) / Double(max(alike, all))
        )
    }

    private static func commonest<Kind: Hashable & Comparable>(_ kinds: [Kind]) -> Kind? {
        var counts: [Kind: Int] = [:]
        for kind in kinds { counts[kind, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
