package import AlmanacCore
import Glibc

/// The command `almanac`.
public enum Almanac {
    /// All commands, in the order in which `--help` lists them.
    private static let commands: [Command] = [
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
            RecipeHandoverCommand.history, RecipeHandoverCommand.export,
            RecipeHandoverCommand.importing,
            RepairsCommand.list, RepairsCommand.show,
        ],
        [
            RunCommand.command, StatusCommand.command, DoctorCommand.command,
            ToolServerCommand.command { program },
        ],
        JobsCommand.all,
        JobsAddCommand.all,
    ].flatMap(\.self)

    private static let program = Program(version: version, commands: commands)

    /// The version of the program.
    public static let version = ProgramVersion.text

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
        program.run(words, console: console)
    }

    /// A server of the commands as tools.
    ///
    /// - Parameter interrupt: asks the running command to end.
    package static func toolServer(
        _ console: Console, interrupt: @escaping @Sendable () -> Void
    ) throws(AlmanacError) -> ToolServerLoop {
        try ToolServerLoop(program, console, interrupt: interrupt)
    }
}
