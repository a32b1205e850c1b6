/// The words of names: of fields, headings, labels, classes and members of data.
enum FieldWords {
    /// The words of a name in lower case and singular: `date_filed`, `dateFiled` and `Dates Filed`
    /// all give `date` and `filed`.
    static func split(_ name: String) -> [String] {
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
