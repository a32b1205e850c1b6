/// Going back to what was before.
extension Conversation {
    /// Goes on with an earlier version, which undo takes back as any change.
    mutating func back(to number: Int) -> String {
        guard let now = current else { return "There is no version yet." }
        guard now.number != number else { return "Version \(number) is the one at hand." }
        guard let state = states.last(where: { $0.version.number == number }) else {
            return "There is no version \(number); \"list the versions\" tells those there are."
        }
        states.append(state)
        undone = []
        return again("Back to version \(number)")
    }

    /// Goes on with what was said first, whatever numbers its changes have.
    mutating func backToFirst() -> String {
        guard let first = states.first else { return "There is no version yet." }
        guard states.count > 1 else { return "That is the one at hand." }
        states.append(first)
        undone = []
        return again("Back to the first one")
    }

    /// The current version after it was changed back or forth.
    func again(_ start: String) -> String {
        guard let now = current else { return "" }
        return "\(start): \(now.reading.understood)"
            + (now.summary.map { "\n" + $0.line } ?? "")
    }
}
