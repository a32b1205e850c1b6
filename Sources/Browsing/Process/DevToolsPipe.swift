import AlmanacCore
import Glibc
import Networking
import Synchronization

/// A browser's process and the connection over which it is driven: JSON texts that each end with a
/// zero byte.
///
/// The process is alone in its group and is killed with it; it also ends by itself when the
/// connection closes, so that nothing is left behind where this process is killed.
final class DevToolsPipe: DevToolsConnection {
    /// The group of the browser's processes.
    let process: pid_t
    /// A socket, since writing to a pipe whose reader is gone is a signal.
    private let socket: Int32
    /// Whether the socket is open; held while sending.
    private let isOpen = Mutex(true)

    /// The longest message that is read.
    private static let messageLimit = 128 << 20

    /// Starts a browser.
    init(_ command: BrowserCommand, folder: String) throws(AlmanacError) {
        var pair: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw Self.failure(errno) }
        socket = pair[0]
        // Above 3 and 4, from which the browser reads and to which it writes.
        let theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 50)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(theirs)
            close(pair[1])
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for stream in 1...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, theirs, 3)
        posix_spawn_file_actions_adddup2(&actions, theirs, 4)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        let variables = [
            "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=\(folder)", "TMPDIR=\(folder)",
        ]
        var arguments = command.words.map { strdup($0) } + [nil]
        var environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(
            &process, command.words[0], &actions, &attributes, &arguments, &environment)
        self.process = process
        guard code == 0 else {
            close(socket)
            throw Self.failure(code)
        }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    private static func failure(_ code: Int32) -> AlmanacError {
        AlmanacError(
            .internalError, "the browser could not be started: \(String(cString: strerror(code)))")
    }

    /// Sends a message; false where the browser takes none.
    func send(_ message: String) -> Bool {
        isOpen.withLock { $0 && Relay.send(socket, Array(message.utf8) + [0]) }
    }

    /// Reads until the browser ends, then reaps it; blocks, so for a thread of its own.
    func run(_ receive: (DevToolsEvent) -> Void) {
        var pending: [UInt8] = []
        while true {
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let count = poll(&waiting, 1, -1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, read(&pending, receive) else { break }
        }
        kill()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        receive(.ended)
        isOpen.withLock { isOpen in
            isOpen = false
            close(socket)
        }
    }

    /// Hands on the messages that are whole; false at the end.
    private func read(_ pending: inout [UInt8], _ receive: (DevToolsEvent) -> Void) -> Bool {
        let piece: [UInt8]
        switch Relay.receive(socket) {
        case .bytes(let bytes): piece = bytes
        case .nothing: return true
        case .end: return false
        }
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: 0) {
            pending += piece[start..<end]
            receive(.message(String(decoding: pending, as: UTF8.self)))
            pending.removeAll(keepingCapacity: true)
            start = end + 1
        }
        pending += piece[start...]
        return pending.count <= Self.messageLimit
    }

    /// Ends the browser with all its processes.
    func kill() { Glibc.kill(-process, SIGKILL) }

    /// The memory that the browser's processes hold together, in bytes.
    var memoryBytes: Int { ProcessGroup.memoryBytes(process) }
}
