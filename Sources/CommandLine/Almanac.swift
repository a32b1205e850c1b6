import AlmanacCore
import Glibc

/// The command `almanac`.
public enum Almanac {
    /// All commands, in the order in which `--help` lists them.
    static let commands: [Command] = [
        [
            AskCommand.command, ChatCommand.command, BacktestCommand.command,
            PortfolioCommand.command,
            BookCommand.command, CompareCommand.command, LookAheadCommand.command,
            StressCommand.command, SweepCommand.command, ValidateCommand.command,
            RunsCommand.command,
        ],
        [StrategyCommand.check, StrategyCommand.explain],
        [
            StrategiesCommand.list, StrategiesCommand.show, SymbolsCommand.command,
            IndicatorsCommand.command,
        ],
        [
            DataCommand.list, DataCommand.show, DataCommand.asOf, DataRecordsCommand.command,
            DataPullCommand.command, DataImportCommand.command, DataExportCommand.command,
            LineageCommand.command,
            InstrumentCommand.list, InstrumentCommand.show, InstrumentCommand.add,
            PeopleCommand.mask, PeopleCommand.forget,
        ],
        [FetchCommand.command, SourceAddCommand.command], SourceCommand.all, [KeysCommand.check],
        ArchiveCommand.all,
        [PageCommand.command, SignalsCommand.command],
        [
            RecipeCommand.check, RecipeCommand.run, RecipeCommand.diff, RecipeCommand.build,
            RecipeEvaluateCommand.command, RecipeReprocessCommand.command,
            RepairsCommand.list, RepairsCommand.show,
        ],
        [
            RunCommand.command, StatusCommand.command, DoctorCommand.command,
            ToolServerCommand.command,
        ],
        JobsCommand.all,
        JobsAddCommand.all,
    ].flatMap(\.self)

    /// The version of the program.
    public static let version = "0.1.0"

    /// Runs a command line without the program's own name.
    /// - Returns: The exit code.
    public static func run(_ words: [String]) -> Int32 {
        // A reader that closes its end early must not kill the process silently half-way.
        signal(SIGPIPE, SIG_IGN)
        // A limit on the size of files is an error of writing, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        Interruption.install()
        return run(words, console: .standard())
    }

    /// Runs a command line on a console.
    package static func run(_ words: [String], console: Console) -> Int32 {
        let asJSON = words.contains("--json")
        do {
            return try dispatch(words, console: console)
        } catch {
            console.show(error, asJSON: asJSON)
            return error.kind.exitCode
        }
    }

    private static func dispatch(
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
        guard let (command, rest) = find(words) else { throw unknown(words) }
        var arguments = try Arguments(rest, for: command)
        (arguments.environment, arguments.now) = (console.environment, console.now)
        if arguments.has("--help") {
            console.write(command.help(width: console.width))
            return 0
        }
        return try command.run(arguments, console)
    }

    /// The command with the longest name that the words begin with.
    private static func find(_ words: [String]) -> (Command, [String])? {
        let matches = commands.filter { command in
            words.starts(with: command.name.split(separator: " ").map(String.init))
        }
        guard let best = matches.max(by: { $0.name.count < $1.name.count }) else { return nil }
        return (best, Array(words.dropFirst(best.name.split(separator: " ").count)))
    }

    private static func unknown(_ words: [String]) -> AlmanacError {
        let first = words[0]
        let group = commands.filter { $0.name.hasPrefix(first + " ") }.map(\.name)
        if !group.isEmpty {
            return AlmanacError(
                .usage, "almanac \(first) needs one more word",
                suggestion: group.map { "almanac \($0)" }.joined(separator: ", "))
        }
        let nearest = nearestName(to: first, among: commands.map(\.name))
        return AlmanacError(
            .usage, "there is no command '\(first)'", details: ["command": .string(first)],
            suggestion: (nearest.map { "did you mean `almanac \($0)`? " } ?? "")
                + "`almanac --help` lists the commands")
    }

    private static func help(_ words: [String], _ console: Console) throws(AlmanacError) -> Int32 {
        let words = words.filter { $0 != "--json" }
        if !words.isEmpty {
            guard let (command, _) = find(words) else { throw unknown(words) }
            console.write(command.help(width: console.width))
            return 0
        }
        var text = """
            almanac: market questions answered by backtests on point-in-time data

            usage: almanac COMMAND [options]


            """
        let width = (commands.map(\.name.count).max() ?? 0) + 2
        for command in commands {
            let gap = String(repeating: " ", count: width - command.name.count)
            text += "  \(command.name)\(gap)\(command.summary)\n"
        }
        text += "\n`almanac COMMAND --help` explains a command. Every command takes --json.\n"
        console.write(text)
        return 0
    }
}
