/// What a person wants who says no strategy and no change.
enum Intent: Equatable, Sendable {
    case end, help, undo, restart, advice
    case describe, code, simply, changed, compare, missing, result
    case risk, costs, why, trades, worst, best
    /// The definition of a term.
    case term(String)

    /// The intent of words, or nothing where they are no question of these.
    init?(_ tokens: [Token]) {
        let words = tokens.compactMap { token -> String? in
            switch token.kind {
            case .mark: nil
            default: token.key
            }
        }
        let text = words.joined(separator: " ")
        if let found = Self.whole[text] {
            self = found
            return
        }
        if let term = Self.term(text) {
            self = .term(term)
            return
        }
        for (start, intent) in Self.starts where text == start || text.hasPrefix(start + " ") {
            self = intent
            return
        }
        for (part, intent) in Self.parts where (" " + text + " ").contains(" " + part + " ") {
            self = intent
            return
        }
        return nil
    }

    private static let whole: [String: Intent] = [
        "quit": .end, "exit": .end, "bye": .end, "goodbye": .end, "stop": .end, "q": .end,
        "done": .end, "thanks bye": .end, "help": .help, "h": .help, "what can you do": .help,
        "what can i say": .help, "undo": .undo, "undo that": .undo, "go back": .undo,
        "back": .undo, "revert": .undo, "never mind": .undo, "nevermind": .undo,
        "undo the last change": .undo, "take that back": .undo, "start over": .restart,
        "reset": .restart, "forget it": .restart, "new": .restart, "code": .code,
        "risk": .risk, "trades": .trades, "compare": .compare, "diff": .changed,
        "result": .result, "results": .result, "why": .why, "eli5": .simply,
    ]

    private static let starts: [(String, Intent)] = [
        ("why did it", .why), ("why did you", .why), ("why does it", .why), ("why was", .why),
        ("why were", .why), ("why is it", .why), ("why", .why),
        ("should i", .advice), ("should we", .advice), ("shall i", .advice),
        ("would you buy", .advice), ("will it", .advice), ("will this", .advice),
        ("is it safe to", .advice), ("do you recommend", .advice), ("what should i", .advice),
        ("can i trust", .risk),
        ("what does it do", .describe), ("what does this do", .describe),
        ("what is it doing", .describe), ("describe", .describe), ("how does it work", .describe),
        ("explain the strategy", .describe), ("explain this", .describe),
        ("explain it like", .simply), ("explain like", .simply), ("explain this like", .simply),
        ("explain in simple", .simply), ("in plain english", .simply), ("explain simply", .simply),
        ("explain it simply", .simply), ("explain it", .describe), ("explain", .describe),
        ("show the code", .code), ("show me the code", .code), ("show code", .code),
        ("print the code", .code), ("what changed", .changed), ("show the diff", .changed),
        ("what is different", .changed), ("what did you change", .changed),
        ("compare", .compare), ("is that better", .compare), ("is it better", .compare),
        ("did that help", .compare), ("how does that compare", .compare),
        ("better or worse", .compare), ("versus before", .compare),
        ("what is missing", .missing), ("what do you need", .missing), ("what data", .missing),
        ("how risky", .risk), ("is it risky", .risk), ("what is the risk", .risk),
        ("how much can i lose", .risk), ("how much could i lose", .risk),
        ("what is the worst case", .risk), ("analyse the risk", .risk),
        ("analyze the risk", .risk), ("risk analysis", .risk), ("how bad", .risk),
        ("how good is it", .result), ("how did it do", .result), ("how did it perform", .result),
        ("show the result", .result), ("how much did it make", .result),
        ("what was the return", .result), ("review", .result), ("summary", .result),
        ("summarize", .result), ("summarise", .result), ("did it beat", .result),
        ("what did it cost", .costs), ("how much were the fees", .costs),
        ("how much did fees", .costs),
        ("when did it buy", .trades), ("when did it sell", .trades), ("when did it trade", .trades),
        ("list the trades", .trades), ("show the trades", .trades), ("show me the trades", .trades),
        ("how many trades", .trades), ("how often", .trades),
        ("what was the worst trade", .worst), ("worst trade", .worst), ("biggest loss", .worst),
        ("what was the biggest loss", .worst), ("what was the best trade", .best),
        ("best trade", .best), ("biggest win", .best), ("what was the biggest win", .best),
    ]

    private static let parts: [(String, Intent)] = [
        ("like i'm five", .simply), ("like i am five", .simply), ("like i'm 5", .simply),
        ("like i am 5", .simply), ("compared to before", .compare),
        ("compare with before", .compare),
        ("worst trade", .worst), ("best trade", .best), ("how risky", .risk),
    ]

    private static let questions = [
        "what is the meaning of ", "what is the ", "what is a ", "what is an ", "what is ",
        "what are ", "what's the ", "what's a ", "what's ", "define ", "definition of ",
        "what does ", "explain the ", "explain ", "meaning of ",
    ]

    private static func term(_ text: String) -> String? {
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
