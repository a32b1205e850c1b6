import Synchronization

/// Says on the error stream how far long work has come.
///
/// One line that is drawn over, only on a terminal, only once the work has taken a second, and at
/// most ten times a second; it is wiped out when the work is done. May be told from any thread.
package final class Progress: Sendable {
    private struct State {
        var due: Double
        var isShown = false
    }

    private let console: Console
    private let state: Mutex<State>

    /// Begins to measure the time of some work.
    package init(_ console: Console) {
        self.console = console
        state = Mutex(State(due: console.isErrorTerminal ? console.seconds() + 1 : .infinity))
    }

    /// Shows a line such as `reading prices.csv: 40 %`, where it is time to.
    package func report(_ text: @autoclosure () -> String) {
        guard console.isErrorTerminal else { return }
        state.withLock { state in
            let now = console.seconds()
            guard now >= state.due else { return }
            state.due = now + 0.1
            state.isShown = true
            console.complain("\r\u{1B}[K" + String(text().prefix(console.width - 1)))
        }
    }

    /// Wipes the line out, before anything else is written or the work goes on to something else.
    package func clear() {
        guard console.isErrorTerminal else { return }
        state.withLock { state in
            if state.isShown { console.complain("\r\u{1B}[K") }
            state = State(due: console.seconds() + 1)
        }
    }
}
