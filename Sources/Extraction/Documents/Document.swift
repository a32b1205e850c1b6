public import AlmanacCore

/// A parsed page: a tree of nodes in flat arrays, which never changes once it is there.
///
/// Nodes lie in document order, so that everything below a node is a range of positions, and no
/// walk needs recursion. Names of HTML elements and attributes are in lower case. The contents of
/// a `template` are its children here, but selection and text leave them out, as a browser does.
///
/// ```swift
/// let page = try Document(html: bytes, url: WebURL("https://a.example/"))
/// for row in page.select(try Selector("table.prices tr:has(td)")) {
///     let cells = page.children(of: row).map { page.visibleText(of: $0) }
/// }
/// ```
public final class Document: Sendable {
    let nodes: [NodeRecord]
    let attributeRecords: [AttributeRecord]
    let bytes: [UInt8]
    let elementNames: Names
    let attributeNames: Names

    /// Which language's rules hold.
    public let language: MarkupLanguage
    /// The address that the page came from, where it is known.
    public let url: WebURL?
    /// What relative addresses are resolved against: the page's address and its `base` element.
    public let baseURL: WebURL?
    /// How the page's bytes were read.
    public let encoding: DetectedEncoding

    /// The languages of markup that a document can be in.
    public enum MarkupLanguage: Sendable { case html, xml }

    init(
        _ arena: consuming Arena, language: MarkupLanguage, url: WebURL?, encoding: DetectedEncoding
    ) {
        nodes = arena.nodes
        attributeRecords = arena.attributes
        bytes = arena.bytes
        elementNames = arena.elementNames
        attributeNames = arena.attributeNames
        self.language = language
        self.url = url
        self.encoding = encoding
        baseURL = Document.base(in: arena, language: language, url: url)
    }

    /// The document itself, above the root element.
    public var root: Node { Node(0) }

    /// How many nodes there are.
    public var nodeCount: Int { nodes.count }

    /// All nodes in document order.
    public var allNodes: NodeRange { NodeRange(0..<nodes.count) }

    /// The outermost element, `html` in a page; nil in an empty XML document.
    public var rootElement: Node? { children(of: root).first }

    /// What a node is.
    public func kind(of node: Node) -> Node.Kind { nodes[node.index].kind }

    /// Whether a node is an element.
    public func isElement(_ node: Node) -> Bool { nodes[node.index].isElement }

    /// The name of an element in lower case (as written in XML); empty for other nodes.
    public func name(of node: Node) -> String {
        let record = nodes[node.index]
        return record.isElement ? elementNames[record.name] : ""
    }

    /// Whether a node is an element of that name.
    public func isElement(_ node: Node, named name: String) -> Bool {
        let record = nodes[node.index]
        return record.isElement && elementNames[record.name] == name
    }

    private static func base(in arena: borrowing Arena, language: MarkupLanguage, url: WebURL?)
        -> WebURL?
    {
        guard language == .html, let index = arena.firstBase else { return url }
        let attribute = arena.attributes[index]
        let range = Int(attribute.start)..<Int(attribute.start) + Int(attribute.count)
        let href = String(decoding: arena.bytes[range], as: UTF8.self)
        if let url { return url.resolving(href) ?? url }
        return WebURL(href)
    }
}

/// The arrays of a document while it is being built.
struct Arena {
    var nodes: [NodeRecord] = []
    var attributes: [AttributeRecord] = []
    var bytes: [UInt8] = []
    var elementNames = Names.elements
    var attributeNames = Names.attributes
    /// The `href` of the first `base` element that has one.
    var firstBase: Int?
}
