import CLexbor

/// One line of visible text, and the nodes that it comes from.
package struct TextLine: Sendable {
    /// The text, with white space between words made one space.
    package var text: String
    /// The text nodes, from the first to one past the last.
    package var nodes: Range<Int>
}

extension Document {
    /// The lines of visible text among consecutive nodes: what blocks, cells and `br` part.
    ///
    /// - Complexity: O(nodes and their bytes).
    package func textLines(in range: Range<Int>) -> [TextLine] {
        var lines: [TextLine] = []
        var bytes: [UInt8] = []
        var nodesOfLine: Range<Int>?
        var ends: [Int] = []
        func finish() {
            while bytes.last == 0x20 { bytes.removeLast() }
            if let range = nodesOfLine, !bytes.isEmpty {
                lines.append(TextLine(text: String(decoding: bytes, as: UTF8.self), nodes: range))
            }
            bytes.removeAll(keepingCapacity: true)
            nodesOfLine = nil
        }
        var at = range.lowerBound
        while at < range.upperBound {
            while let end = ends.last, end <= at {
                finish()
                ends.removeLast()
            }
            let record = nodes[at]
            if record.isText {
                let before = bytes.count
                append(textBytes(record), to: &bytes)
                // A space alone is no part of a line.
                if bytes.count > before + 1 || bytes.count > before && bytes.last != 0x20 {
                    nodesOfLine = (nodesOfLine?.lowerBound ?? at)..<at + 1
                }
            } else if record.isElement {
                guard let role = shownRole(at, record) else {
                    at = Int(record.end)
                    continue
                }
                let isBreak = record.name == LXB_TAG_BR.rawValue && record.namespace == .html
                if isBreak || role.contains(.block) || role.contains(.cell) {
                    finish()
                    ends.append(Int(record.end))
                }
            }
            at += 1
        }
        finish()
        return lines
    }

    /// Appends a text with white space made one space, none at the start of a line.
    private func append(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            if isMarkupSpace(byte) {
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            } else {
                bytes.append(byte)
            }
        }
    }
}
