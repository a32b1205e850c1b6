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

    /// The value of each region by scope and occurrence, from values in document order.
    func values(
        _ found: [PlacedValue], scope: FieldSource.Scope, occurrence: Int
    ) -> [ReadValue?] {
        switch scope {
        case .page:
            let only = found.first?.value
            return regions.map { _ in only }
        case .heading:
            var at = 0
            var last: ReadValue?
            return regions.map { region in
                while at < found.count, found[at].place < region.anchor {
                    last = found[at].value
                    at += 1
                }
                return last
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
                return index >= first && index < at ? found[index].value : nil
            }
        }
    }
}
