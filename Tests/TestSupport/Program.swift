package import Foundation
import Glibc

/// Runs a program to its end, for tests.
///
/// The program's output goes into a file and it gets no other open file: a server or a browser's
/// helper that it leaves behind can then keep nobody waiting. Foundation's `Process` waits until
/// every descendant has closed what it inherited, which a server never does.
package enum Program {
    /// How a program ended that was expected to end with 0.
    package struct Failure: Error, CustomStringConvertible {
        package var words: [String]
        /// As `waitpid` gives it, or -1 where the program could not be started.
        package var status: Int32

        package var description: String { "\(words.joined(separator: " ")) ended with \(status)" }
    }

    /// Runs a program and gives what it wrote to its output; its errors are dropped.
    ///
    /// - Throws: ``Failure`` where it ends with anything but 0.
    @discardableResult
    package static func run(_ words: [String]) throws -> Data {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-output-\(UUID().uuidString)").path
        defer { unlink(path) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // A server's user may not enter the folder of the tests.
        let script = """
            for file in /proc/self/fd/*; do
                number=${file##*/}
                if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
            done
            cd / && exec "$@"
            """
        var arguments = (["bash", "-c", script, "bash"] + words).map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/bash", &actions, nil, &arguments, environ) == 0 else {
            throw Failure(words: words, status: -1)
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw Failure(words: words, status: status) }
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }
}
