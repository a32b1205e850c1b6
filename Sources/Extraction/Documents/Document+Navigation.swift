/// The elements among a node's children, or all its children, in order.
public struct Children: Sequence, Sendable {
    let document: Document
    let parent: Node
    let elementsOnly: Bool

    /// Steps through the children.
    public func makeIterator() -> Iterator {
        Iterator(
            document: document, position: parent.index + 1,
            end: Int(document.nodes[parent.index].end), elementsOnly: elementsOnly)
    }

    /// The first child, if any.
    public var first: Node? {
        var iterator = makeIterator()
        return iterator.next()
    }

    /// Steps from one sibling to the next.
    public struct Iterator: IteratorProtocol {
        let document: Document
        var position: Int
        let end: Int
        let elementsOnly: Bool

        /// The next child.
        public mutating func next() -> Node? {
            while position < end {
                let at = position
                let record = document.nodes[at]
                position = Int(record.end)
                if !elementsOnly || record.isElement { return Node(at) }
            }
            return nil
        }
    }
}

extension Document {
    /// The element that holds a node; nil for the document.
    public func parent(of node: Node) -> Node? {
        let parent = nodes[node.index].parent
        return parent < 0 ? nil : Node(Int(parent))
    }

    /// The elements that hold a node, the nearest first, without the document.
    public func ancestors(of node: Node) -> [Node] {
        var found: [Node] = []
        var at = Int(nodes[node.index].parent)
        while at > 0 {
            found.append(Node(at))
            at = Int(nodes[at].parent)
        }
        return found
    }

    /// The element children of a node.
    public func children(of node: Node) -> Children {
        Children(document: self, parent: node, elementsOnly: true)
    }

    /// All children of a node: elements, texts and comments.
    public func childNodes(of node: Node) -> Children {
        Children(document: self, parent: node, elementsOnly: false)
    }

    /// Everything below a node, in document order.
    public func descendants(of node: Node) -> NodeRange {
        NodeRange(node.index + 1..<Int(nodes[node.index].end))
    }

    /// A node and everything below it, in document order.
    public func subtree(of node: Node) -> NodeRange {
        NodeRange(node.index..<Int(nodes[node.index].end))
    }

    /// Whether a node is inside another, or is that node.
    public func contains(_ outer: Node, _ inner: Node) -> Bool {
        inner.index >= outer.index && inner.index < Int(nodes[outer.index].end)
    }

    /// How many elements hold a node.
    public func depth(of node: Node) -> Int {
        var depth = 0
        var at = Int(nodes[node.index].parent)
        while at > 0 {
            depth += 1
            at = Int(nodes[at].parent)
        }
        return depth
    }

    /// The place of an element among the element children of its parent, counted from 1.
    public func position(of element: Node) -> Int { Int(nodes[element.index].position) }

    /// The next sibling of any kind.
    public func nextSibling(of node: Node) -> Node? {
        let parent = nodes[node.index].parent
        guard parent >= 0 else { return nil }
        let next = nodes[node.index].end
        return next < nodes[Int(parent)].end ? Node(Int(next)) : nil
    }

    /// The sibling before, of any kind.
    public func previousSibling(of node: Node) -> Node? {
        let previous = nodes[node.index].previous
        return previous < 0 ? nil : Node(Int(previous))
    }

    /// The next sibling that is an element.
    public func nextElement(of node: Node) -> Node? {
        var next = nextSibling(of: node)
        while let found = next, !isElement(found) { next = nextSibling(of: found) }
        return next
    }

    /// The sibling before that is an element.
    public func previousElement(of node: Node) -> Node? {
        var previous = previousSibling(of: node)
        while let found = previous, !isElement(found) { previous = previousSibling(of: found) }
        return previous
    }

    /// The nearest element that holds both nodes, or is one of them.
    public func commonAncestor(of first: Node, _ second: Node) -> Node {
        var at = min(first, second)
        let other = max(first, second)
        while !contains(at, other), let above = parent(of: at) { at = above }
        return at
    }
}
