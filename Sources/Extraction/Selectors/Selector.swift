import AlmanacCore

/// A CSS selector, read once and used on any number of documents.
///
/// Selectors Level 4 without what depends on a user or a moment: type, universal, `#id`, `.class`,
/// attribute tests with `= ~= |= ^= $= *=` and the flags `i` and `s`, the combinators ` `, `>`,
/// `+`, `~`, and the pseudo-classes `:is :where :not :has :root :scope :empty :first-child
/// :last-child :only-child :nth-child :nth-last-child` (with `of`), their `-of-type` twins,
/// `:any-link :link :checked :disabled :enabled :required :optional :lang`.
///
/// Names of elements and attributes match in any case in HTML and as written in XML; classes and
/// identifiers match as written.
public struct Selector: Sendable, Hashable, CustomStringConvertible {
    /// The selector as it was given.
    public let description: String
    let list: SelectorList

    /// Longest selector that is read, in bytes.
    static let byteLimit = 8_192
    /// Deepest nesting of `:not(...)` and its like.
    static let depthLimit = 16

    /// Reads a selector.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` that says what is wrong and where.
    public init(_ text: String) throws {
        guard text.utf8.count <= Self.byteLimit else {
            throw AlmanacError(
                .validation, "the selector is longer than \(Self.byteLimit) bytes",
                details: ["length": .integer(text.utf8.count)])
        }
        var parser = SelectorParser(text)
        list = try parser.parse()
        description = text
    }

    /// Whether two selectors are written alike.
    public static func == (left: Selector, right: Selector) -> Bool {
        left.description == right.description
    }

    /// Feeds the text to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Document {
    /// The elements that a selector matches, in document order.
    ///
    /// - Parameters:
    ///   - selector: What to look for.
    ///   - scope: Only elements below this node are given; nil for the whole page. The selector's
    ///     own parts may match outside, as in browsers; `:scope` is this node.
    /// - Complexity: O(nodes) for ordinary selectors; `:has` and `:nth-*` look at siblings and
    ///   descendants too.
    public func select(_ selector: Selector, in scope: Node? = nil) -> [Node] {
        var found: [Node] = []
        search(selector, scope) {
            found.append($0)
            return true
        }
        return found
    }

    /// The first element that a selector matches, in document order.
    public func first(_ selector: Selector, in scope: Node? = nil) -> Node? {
        var found: Node?
        search(selector, scope) {
            found = $0
            return false
        }
        return found
    }

    /// Whether a selector matches an element.
    public func matches(_ selector: Selector, _ node: Node, scope: Node? = nil) -> Bool {
        guard isElement(node) else { return false }
        var matcher = SelectorMatcher(self, selector.list, scope: (scope ?? root).index)
        return matcher.matches(node.index)
    }

    /// The nearest of an element and those that hold it that a selector matches.
    public func closest(_ selector: Selector, to node: Node) -> Node? {
        var matcher = SelectorMatcher(self, selector.list, scope: node.index)
        var at = node.index
        while at > 0 {
            if nodes[at].isElement, matcher.matches(at) { return Node(at) }
            at = Int(nodes[at].parent)
        }
        return nil
    }

    private func search(_ selector: Selector, _ scope: Node?, _ take: (Node) -> Bool) {
        let top = (scope ?? root).index
        search(selector, scope: top, in: top + 1..<Int(nodes[top].end), take)
    }

    /// Hands over the matches among consecutive nodes until it is told to stop.
    func search(
        _ selector: Selector, scope: Int, in range: Range<Int>, _ take: (Node) -> Bool
    ) {
        var matcher = SelectorMatcher(self, selector.list, scope: scope)
        if let chain = matcher.chainFromScope {
            return matcher.search(chain, in: range, take)
        }
        let name = matcher.commonName
        var at = range.lowerBound
        while at < range.upperBound {
            let record = nodes[at]
            if record.isElement {
                if name == nil || record.name == name, matcher.matches(at), !take(Node(at)) {
                    return
                }
                if isTemplate(record) {
                    at = Int(record.end)
                    continue
                }
            }
            at += 1
        }
    }
}
