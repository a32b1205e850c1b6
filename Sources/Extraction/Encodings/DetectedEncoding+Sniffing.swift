extension DetectedEncoding {
    /// How many bytes are looked at; what a page is encoded in shows in its first text.
    private static let sampleByteCount = 64 << 10

    /// Guesses an encoding from bytes that declare none.
    ///
    /// Valid UTF-8 is UTF-8, since other encodings hardly ever happen to be. Then the encodings of
    /// East Asia, where the bytes are valid and give the characters that such text is made of;
    /// then Cyrillic by the share of its letters; else Windows-1252, as browsers assume.
    static func sniffed(_ page: ArraySlice<UInt8>) -> DetectedEncoding {
        if isUTF8(page) { return DetectedEncoding(.utf8, .content) }
        let sample = page.prefix(sampleByteCount)
        if let eastAsian = eastAsian(sample) { return DetectedEncoding(eastAsian, .content) }
        if let cyrillic = cyrillic(sample) { return DetectedEncoding(cyrillic, .content) }
        return DetectedEncoding(.windows1252, .assumption)
    }

    /// Whether bytes are valid UTF-8.
    static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var scanner = UTF8ValidityScanner()
            var at = 0
            while at < buffer.count {
                // Most of a page is ASCII, eight bytes of which are told apart at once.
                if at + 8 <= buffer.count, scanner.isBetweenCharacters,
                    buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                        & 0x8080_8080_8080_8080 == 0
                {
                    at += 8
                    continue
                }
                guard scanner.accept(buffer[at]) else { return false }
                at += 1
            }
            return scanner.isBetweenCharacters
        }
    }

    /// An encoding of East Asia whose bytes are valid and mostly those of its frequent characters.
    ///
    /// The frequent characters lie together: kana in rows 4 and 5 of JIS, the syllables of Korean
    /// in rows 16 to 40 of KS X 1001, the first level of GB 2312 in rows 16 to 55, and that of
    /// Big5 below C7.
    private static func eastAsian(_ sample: ArraySlice<UInt8>) -> CharacterEncoding? {
        let candidates: [(label: String, leads: [ClosedRange<UInt8>], share: Double)] = [
            ("shift_jis", [0x82...0x83], 0.3), ("euc-jp", [0xA4...0xA5], 0.3),
            ("euc-kr", [0xB0...0xC8], 0.85), ("gb18030", [0xB0...0xD7, 0xA3...0xA3], 0.75),
            ("big5", [0xA4...0xC6, 0xA1...0xA1], 0.75),
        ]
        for candidate in candidates {
            let leads = leadBytes(sample, isShiftJIS: candidate.label == "shift_jis")
            guard leads.count > 8, let encoding = CharacterEncoding(label: candidate.label) else {
                continue
            }
            let common = leads.count { lead in candidate.leads.contains { $0.contains(lead) } }
            // A character may be cut off at the end of the sample.
            if Double(common) >= candidate.share * Double(leads.count),
                encoding.faultCount(in: sample) * 200 <= leads.count
            {
                return encoding
            }
        }
        return nil
    }

    /// The first bytes of what would be characters of two bytes.
    private static func leadBytes(_ sample: ArraySlice<UInt8>, isShiftJIS: Bool) -> [UInt8] {
        var leads: [UInt8] = []
        var at = sample.startIndex
        while at + 1 < sample.endIndex {
            let byte = sample[at]
            let isLead = isShiftJIS ? byte &- 0x81 < 31 || byte &- 0xE0 < 29 : byte >= 0x81
            if isLead { leads.append(byte) }
            at += isLead ? 2 : 1
        }
        return leads
    }

    private static func cyrillic(_ sample: ArraySlice<UInt8>) -> CharacterEncoding? {
        let high = sample.filter { $0 >= 0x80 }
        guard high.count > 16 else { return nil }
        let letters = high.count { $0 >= 0xC0 }
        guard letters * 10 >= high.count * 9, high.count * 4 >= sample.count / 8 else { return nil }
        // Small letters are the upper half in Windows-1251, the lower half in KOI8-R.
        let upper = high.count { $0 >= 0xE0 }
        // Western text has single accented letters between ASCII ones; Cyrillic has whole words.
        let pairs = zip(sample, sample.dropFirst()).count { $0 >= 0xC0 && $1 >= 0xC0 }
        guard pairs * 2 > letters else { return nil }
        return CharacterEncoding(label: upper * 2 > letters ? "windows-1251" : "koi8-r")
    }
}

/// Steps through bytes and tells whether they can be UTF-8 so far.
private struct UTF8ValidityScanner {
    private var missing = 0
    private var range: ClosedRange<UInt8> = 0x80...0xBF
    var isBetweenCharacters: Bool { missing == 0 }

    mutating func accept(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard range.contains(byte) else { return false }
            missing -= 1
            range = 0x80...0xBF
            return true
        }
        switch byte {
        case 0..<0x80: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, range) = (2, 0xA0...0xBF)
        case 0xED: (missing, range) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, range) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, range) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
