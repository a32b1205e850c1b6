import AlmanacCore
import CLexbor

/// Copies the C parser's tree into an arena, in document order and without recursion.
struct ArenaBuilder {
    private typealias CNode = UnsafeMutablePointer<lxb_dom_node_t>

    var arena = Arena()
    private let document: UnsafeMutablePointer<lxb_html_document_t>
    private let limits: DocumentLimits
    private var open: [Level] = []
    /// The parser's own numbers of names that are not HTML's, which are addresses.
    private var elementNumbers: [UInt: UInt32] = [:]
    private var attributeNumbers: [UInt: UInt32] = [:]

    /// An element whose children are being copied.
    private struct Level {
        var index: Int32
        var lastChild: Int32 = -1
        var elementCount: Int32 = 0
        /// Where the walk goes on after the children; the parent's own pointers do not lead from a
        /// template's contents back to the template.
        var node: UnsafeMutablePointer<lxb_dom_node_t>
    }

    init(
        document: UnsafeMutablePointer<lxb_html_document_t>, limits: DocumentLimits, byteCount: Int
    ) {
        self.document = document
        self.limits = limits
        arena.bytes.reserveCapacity(byteCount)
        arena.nodes.reserveCapacity(byteCount / 24)
        arena.attributes.reserveCapacity(byteCount / 48)
    }

    mutating func build() throws {
        let root = UnsafeMutableRawPointer(document).assumingMemoryBound(to: lxb_dom_node_t.self)
        arena.nodes.append(
            NodeRecord(
                parent: -1, end: 0, previous: -1, position: 0,
                kindAndName: NodeRecord.pack(.document), start: 0, count: 0))
        open.append(Level(index: 0, node: root))
        var next = root.pointee.first_child
        while true {
            if let node = next {
                try append(node)
                if let child = firstChild(of: node) {
                    guard open.count < limits.depth else {
                        throw DocumentLimits.exceeded("elements inside each other", limits.depth)
                    }
                    open.append(Level(index: Int32(arena.nodes.count - 1), node: node))
                    next = child
                } else {
                    arena.nodes[arena.nodes.count - 1].end = Int32(arena.nodes.count)
                    next = node.pointee.next
                }
            } else {
                let done = open.removeLast()
                arena.nodes[Int(done.index)].end = Int32(arena.nodes.count)
                if open.isEmpty { return }
                next = done.node.pointee.next
            }
        }
    }

    /// The first child of a node, which for a template is the first of its contents.
    private func firstChild(of node: CNode) -> CNode? {
        guard node.pointee.local_name == UInt(LXB_TAG_TEMPLATE.rawValue),
            node.pointee.ns == UInt(LXB_NS_HTML.rawValue),
            node.pointee.type == LXB_DOM_NODE_TYPE_ELEMENT
        else { return node.pointee.first_child }
        let template = UnsafeMutableRawPointer(node)
            .assumingMemoryBound(to: lxb_html_template_element_t.self)
        return template.pointee.content?.pointee.node.first_child ?? node.pointee.first_child
    }

    private mutating func append(_ node: CNode) throws {
        let index = arena.nodes.count
        if index & 0xFFF == 0 {
            guard index <= limits.nodeCount else {
                throw DocumentLimits.exceeded("nodes", limits.nodeCount)
            }
            if let isOverdue = limits.isOverdue, isOverdue() { throw DocumentLimits.overdue }
        }
        let level = open.count - 1
        var record = NodeRecord(
            parent: open[level].index, end: 0, previous: open[level].lastChild, position: 0,
            kindAndName: NodeRecord.pack(.other), start: 0, count: 0)
        open[level].lastChild = Int32(index)
        switch node.pointee.type {
        case LXB_DOM_NODE_TYPE_ELEMENT:
            open[level].elementCount += 1
            record.position = open[level].elementCount
            try fill(&record, element: node)
        case LXB_DOM_NODE_TYPE_TEXT, LXB_DOM_NODE_TYPE_CDATA_SECTION:
            record.kindAndName = NodeRecord.pack(.text)
            fill(&record, text: node)
        case LXB_DOM_NODE_TYPE_COMMENT:
            record.kindAndName = NodeRecord.pack(.comment)
            fill(&record, text: node)
        default: break
        }
        arena.nodes.append(record)
    }

    private mutating func fill(_ record: inout NodeRecord, text node: CNode) {
        let data = UnsafeMutableRawPointer(node)
            .assumingMemoryBound(to: lxb_dom_character_data_t.self).pointee.data
        (record.start, record.count) = append(data)
    }

    private mutating func fill(_ record: inout NodeRecord, element node: CNode) throws {
        let namespace: NodeRecord.Namespace =
            switch node.pointee.ns {
            case UInt(LXB_NS_HTML.rawValue): .html
            case UInt(LXB_NS_SVG.rawValue): .svg
            case UInt(LXB_NS_MATH.rawValue): .math
            default: .other
            }
        let name = elementNumber(node.pointee.local_name)
        record.kindAndName = NodeRecord.pack(.element, namespace, name: name)
        record.start = UInt32(arena.attributes.count)
        let element = UnsafeMutableRawPointer(node)
            .assumingMemoryBound(to: lxb_dom_element_t.self)
        var next = element.pointee.first_attr
        while let attribute = next {
            let (start, count) = attribute.pointee.value.map { append($0.pointee) } ?? (0, 0)
            arena.attributes.append(
                AttributeRecord(name: attributeNumber(attribute), start: start, count: count))
            next = attribute.pointee.next
        }
        record.count = UInt32(arena.attributes.count) - record.start
        guard record.count <= limits.attributeCount else {
            throw DocumentLimits.exceeded("attributes", limits.attributeCount, Int(record.count))
        }
        if name == LXB_TAG_BASE.rawValue, namespace == .html, arena.firstBase == nil {
            arena.firstBase = (Int(record.start)..<arena.attributes.count)
                .first { arena.attributes[$0].name == Names.href }
        }
    }

    private mutating func append(_ string: lexbor_str_t) -> (start: UInt32, count: UInt32) {
        guard let data = string.data, string.length > 0 else { return (0, 0) }
        let start = UInt32(arena.bytes.count)
        arena.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: string.length))
        return (start, UInt32(string.length))
    }

    private mutating func elementNumber(_ id: UInt) -> UInt32 {
        if id < UInt(LXB_TAG__LAST_ENTRY.rawValue) { return UInt32(id) }
        if let known = elementNumbers[id] { return known }
        var length = 0
        let name = almanac_lexbor_tag_name(id, &length)
        let text = String(decoding: UnsafeBufferPointer(start: name, count: length), as: UTF8.self)
        let number = arena.elementNames.intern(text)
        elementNumbers[id] = number
        return number
    }

    private mutating func attributeNumber(
        _ attribute: UnsafeMutablePointer<lxb_dom_attr_t>
    ) -> UInt32 {
        let id = attribute.pointee.node.local_name
        let isPrefixed = attribute.pointee.node.prefix != 0
        if id < UInt(LXB_DOM_ATTR__LAST_ENTRY.rawValue), !isPrefixed { return UInt32(id) }
        // A prefixed name such as xlink:href shares the number of its local part.
        let key = isPrefixed ? attribute.pointee.qualified_name : id
        if let known = attributeNumbers[UInt(key)] { return known }
        var length = 0
        let name = almanac_lexbor_attribute_name(document, UInt(key), &length)
        let text = String(decoding: UnsafeBufferPointer(start: name, count: length), as: UTF8.self)
        let number = arena.attributeNames.intern(text.lowercased())
        attributeNumbers[UInt(key)] = number
        return number
    }
}
