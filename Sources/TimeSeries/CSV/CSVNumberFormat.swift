/// How a file writes numbers, and how a field becomes one.
struct CSVNumberFormat {
    /// The byte before the decimals: a point or a comma.
    var decimal = UInt8(ascii: ".")

    /// The byte between groups of three digits.
    private var grouping: UInt8 { decimal == UInt8(ascii: ".") ? UInt8(ascii: ",") : 0x2E }

    /// What a field holds.
    enum Value {
        case number(Double)
        case missing
        case text
    }

    /// Reads a field without spaces around it.
    ///
    /// `12.5%` is 0.125; a leading `$` is dropped; groups of three digits may be set apart;
    /// `true` and `false` are 1 and 0 where the column allows them.
    func value(_ bytes: UnsafeBufferPointer<UInt8>, allowsTruth: Bool) -> Value {
        if let number = DecimalNumber.parse(bytes, separator: decimal) { return .number(number) }
        if isMissing(bytes) { return .missing }
        if let number = special(bytes, allowsTruth: allowsTruth) { return .number(number) }
        return .text
    }

    /// Whether a field says that there is no value.
    func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes.isEmpty { return true }
        if bytes.count > 5 { return false }
        return Self.missingWords.contains { spells(bytes, $0) }
    }

    private static let missingWords: [StaticString] = [
        "na", "n/a", "nan", "null", "none", "-", "--", ".", "#n/a", "<na>", "nat", "nil",
    ]

    private func special(_ bytes: UnsafeBufferPointer<UInt8>, allowsTruth: Bool) -> Double? {
        var body = bytes[...]
        var isNegative = false
        if let sign = body.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            body.removeFirst()
        }
        let words = UnsafeBufferPointer(rebasing: body)
        if spells(words, "inf") || spells(words, "infinity") {
            return isNegative ? -Double.infinity : .infinity
        }
        if allowsTruth, body.count == bytes.count {
            if spells(words, "true") { return 1 }
            if spells(words, "false") { return 0 }
        }
        if body.first == UInt8(ascii: "$") { body.removeFirst() }
        var divisor = 1.0
        if body.last == UInt8(ascii: "%") {
            divisor = 100
            body.removeLast()
            while body.last == 0x20 { body.removeLast() }
        }
        guard let first = body.first, isASCIIDigit(first) || first == decimal,
            let digits = withoutGroups(body)
        else { return nil }
        let magnitude = digits.withUnsafeBufferPointer {
            DecimalNumber.parse($0, separator: decimal)
        }
        return magnitude.map { (isNegative ? -$0 : $0) / divisor }
    }

    /// The bytes without the separators between groups, or `nil` where these stand wrongly.
    private func withoutGroups(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        let end = bytes.firstIndex(of: decimal) ?? bytes.endIndex
        let groups = bytes[..<end].split(separator: grouping, omittingEmptySubsequences: false)
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count) else { return nil }
            let isRight = groups.dropFirst().allSatisfy { $0.count == 3 }
            guard isRight, groups.allSatisfy({ $0.allSatisfy(isASCIIDigit) }) else { return nil }
        }
        return groups.flatMap { $0 } + bytes[end...]
    }
}

/// Whether bytes spell a lower-case word in any case.
private func spells(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where asciiLowercase(bytes[index]) != word.utf8Start[index] {
        return false
    }
    return true
}
