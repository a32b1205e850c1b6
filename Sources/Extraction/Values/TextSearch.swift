import Glibc

/// Searching texts byte by byte, which is many times as fast as by characters and finds the same
/// wherever what is looked for neither begins nor ends within one.
extension StringProtocol {
    /// The first place of a text that is not empty; nil where it is not there.
    func firstPlace(of wanted: String) -> Range<String.Index>? {
        let bytes = utf8
        let count = wanted.utf8.count
        guard count > 0, bytes.count >= count else { return nil }
        let place = bytes.withBytes { text in
            wanted.utf8.withBytes { text.firstPlace(of: $0) }
        }
        return place.map {
            let start = bytes.index(bytes.startIndex, offsetBy: $0)
            return start..<bytes.index(start, offsetBy: count)
        }
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

    /// The parts between white space and other signs of ASCII, none of them empty.
    func words(alsoBetween signs: String = "") -> [Substring] {
        let signs = Array(signs.utf8)
        guard utf8.allSatisfy({ $0 < 0x80 }) else {
            return Substring(self).unicodeScalars.split { scalar in
                scalar.value < 0x80
                    ? UInt8(scalar.value).isSpace || signs.contains(UInt8(scalar.value))
                    : scalar.properties.isWhitespace
            }.map { Substring($0) }
        }
        return Substring(self).utf8.split { $0.isSpace || signs.contains($0) }
            .map { Substring($0) }
    }

    /// The number of characters.
    var length: Int {
        var count = 0
        for scalar in unicodeScalars {
            switch scalar.value {
            // Each of these is a character by itself.
            case 0x20...0x2FF, 0x09, 0x0A, 0x2010...0x2027: count += 1
            default: return self.count
            }
        }
        return count
    }

    /// The text with the letters of ASCII in lower case.
    var loweredASCII: String { String(decoding: utf8.lazy.map(lowered), as: UTF8.self) }
}

extension UInt8 {
    /// Whether it is white space of ASCII.
    fileprivate var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
}

extension Collection<UInt8> {
    /// Hands over the bytes as they lie in memory.
    fileprivate func withBytes<Result>(_ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(use) ?? Array(self).withUnsafeBufferPointer(use)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place of bytes that are not none; nil where they are not there.
    fileprivate func firstPlace(of wanted: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = baseAddress, let sought = wanted.baseAddress else { return nil }
        let first = Int32(wanted[0])
        var at = 0
        while at + wanted.count <= count,
            let found = memchr(start + at, first, count - wanted.count - at + 1)
        {
            at = UnsafeRawPointer(found) - UnsafeRawPointer(start)
            if memcmp(start + at, sought, wanted.count) == 0 { return at }
            at += 1
        }
        return nil
    }
}

extension [UInt8] {
    /// Whether bytes that are not none stand among these, one after the other.
    func holds(_ wanted: [UInt8]) -> Bool {
        withUnsafeBufferPointer { own in
            wanted.withUnsafeBufferPointer { own.firstPlace(of: $0) != nil }
        }
    }
}

/// A text as the key of a table: its bytes, which need not be put into a normal form first.
struct TextKey: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: TextKey, right: TextKey) -> Bool {
        left.text.utf8.withBytes { left in
            right.text.utf8.withBytes { right in
                guard left.count == right.count else { return false }
                guard let own = left.baseAddress, let other = right.baseAddress else { return true }
                return own == other || memcmp(own, other, left.count) == 0
            }
        }
    }

    func hash(into hasher: inout Hasher) {
        text.utf8.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(UInt8(0xFF))
    }
}
