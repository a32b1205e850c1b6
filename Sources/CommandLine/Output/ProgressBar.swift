import Synchronization

/// One line on a terminal's error stream: how much is done, how fast, and how long the rest takes.
///
/// Nothing is written where the error stream is no terminal.
final class ProgressBar: Sendable {
    let isShown: Bool
    private let console: Console
    private let verb: String
    private let total: Int
    private let before: Int
    private let start: Double
    private let progress: Progress
    private let done: Mutex<Int>

    /// - Parameter done: What an earlier run did, which does not count for the rate.
    init(_ console: Console, verb: String, total: Int, done: Int = 0) {
        self.console = console
        self.verb = verb
        self.total = total
        before = done
        isShown = console.isErrorTerminal
        start = isShown ? console.seconds() : 0
        progress = Progress(console)
        self.done = Mutex(done)
    }

    /// Writes a line above the bar.
    func say(_ text: String) {
        guard isShown else { return }
        console.complain(text + "\n")
    }

    /// Counts what was done; may be called from any thread.
    func advance(_ count: Int) {
        let done = done.withLock { done in
            done += count
            return done
        }
        progress.report(line(done, seconds: max(1e-9, console.seconds() - start)))
    }

    /// Takes the line away.
    func finish() { progress.clear() }

    private func line(_ done: Int, seconds: Double) -> String {
        let rate = Double(done - before) / seconds
        let left = rate > 0 ? Double(total - done) / rate : 0
        let share = total > 0 ? Double(done) / Double(total) : 1
        let cells = 20
        let full = Int(share * Double(cells))
        let bar =
            console.isUnicode
            ? String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
            : String(repeating: "#", count: full) + String(repeating: ".", count: cells - full)
        let time = Int(left.rounded(.up))
        let minutes = "\(time / 60):" + (time % 60 < 10 ? "0" : "") + "\(time % 60)"
        let text =
            "\(verb) \(bar) \(Int(share * 100)) %  \(done) of \(total)  \(Int(rate))/s  "
            + "\(minutes) left"
        return text
    }
}
