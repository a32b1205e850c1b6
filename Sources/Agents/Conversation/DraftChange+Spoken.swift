/// The words of a talk that say nothing of the change itself.
extension DraftChange {
    /// The words without those of a correction in front ("no, Tuesdays", "I meant weekly"), with
    /// "as well" as "too", and without what closes a wish ("at the latest", "from now on").
    static func spoken(_ tokens: [Token]) -> [Token] {
        var tokens = tokens
        if tokens.count > 2, tokens[0].key == "no", tokens[1].key == "," {
            tokens.removeFirst(2)
        }
        while let count = length(of: corrections, in: tokens[...]), count < tokens.count {
            tokens.removeFirst(count)
            while let first = tokens.first?.key, [",", ":", "-"].contains(first), tokens.count > 1 {
                tokens.removeFirst()
            }
        }
        var index = 0
        while index < tokens.count {
            if let (words, count) = replacements.match({ offset in
                let place = index + offset
                return tokens.indices.contains(place) ? tokens[place].key : nil
            }) {
                // "As well as" joins two parts.
                let follows = index + count < tokens.count ? tokens[index + count].key : ""
                if words != ["too"] || follows != "as" {
                    let range =
                        tokens[index].range
                        .lowerBound..<tokens[index + count - 1].range
                        .upperBound
                    tokens.replaceSubrange(
                        index..<index + count,
                        with: words.map { Token(kind: .word($0), range: range) })
                    index += words.count
                    continue
                }
            }
            index += 1
        }
        return tokens
    }

    private static func length(of table: PhraseTable<Bool>, in tokens: ArraySlice<Token>) -> Int? {
        table.match { offset in
            let place = tokens.startIndex + offset
            return tokens.indices.contains(place) ? tokens[place].key : nil
        }?.count
    }

    private static let corrections = PhraseTable(phrases: [
        "i meant", "i mean", "sorry", "actually", "wait", "hm", "hmm", "oh", "sorry i meant",
        "no i meant", "no i mean", "i want you to", "i would like to", "i'd like to", "i want to",
        "let me", "maybe", "perhaps", "alternatively", "what i meant was", "my mistake", "oops",
        "well", "so",
    ])

    private static let replacements = PhraseTable<[String]>([
        "as well": ["too"], "at the latest": [], "from now on": [], "for a change": [],
        "if you can": [], "if possible": [], "take the profit at": ["take", "profit", "at"],
        "take the profits at": ["take", "profit", "at"], "get rid of": ["remove"],
        "kick out": ["remove"], "throw out": ["remove"], "take out": ["remove"],
        "take away": ["remove"], "leave out": ["remove"], "kill": ["remove"],
        "scrap": ["remove"], "lose the": ["remove", "the"], "turn off": ["remove"],
        "switch off": ["remove"], "eliminate": ["remove"],
    ])
}
