/// Questions for what words mean and for what there is on a topic.
extension Intent {
    private static let topics = [
        "research ", "do research on ", "please research ", "tell me about ",
        "tell me more about ", "look into ", "find out about ", "what do you know about ",
        "what can you tell me about ", "what data is there on ", "what data is there about ",
        "what data do you have on ", "what data do you have about ", "what data have you on ",
        "what sources are there on ", "what sources are there for ", "what sources do you have on ",
        "what sources do you have for ", "which sources are there for ", "investigate ",
        "can you research ", "i want to research ", "which sources tell of ",
    ]

    /// What is to be researched; nothing where it is the strategy itself.
    static func topic(_ text: String) -> String? {
        for start in topics where text.hasPrefix(start) {
            let topic = String(text.dropFirst(start.count))
            let own = ["it", "this", "that", "the strategy", "this strategy", "yourself", "you"]
            return own.contains(topic) ? nil : topic
        }
        return nil
    }

    private static let questions = [
        "what is the meaning of ", "what is the ", "what is a ", "what is an ", "what is ",
        "what are ", "what's the ", "what's a ", "what's ", "define ", "definition of ",
        "what does ", "explain the ", "explain ", "meaning of ",
    ]

    static func term(_ text: String) -> String? {
        for question in questions where text.hasPrefix(question) {
            var rest = String(text.dropFirst(question.count))
            for end in [" mean", " means", " stand for"] where rest.hasSuffix(end) {
                rest = String(rest.dropLast(end.count))
            }
            return Glossary.definition(of: rest) == nil ? nil : rest
        }
        return nil
    }
}
