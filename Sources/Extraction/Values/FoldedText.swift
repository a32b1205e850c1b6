/// Text as values are read from it: lower case, without accents, with one kind of space, digit,
/// dash and apostrophe, and without marks that cannot be seen.
///
/// `12 345,6 €` and `1２345‚6` differ from page to page only in such things. Accents are removed
/// from Latin letters alone, by a table, so that `März` and `marz` are one word; combining marks
/// are dropped, so that composed and decomposed text are the same.
enum FoldedText {
    /// Longer text is no value, and is not looked at.
    static let limit = 160

    /// The plain scalars of a text, and which were capitals; nil where it is longer than a value.
    static func scalars(
        of text: String, limit: Int = limit
    ) -> (scalars: [Unicode.Scalar], capitals: [Bool])? {
        guard text.utf8.count <= limit * 4 else { return nil }
        var plain: [Unicode.Scalar] = []
        var capitals: [Bool] = []
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                if let last = plain.last, last != " " { plain.append(" ") }
            } else {
                append(scalar, to: &plain)
            }
            let isCapital = isCapital(scalar)
            while capitals.count < plain.count { capitals.append(isCapital) }
        }
        if plain.last == " " { plain.removeLast() }
        return plain.count <= limit ? (plain, capitals) : nil
    }

    /// One word of a table, in the form in which words are read from text.
    static func word(_ text: String) -> String {
        var plain: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars { append(scalar, to: &plain) }
        return string(plain[...])
    }

    static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar.value < 0x21 : scalar.properties.isWhitespace
    }

    private static func append(_ scalar: Unicode.Scalar, to plain: inout [Unicode.Scalar]) {
        if scalar.isASCII {
            plain.append(isCapital(scalar) ? lower(scalar) : scalar)
        } else if let same = replacements[scalar] {
            plain.append(contentsOf: same.unicodeScalars)
        } else if scalar.properties.numericType == .decimal,
            let digit = scalar.properties.numericValue, (0...9).contains(digit)
        {
            plain.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit)))
        } else if isMark(scalar) {
            return
        } else {
            for letter in scalar.properties.lowercaseMapping.unicodeScalars where !isMark(letter) {
                if let same = replacements[letter] {
                    plain.append(contentsOf: same.unicodeScalars)
                } else {
                    plain.append(letter)
                }
            }
        }
    }

    private static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
        ("A"..."Z").contains(scalar)
    }

    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20)
    }

    /// Whether a scalar only changes the letter before it, or how text runs.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .format: true
        default: false
        }
    }

    /// What stands for what, as the right side for every scalar on the left.
    private static let replacements: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("àáâãäåāăą", "a"), ("çćč", "c"), ("ďđ", "d"), ("èéêëēęě", "e"), ("ğ", "g"),
            ("ìíîïīı", "i"), ("ł", "l"), ("ñńň", "n"), ("òóôõöøōő", "o"), ("řŕ", "r"),
            ("śšşș", "s"), ("ťţț", "t"), ("ùúûüūůű", "u"), ("ýÿ", "y"), ("źżž", "z"),
            ("ß", "ss"), ("æ", "ae"), ("œ", "oe"),
            ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{FE63}\u{FF0D}", "-"),
            ("\u{2018}\u{2019}\u{2032}\u{02BC}\u{00B4}\u{0060}\u{066C}", "'"),
            ("\u{2044}\u{2215}\u{FF0F}", "/"), ("\u{FF0E}\u{066B}", "."), ("\u{FF0C}", ","),
            ("\u{FF1A}", ":"), ("\u{FF05}\u{066A}", "%"), ("\u{FF08}", "("), ("\u{FF09}", ")"),
            ("\u{FF04}", "$"), ("\u{FFE5}", "¥"), ("\u{FFE1}", "£"), ("\u{2248}", "~"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (sources, target) in rows {
            for scalar in sources.unicodeScalars { table[scalar] = target }
        }
        return table
    }()
}
