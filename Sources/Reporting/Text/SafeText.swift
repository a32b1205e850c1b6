/// Makes text from outside harmless to whatever shows it.
enum SafeText {
    /// The text on one line, with characters that could steer a terminal or hide what a text says
    /// written as their numbers.
    static func line(_ text: String) -> String { visible(text, keeping: []) }

    /// The text with its line breaks and tabs kept and every other such character written out.
    static func block(_ text: String) -> String { visible(text, keeping: ["\n", "\t"]) }

    private static func visible(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        guard text.unicodeScalars.contains(where: { isHidden($0) && !kept.contains($0) }) else {
            return text
        }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\r", kept.contains("\n") { continue }
            if isHidden(scalar), !kept.contains(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: max(0, 4 - code.count))
                shown.append(contentsOf: "<U+\(zeros)\(code)>".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// Whether a character controls a terminal, breaks a line or turns the direction of text.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }
}
