/// The words of turns about an open request, and the places of words in it.
extension Completion {
    static let openings: [(words: [String], isCorrection: Bool)] = [
        ("i meant to say", true), ("i meant", true), ("i mean", true), ("meaning", true),
        ("that means", true), ("by that i mean", true), ("by that i meant", true),
        ("it means", true), ("that is", true), ("that's", true), ("it should be", true),
        ("it should say", true), ("sorry", false), ("no", false), ("rather", false),
        ("as in", true), ("say", false), ("actually", false), ("make that", false),
        ("make it", false), ("let's say", false), ("use", false), ("and", false), ("ok", false),
        ("what if", false), ("how about", false), ("what about", false),
        ("okay", false), ("well", false), ("so", false), ("then", false), ("please", false),
        ("with", false), ("it is", false), ("it's", false), ("let it be", false), ("try", false),
    ].map { ($0.0.split(separator: " ").map(String.init), $0.1) }

    static let consents: Set = [
        "yes", "yes please", "yep", "yeah", "sure", "ok", "okay", "do that", "try that", "do it",
        "go ahead", "yes do that", "yes try that", "that", "that one", "that's it", "exactly",
        "right", "correct", "fine", "sounds good", "that's what i meant", "y", "ok do that",
        "use that", "take that",
    ]
    static let omissions: Set = [
        "without it", "without that", "leave it out", "leave that out", "drop it", "drop that",
        "skip it", "skip that", "ignore it", "ignore that", "forget that part", "forget that",
        "leave that part out", "drop that part", "ignore that part", "skip that part",
        "without that part",
    ]

    static func withoutEnd(_ text: String) -> String {
        var text = text
        while let last = text.last, [".", "!", "?", " ", ","].contains(last) { text.removeLast() }
        return text
    }

    /// The text with the one place of some words replaced; nothing where there are none or several.
    static func replacing(_ words: String, with new: String, in text: String) -> String? {
        guard let place = place(of: words, in: text) else { return nil }
        var text = text
        text.replaceSubrange(place, with: new)
        return text
    }

    /// Where words stand as whole words, whatever their case; nothing where that is not one place.
    static func place(of words: String, in text: String) -> Range<String.Index>? {
        let (low, sought) = (Array(text.lowercased()), Array(words.lowercased()))
        guard low.count == text.count, !sought.isEmpty, sought.count <= low.count else {
            return nil
        }
        var places: [Int] = []
        for start in 0...(low.count - sought.count)
        where low[start..<start + sought.count].elementsEqual(sought) {
            func isJoined(_ index: Int, _ edge: Character?) -> Bool {
                low.indices.contains(index) && (low[index].isLetter || low[index].isNumber)
                    && (edge?.isLetter ?? false || edge?.isNumber ?? false)
            }
            if isJoined(start - 1, sought.first) || isJoined(start + sought.count, sought.last) {
                continue
            }
            places.append(start)
        }
        guard places.count == 1 else { return nil }
        let first = text.index(text.startIndex, offsetBy: places[0])
        return first..<text.index(first, offsetBy: sought.count)
    }
}
