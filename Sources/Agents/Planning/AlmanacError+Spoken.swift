import AlmanacCore

extension AlmanacError {
    /// The message and the suggestion as sentences, for what is said to a person.
    var spoken: String {
        [message, suggestion ?? ""].filter { !$0.isEmpty }.map { text in
            let isEnded = [".", "?", "!", "…", ".\"", "?\""].contains { text.hasSuffix($0) }
            return text.prefix(1).uppercased() + text.dropFirst() + (isEnded ? "" : ".")
        }.joined(separator: " ")
    }
}
