import Glibc
import Synchronization

/// One line on a terminal's error stream: how much is done, how fast, and how long the rest takes.
///
/// Nothing is written where the error stream is no terminal.
final class ProgressBar: Sendable {
    private struct State {
        var done: Int
        var lastShown = 0.0
        var isLineOpen = false
    }

    let isShown: Bool
    private let console: Console
    private let verb: String
    private let total: Int
    private let before: Int
    private let start = ProgressBar.now()
    private let state: Mutex<State>

    /// - Parameter done: What an earlier run did, which does not count for the rate.
    init(_ console: Console, verb: String, total: Int, done: Int = 0) {
        self.console = console
        self.verb = verb
        self.total = total
        before = done
        isShown = console.isErrorTerminal
        state = Mutex(State(done: done))
    }

    /// Writes a line above the bar.
    func say(_ text: String) {
        guard isShown else { return }
        console.complain(text + "\n")
    }

    /// Counts what was done; may be called from any thread.
    func advance(_ count: Int) {
        let now = Self.now()
        state.withLock { state in
            state.done += count
            // Short work needs no bar, and a terminal no more than a few lines a second.
            guard isShown, now - start > 0.5, now - state.lastShown > 0.15 else { return }
            state.lastShown = now
            state.isLineOpen = true
            console.complain("\r" + line(state.done, seconds: now - start) + "\u{1B}[K")
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { state in
            if state.isLineOpen { console.complain("\r\u{1B}[K") }
            state.isLineOpen = false
        }
    }

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
        return String(text.prefix(max(20, console.width - 1)))
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
