/// Chains of children such as `:scope > div > a`, which are walked from the top: tried on every
/// element from the right they would cost its depth each time.
extension SelectorMatcher {
    /// The compounds below the scope, where the selector is such a chain.
    var chainFromScope: ArraySlice<CompoundSelector>? {
        guard scope > 0, list.selectors.count == 1 else { return nil }
        let selector = list.selectors[0]
        guard selector.compounds.count > 1, selector.compounds[0].conditions.count == 1,
            case .scope = selector.compounds[0].conditions[0],
            selector.combinators.dropFirst().allSatisfy({ $0 == .child })
        else { return nil }
        return selector.compounds.dropFirst()
    }

    /// Hands over what a chain leads to among consecutive nodes until it is told to stop.
    ///
    /// - Complexity: O(children of the elements that match the chain's beginnings).
    mutating func search(
        _ chain: ArraySlice<CompoundSelector>, in range: Range<Int>, _ take: (Node) -> Bool
    ) {
        let nodes = document.nodes
        if range.contains(scope), document.isTemplate(nodes[scope]) { return }
        /// For each element whose children are looked at, where to go on.
        var open = [scope + 1]
        var ends = [min(Int(nodes[scope].end), range.upperBound)]
        while let at = open.last, let end = ends.last {
            guard at < end else {
                open.removeLast()
                ends.removeLast()
                continue
            }
            let record = nodes[at]
            open[open.count - 1] = Int(record.end)
            guard record.isElement, Int(record.end) > range.lowerBound,
                matches(chain[chain.startIndex + open.count - 1], at)
            else { continue }
            if open.count == chain.count {
                if at >= range.lowerBound, !take(Node(at)) { return }
            } else if !document.isTemplate(record) || at < range.lowerBound {
                open.append(at + 1)
                ends.append(min(Int(record.end), range.upperBound))
            }
        }
    }
}
