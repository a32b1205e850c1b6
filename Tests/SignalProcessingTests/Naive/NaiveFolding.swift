/// Folding by the plain way, character by character, as the oracle of the one over bytes.
func naiveFolded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) }) { return text }
    var composed = String.UnicodeScalarView()
    for character in text {
        let scalars = character.unicodeScalars
        if scalars.count > 1, let one = NaiveFold.composed[character] {
            composed.append(one)
        } else {
            composed.append(contentsOf: scalars)
        }
    }
    var result = String.UnicodeScalarView()
    for scalar in composed { NaiveFold.append(scalar, to: &result) }
    return String(result)
}

/// The tables of folding.
private enum NaiveFold {
    /// Letters with their marks by what they are equal to; Swift compares characters canonically.
    static let composed: [Character: Unicode.Scalar] = {
        var table: [Character: Unicode.Scalar] = [:]
        let latin: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x1E00...0x1EFF]
        for value in latin.joined() {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else {
                continue
            }
            table[Character(scalar)] = scalar
        }
        return table
    }()

    static let replacements: [UInt32: String] = [
        0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x2032: "'", 0x02BC: "'",
        0x00B4: "'", 0x201C: "\"", 0x201D: "\"", 0x201E: "\"", 0x201F: "\"", 0x00AB: "\"",
        0x00BB: "\"", 0x2033: "\"", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-",
        0x2014: "-", 0x2015: "-", 0x2212: "-", 0x2026: "...", 0x00A0: " ", 0x202F: " ",
        0x3000: " ", 0x205F: " ", 0x0009: " ", 0x000D: "\n", 0x2028: "\n", 0x2029: "\n",
        0x00B2: "2", 0x00B3: "3", 0x00B9: "1", 0x2070: "0", 0xFB00: "ff", 0xFB01: "fi",
        0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x2122: "TM",
        0x00BD: "1/2", 0x00BC: "1/4", 0x00BE: "3/4", 0xFE69: "$", 0xFE6A: "%", 0x2044: "/",
        0x2100: "a/c", 0x2116: "No", 0x017F: "s", 0x212A: "K", 0x212B: "\u{C5}",
    ]

    /// Ranges of letters and digits, each with the plain one that it begins with.
    static let runs: [(range: ClosedRange<UInt32>, first: UInt32)] = [
        (0xFF01...0xFF5E, 0x21), (0x2460...0x2468, 0x31), (0x24B6...0x24CF, 0x41),
        (0x24D0...0x24E9, 0x61), (0x2074...0x2079, 0x34), (0x2080...0x2089, 0x30),
        (0x1F130...0x1F149, 0x41), (0x1F150...0x1F169, 0x41), (0x1F170...0x1F189, 0x41),
    ]

    static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        let value = scalar.value
        if value < 0x80, value >= 0x20 || value == 0x0A {
            result.append(scalar)
            return
        }
        if let text = replacements[value] {
            result.append(contentsOf: text.unicodeScalars)
            return
        }
        if (0x2000...0x200A).contains(value) {
            result.append(" ")
            return
        }
        if isInvisible(value) { return }
        if let plain = plain(value) {
            result.append(plain)
            return
        }
        result.append(scalar)
    }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
            0x2066...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE01EF:
            true
        default: false
        }
    }

    private static func plain(_ value: UInt32) -> Unicode.Scalar? {
        for (range, first) in runs where range.contains(value) {
            return Unicode.Scalar(first + value - range.lowerBound)
        }
        // Mathematical alphabets: thirteen of 52 letters, then five of ten digits.
        if (0x1D400...0x1D6A3).contains(value) {
            let index = (value - 0x1D400) % 52
            return Unicode.Scalar(index < 26 ? 0x41 + index : 0x61 + index - 26)
        }
        if (0x1D7CE...0x1D7FF).contains(value) {
            return Unicode.Scalar(0x30 + (value - 0x1D7CE) % 10)
        }
        return nil
    }
}
