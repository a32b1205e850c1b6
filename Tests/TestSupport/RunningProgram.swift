import Glibc

/// A program that runs beside a test, such as a server, until it is let go of.
package final class RunningProgram {
    private let process: pid_t

    /// Starts a program in a group of its own.
    ///
    /// - Parameters:
    ///   - environment: its variables, as `NAME=value`.
    ///   - output: the file that its output goes into; its errors are dropped.
    /// - Throws: ``Program/Failure`` where it cannot be started.
    package init(
        _ words: [String], environment: [String] = [], output: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in 3..<256 as Range<Int32> where fcntl(descriptor, F_GETFD) >= 0 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        var arguments = words.map { strdup($0) } + [nil]
        var variables = (environment + ["PATH=/usr/bin:/bin"]).map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(
            &process, words[0], &actions, &attributes, &arguments, &variables)
        self.process = process
        guard code == 0 else { throw Program.Failure(words: words, status: -1) }
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool {
        var ending = siginfo_t()
        waitid(P_PID, id_t(process), &ending, WEXITED | WNOHANG | WNOWAIT)
        return ending.si_signo == 0
    }

    deinit {
        guard process > 0 else { return }
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
