/// An address of version 4 or 6 of the Internet Protocol.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address's bytes in network order: 4 or 16.
    public let bytes: [UInt8]

    /// Makes an address of 4 or 16 bytes; nil for any other number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1` (RFC 4291, section 2.2), also within brackets.
    ///
    /// Only the full dotted form of version 4 is read: no octal, hexadecimal or shortened parts.
    public init?(_ text: String) {
        var text = Substring(text)
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        guard let bytes = text.contains(":") ? Self.version6(text) : Self.version4(text) else {
            return nil
        }
        self.bytes = bytes
    }

    /// Whether this is an address of version 4.
    public var isVersion4: Bool { bytes.count == 4 }

    /// The address of version 4 that one of version 6 stands for: mapped, compatible, translated by
    /// NAT64's well-known prefix, 6to4 or Teredo; nil where it stands for none.
    public var embeddedVersion4: IPAddress? {
        guard bytes.count == 16 else { return nil }
        func at(_ start: Int) -> IPAddress? { IPAddress(bytes: Array(bytes[start..<start + 4])) }
        if bytes[..<10].allSatisfy({ $0 == 0 }) {
            let isMapped = bytes[10] == 0xff && bytes[11] == 0xff
            let isCompatible =
                bytes[10] == 0 && bytes[11] == 0 && bytes[12...].contains { $0 != 0 }
                && !(bytes[12] == 0 && bytes[13] == 0 && bytes[14] == 0 && bytes[15] == 1)
            return isMapped || isCompatible ? at(12) : nil
        }
        if bytes[..<12] == [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0] { return at(12) }
        if bytes[..<2] == [0x20, 0x02] { return at(2) }
        if bytes[..<4] == [0x20, 0x01, 0, 0] {
            return IPAddress(bytes: bytes[12...].map { ~$0 })
        }
        return nil
    }

    /// The address as text; version 6 in groups without shortening.
    public var description: String {
        if isVersion4 { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            guard part.utf8.allSatisfy({ $0 &- 0x30 < 10 }),
                part.count == 1 || !part.hasPrefix("0")
            else { return nil }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        // An interface's name behind % says nothing about the address.
        let text = text.prefix { $0 != "%" }
        guard let gap = text.firstRange(of: "::") else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let head = groups(text[..<gap.lowerBound]),
            let tail = groups(text[gap.upperBound...]), head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups between colons, of which the last may be an address of version 4.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let last = version4(part) else { return nil }
                bytes += last
            } else {
                guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension Substring {
    /// Where a text occurs first.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
