/// With what a run is to be compared.
enum Comparison: Equatable {
    /// An earlier version, as an index.
    case version(Int)
    case buyAndHold
    /// What cannot be compared with, and why.
    case impossible(String)

    /// Reads "compare with version 1", "with the first one", "with buy and hold"; without any of
    /// these, the version before.
    init(_ words: [Token], _ versions: [Conversation.Version]) {
        let keys = words.map(\.key)
        if ["hold", "holding", "held", "benchmark", "index", "market"].contains(
            where: keys.contains)
        {
            self = .buyAndHold
            return
        }
        guard versions.count > 1 else {
            self = .impossible("There is only one version yet.")
            return
        }
        if let number = Self.number(in: keys) {
            guard let index = versions.dropLast().lastIndex(where: { $0.number == number }) else {
                self = .impossible(
                    versions.last?.number == number
                        ? "Version \(number) is the one at hand."
                        : "There is no version \(number) any more or yet; those there are: "
                            + Self.list(versions) + ".")
                return
            }
            self = .version(index)
        } else if ["first", "original", "start", "beginning"].contains(where: keys.contains) {
            self = .version(0)
        } else {
            let others = keys.filter { !Self.known.contains($0) }
            self =
                others.isEmpty
                ? .version(versions.count - 2)
                : .impossible(
                    "It can be compared with the version before, an earlier one (\"compare with "
                        + "version 1\") or buy and hold; a change, such as \"try MSFT\", shows "
                        + "both runs beside each other.")
        }
    }

    /// Words that say no more than to compare with what was before.
    private static let known: Set = [
        "compare", "compared", "comparison", "with", "to", "it", "this", "that", "them", "the",
        "before", "previous", "last", "one", "version", "versions", "run", "both", "is", "better",
        "or", "worse", "did", "help", "how", "does", "versus", "vs", "against", "and", "now",
        "what",
        "than", "was", "earlier", "?", ".", "!", ",", "results", "result", "please", "me", "for",
        "show", "a", "old", "new", "prior", "two",
    ]

    private static func number(in keys: [String]) -> Int? {
        for (index, key) in keys.enumerated() {
            if ["version", "v"].contains(key), keys.indices.contains(index + 1) {
                let next = keys[index + 1]
                if let number = Int(next) { return number }
                if next == "one" { return 1 }
            }
            if key.first == "v", let number = Int(key.dropFirst()) { return number }
        }
        return nil
    }

    private static func list(_ versions: [Conversation.Version]) -> String {
        var numbers: [Int] = []
        for version in versions where !numbers.contains(version.number) {
            numbers.append(version.number)
        }
        return numbers.map(String.init).joined(separator: ", ")
    }
}
