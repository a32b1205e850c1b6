/// Writes text as a browser lays it out: spaces collapse, breaks wait until text follows.
struct VisibleTextWriter {
    private var output: [UInt8] = []
    /// Line breaks that must stand before the next text; none at the very start.
    private var pendingBreaks = 0
    private var isSpacePending = false
    /// Whether nothing visible stands on the current line yet.
    private var isAtLineStart = true
    var isPreformatted: Bool

    init(isPreformatted: Bool) { self.isPreformatted = isPreformatted }

    mutating func append(_ text: ArraySlice<UInt8>) {
        if isPreformatted {
            guard !text.isEmpty else { return }
            settle()
            output.append(contentsOf: text)
            isAtLineStart = text.last == 0x0A
            return
        }
        var at = text.startIndex
        while at < text.endIndex {
            if isMarkupSpace(text[at]) {
                isSpacePending = true
                at += 1
                continue
            }
            var end = at + 1
            while end < text.endIndex, !isMarkupSpace(text[end]) { end += 1 }
            settle()
            output.append(contentsOf: text[at..<end])
            isAtLineStart = false
            at = end
        }
    }

    /// Writes the breaks or the space that waited for text.
    private mutating func settle() {
        if pendingBreaks > 0 {
            if !output.isEmpty {
                output.append(contentsOf: repeatElement(0x0A, count: pendingBreaks))
            }
            pendingBreaks = 0
            isAtLineStart = true
        }
        if isSpacePending, !isAtLineStart { output.append(0x20) }
        isSpacePending = false
    }

    /// Asks for a number of line breaks at least between what is before and what follows.
    mutating func requireBreaks(_ count: Int) {
        pendingBreaks = max(pendingBreaks, count)
        isSpacePending = false
    }

    /// Ends the line, as `br` does.
    mutating func breakLine() {
        isSpacePending = false
        settle()
        output.append(0x0A)
        isAtLineStart = true
    }

    /// Separates a cell from the next one of its row.
    mutating func separateCells() {
        isSpacePending = false
        pendingBreaks = 0
        output.append(0x09)
        isAtLineStart = true
    }

    mutating func finish() -> [UInt8] { output }
}

/// What an inline style says about an element's display.
enum InlineStyle {
    case none, block, inline

    /// Reads `display` and `visibility` from a `style` attribute; the last of each counts.
    static func display(_ style: ArraySlice<UInt8>) -> InlineStyle? {
        guard style.count > 8 else { return nil }
        var found: InlineStyle?
        var isInvisible = false
        for declaration in style.split(separator: UInt8(ascii: ";")) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = word(declaration[..<colon])
            guard name == "display" || name == "visibility" else { continue }
            var value = word(declaration[(colon + 1)...])
            if value.hasSuffix("!important") { value.removeLast(10) }
            switch (name, value) {
            case ("display", "none"): found = InlineStyle.none
            case ("display", "block"), ("display", "flex"), ("display", "grid"),
                ("display", "list-item"), ("display", "table"):
                found = .block
            case ("display", "inline"), ("display", "inline-block"), ("display", "inline-flex"):
                found = .inline
            case ("visibility", let value):
                isInvisible = value == "hidden" || value == "collapse"
            default: break
            }
        }
        return isInvisible ? InlineStyle.none : found
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.lazy.filter { !isMarkupSpace($0) }.map(lowered), as: UTF8.self)
    }
}
