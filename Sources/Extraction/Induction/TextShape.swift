/// The shape of a short text: runs of letters and digits with what stands between them.
struct TextShape: Sendable, Hashable {
    /// One run of characters of a class, or one other character.
    enum Run: Sendable, Hashable {
        case letters
        case digits
        case other(UInt8)
    }

    var runs: [Run]

    static let runLimit = 14

    init?(_ text: String) {
        guard let pieces = TextShape.pieces(text, limit: TextShape.runLimit) else { return nil }
        runs = pieces.map(\.run)
        guard runs.contains(.digits) else { return nil }
    }

    /// The runs of a text with their places; nil where there are too many.
    static func pieces(
        _ text: String, limit: Int
    ) -> [(run: Run, range: Range<Int>)]? {
        var pieces: [(run: Run, range: Range<Int>)] = []
        for (index, byte) in text.utf8.enumerated() {
            let isLetter =
                (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte > 0x7F
            let run: Run =
                isLetter ? .letters : (0x30...0x39).contains(byte) ? .digits : .other(byte)
            if let last = pieces.last, last.run == run, isLetter || run == .digits {
                pieces[pieces.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                guard pieces.count < limit else { return nil }
                pieces.append((run, index..<index + 1))
            }
        }
        return pieces
    }

    /// The texts of the longest matches of shapes, left to right without overlap.
    static func matches(of shapes: [TextShape], in text: String, upTo count: Int) -> [String] {
        guard !shapes.isEmpty, text.utf8.count <= 1_000,
            let pieces = pieces(text, limit: 400)
        else { return [] }
        let bytes = Array(text.utf8)
        var found: [String] = []
        var at = 0
        while at < pieces.count, found.count < count {
            var longest = 0
            for shape in shapes where shape.runs.count > longest {
                guard at + shape.runs.count <= pieces.count else { continue }
                var isMatch = true
                for (offset, run) in shape.runs.enumerated() where pieces[at + offset].run != run {
                    isMatch = false
                    break
                }
                if isMatch, isApart(pieces, at, at + shape.runs.count) {
                    longest = shape.runs.count
                }
            }
            if longest > 0 {
                let range = pieces[at].range.lowerBound..<pieces[at + longest - 1].range.upperBound
                found.append(String(decoding: bytes[range], as: UTF8.self))
                at += longest
            } else {
                at += 1
            }
        }
        return found
    }

    /// Whether a match is not cut out of a longer word.
    private static func isApart(
        _ pieces: [(run: Run, range: Range<Int>)], _ start: Int, _ end: Int
    ) -> Bool {
        func isWord(_ run: Run) -> Bool { run == .letters || run == .digits }
        if start > 0, isWord(pieces[start - 1].run), isWord(pieces[start].run) { return false }
        if end < pieces.count, isWord(pieces[end].run), isWord(pieces[end - 1].run) { return false }
        return true
    }
}
