package import AlmanacCore
import Glibc
import Reporting
package import TimeSeries

/// Where a command's text goes, and what the terminal behind it can show.
package struct Console: Sendable {
    /// Writes to the standard output.
    package var write: @Sendable (String) -> Void
    /// Writes to the error stream.
    package var complain: @Sendable (String) -> Void
    /// Clears the terminal behind the standard output, where there is one.
    package var clear: @Sendable () -> Void = {}
    /// Reads the whole standard input, up to a limit.
    package var readInput: @Sendable (_ limit: Int) -> Result<[UInt8], AlmanacError>
    /// The value of an environment variable.
    package var environment: @Sendable (_ name: String) -> String?
    /// The current time.
    package var now: @Sendable () -> Timestamp
    /// A clock that only runs forward, in seconds.
    package var seconds: @Sendable () -> Double
    /// Whether the output is a terminal.
    package var isTerminal: Bool
    /// Whether the error stream is a terminal, so that progress may be shown on it.
    package var isErrorTerminal = false
    /// Whether colour is wanted.
    package var usesColour: Bool
    /// Whether the terminal shows more than ASCII.
    package var isUnicode: Bool
    /// How many columns the terminal has.
    package var width: Int

    /// Makes a console of given streams; without an environment or a clock there is none.
    package init(
        write: @escaping @Sendable (String) -> Void,
        complain: @escaping @Sendable (String) -> Void,
        readInput: @escaping @Sendable (_ limit: Int) -> Result<[UInt8], AlmanacError>,
        environment: @escaping @Sendable (_ name: String) -> String? = { _ in nil },
        now: @escaping @Sendable () -> Timestamp = { Timestamp(nanoseconds: 0) },
        seconds: @escaping @Sendable () -> Double = { 0 },
        isTerminal: Bool = false, usesColour: Bool = false, isUnicode: Bool = true, width: Int = 80
    ) {
        self.write = write
        self.complain = complain
        self.readInput = readInput
        self.environment = environment
        self.now = now
        self.seconds = seconds
        self.isTerminal = isTerminal
        self.usesColour = usesColour
        self.isUnicode = isUnicode
        self.width = width
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
        let isErrorTerminal = isatty(STDERR_FILENO) == 1
        var console = Console(
            write: {
                FileSystem.writeAll(isTerminal ? terminalText($0) : $0, to: STDOUT_FILENO)
            },
            complain: {
                let text = isErrorTerminal ? terminalText($0, allowsErasing: true) : $0
                FileSystem.writeAll(text, to: STDERR_FILENO)
            },
            readInput: { limit in
                Result { () throws(AlmanacError) in
                    try FileSystem.readAll(STDIN_FILENO, name: "standard input", limit: limit)
                }
            },
            environment: { environment($0) }, now: currentTime,
            seconds: monotonicSeconds, isTerminal: isTerminal,
            usesColour: isTerminal && environment("NO_COLOR") == nil
                && environment("TERM") != "dumb",
            isUnicode: isUnicode, width: max(40, min(width, 160)))
        console.isErrorTerminal = isErrorTerminal && environment("TERM") != "dumb"
        if isTerminal {
            console.clear = { FileSystem.writeAll("\u{1B}[H\u{1B}[2J", to: STDOUT_FILENO) }
        }
        return console
    }

    @Sendable private static func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Sendable private static func currentTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
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
        // A file or a program that reads it has no width.
        let columns = isErrorTerminal ? width : Int.max
        // Diagnostics have lines of their own, which point at places below each other.
        func lines(_ text: String, _ first: String) -> String {
            text.contains("\n")
                ? first + text + "\n"
                : TextLayout.wrapped(text, columns, first: first, rest: "  ")
                    .joined(separator: "\n") + "\n"
        }
        var text = lines(error.message, "almanac: ")
        if let suggestion = error.suggestion, !error.message.contains("hint: \(suggestion)") {
            text += lines(suggestion, "  ")
        }
        complain(text)
    }
}
