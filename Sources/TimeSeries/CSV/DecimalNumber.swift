/// Reads decimal numbers from bytes, rounded exactly as `Double(_: String)` rounds them.
///
/// Up to 19 digits with a small exponent take integer arithmetic only: a mantissa below 2^53 is
/// one exact multiplication or division (Clinger, "How to Read Floating Point Numbers Accurately",
/// 1990), a longer one is scaled in 128 bits, where the remainder tells how to round. All else is
/// left to the standard library.
enum DecimalNumber {
    /// The number that the bytes spell, or `nil` where they are not exactly one.
    ///
    /// Accepts a sign, digits, a decimal separator and an exponent, as in `-1.5e-3`, `.5` and `5.`.
    @inline(__always)
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8 = UInt8(ascii: ".")
    ) -> Double? {
        var scan = Scan()
        guard scan.read(bytes, separator: separator) else { return nil }
        if scan.mantissa <= 1 << 53, scan.exponent >= -22, scan.exponent <= 22, !scan.isTruncated {
            let whole = Double(scan.mantissa)
            let magnitude =
                scan.exponent < 0
                ? whole / powersOfTen[-scan.exponent] : whole * powersOfTen[scan.exponent]
            return scan.isNegative ? -magnitude : magnitude
        }
        return parseLong(scan, bytes, separator)
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    @inline(never)
    private static func parseLong(
        _ scan: Scan, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8
    ) -> Double? {
        if !scan.isTruncated, scan.exponent >= -19, scan.exponent <= 19 {
            let magnitude = scaled(scan.mantissa, byPowerOfTen: scan.exponent)
            return scan.isNegative ? -magnitude : magnitude
        }
        var text = Array(bytes)
        if let index = text.firstIndex(of: separator) { text[index] = UInt8(ascii: ".") }
        return Double(String(decoding: text, as: UTF8.self))
    }

    /// `mantissa * 10^exponent`, correctly rounded, for a mantissa above 2^53 and |exponent| <= 19.
    private static func scaled(_ mantissa: UInt64, byPowerOfTen exponent: Int) -> Double {
        var power: UInt64 = 1
        for _ in 0..<abs(exponent) { power *= 10 }
        let high: UInt64
        let low: UInt64
        var isInexact = false
        if exponent < 0 {
            // mantissa * 2^64 / power has at least 54 bits, enough to round by.
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: power)
            let rest = power.dividingFullWidth((remainder, 0))
            (high, low, isInexact) = (quotient, rest.quotient, rest.remainder != 0)
        } else {
            let product = mantissa.multipliedFullWidth(by: power)
            (high, low) = (product.high, product.low)
        }
        let shift = high == 0 ? 64 + low.leadingZeroBitCount : high.leadingZeroBitCount
        let wide = ((UInt128(high) << 64) | UInt128(low)) << UInt128(shift)
        var top = UInt64(truncatingIfNeeded: wide >> 64)
        if isInexact || UInt64(truncatingIfNeeded: wide) != 0 { top |= 1 }
        return Double(
            sign: .plus, exponent: exponent < 0 ? -shift : 64 - shift, significand: Double(top))
    }
}

/// The digits of a number: the first 19 as an integer, and where the decimal point belongs.
private struct Scan {
    var mantissa: UInt64 = 0
    var exponent = 0
    var isNegative = false
    /// Whether digits other than zero were left out of the mantissa.
    var isTruncated = false

    @inline(__always)
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8) -> Bool {
        let count = bytes.count
        var position = 0
        guard count > 0 else { return false }
        if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
            isNegative = bytes[0] == UInt8(ascii: "-")
            position = 1
        }
        let firstDigit = position
        while position < count {
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { break }
            append(digit, isDecimal: false)
            position += 1
        }
        var digits = position - firstDigit
        if position < count, bytes[position] == separator {
            position += 1
            let firstDecimal = position
            while position < count {
                let digit = bytes[position] &- 0x30
                guard digit <= 9 else { break }
                append(digit, isDecimal: true)
                position += 1
            }
            digits += position - firstDecimal
        }
        guard digits > 0 else { return false }
        return position == count || readExponent(bytes, from: position)
    }

    @inline(__always)
    private mutating func append(_ digit: UInt8, isDecimal: Bool) {
        // 10^18 - 1 leaves room for one more digit.
        if mantissa <= 999_999_999_999_999_999 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            if isDecimal { exponent -= 1 }
        } else {
            if digit != 0 { isTruncated = true }
            if !isDecimal { exponent += 1 }
        }
    }

    private mutating func readExponent(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Bool {
        guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return false }
        var position = start + 1
        var isDown = false
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        {
            isDown = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        guard position < bytes.count else { return false }
        var value = 0
        while position < bytes.count {
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { return false }
            value = min(value * 10 + Int(digit), 100_000)
            position += 1
        }
        exponent += isDown ? -value : value
        return true
    }
}
