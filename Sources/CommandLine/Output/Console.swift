import AlmanacCore
import Glibc

/// Where a command's text goes, and what the terminal behind it can show.
struct Console: Sendable {
    /// Writes to the standard output.
    var write: @Sendable (String) -> Void
    /// Writes to the error stream.
    var complain: @Sendable (String) -> Void
    /// Reads the whole standard input, up to a limit.
    var readInput: @Sendable (_ limit: Int) throws(AlmanacError) -> [UInt8]
    /// Whether the output is a terminal.
    var isTerminal: Bool
    /// Whether colour is wanted.
    var usesColour: Bool
    /// Whether the terminal shows more than ASCII.
    var isUnicode: Bool
    /// How many columns the terminal has.
    var width: Int

    /// The process's own streams.
    static func standard() -> Console {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environment).first { !$0.isEmpty }
        let isUnicode =
            locale.map { $0.lowercased().contains("utf") } ?? !isTerminal
        var size = winsize()
        var width = environment("COLUMNS").flatMap { Int($0) } ?? 80
        if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            width = Int(size.ws_col)
        }
        return Console(
            write: { FileSystem.writeAll($0, to: STDOUT_FILENO) },
            complain: { FileSystem.writeAll($0, to: STDERR_FILENO) },
            readInput: { (limit) throws(AlmanacError) in
                try FileSystem.readAll(STDIN_FILENO, name: "standard input", limit: limit)
            },
            isTerminal: isTerminal,
            usesColour: isTerminal && environment("NO_COLOR") == nil
                && environment("TERM") != "dumb",
            isUnicode: isUnicode, width: max(40, min(width, 160)))
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Shows an error: as JSON on the output, or as text on the error stream.
    func show(_ error: AlmanacError, asJSON: Bool) {
        if asJSON {
            write(error.json.text(pretty: true) + "\n")
            return
        }
        var text = "almanac: \(error.message)\n"
        if let suggestion = error.suggestion, !error.message.contains("hint: \(suggestion)") {
            text += "  \(suggestion)\n"
        }
        complain(text)
    }
}
