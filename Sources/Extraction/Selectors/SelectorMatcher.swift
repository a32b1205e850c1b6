/// Matches one selector on one document.
///
/// Compounds are tried from right to left. A failure says how far it reaches, so that the number
/// of steps grows with the product of depth and compounds, not with a power of it.
struct SelectorMatcher {
    let document: Document
    let list: SelectorList
    var scope: Int
    /// Positions among siblings, and what `:has` has found out, as they are needed.
    var caches: [MatcherCache]

    /// What came of trying to match a compound and all to its left.
    enum Outcome {
        case matched
        /// Another ancestor or sibling may match.
        case failed
        /// No other sibling can match, but another ancestor may.
        case failedForSiblings
        /// No ancestor can match.
        case failedForAncestors
    }

    init(_ document: Document, _ list: SelectorList, scope: Int) {
        self.document = document
        self.list = list
        self.scope = scope
        caches = Array(repeating: MatcherCache(), count: list.slotCount)
    }

    /// The number of the name that all elements have which may match, where the selector says it:
    /// most elements are left out by it alone.
    var commonName: UInt32? {
        guard document.language == .html, list.selectors.count == 1,
            let last = list.selectors[0].compounds.last
        else { return nil }
        for case .name(let name) in last.conditions where !Self.mayBeLowered(name) {
            return document.elementNames.number(of: name) ?? .max
        }
        return nil
    }

    /// Whether a name may be another one in lower case.
    static func mayBeLowered(_ name: String) -> Bool {
        name.utf8.contains { $0 >= 0x80 || $0 &- 0x41 < 26 }
    }

    mutating func matches(_ index: Int) -> Bool { matches(list, index) }

    mutating func matches(_ list: SelectorList, _ index: Int) -> Bool {
        for selector in list.selectors
        where match(selector, selector.compounds.count - 1, index, anchor: nil) == .matched {
            return true
        }
        return false
    }

    /// Matches a compound and, through its combinator, all compounds to the left of it.
    ///
    /// - Parameter anchor: The element that a relative selector starts from.
    mutating func match(
        _ selector: ComplexSelector, _ compound: Int, _ index: Int, anchor: Int?
    ) -> Outcome {
        guard matches(selector.compounds[compound], index) else { return .failed }
        if compound == 0 {
            guard let anchor else { return .matched }
            return isRelated(index, selector.combinators[0], to: anchor) ? .matched : .failed
        }
        switch selector.combinators[compound] {
        case .child: return matchParent(selector, compound, index, anchor)
        case .descendant: return matchAncestors(selector, compound, index, anchor)
        case .next:
            guard let previous = previousElement(index) else { return .failedForSiblings }
            return match(selector, compound - 1, previous, anchor: anchor)
        case .subsequent:
            var sibling = previousElement(index)
            while let at = sibling {
                let outcome = match(selector, compound - 1, at, anchor: anchor)
                if outcome != .failed { return outcome }
                sibling = previousElement(at)
            }
            return .failedForSiblings
        }
    }

    private mutating func matchParent(
        _ selector: ComplexSelector, _ compound: Int, _ index: Int, _ anchor: Int?
    ) -> Outcome {
        let parent = Int(document.nodes[index].parent)
        guard parent > 0 || isScopeDocument(parent) else { return .failedForAncestors }
        let outcome = match(selector, compound - 1, parent, anchor: anchor)
        // Siblings share the parent.
        return outcome == .failed ? .failedForSiblings : outcome
    }

    private mutating func matchAncestors(
        _ selector: ComplexSelector, _ compound: Int, _ index: Int, _ anchor: Int?
    ) -> Outcome {
        var at = Int(document.nodes[index].parent)
        while at > 0 || isScopeDocument(at) {
            let outcome = match(selector, compound - 1, at, anchor: anchor)
            if outcome == .matched || outcome == .failedForAncestors { return outcome }
            at = Int(document.nodes[at].parent)
        }
        return .failedForAncestors
    }

    /// Whether an index is the document, which matches nothing but `:scope`.
    private func isScopeDocument(_ index: Int) -> Bool { index == 0 && scope == 0 }

    func previousElement(_ index: Int) -> Int? {
        var previous = Int(document.nodes[index].previous)
        while previous >= 0, !document.nodes[previous].isElement {
            previous = Int(document.nodes[previous].previous)
        }
        return previous < 0 ? nil : previous
    }

    private func isRelated(_ index: Int, _ combinator: Combinator, to anchor: Int) -> Bool {
        let nodes = document.nodes
        switch combinator {
        case .descendant: return index > anchor && index < Int(nodes[anchor].end)
        case .child: return Int(nodes[index].parent) == anchor
        case .next: return previousElement(index) == anchor
        case .subsequent: return nodes[index].parent == nodes[anchor].parent && index > anchor
        }
    }

    mutating func matches(_ compound: CompoundSelector, _ index: Int) -> Bool {
        for condition in compound.conditions where !matches(condition, index) { return false }
        return true
    }
}
