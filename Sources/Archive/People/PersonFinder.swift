/// Finds where bytes of a page or answer name people: ranges without overlap, in order.
struct PersonFinder {
    let bytes: [UInt8]
    let members: [String]

    /// What stands before a handle, and may not be a part of a longer word.
    private static let prefixes = [
        "@", "u/", "user/", "users/", "x.com/", "twitter.com/", "instagram.com/", "stocktwits.com/",
        "t.me/", "facebook.com/", "tiktok.com/@",
    ].map { Array($0.utf8) }

    /// Words after `@` that are no handles: JSON-LD's and the rules of style sheets.
    private static let reserved: Set<String> = [
        "charset", "container", "context", "counter-style", "font-face", "font-feature-values",
        "graph", "id", "import", "include", "keyframes", "language", "layer", "list", "media",
        "namespace", "page", "property", "reverse", "set", "supports", "type", "value", "vocab",
        "-webkit-keyframes", "-moz-document", "-ms-viewport",
    ]

    func find() -> [Range<Int>] {
        let named = memberValues()
        var ranges = named + handles() + addresses()
        for name in distinctive(named) { ranges += occurrences(of: name) }
        ranges.sort { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
        var found: [Range<Int>] = []
        for range in ranges where range.lowerBound >= found.last?.upperBound ?? 0 {
            found.append(range)
        }
        return found
    }

    /// The texts of JSON members that hold names: `"author": "somebody"`, without escapes.
    private func memberValues() -> [Range<Int>] {
        var found: [Range<Int>] = []
        for member in members {
            let key = Array("\"\(member)\"".utf8)
            for start in starts(of: key) {
                var index = skipSpace(start + key.count)
                guard byte(index) == UInt8(ascii: ":") else { continue }
                index = skipSpace(index + 1)
                guard byte(index) == UInt8(ascii: "\"") else { continue }
                var end = index + 1
                while let next = byte(end), next != UInt8(ascii: "\"") {
                    end += next == UInt8(ascii: "\\") ? 2 : 1
                }
                end = min(end, bytes.count)
                if end > index + 1 { found.append(index + 1..<end) }
            }
        }
        return found
    }

    private func handles() -> [Range<Int>] {
        var found: [Range<Int>] = []
        for prefix in Self.prefixes {
            for start in starts(of: prefix) {
                if start > 0, Self.isPart(bytes[start - 1]) { continue }
                let begin = start + prefix.count
                var end = begin
                while let next = byte(end), Self.isPart(next) { end += 1 }
                // A sentence's stop is no part of a name.
                while end > begin, [0x2D, 0x2E].contains(bytes[end - 1]) { end -= 1 }
                let name = String(decoding: bytes[begin..<end], as: UTF8.self)
                guard end - begin >= 2, !Self.reserved.contains(name.lowercased()) else { continue }
                found.append(begin..<end)
            }
        }
        return found
    }

    private func addresses() -> [Range<Int>] {
        bytes.indices.lazy.filter { bytes[$0] == UInt8(ascii: "@") }.compactMap { at in
            var (begin, end) = (at, at + 1)
            while begin > 0, Self.isPart(bytes[begin - 1]) || bytes[begin - 1] == 0x2B {
                begin -= 1
            }
            while let next = byte(end), Self.isPart(next) { end += 1 }
            while end > at + 1, [0x2D, 0x2E].contains(bytes[end - 1]) { end -= 1 }
            let hasDot = bytes[(at + 1)..<end].contains(0x2E)
            return begin < at && hasDot ? begin..<end : nil
        }
    }

    /// The names among some values that can hardly be anything else.
    private func distinctive(_ ranges: [Range<Int>]) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        return ranges.map { Array(bytes[$0]) }.filter { name in
            name.count >= 4 && name.contains { !Self.isLetter($0) } && seen.insert(name).inserted
        }
    }

    private func occurrences(of name: [UInt8]) -> [Range<Int>] {
        starts(of: name).map { $0..<$0 + name.count }.filter { range in
            (range.lowerBound == 0 || !Self.isPart(bytes[range.lowerBound - 1]))
                && !goesOn(range.upperBound)
        }
    }

    /// Whether a word goes on at a place; a stop or a hyphen at its end is none of it.
    private func goesOn(_ index: Int) -> Bool {
        guard let next = byte(index), Self.isPart(next) else { return false }
        return ![0x2D, 0x2E].contains(next) || byte(index + 1).map(Self.isPart) == true
    }

    // MARK: - Bytes

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func skipSpace(_ index: Int) -> Int {
        var index = index
        while let next = byte(index), [0x20, 0x09, 0x0A, 0x0D].contains(next) { index += 1 }
        return index
    }

    /// Where a pattern starts.
    private func starts(of pattern: [UInt8]) -> [Int] {
        guard let first = pattern.first, pattern.count <= bytes.count else { return [] }
        return bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                (0...(bytes.count - pattern.count)).filter { start in
                    bytes[start] == first
                        && (1..<pattern.count).allSatisfy { bytes[start + $0] == pattern[$0] }
                }
            }
        }
    }

    /// Letters, digits and the signs of handles; bytes beyond ASCII are parts of letters.
    private static func isPart(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
