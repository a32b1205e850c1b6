import AlmanacCore
import Glibc

/// The file that keeps what was said, so that `ask --continue` goes on with it.
struct SessionFile {
    private let path: String

    /// The flag that names it.
    static let option = Command.Option(
        "--session", "FILE|none",
        "where what was said is kept (default ask.json in the user's data folder)")

    /// The most lines that are kept.
    private static let mostLines = 50

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

    /// What was said, oldest first; nothing where there is no such file.
    ///
    /// - Throws: A `data_fetch_error` where the file is there and is none of these.
    func read() throws(AlmanacError) -> [String] {
        guard access(path, F_OK) == 0 else { return [] }
        let bytes = try FileSystem.read(path, limit: 1 << 20)
        guard let json = try? JSON.parse(String(decoding: bytes, as: UTF8.self)),
            let lines = json["said"]?.arrayValue?.compactMap({ $0.stringValue })
        else {
            throw AlmanacError(
                .dataFetch, "\(path) is no file of things said",
                details: ["path": .string(path)],
                suggestion: "name another with --session FILE, or remove it")
        }
        return lines
    }

    /// Keeps what was said; a file that cannot be written is done without.
    func write(_ lines: [String]) {
        let kept = lines.suffix(Self.mostLines).map(JSON.string)
        let json: JSON = ["said": .array(Array(kept))]
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            mkdir(folder, 0o700)
        }
        try? FileSystem.write(json.text() + "\n", to: path)
    }
}
