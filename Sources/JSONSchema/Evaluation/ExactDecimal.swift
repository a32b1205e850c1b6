import AlmanacCore

/// A number as an integer times a power of ten, as JSON writes it.
struct ExactDecimal: Hashable {
    /// The digits without trailing zeros, below 10^19 in magnitude.
    private var digits: UInt64
    private var exponent: Int

    /// Makes the number that the shortest text of a JSON number spells.
    init?(_ value: JSON) {
        let text: String
        switch value {
        case .integer(let whole): text = String(whole)
        case .number(let number) where number.isFinite: text = "\(number)"
        default: return nil
        }
        digits = 0
        exponent = 0
        var isFraction = false
        var scale = ""
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: "e"):
                scale = String(decoding: rest, as: UTF8.self)
                rest = rest[rest.endIndex...]
            default:
                digits = digits &* 10 &+ UInt64(byte &- 0x30)
                if isFraction { exponent -= 1 }
            }
        }
        exponent += Int(scale) ?? 0
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
    }

    /// Whether the number is a whole multiple of another, without rounding.
    func isMultiple(of other: ExactDecimal) -> Bool {
        if digits == 0 { return true }
        if other.digits == 0 { return false }
        let shift = exponent - other.exponent
        if shift >= 0 {
            var remainder = UInt128(digits % other.digits)
            // 10^n modulo the divisor, by squaring.
            var power = UInt128(10 % other.digits)
            var count = shift
            while count > 0 {
                if count & 1 == 1 { remainder = remainder * power % UInt128(other.digits) }
                power = power * power % UInt128(other.digits)
                count >>= 1
            }
            return remainder == 0
        }
        // The divisor times 10^-shift would exceed any number of nineteen digits beyond this.
        if -shift > 19 { return false }
        var divisor = UInt128(other.digits)
        for _ in 0..<(-shift) { divisor *= 10 }
        return UInt128(digits) % divisor == 0
    }
}

extension JSON {
    /// The same bytes for all values that JSON Schema holds to be equal: members in the order of
    /// their names, numbers by value, and text by its characters' codes, which strings would not
    /// tell apart where they look alike.
    var canonicalBytes: [UInt8] {
        var output = ""
        writeCanonical(into: &output)
        return Array(output.utf8)
    }

    private func writeCanonical(into output: inout String) {
        switch self {
        case .array(let elements):
            output += "["
            for element in elements {
                element.writeCanonical(into: &output)
                output += ","
            }
            output += "]"
        case .object(let object):
            output += "{"
            for key in object.keys.sorted() {
                output += JSON.string(key).text() + ":"
                object[key]?.writeCanonical(into: &output)
                output += ","
            }
            output += "}"
        case .integer(let value): output += String(value)
        case .number(let value): output += Int(exactly: value).map(String.init) ?? "\(value)"
        default: output += text()
        }
    }
}
