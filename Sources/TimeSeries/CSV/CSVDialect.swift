/// The separators of a file, as its beginning shows them.
struct CSVDialect {
    var delimiter: UInt8
    /// The decimal separator, or `nil` where numbers such as `1,234` leave it open.
    var decimal: UInt8?

    /// The number of bytes from which the separators are told.
    static let sampleLength = 65_536

    /// Finds the separator that occurs most often in the first line, outside quotes.
    static func delimiter(of line: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let candidates = CSVOptions.Delimiter.allCases.map(\.byte)
        var counts = [Int](repeating: 0, count: candidates.count)
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        var best = 0
        for index in counts.indices where counts[index] > counts[best] { best = index }
        return candidates[best]
    }

    /// Finds the decimal separator in a sample of records.
    ///
    /// A comma is one only where it is no delimiter, and only where some number cannot be read
    /// otherwise: `1,5` and `1.234,5` tell, `1,234` does not.
    /// - Parameter isWhole: Whether the sample's last record is complete.
    static func decimal(
        in sample: UnsafeBufferPointer<UInt8>, isWhole: Bool, delimiter: UInt8
    ) -> UInt8? {
        if delimiter == UInt8(ascii: ",") { return UInt8(ascii: ".") }
        var scanner = CSVRecordScanner(delimiter: delimiter)
        var position = 0
        var isOpen = false
        while position < sample.count,
            let next = scanner.scan(sample, from: position, isFinal: isWhole)
        {
            for field in scanner.fields {
                switch evidence(sample.trimmed(field)) {
                case .point: return UInt8(ascii: ".")
                case .comma: return UInt8(ascii: ",")
                case .either: isOpen = true
                case .none: break
                }
            }
            position = next
        }
        return isOpen ? nil : UInt8(ascii: ".")
    }

    private enum Evidence { case point, comma, either, none }

    private static func evidence(_ field: UnsafeBufferPointer<UInt8>) -> Evidence {
        let point = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        guard let first = field.first, isASCIIDigit(first) || first == UInt8(ascii: "-"),
            field.dropFirst().allSatisfy({ isASCIIDigit($0) || $0 == point || $0 == comma })
        else { return .none }
        let commas = field.indices.filter { field[$0] == comma }
        let points = field.indices.filter { field[$0] == point }
        if let lastComma = commas.last, let lastPoint = points.last {
            return lastComma > lastPoint ? .comma : .point
        }
        if commas.count == 1 {
            let decimals = field.count - commas[0] - 1
            return decimals == 3 && commas[0] <= 4 && first != UInt8(ascii: "0") ? .either : .comma
        }
        if commas.count > 1 { return .point }
        // Two points are a date or groups of digits, and three decimals may be a group.
        return points.count == 1 && field.count - points[0] - 1 != 3 ? .point : .none
    }
}
