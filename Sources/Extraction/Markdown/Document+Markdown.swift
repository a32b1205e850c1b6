import AlmanacCore

extension Document {
    /// A part of the page as Markdown: headings, lists, tables, links, images, quotes and code.
    ///
    /// CommonMark with the tables of GitHub. Only what a browser shows is written; addresses are
    /// resolved. Tables that lay out a page, or hold other tables, are written as their contents.
    ///
    /// - Parameters:
    ///   - node: The part; nil for the whole page.
    ///   - isKept: Says which elements are written with what they hold; the others are left out.
    public func markdown(of node: Node? = nil, keeping isKept: (Node) -> Bool = { _ in true })
        -> String
    {
        var writer = MarkdownWriter(self)
        writer.write(node ?? root, isKept)
        return writer.finish()
    }
}

/// Writes Markdown from a walk in document order.
private struct MarkdownWriter {
    let document: Document
    private var output: [UInt8] = []
    /// What stands before each line: quotes and the indents of lists.
    private var prefixes: [String] = []
    private var pendingBreaks = 0
    private var isSpacePending = false
    private var isLineStart = true
    /// A list item's mark, which waits for the item's first text.
    private var marker: String?
    private var open: [Level] = []

    /// An element whose contents are being written.
    private struct Level {
        var end: Int
        var name: String
        var closing = ""
        var isBlock = false
        var hasPrefix = false
        var itemNumber = 1
        var start = 0
    }

    init(_ document: Document) { self.document = document }

    mutating func write(_ node: Node, _ isKept: (Node) -> Bool) {
        let end = Int(document.nodes[node.index].end)
        var at = document.isElement(node) || node.index == 0 ? node.index : end
        if document.nodes[node.index].isText {
            text(document.textBytes(document.nodes[node.index]))
        }
        while at < end {
            while let last = open.last, last.end <= at { close() }
            let record = document.nodes[at]
            if record.isText {
                text(document.textBytes(record))
            } else if record.isElement {
                guard document.shownRole(at, record) != nil || at == node.index, isKept(Node(at)),
                    begin(Node(at), record)
                else {
                    at = Int(record.end)
                    continue
                }
            }
            at += 1
        }
        while !open.isEmpty { close() }
    }

    mutating func finish() -> String { String(decoding: output, as: UTF8.self) }

    private var isCode: Bool { open.contains { $0.name == "pre" } }

    /// Opens an element; false where it has been written whole.
    private mutating func begin(_ node: Node, _ record: NodeRecord) -> Bool {
        let name = document.name(of: node)
        var level = Level(end: Int(record.end), name: name)
        let isBlock = ElementRole.of(record).contains(.block)
        if isBlock, !isCode {
            breakLines(
                ["p", "ul", "ol", "pre", "table", "blockquote"].contains(name) || isHeading(name)
                    ? 2 : 1)
            level.isBlock = true
        }
        switch name {
        case "br":
            isSpacePending = false
            raw("\n")
            startLine()
            return false
        case "hr": raw("---")
        case "img": return image(node)
        case "h1", "h2", "h3", "h4", "h5", "h6":
            raw(String(repeating: "#", count: Int(name.dropFirst()) ?? 1) + " ")
            isLineStart = true
        case "blockquote":
            prefixes.append("> ")
            level.hasPrefix = true
        case "li": item(&level)
        case "pre":
            raw("```\n")
            startLine()
            level.closing = "\n```"
        case "code", "kbd", "samp", "tt":
            if !isCode { inline("`", &level) }
        case "b", "strong": if !isCode { inline("**", &level) }
        case "i", "em": if !isCode { inline("*", &level) }
        case "del", "s", "strike": if !isCode { inline("~~", &level) }
        case "a":
            if !isCode, let address = address(of: node) {
                inline("[", &level)
                level.closing = "](" + Self.escapedAddress(address) + ")"
            }
        case "table": if table(node) { return false }
        default: break
        }
        level.start = output.count
        open.append(level)
        return true
    }

    /// Where a link leads; as it is written where the page's own address is not known.
    private func address(of node: Node) -> String? {
        if let url = document.url("href", of: node) {
            return url.isWeb || url.scheme == "mailto" ? url.description : nil
        }
        guard document.baseURL == nil, let written = document.attribute("href", of: node)?.trimmed,
            !written.isEmpty, !written.hasPrefix("#"),
            // What stands before a colon is a scheme, such as `javascript`.
            !written.prefix(while: { !"/?#".contains($0) }).contains(":")
        else { return nil }
        return written
    }

    private func isHeading(_ name: String) -> Bool {
        name.utf8.count == 2 && name.hasPrefix("h") && name != "hr"
    }

