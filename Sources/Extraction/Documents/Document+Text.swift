import CLexbor

extension Document {
    /// All text in a node as it stands in the source, scripts too, without the contents of
    /// templates inside it.
    ///
    /// This is the DOM's `textContent`; ``visibleText(of:)`` is what a browser shows.
    public func textContent(of node: Node) -> String {
        let record = nodes[node.index]
        if record.isText || record.kind == .comment { return text(record.start, record.count) }
        var output: [UInt8] = []
        var at = node.index + 1
        while at < Int(record.end) {
            let inner = nodes[at]
            if inner.isText {
                output.append(
                    contentsOf: bytes[Int(inner.start)..<Int(inner.start) + Int(inner.count)])
            }
            at = isTemplate(inner) ? Int(inner.end) : at + 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The texts that are a node's own children, each between white space made one space.
    public func ownText(of node: Node) -> String {
        var words: [String] = []
        for child in childNodes(of: node) where nodes[child.index].isText {
            words += textContent(of: child).utf8.split(whereSeparator: isMarkupSpace)
                .map { String($0) ?? "" }
        }
        return words.joined(separator: " ")
    }

    func isTemplate(_ record: NodeRecord) -> Bool {
        record.isElement && record.name == LXB_TAG_TEMPLATE.rawValue && language == .html
    }

    /// The text of a text node as bytes.
    func textBytes(_ record: NodeRecord) -> ArraySlice<UInt8> {
        bytes[Int(record.start)..<Int(record.start) + Int(record.count)]
    }
}
