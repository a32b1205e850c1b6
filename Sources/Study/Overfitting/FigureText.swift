import AlmanacCore
import Glibc

/// Figures as they stand in a sentence.
enum FigureText {
    /// A number with a fixed number of decimals, rounded to nearest; negative zero has no sign.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return JSON.text(of: value) }
        let scale = pow(10, Double(digits))
        let scaled = (abs(value) * scale).rounded()
        let whole = Int(scaled / scale)
        let rest = Int(scaled - Double(whole) * scale)
        var text = value < 0 && scaled > 0 ? "-\(whole)" : "\(whole)"
        if digits > 0 {
            let decimals = String(rest)
            text += "." + String(repeating: "0", count: digits - decimals.count) + decimals
        }
        return text
    }

    /// A count with commas between thousands.
    static func count(_ value: Int) -> String {
        var text = ""
        for (index, digit) in String(abs(value)).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text = "," + text }
            text = String(digit) + text
        }
        return value < 0 ? "-" + text : text
    }

    /// A fraction as a percentage without decimals, on one line with its sign.
    static func percent(_ fraction: Double) -> String { fixed(100 * fraction, 0) + "\u{A0}%" }

    /// A count and its noun.
    static func counted(_ value: Int, _ one: String, _ many: String) -> String {
        count(value) + " " + (value == 1 ? one : many)
    }
}
