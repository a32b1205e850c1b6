import CLexbor

extension Document {
    /// The text of a node as a browser shows it, by the rules of `innerText`.
    ///
    /// White space collapses except in preformatted text, blocks stand on lines of their own,
    /// paragraphs between blank lines, cells of a row between tabs. Scripts, styles, templates,
    /// fallback contents and what `hidden` or an inline style hides are left out; style sheets are
    /// not read. A node that is itself hidden gives its text as if it were shown.
    ///
    /// - Complexity: O(nodes below and their bytes).
    public func visibleText(of node: Node) -> String {
        String(decoding: visibleBytes(of: node), as: UTF8.self)
    }

    /// The visible text with all white space between words made one space.
    public func visibleLine(of node: Node) -> String {
        var output: [UInt8] = []
        for byte in visibleBytes(of: node) {
            if isMarkupSpace(byte) {
                if let last = output.last, last != 0x20 { output.append(0x20) }
            } else {
                output.append(byte)
            }
        }
        if output.last == 0x20 { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }

    private func visibleBytes(of node: Node) -> [UInt8] {
        let record = nodes[node.index]
        guard !record.isText else {
            var writer = VisibleTextWriter(isPreformatted: isInPreformatted(node.index))
            writer.append(textBytes(record))
            return writer.finish()
        }
        var writer = VisibleTextWriter(
            isPreformatted: ElementRole.of(record).contains(.preformatted)
                || isInPreformatted(node.index))
        var open: [(end: Int32, role: ElementRole, wasPreformatted: Bool)] = []
        var at = node.index + 1
        while at < Int(record.end) {
            while let last = open.last, Int(last.end) <= at {
                close(last.role, last.wasPreformatted, last.end, &writer)
                open.removeLast()
            }
            let inner = nodes[at]
            if inner.isText {
                writer.append(textBytes(inner))
            } else if inner.isElement {
                guard let role = shownRole(at, inner) else {
                    at = Int(inner.end)
                    continue
                }
                if inner.name == LXB_TAG_BR.rawValue, inner.namespace == .html {
                    writer.breakLine()
                } else {
                    let wasPreformatted = writer.isPreformatted
                    start(role, &writer)
                    open.append((inner.end, role, wasPreformatted))
                }
            }
            at += 1
        }
        while let last = open.popLast() {
            close(last.role, last.wasPreformatted, last.end, &writer)
        }
        return writer.finish()
    }

    private func start(_ role: ElementRole, _ writer: inout VisibleTextWriter) {
        if role.contains(.block) { writer.requireBreaks(role.contains(.paragraph) ? 2 : 1) }
        if role.contains(.preformatted) { writer.isPreformatted = true }
    }

    private func close(
        _ role: ElementRole, _ wasPreformatted: Bool, _ end: Int32,
        _ writer: inout VisibleTextWriter
    ) {
        writer.isPreformatted = wasPreformatted
        if role.contains(.block) { writer.requireBreaks(role.contains(.paragraph) ? 2 : 1) }
        if role.contains(.cell), hasCell(after: end) { writer.separateCells() }
    }

    /// Whether another cell of the same row follows what ends here.
    private func hasCell(after end: Int32) -> Bool {
        var at = Int(end)
        while at < nodes.count {
            let record = nodes[at]
            if record.isElement { return ElementRole.of(record).contains(.cell) }
            // White space between cells is a sibling; anything else ends the row.
            guard record.isText || record.kind == .comment else { return false }
            at += 1
        }
        return false
    }

    /// The role of an element that is shown; nil for one that is not.
    func shownRole(_ index: Int, _ record: NodeRecord) -> ElementRole? {
        var role = ElementRole.of(record)
        if role.contains(.hidden) { return nil }
        if record.namespace == .svg, elementNames[record.name] != "svg" {
            let name = elementNames[record.name]
            return ["title", "desc", "metadata", "defs", "style", "script"].contains(name)
                ? nil : role
        }
        guard record.count > 0 || record.name == LXB_TAG_DIALOG.rawValue else { return role }
        if hasFlag("hidden", index) && !isUntilFound(index) { return nil }
        if record.name == LXB_TAG_DIALOG.rawValue, !hasFlag("open", index) { return nil }
        if let style = attributeRange(Names.style, of: index) {
            switch InlineStyle.display(bytes[style]) {
            case .none?: return nil
            case .block?: role.insert(.block)
            case .inline?: role.remove([.block, .paragraph])
            case nil: break
            }
        }
        return role
    }

    private func hasFlag(_ name: String, _ index: Int) -> Bool {
        attributeNames.number(of: name).flatMap { attributeRange($0, of: index) } != nil
    }

    private func isUntilFound(_ index: Int) -> Bool {
        attribute("hidden", of: Node(index))?.lowercased() == "until-found"
    }

    private func isInPreformatted(_ index: Int) -> Bool {
        var at = Int(nodes[index].parent)
        while at > 0 {
            if ElementRole.of(nodes[at]).contains(.preformatted) { return true }
            at = Int(nodes[at].parent)
        }
        return false
    }
}

extension ElementRole {
    fileprivate mutating func remove(_ roles: [ElementRole]) {
        for role in roles { remove(role) }
    }
}
