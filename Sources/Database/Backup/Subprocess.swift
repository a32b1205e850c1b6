import AlmanacCore
import Glibc

/// Another program, run to its end.
enum Subprocess {
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a program; blocks until it ends.
    ///
    /// - Parameter environment: Variables beside those of this process.
    static func run(
        _ path: String, _ words: [String], environment: [String: String]
    ) throws(AlmanacError) -> Result {
        // Two short answers: files in place of pipes need nobody to empty them.
        let streams = [temporaryFile(), temporaryFile()]
        defer { streams.forEach { close($0) } }
        guard !streams.contains(where: { $0 < 0 }) else {
            throw WholeFile.failure("a temporary file", "written")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, streams[0], 1)
        posix_spawn_file_actions_adddup2(&actions, streams[1], 2)

        var variables = inherited().filter { environment[String($0.prefix { $0 != "=" })] == nil }
        variables += environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        let code = withCStrings([path] + words) { arguments in
            withCStrings(variables) {
                posix_spawn(&process, path, &actions, nil, arguments, $0)
            }
        }
        guard code == 0 else {
            throw AlmanacError(
                .notFound, "\(path) cannot be run: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return Result(status: status, output: text(of: streams[0]), errors: text(of: streams[1]))
    }

    private static func inherited() -> [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            variables.append(String(cString: variable))
            next += 1
        }
        return variables
    }

    /// A file without a name, gone when it is closed.
    private static func temporaryFile() -> Int32 {
        var template = Array("/tmp/almanac-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        if descriptor >= 0 {
            unlink(template)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return descriptor
    }

    private static func text(of descriptor: Int32) -> String {
        lseek(descriptor, 0, SEEK_SET)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += block[..<count]
        }
    }

    private static func withCStrings<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
