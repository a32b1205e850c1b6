import AlmanacCore
import Glibc

/// The file that keeps what was said, and the flags that shape its runs, so that `ask --continue`
/// goes on with it.
struct SessionFile {
    private let path: String

    /// The flag that names it.
    static let option = Command.Option(
        "--session", "FILE|none",
        "where what was said is kept (default ask.json in the user's data folder)")

    /// The most lines that are kept; the first of them says the strategy.
    private static let mostLines = 1000

    /// The flags that shape a run, and so belong to what was asked.
    private static let shaping =
        [AskedData.option] + DataBinding.readingOptions + BacktestOptions.all

    /// What was said so far.
    struct Session {
        /// The lines, oldest first.
        var said: [String] = []
        /// The flags that shape runs.
        var flags: [Flag] = []
        /// What a model answered to them.
        var memory = ModelMemory()
    }

    /// A flag as it was given.
    struct Flag: Equatable {
        var name: String
        var values: [String]
        /// The line of ``Session/said`` that it was given with; -1 for before the first.
        var line: Int
    }

    /// The flags of a command line that shape a run.
    static func flags(_ arguments: Arguments, line: Int) -> [Flag] {
        shaping.filter { arguments.has($0.flag) }.map {
            Flag(name: $0.flag, values: arguments.all($0.flag), line: line)
        }
    }

    /// The file that the flag or the user's data folder gives; nil for none.
    init?(_ arguments: Arguments, _ console: Console) {
        if let named = arguments.value("--session") {
            guard !named.isEmpty, named != "none" else { return nil }
            path = named
            return
        }
        let data = console.environment("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = console.environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let folder = data ?? home.map({ $0 + "/.local/share" }) else { return nil }
        path = folder + "/almanac/ask.json"
    }

    /// What was said; nothing where there is no such file.
    ///
    /// - Throws: A `data_fetch_error` where the file is there and is none of these.
    func read() throws(AlmanacError) -> Session {
        guard access(path, F_OK) == 0 else { return Session() }
        let bytes = try FileSystem.read(path, limit: 16 << 20)
        guard let json = try? JSON.parse(String(decoding: bytes, as: UTF8.self)),
            let lines = json["said"]?.arrayValue?.compactMap({ $0.stringValue })
        else {
            throw AlmanacError(
                .dataFetch, "\(path) is no file of things said",
                details: ["path": .string(path)],
                suggestion: "name another with --session FILE, or remove it")
        }
        // A file of before flags were kept has none.
        let flags = (json["flags"]?.arrayValue ?? []).compactMap { flag -> Flag? in
            guard let name = flag["flag"]?.stringValue,
                Self.shaping.contains(where: { $0.flag == name }),
                let values = flag["values"]?.arrayValue?.compactMap({ $0.stringValue }),
                let line = flag["line"]?.intValue
            else { return nil }
            return Flag(name: name, values: values, line: line)
        }
        return Session(said: lines, flags: flags, memory: ModelMemory(json: json["read"]))
    }

    /// Keeps what was said; a file that cannot be written is done without.
    func write(_ session: Session) {
        let dropped = max(0, session.said.count - Self.mostLines)
        let flags = session.flags.map { flag -> JSON in
            [
                "flag": .string(flag.name), "values": .array(flag.values.map(JSON.string)),
                "line": .integer(flag.line < 0 ? flag.line : max(0, flag.line - dropped)),
            ]
        }
        var json: JSONObject = [
            "said": .array(session.said.dropFirst(dropped).map(JSON.string)),
            "flags": .array(flags),
        ]
        if !session.memory.isEmpty { json["read"] = session.memory.json }
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            mkdir(folder, 0o700)
        }
        try? FileSystem.write(JSON.object(json).text() + "\n", to: path)
    }
}
