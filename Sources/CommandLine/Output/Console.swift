package import AlmanacCore
import Glibc

/// Where a command's text goes, and what the terminal behind it can show.
package struct Console: Sendable {
    /// Writes to the standard output.
    package var write: @Sendable (String) -> Void
    /// Writes to the error stream.
    package var complain: @Sendable (String) -> Void
    /// Reads the whole standard input, up to a limit.
    package var readInput: @Sendable (_ limit: Int) -> Result<[UInt8], AlmanacError>
    /// Whether the output is a terminal.
    package var isTerminal: Bool
    /// Whether colour is wanted.
    package var usesColour: Bool
    /// Whether the terminal shows more than ASCII.
    package var isUnicode: Bool
    /// How many columns the terminal has.
    package var width: Int
    /// Whether the error stream is a terminal, which can show how far long work has come.
    package var showsProgress: Bool
    /// A clock that only runs forward, in seconds.
    package var seconds: @Sendable () -> Double

    /// Makes a console of given streams.
    package init(
        write: @escaping @Sendable (String) -> Void,
        complain: @escaping @Sendable (String) -> Void,
        readInput: @escaping @Sendable (_ limit: Int) -> Result<[UInt8], AlmanacError>,
        isTerminal: Bool = false, usesColour: Bool = false, isUnicode: Bool = true, width: Int = 80,
        showsProgress: Bool = false, seconds: @escaping @Sendable () -> Double = { 0 }
    ) {
        self.write = write
        self.complain = complain
        self.readInput = readInput
        self.isTerminal = isTerminal
        self.usesColour = usesColour
        self.isUnicode = isUnicode
        self.width = width
        self.showsProgress = showsProgress
        self.seconds = seconds
    }

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
            readInput: { limit in
                Result { () throws(AlmanacError) in
                    try FileSystem.readAll(STDIN_FILENO, name: "standard input", limit: limit)
                }
            },
            isTerminal: isTerminal,
            usesColour: isTerminal && environment("NO_COLOR") == nil
                && environment("TERM") != "dumb",
            isUnicode: isUnicode, width: max(40, min(width, 160)),
            showsProgress: isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb",
            seconds: {
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
            })
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
