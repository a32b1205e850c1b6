/// A node of a document, which only that document can read.
///
/// Nodes compare in document order: what comes first in the page's source is less.
public struct Node: Hashable, Comparable, Sendable {
    /// The node's place in document order, counted from the document itself at 0.
    public let index: Int

    @inlinable
    package init(_ index: Int) { self.index = index }

    /// Whether a node comes before another in the document.
    @inlinable
    public static func < (left: Node, right: Node) -> Bool { left.index < right.index }

    /// What a node is.
    public enum Kind: UInt8, Sendable {
        case document, element, text, comment, other
    }
}

/// Consecutive nodes in document order, such as all that is below an element.
public struct NodeRange: RandomAccessCollection, Sendable {
    let range: Range<Int>

    init(_ indices: Range<Int>) { range = indices }

    /// The position of the first node.
    public var startIndex: Int { range.lowerBound }
    /// The position after the last node.
    public var endIndex: Int { range.upperBound }
    /// The node at a position.
    public subscript(position: Int) -> Node { Node(position) }
}

/// One node in the arena; nodes lie in document order, so that a subtree is a range.
struct NodeRecord: Sendable {
    var parent: Int32
    /// One past the last node of the subtree that starts here.
    var end: Int32
    /// The sibling before, or -1.
    var previous: Int32
    /// The place among the parent's element children, counted from 1; 0 for what is no element.
    var position: Int32
    /// The kind in the top 3 bits, the namespace in the next 2, and below the name of an element.
    var kindAndName: UInt32
    /// Where an element's attributes, or a text's bytes, start and how many there are.
    var start: UInt32
    var count: UInt32

    @inline(__always)
    var kind: Node.Kind {
        Node.Kind(rawValue: UInt8(truncatingIfNeeded: kindAndName >> 29)) ?? .other
    }
    @inline(__always)
    var name: UInt32 { kindAndName & 0x07FF_FFFF }
    @inline(__always)
    var namespace: Namespace {
        Namespace(rawValue: UInt8(truncatingIfNeeded: kindAndName >> 27) & 3) ?? .other
    }
    @inline(__always)
    var isElement: Bool { kindAndName >> 29 == UInt32(Node.Kind.element.rawValue) }
    @inline(__always)
    var isText: Bool { kindAndName >> 29 == UInt32(Node.Kind.text.rawValue) }

    @inline(__always)
    static func pack(_ kind: Node.Kind, _ namespace: Namespace = .html, name: UInt32 = 0) -> UInt32
    {
        UInt32(kind.rawValue) << 29 | UInt32(namespace.rawValue) << 27 | name
    }

    /// The vocabularies that HTML mixes, as far as the difference matters for reading.
    enum Namespace: UInt8 { case html, svg, math, other }
}

/// One attribute in the arena.
struct AttributeRecord: Sendable {
    var name: UInt32
    var start: UInt32
    var count: UInt32
}
