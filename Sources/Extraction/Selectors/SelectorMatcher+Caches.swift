/// What a pseudo-class has found out on a document so far.
struct MatcherCache {
    /// The siblings that count, by parent and, for `-of-type`, the name.
    var siblings: [SiblingKey: [Int32]] = [:]
    /// The elements that the last compound of a relative selector matches, by place in its list.
    var candidates: [[Int32]]?

    struct SiblingKey: Hashable {
        var parent: Int32
        var name: UInt32
    }
}

extension SelectorMatcher {
    mutating func matches(_ test: NthTest, _ index: Int, _ record: NodeRecord) -> Bool {
        if !test.isOfType, test.filter == nil, !test.isFromEnd, test.step != .min {
            return test.accepts(Int(record.position))
        }
        if test.isOfType, test.filter == nil, !test.isFromEnd, test.step == 0,
            test.offset <= Self.nearLimit
        {
            return isOfType(record, atPlace: test.offset)
        }
        if let filter = test.filter, !matches(filter, index) { return false }
        let siblings = countedSiblings(test, record)
        var low = 0
        var high = siblings.count
        while low < high {
            let middle = (low + high) / 2
            if Int(siblings[middle]) < index { low = middle + 1 } else { high = middle }
        }
        if test.step == .min { return siblings.count == 1 }
        return test.accepts(test.isFromEnd ? siblings.count - low : low + 1)
    }

    /// Up to here a place among siblings is counted back rather than looked up.
    private static let nearLimit = 16

    /// Whether an element is at a place among the siblings of its name.
    ///
    /// - Complexity: O(place × siblings) for all siblings together.
    private func isOfType(_ record: NodeRecord, atPlace place: Int) -> Bool {
        var count = 1
        var at = Int(record.previous)
        while at >= 0, count <= place {
            let sibling = document.nodes[at]
            if sibling.isElement, sibling.kindAndName == record.kindAndName { count += 1 }
            at = Int(sibling.previous)
        }
        return count == place
    }

    /// The element children of an element's parent that a test counts, in order.
    private mutating func countedSiblings(_ test: NthTest, _ record: NodeRecord) -> [Int32] {
        let key = MatcherCache.SiblingKey(
            parent: record.parent, name: test.isOfType ? record.kindAndName : 0)
        if let known = caches[test.slot].siblings[key] { return known }
        var found: [Int32] = []
        var at = Int(record.parent) + 1
        let end = Int(document.nodes[Int(record.parent)].end)
        while at < end {
            let sibling = document.nodes[at]
            if sibling.isElement, !test.isOfType || sibling.kindAndName == record.kindAndName,
                test.filter.map({ matches($0, at) }) ?? true
            {
                found.append(Int32(at))
            }
            at = Int(sibling.end)
        }
        caches[test.slot].siblings[key] = found
        return found
    }

    /// Whether a relative selector leads from an element to any other.
    mutating func has(_ list: SelectorList, _ slot: Int, _ anchor: Int) -> Bool {
        for (place, selector) in list.selectors.enumerated() {
            let candidates = relativeCandidates(list, slot)[place]
            // The combinator that leaves the anchor decides where the last element can be.
            let nodes = document.nodes
            let isInside =
                selector.combinators[0] == .child || selector.combinators[0] == .descendant
            let end = isInside ? nodes[anchor].end : nodes[max(0, Int(nodes[anchor].parent))].end
            let start = isInside ? anchor + 1 : Int(nodes[anchor].end)
            var at = firstIndex(in: candidates, from: Int32(start))
            while at < candidates.count, candidates[at] < end {
                let outcome = match(
                    selector, selector.compounds.count - 1, Int(candidates[at]), anchor: anchor)
                if outcome == .matched { return true }
                at += 1
            }
        }
        return false
    }

    private func firstIndex(in candidates: [Int32], from start: Int32) -> Int {
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// For each selector of a relative list, the elements that its last compound matches.
    private mutating func relativeCandidates(_ list: SelectorList, _ slot: Int) -> [[Int32]] {
        if let known = caches[slot].candidates { return known }
        var found: [[Int32]] = []
        for selector in list.selectors {
            let last = SelectorList(
                selectors: [
                    ComplexSelector(
                        compounds: selector.compounds.suffix(1), combinators: [.descendant])
                ])
            var matched: [Int32] = []
            for index in 1..<max(1, document.nodes.count)
            where document.nodes[index].isElement && matches(last, index) {
                matched.append(Int32(index))
            }
            found.append(matched)
        }
        caches[slot].candidates = found
        return found
    }
}
