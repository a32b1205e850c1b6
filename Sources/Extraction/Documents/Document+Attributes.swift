public import AlmanacCore
import CLexbor

extension Document {
    /// The value of an attribute, with character references decoded; nil where it is absent.
    public func attribute(_ name: String, of node: Node) -> String? {
        attributeBytes(name, of: node).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether an element has an attribute, whatever its value.
    public func hasAttribute(_ name: String, _ node: Node) -> Bool {
        attributeNames.number(of: name).flatMap { attributeRange($0, of: node.index) } != nil
    }

    /// The attributes of an element in the order in which they are written.
    public func attributes(of node: Node) -> [(name: String, value: String)] {
        let record = nodes[node.index]
        guard record.isElement else { return [] }
        return attributeRecords[Int(record.start)..<Int(record.start) + Int(record.count)].map {
            (attributeNames[$0.name], text($0.start, $0.count))
        }
    }

    /// The address in an attribute, resolved against the page's base; nil where there is none.
    ///
    /// Without a known base an absolute address is read as it stands, and a relative one is nil.
    public func url(_ name: String, of node: Node) -> WebURL? {
        guard let value = attribute(name, of: node) else { return nil }
        return resolve(value)
    }

    /// An address as written in the page, resolved against its base.
    public func resolve(_ reference: String) -> WebURL? {
        if let baseURL { return baseURL.resolving(reference) }
        return WebURL(reference)
    }

    /// The value of the `id` attribute.
    public func identifier(of node: Node) -> String? {
        attributeRange(Names.id, of: node.index).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The words of the `class` attribute, in the order in which they are written.
    public func classes(of node: Node) -> [String] {
        guard let range = attributeRange(Names.class, of: node.index) else { return [] }
        return bytes[range].split(whereSeparator: isMarkupSpace).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Whether the `class` attribute holds a word.
    public func hasClass(_ word: String, _ node: Node) -> Bool {
        guard let range = attributeRange(Names.class, of: node.index) else { return false }
        return containsWord(range, Array(word.utf8), ignoringCase: false)
    }

    /// The bytes of an attribute's value; nil where the attribute is absent.
    package func attributeBytes(_ name: String, of node: Node) -> ArraySlice<UInt8>? {
        guard let number = attributeNames.number(of: name),
            let range = attributeRange(number, of: node.index)
        else { return nil }
        return bytes[range]
    }

    /// Where the value of an attribute lies.
    func attributeRange(_ name: UInt32, of index: Int) -> Range<Int>? {
        let record = nodes[index]
        guard record.isElement else { return nil }
        for at in Int(record.start)..<Int(record.start) + Int(record.count)
        where attributeRecords[at].name == name {
            let attribute = attributeRecords[at]
            return Int(attribute.start)..<Int(attribute.start) + Int(attribute.count)
        }
        return nil
    }

    func text(_ start: UInt32, _ count: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(start) + Int(count)], as: UTF8.self)
    }

    /// Whether a value, read as words between white space, holds one word.
    func containsWord(_ range: Range<Int>, _ word: [UInt8], ignoringCase: Bool) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            while at < range.upperBound, isMarkupSpace(bytes[at]) { at += 1 }
            let start = at
            while at < range.upperBound, !isMarkupSpace(bytes[at]) { at += 1 }
            if at - start == word.count, at > start,
                equal(start..<at, word, ignoringCase: ignoringCase)
            {
                return true
            }
        }
        return false
    }

    /// Whether bytes of the arena equal others, ASCII letters of either case alike on request.
    func equal(_ range: Range<Int>, _ other: [UInt8], ignoringCase: Bool) -> Bool {
        guard range.count == other.count else { return false }
        for offset in 0..<other.count {
            let left = bytes[range.lowerBound + offset]
            let right = other[offset]
            if left != right, !ignoringCase || lowered(left) != lowered(right) { return false }
        }
        return true
    }
}

extension Names {
    static var id: UInt32 { LXB_DOM_ATTR_ID.rawValue }
    static var `class`: UInt32 { LXB_DOM_ATTR_CLASS.rawValue }
    static var style: UInt32 { LXB_DOM_ATTR_STYLE.rawValue }
    static var href: UInt32 { LXB_DOM_ATTR_HREF.rawValue }
    static var lang: UInt32 { LXB_DOM_ATTR_LANG.rawValue }
}
