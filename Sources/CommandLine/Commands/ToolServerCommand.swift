package import AlmanacCore
import Dispatch
import Glibc
import Synchronization
import ToolServer

/// `almanac mcp`.
enum ToolServerCommand {
    /// The command that serves a program's commands, itself among them.
    static func command(of program: @escaping @Sendable () -> Program) -> Command {
        Command(
            name: "mcp", summary: "Serve the commands as tools to a language model (MCP, stdio).",
            examples: [
                (
                    "almanac mcp",
                    "answers JSON-RPC messages, one a line, until its input ends; to be started "
                        + "by a client such as an editor or an assistant"
                )
            ]
        ) { (_, console) throws(AlmanacError) in
            let server = try ToolServerLoop(program(), console)
            try server.run(isHeard: isHeard) { buffer in
                Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            }
            return 0
        }
    }

    /// Whether what is written still goes somewhere.
    private static func isHeard() -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        guard poll(&output, 1, 0) > 0 else { return true }
        return Int32(output.revents) & Int32(POLLERR | POLLHUP | POLLNVAL) == 0
    }

    /// The most bytes of a message.
    static let mostBytes = 4 * 1024 * 1024

    static let instructions = """
        These tools backtest trading strategies on point-in-time data, without look-ahead. List \
        symbols and strategies first; check a strategy of your own with check_strategy and read \
        its diagnostics; then backtest or sweep it. Results say their assumptions and warnings: \
        repeat them. A backtest says what would have been, and is no advice.
        """
}

/// Reads messages, runs tools on a thread of their own one after another, and writes answers.
///
/// Messages are taken while a tool runs, so that pings are answered and calls can be cancelled.
/// A call that waits is then never begun; of one that runs the answer is dropped, and a sweep ends
/// as on Ctrl-C.
package final class ToolServerLoop: Sendable {
    private struct State {
        var session: ToolSession
        var cancelled: Set<Int> = []
        var running: Int?
        var isClosed = false
    }

    private let program: Program
    private let tools: [CommandTool]
    private let console: Console
    private let state: Mutex<State>
    private let interrupt: @Sendable () -> Void
    /// The folder for the talk of this server alone; nil where none can be made.
    ///
    /// `ask` goes on with that talk, and the user's own is not touched.
    private let folder: String?
    private let queue = DispatchQueue(label: "almanac.tools")

    /// Makes a server of the commands that a program has.
    ///
    /// - Parameter interrupt: asks the running command to end.
    init(
        _ program: Program, _ console: Console,
        interrupt: @escaping @Sendable () -> Void = { Interruption.request() }
    ) throws(AlmanacError) {
        self.program = program
        self.interrupt = interrupt
        self.console = console
        var template = Array("/tmp/almanac-mcp-XXXXXX".utf8CString)
        folder = mkdtemp(&template).map { String(cString: $0) }
        var offered: [CommandTool] = []
        var listed: [Tool] = []
        for tool in CommandTool.all {
            guard let one = try tool.tool(of: program) else { continue }
            offered.append(tool)
            listed.append(one)
        }
        tools = offered
        let identity = ToolSession.Identity(
            name: "almanac", version: program.version,
            instructions: ToolServerCommand.instructions)
        state = Mutex(State(session: ToolSession(identity, tools: listed)))
    }

    /// Serves until the input ends and what it asked is answered, or until nobody listens any more.
    ///
    /// A client that went away closes both streams; input from a file or a pipe ends by itself.
    /// - Parameters:
    ///   - isHeard: whether answers still go somewhere, asked once the input has ended.
    ///   - read: gives bytes, 0 at the end, less on a fault; as `read(2)`.
    /// - Throws: `dataFetch` where the input cannot be read.
    package func run(
        isHeard: @Sendable () -> Bool = { true },
        _ read: (UnsafeMutableRawBufferPointer) -> Int
    ) throws(AlmanacError) {
        defer { forgetTalk() }
        var lines = MessageLines(limit: ToolServerCommand.mostBytes)
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = block.withUnsafeMutableBytes { read($0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw AlmanacError(.dataFetch, "standard input cannot be read")
            }
            if count == 0 { break }
            for line in lines.take(block[..<count]) { perform { $0.receive(line) } }
        }
        // The last message may lack its line's end.
        for line in lines.take([UInt8(ascii: "\n")]) { perform { $0.receive(line) } }
        let drained = DispatchSemaphore(value: 0)
        queue.async { drained.signal() }
        while drained.wait(timeout: .now() + .milliseconds(200)) == .timedOut {
            guard !isHeard() else { continue }
            // What waits is dropped, and what runs is asked to end.
            state.withLock { state in
                state.isClosed = true
                if let call = state.running { nudge(call) }
            }
            queue.sync {}
            return
        }
    }

    private var session: String { folder.map { $0 + "/ask.json" } ?? "none" }

    private func forgetTalk() {
        guard let folder else { return }
        unlink(session)
        rmdir(folder)
    }

    /// Lets the session decide, and does what it says; answers are written in that order.
    private func perform(_ decide: (inout ToolSession) -> [ToolSession.Action]) {
        state.withLock { state in
            for action in decide(&state.session) {
                switch action {
                case .send(let message):
                    if !state.isClosed { console.write(message.text() + "\n") }
                case .start(let call, let name, let arguments): start(call, name, arguments)
                case .cancel(let call):
                    state.cancelled.insert(call)
                    if state.running == call { nudge(call) }
                }
            }
        }
    }

    /// Asks a running call to end, again and again until it does: it may not listen yet.
    private func nudge(_ call: Int) {
        DispatchQueue.global().async { [self] in
            while state.withLock({ $0.running == call }) {
                interrupt()
                usleep(100_000)
            }
        }
    }

    private func start(_ call: Int, _ name: String, _ arguments: JSON) {
        guard let tool = tools.first(where: { $0.name == name }) else { return }
        queue.async { [self] in
            let isWanted = state.withLock { state in
                guard !state.isClosed, state.cancelled.remove(call) == nil else { return false }
                state.running = call
                return true
            }
            guard isWanted else { return }
            let outcome = tool.run(arguments, of: program, console, session: session)
            state.withLock { state in
                state.running = nil
                state.cancelled.remove(call)
            }
            perform { $0.finish(call, outcome) }
        }
    }
}
