import Glibc

/// Numbers as people read them, without a locale: a value always gives the same text.
package enum NumberText {
    /// A number with fixed decimals and a comma between thousands.
    ///
    /// Beyond what 15 digits hold, the shortest exact form stands instead.
    package static func fixed(_ value: Double, decimals: Int, signed: Bool = false) -> String {
        let scaled = (value.magnitude * pow(10, Double(decimals))).rounded()
        guard value.isFinite, scaled < 1e15 else { return "\(value)" }
        var digits = Array(String(Int(scaled)).utf8)
        if digits.count <= decimals {
            digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: decimals), at: 0)
            digits = Array(digits.suffix(decimals + 1))
        }
        var text: [UInt8] = []
        let whole = digits.count - decimals
        for (place, digit) in digits.enumerated() {
            if place == whole { text.append(UInt8(ascii: ".")) }
            if place > 0, place < whole, (whole - place).isMultiple(of: 3) {
                text.append(UInt8(ascii: ","))
            }
            text.append(digit)
        }
        let sign = scaled == 0 ? "" : value < 0 ? "-" : signed ? "+" : ""
        return sign + String(decoding: text, as: UTF8.self)
    }

    /// A whole number with a comma between thousands.
    package static func whole(_ value: Int) -> String { fixed(Double(value), decimals: 0) }

    /// A fraction as a percentage: 0.1 is `10.00 %`, with a space that does not break.
    package static func percent(_ value: Double, signed: Bool = false) -> String {
        let percent = value * 100
        return fixed(percent, decimals: percent.magnitude < 1_000 ? 2 : 0, signed: signed)
            + "\u{A0}%"
    }

    /// A price or a quantity with five significant digits or two decimals, whichever is more.
    package static func price(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return fixed(value, decimals: 2) }
        let magnitude = Int(log10(value.magnitude).rounded(.down))
        return fixed(value, decimals: min(max(2, 4 - magnitude), 10))
    }

    /// A count with its noun, in the plural where it is not one.
    package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(whole(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// The nearest value with so many significant digits, which has a short decimal form.
    package static func rounded(_ value: Double, digits: Int) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let places = digits - 1 - Int(log10(value.magnitude).rounded(.down))
        // Powers of ten are exact up to the 22nd, so that each way has one rounding.
        guard places.magnitude <= 22 else { return value }
        let scale = pow(10, Double(places.magnitude))
        return places >= 0
            ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
    }
}
