import AlmanacCore

extension Talk {
    /// The talk that the session's file keeps, with all that was said heard again.
    ///
    /// - Throws: A usage error without a file, `not_found_error` where nothing was said.
    static func goingOn(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> (talk: Talk, session: SessionFile.Session, file: SessionFile) {
        guard let file = SessionFile(arguments, console) else {
            throw arguments.usage(
                "--continue needs a file of what was said; name one with --session")
        }
        var session = try file.read()
        guard !session.said.isEmpty else {
            throw AlmanacError(
                .notFound, "nothing was asked before",
                suggestion: "ask something first: almanac ask \"golden cross on AAPL\"")
        }
        // A flag of before counts until it is given again or words overrule it.
        session.flags.removeAll { arguments.has($0.name) }
        let all = session.flags.reduce(arguments) { $0.setting($1.name, to: $1.values) }
        let data = AskedData(all, console)
        var talk = Talk(
            data: data, arguments: all, flags: GivenFlags(), memory: session.memory, console)
        talk.note(session.flags.filter { $0.line < 0 }.map(\.name))
        for (index, line) in session.said.enumerated() {
            talk.recall(line, flags: session.flags.filter { $0.line == index }.map(\.name))
        }
        if !session.flags.isEmpty {
            let words = session.flags.flatMap { flag in
                flag.values.map { $0.isEmpty ? flag.name : "\(flag.name) \($0)" }
            }
            data.log.note("as before", words.joined(separator: " "))
        }
        return (talk, session, file)
    }
}
