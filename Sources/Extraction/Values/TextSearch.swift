/// Searching texts byte by byte, which is many times as fast as by characters and finds the same
/// wherever what is looked for neither begins nor ends within one.
extension StringProtocol {
    /// The first place of a text that is not empty; nil where it is not there.
    func firstPlace(of wanted: String) -> Range<String.Index>? {
        let bytes = utf8
        let pattern = wanted.utf8
        guard let first = pattern.first else { return nil }
        var at = bytes.startIndex
        while let start = bytes[at...].firstIndex(of: first) {
            var end = start
            var rest = pattern.startIndex
            while rest < pattern.endIndex, end < bytes.endIndex, bytes[end] == pattern[rest] {
                bytes.formIndex(after: &end)
                pattern.formIndex(after: &rest)
            }
            if rest == pattern.endIndex { return start..<end }
            at = bytes.index(after: start)
        }
        return nil
    }

    /// The parts between separators, none of them empty.
    func pieces(between separator: String, limit: Int = .max) -> [Substring] {
        var found: [Substring] = []
        var rest = Substring(self)
        while found.count < limit, let range = rest.firstPlace(of: separator) {
            if range.lowerBound > rest.startIndex { found.append(rest[..<range.lowerBound]) }
            rest = rest[range.upperBound...]
        }
        if !rest.isEmpty { found.append(rest) }
        return found
    }

    /// The parts between white space.
    var spacedWords: [Substring] {
        guard utf8.allSatisfy({ $0 < 0x80 }) else {
            return Substring(self).split { $0.isWhitespace }
        }
        return Substring(self).utf8.split { $0 == 0x20 || $0 &- 0x09 < 5 }.map { Substring($0) }
    }

    /// The number of characters.
    var length: Int {
        utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } ? utf8.count : count
    }
}
