/// The words of names: of fields, headings, labels, classes and members of data.
enum FieldWords {
    /// The words of a name in lower case and singular: `date_filed`, `dateFiled` and `Dates Filed`
    /// all give `date` and `filed`.
    static func split(_ name: String) -> [String] {
        // A carriage return may be one character with what follows it.
        if name.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) { return plainWords(name) }
        var words: [String] = []
        var word = ""
        var last: Character = " "
        func finish() {
            if !word.isEmpty {
                words.append(numberWords.contains(word) ? "number" : singular(word))
            }
            word = ""
        }
        for character in name.prefix(200) {
            if character == "#" {
                finish()
                words.append("number")
            } else if !character.isLetter && !character.isNumber {
                finish()
            } else {
                let isHump = character.isUppercase && last.isLowercase
                let isSeam = character.isNumber != last.isNumber && last.isLetter && !word.isEmpty
                if isHump || isSeam { finish() }
                word += character.lowercased()
            }
            last = character
        }
        finish()
        return words.filter { !$0.allSatisfy(\.isNumber) }
    }

    /// The same for a name of ASCII, byte by byte.
    private static func plainWords(_ name: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isAfterLower = false
        var isAfterLetter = false
        func finish() {
            if !word.isEmpty {
                let text = String(decoding: word, as: UTF8.self)
                words.append(numberWords.contains(text) ? "number" : singular(text))
            }
            word.removeAll(keepingCapacity: true)
        }
        for byte in name.utf8.prefix(200) {
            let isUpper = byte &- 0x41 < 26
            let isLower = byte &- 0x61 < 26
            let isDigit = byte &- 0x30 < 10
            if isUpper || isLower || isDigit {
                if isUpper && isAfterLower || isDigit && isAfterLetter { finish() }
                word.append(isUpper ? byte | 0x20 : byte)
            } else {
                finish()
                if byte == UInt8(ascii: "#") { words.append("number") }
            }
            isAfterLower = isLower
            isAfterLetter = isUpper || isLower
        }
        finish()
        return words.filter { $0.utf8.contains { $0 &- 0x30 >= 10 } }
    }

    private static let numberWords: Set = ["no", "nos", "nr", "num"]

    private static let kept: Set = [
        "class", "address", "status", "process", "business", "series", "news", "basis", "this",
        "is", "has", "was", "status", "yes", "us",
    ]

    static func singular(_ word: String) -> String {
        guard word.count > 3, word.hasSuffix("s"), !kept.contains(word), !word.hasSuffix("ss"),
            !word.hasSuffix("us"), !word.hasSuffix("is")
        else { return word }
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        for ending in ["sses", "xes", "ches", "shes", "zes"] where word.hasSuffix(ending) {
            return String(word.dropLast(2))
        }
        return String(word.dropLast())
    }
}
