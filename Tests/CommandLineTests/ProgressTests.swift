import CommandLine
import Synchronization
import Testing

/// What long work says of itself on the error stream.
@Suite struct ProgressTests {
    private final class Stage: Sendable {
        let shown = Mutex<[String]>([])
        let now = Mutex(0.0)

        func console(isTerminal: Bool) -> Console {
            var console = Console(
                write: { _ in }, complain: { text in self.shown.withLock { $0.append(text) } },
                readInput: { _ in .success([]) }, seconds: { self.now.withLock { $0 } }, width: 40)
            console.isErrorTerminal = isTerminal
            return console
        }

        func after(_ seconds: Double) { now.withLock { $0 = seconds } }
        var texts: [String] { shown.withLock { $0 } }
    }

    @Test("nothing is said in the first second, then ten times a second, and at last wiped out")
    func timing() {
        let stage = Stage()
        let progress = Progress(stage.console(isTerminal: true))
        for (time, text) in [(0.5, "a"), (0.99, "b"), (1.0, "c"), (1.05, "d"), (1.2, "e")] {
            stage.after(time)
            progress.report(text)
        }
        #expect(stage.texts == ["\r\u{1B}[Kc", "\r\u{1B}[Ke"])
        progress.clear()
        progress.clear()
        #expect(stage.texts.last == "\r\u{1B}[K")
        #expect(stage.texts.count == 3)
        // The next piece of work has a second of its own.
        stage.after(2)
        progress.report("f")
        #expect(stage.texts.count == 3)
    }

    @Test("a line never runs over the terminal's edge")
    func width() {
        let stage = Stage()
        let progress = Progress(stage.console(isTerminal: true))
        stage.after(5)
        progress.report(String(repeating: "x", count: 200))
        #expect(stage.texts == ["\r\u{1B}[K" + String(repeating: "x", count: 39)])
    }

    @Test("where the error stream is no terminal nothing is said, and no clock is read")
    func silence() {
        let stage = Stage()
        let progress = Progress(stage.console(isTerminal: false))
        stage.after(100)
        progress.report("a")
        progress.clear()
        #expect(stage.texts.isEmpty)
    }
}