    private mutating func item(_ level: inout Level) {
        let list = open.lastIndex { $0.name == "ul" || $0.name == "ol" || $0.name == "menu" }
        var mark = "- "
        if let list, open[list].name == "ol" {
            mark = "\(open[list].itemNumber). "
            open[list].itemNumber += 1
        }
        marker = mark
        prefixes.append(String(repeating: " ", count: mark.count))
        level.hasPrefix = true
    }

    /// Opens a mark around inline text; it is taken back where no text follows.
    private mutating func inline(_ mark: String, _ level: inout Level) {
        settle()
        output += Array(mark.utf8)
        isLineStart = false
        level.closing = mark
    }

    private mutating func close() {
        guard let level = open.popLast() else { return }
        if !level.closing.isEmpty, !level.isBlock {
            if output.count == level.start {
                // Nothing stands between the marks.
                let mark = level.closing.hasPrefix("](") ? 1 : level.closing.utf8.count
                output.removeLast(min(mark, output.count))
            } else {
                output += Array(level.closing.utf8)
            }
        } else if !level.closing.isEmpty {
            output += Array(level.closing.utf8)
        }
        if level.hasPrefix {
            prefixes.removeLast()
            if level.name == "li" { marker = nil }
        }
        if level.isBlock {
            breakLines(
                ["p", "ul", "ol", "pre", "table", "blockquote"].contains(level.name)
                    || isHeading(level.name) ? 2 : 1)
        }
    }

    private mutating func image(_ node: Node) -> Bool {
        let alternative = document.attribute("alt", of: node)?.trimmed ?? ""
        guard !alternative.isEmpty, let url = document.url("src", of: node), url.isWeb else {
            return false
        }
        settle()
        output += Array(
            "![\(Self.escaped(alternative))](\(Self.escapedAddress(url.description)))".utf8)
        isLineStart = false
        return false
    }

    /// Writes a table of data whole; false for one that lays out a page.
    private mutating func table(_ node: Node) -> Bool {
        guard let table = try? document.table(node), table.isData, table.columnCount > 1,
            table.rows.count > 1
        else { return false }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        var lines: [String] = []
        if let caption = table.caption, !caption.isEmpty { lines += [Self.escaped(caption), ""] }
        let names =
            table.headerRowCount > 0
            ? table.columnNames : Array(repeating: "", count: table.columnCount)
        lines.append(line(names.map(Self.escapedCell)))
        lines.append(line(Array(repeating: "---", count: table.columnCount)))
        for row in table.bodyRows {
            lines.append(
                line(
                    row.map { $0.map { $0.isContinuation ? "" : Self.escapedCell($0.text) } ?? "" })
            )
        }
        for (index, text) in lines.enumerated() {
            if index > 0 {
                output.append(0x0A)
                startLine()
            }
            raw(text)
        }
        breakLines(2)
        return true
    }

    private mutating func text(_ bytes: ArraySlice<UInt8>) {
        if isCode {
            settle()
            for byte in bytes {
                output.append(byte)
                if byte == 0x0A { startLine() }
            }
            return
        }
        let isInCode = open.contains { $0.closing == "`" }
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if isMarkupSpace(bytes[at]) {
                isSpacePending = true
                at += 1
                continue
            }
            var end = at + 1
            while end < bytes.endIndex, !isMarkupSpace(bytes[end]) { end += 1 }
            settle()
            for byte in bytes[at..<end] {
                if !isInCode, Self.special.contains(byte) { output.append(UInt8(ascii: "\\")) }
                output.append(byte)
            }
            isLineStart = false
            at = end
        }
    }

    private static let special = Array("\\`*_[]<>|".utf8)

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if let ascii = character.asciiValue, special.contains(ascii) { result += "\\" }
            result.append(character)
        }
        return result
    }

    private static func escapedCell(_ text: String) -> String { escaped(text) }

    private static func escapedAddress(_ text: String) -> String {
        text.replacing("(", with: "%28").replacing(")", with: "%29")
    }

    private mutating func breakLines(_ count: Int) {
        pendingBreaks = max(pendingBreaks, count)
        isSpacePending = false
    }

    private mutating func raw(_ text: String) {
        settle()
        output += Array(text.utf8)
        isLineStart = false
    }

    private mutating func settle() {
        if pendingBreaks > 0 {
            if !output.isEmpty {
                for index in 0..<pendingBreaks {
                    output.append(0x0A)
                    // A blank line within a quote carries the quote's mark.
                    if index + 1 < pendingBreaks { output += Array(linePrefix.trimmedEnd.utf8) }
                }
            }
            pendingBreaks = 0
            startLine()
        } else if output.isEmpty {
            startLine()
        }
        if let mark = marker {
            marker = nil
            output.removeLast(min(mark.utf8.count, output.count))
            output += Array(mark.utf8)
            isLineStart = true
        }
        if isSpacePending, !isLineStart { output.append(0x20) }
        isSpacePending = false
    }

    private var linePrefix: String { prefixes.joined() }

    private mutating func startLine() {
        output += Array(linePrefix.utf8)
        isLineStart = true
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
