/// Lays text out in the columns of a terminal.
package enum TextLayout {
    /// How many columns a text takes.
    ///
    /// - Source: the wide ranges of Unicode's East Asian Width (UAX #11), in blocks; joined emoji
    ///   count as their parts.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x0300: 1
        case 0x0300...0x036F, 0x200D, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// The text with spaces behind it to so many columns, cut where it is longer.
    static func left(_ text: String, _ columns: Int) -> String {
        let cut = cut(text, columns)
        return cut + String(repeating: " ", count: max(0, columns - width(cut)))
    }

    /// The text with spaces before it to so many columns; whole where it is longer, since what
    /// stands to the right is a figure, and a part of a figure is another one.
    static func right(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - width(text))) + text
    }

    /// The text, or its beginning and `~` where it is longer than so many columns.
    static func cut(_ text: String, _ columns: Int) -> String {
        guard width(text) > columns else { return text }
        var (used, kept) = (0, String.UnicodeScalarView())
        for scalar in text.unicodeScalars {
            if used + width(scalar) > columns - 1 { break }
            used += width(scalar)
            kept.append(scalar)
        }
        return String(kept) + (columns > 0 ? "~" : "")
    }

    /// The text in lines of at most so many columns, broken at spaces where there are any.
    ///
    /// - Parameters:
    ///   - first: What the first line begins with.
    ///   - rest: What the others begin with; as wide as `first`.
    package static func wrapped(
        _ text: String, _ columns: Int, first: String = "", rest: String = ""
    ) -> [String] {
        let room = max(8, columns - width(first))
        var lines: [String] = []
        var line = ""
        func finish() {
            lines.append((lines.isEmpty ? first : rest) + line)
            line = ""
        }
        for word in text.split(separator: " ") {
            var word = String(word)
            if !line.isEmpty, width(line) + 1 + width(word) > room { finish() }
            while width(word) > room {
                let head = prefix(word, room)
                line = head
                finish()
                word = String(word.unicodeScalars.dropFirst(head.unicodeScalars.count))
            }
            line += line.isEmpty ? word : " " + word
        }
        if !line.isEmpty || lines.isEmpty { finish() }
        return lines
    }

    /// The text as lines with an end after each, the second and later ones indented.
    package static func paragraph(_ text: String, _ columns: Int, first: String = "") -> String {
        wrapped(text, columns - 4 + width(first), first: first, rest: "    ")
            .joined(separator: "\n") + "\n"
    }

    /// The longest beginning of a word that fits, of at least one character.
    private static func prefix(_ word: String, _ columns: Int) -> String {
        var (used, kept) = (0, String.UnicodeScalarView())
        for scalar in word.unicodeScalars {
            if used + width(scalar) > columns, !kept.isEmpty { break }
            used += width(scalar)
            kept.append(scalar)
        }
        return String(kept)
    }
}
