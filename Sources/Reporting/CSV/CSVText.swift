import AlmanacCore

/// CSV text while it grows: fields are quoted where they have to be.
///
/// - Source: RFC 4180, but for the line feeds that end its rows.
struct CSVText {
    private(set) var text = ""
    private var isRowEmpty = true

    init(header: [String]) {
        for name in header { field(name) }
        endRow()
    }

    mutating func field(_ value: String) {
        separate()
        let needsQuotes = value.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20
        }
        guard needsQuotes else {
            text += value
            return
        }
        text += "\""
        for character in value.unicodeScalars {
            if character == "\"" { text += "\"" }
            text.unicodeScalars.append(character)
        }
        text += "\""
    }

    mutating func field(_ value: Int) {
        separate()
        text += String(value)
    }

    /// A number; one that is not finite is an empty field.
    mutating func field(_ value: Double) {
        separate()
        if value.isFinite { text += JSON.text(of: value) }
    }

    mutating func endRow() {
        text += "\n"
        isRowEmpty = true
    }

    private mutating func separate() {
        if !isRowEmpty { text += "," }
        isRowEmpty = false
    }
}
