import AlmanacCore

/// A program of commands: finds the one that words name, runs it, explains them all.
struct Program: Sendable {
    /// Its version.
    let version: String
    /// All commands, in the order in which `--help` lists them.
    let commands: [Command]

    /// The command of a name.
    func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// Runs a command line, without the program's own name, on a console.
    ///
    /// - Returns: The exit code.
    func run(_ words: [String], console: Console) -> Int32 {
        let asJSON = words.contains("--json")
        do {
            return try dispatch(words, console: console)
        } catch {
            console.show(error, asJSON: asJSON)
            return error.kind.exitCode
        }
    }

    private func dispatch(
        _ words: [String], console: Console
    ) throws(AlmanacError) -> Int32 {
        guard let first = words.first, !["--help", "-h", "help"].contains(first) else {
            return try help(Array(words.dropFirst()), console)
        }
        if first == "--version" || first == "version" {
            console.write(
                words.contains("--json")
                    ? JSON.object(["version": .string(version)]).text() + "\n"
                    : "almanac \(version)\n")
            return 0
        }
        guard let (command, rest) = find(words) else {
            let isAsked = words.dropFirst().contains { $0 == "--help" || $0 == "-h" }
            let group = isAsked ? self.group(first) : []
            guard !group.isEmpty else { throw unknown(words) }
            console.write(Self.list(group))
            return 0
        }
        var arguments = try Arguments(rest, for: command)
        (arguments.environment, arguments.now) = (console.environment, console.now)
        if arguments.has("--help") {
            console.write(command.help(width: console.width))
            return 0
        }
        return try command.run(arguments, console)
    }

    /// The command with the longest name that the words begin with.
    private func find(_ words: [String]) -> (Command, [String])? {
        let matches = commands.filter { command in
            words.starts(with: command.name.split(separator: " ").map(String.init))
        }
        guard let best = matches.max(by: { $0.name.count < $1.name.count }) else { return nil }
        return (best, Array(words.dropFirst(best.name.split(separator: " ").count)))
    }

    private func unknown(_ words: [String]) -> AlmanacError {
        let first = words[0]
        let group = group(first)
        if !group.isEmpty {
            return AlmanacError(
                .usage, "almanac \(first) needs one more word",
                suggestion: group.map { "almanac \($0.name)" }.joined(separator: ", "))
        }
        let nearest = nearestName(to: first, among: commands.map(\.name))
        return AlmanacError(
            .usage, "there is no command '\(first)'", details: ["command": .string(first)],
            suggestion: (nearest.map { "did you mean `almanac \($0)`? " } ?? "")
                + "`almanac --help` lists the commands")
    }

    /// The commands whose names begin with a word.
    private func group(_ word: String) -> [Command] {
        commands.filter { $0.name.hasPrefix(word + " ") }
    }

    /// Commands with what they do, a line each.
    private static func list(_ commands: [Command]) -> String {
        let width = (commands.map(\.name.count).max() ?? 0) + 2
        return commands.map { "  \($0.name.padded(to: width))\($0.summary)\n" }.joined()
    }

    private func help(_ words: [String], _ console: Console) throws(AlmanacError) -> Int32 {
        let words = words.filter { $0 != "--json" }
        if !words.isEmpty {
            guard let (command, _) = find(words) else {
                let group = words.count == 1 ? group(words[0]) : []
                guard !group.isEmpty else { throw unknown(words) }
                console.write(Self.list(group))
                return 0
            }
            console.write(command.help(width: console.width))
            return 0
        }
        var text = """
            almanac: market questions answered by backtests on point-in-time data

            usage: almanac COMMAND [options]


            """
        text += Self.list(commands)
        text += "\n`almanac COMMAND --help` explains a command. Every command takes --json.\n"
        console.write(text)
        return 0
    }
}
