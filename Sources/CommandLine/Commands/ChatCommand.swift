import Agents
import AlmanacCore

/// `almanac chat`.
enum ChatCommand {
    static let command = Command(
        name: "chat", summary: "Talk about a strategy: change it, question it, undo.",
        options: [
            Command.Option("--continue", nil, "go on with what was asked or talked about last"),
            AskedData.option, SessionFile.option,
        ] + SourceAccess.options + AskedFetch.options
            + DataBinding.readingOptions
            + BacktestOptions.all,
        examples: [
            ("almanac chat", "say a strategy, then \"try MSFT\", \"add a 5% stop\", \"undo\""),
            ("almanac chat --continue", "talk about what was asked last"),
            (
                "printf 'golden cross on AAPL\\nuse weekly\\n' | almanac chat",
                "a talk from a file or a pipe; almanac ask --continue goes on from it"
            ),
        ], run: run)

    /// The most bytes of a talk that does not come from a terminal.
    private static let mostBytes = 1 << 20

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        try BacktestOptions.check(arguments)
        var talk = try begun(arguments, console)
        guard console.isTerminal else {
            let bytes = try console.readInput(mostBytes).get()
            for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
                if !answer(String(line), &talk, arguments, console) { break }
            }
            return 0
        }
        console.write("Say a strategy, \"help\" or \"quit\".\n> ")
        while let line = readLine() {
            if !line.isEmpty, !answer(line, &talk, arguments, console) { break }
            console.write("> ")
        }
        return 0
    }

    /// A new talk, or with `--continue` the one that was kept.
    private static func begun(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> KeptTalk {
        guard arguments.has("--continue") else {
            let session = SessionFile.Session(flags: SessionFile.flags(arguments, line: -1))
            return KeptTalk(
                talk: Talk(
                    data: AskedData(arguments, console), arguments: arguments, flags: .first,
                    memory: session.memory, console),
                file: SessionFile(arguments, console), session: session)
        }
        var (talk, session, file) = try Talk.goingOn(arguments, console)
        let given = SessionFile.flags(arguments, line: session.said.count)
        talk.note(given.map(\.name))
        session.flags += given
        return KeptTalk(talk: talk, file: file, session: session)
    }

    /// A talk and the file that keeps it.
    private struct KeptTalk {
        var talk: Talk
        let file: SessionFile?
        var session: SessionFile.Session

        /// Hears a line and keeps it, unless what it asks for was taken back; a talk without a
        /// strategy is not kept.
        mutating func hear(_ line: String) -> Talk.Answer {
            let answer = talk.hear(line)
            if !answer.isLast, !answer.isTakenBack {
                session.said.append(line)
                if talk.conversation.current != nil { file?.write(session) }
            }
            return answer
        }
    }

    /// Answers a line; false at the end of the talk.
    private static func answer(
        _ line: String, _ talk: inout KeptTalk, _ arguments: Arguments, _ console: Console
    ) -> Bool {
        let answer = talk.hear(line)
        if answer.isLast { return false }
        console.write(arguments.has("--json") ? answer.json.text() + "\n" : answer.text + "\n\n")
        return true
    }
}
