import Glibc

/// A program that is run without a shell, with limits on memory, time and output.
///
/// The limits are set by `prlimit` and `timeout`, which every Debian has, before the program
/// starts, and they hold even if this process ends. The program gets a bare environment and no open
/// files but its three streams.
struct BoundedProcess {
    /// The program's path.
    var program: String
    var arguments: [String]
    var limits: Limits

    struct Limits {
        var memoryBytes: Int
        var processorSeconds: Int
        var wallSeconds: Int
        var outputBytes: Int
    }

    /// How a run ended.
    struct Output {
        enum End: Equatable {
            case exit(Int32)
            case signal(Int32)
            case tooMuchOutput
        }

        var end: End
        var bytes: [UInt8] = []
        /// The first bytes of what the program said on its error stream.
        var message: [UInt8] = []
    }

    /// The number of an error of the system, for a run that could not begin.
    struct Fault: Error { var number: Int32 }

    /// Runs the program, writes a text to it, and waits until it ends.
    func run(input: [UInt8]) throws(Fault) -> Output {
        let command =
            [
                "/usr/bin/timeout", "--signal=KILL", "\(limits.wallSeconds)", "/usr/bin/prlimit",
                "--as=\(limits.memoryBytes)", "--cpu=\(limits.processorSeconds)", "--core=0",
                "--nofile=64", "--fsize=0", "--", program,
            ] + arguments
        var (process, streams) = try start(command)
        // `timeout` ends the program before; this holds where something else keeps a stream open.
        let transfer = streams.transfer(
            input, outputLimit: limits.outputBytes, seconds: limits.wallSeconds + 2)
        // The group holds the program too.
        if transfer.isCut || transfer.isLate { kill(-process, SIGKILL) }
        streams.close()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let end: Output.End =
            transfer.isCut
            ? .tooMuchOutput : signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
        return Output(end: end, bytes: transfer.output, message: transfer.message)
    }

    private func start(_ command: [String]) throws(Fault) -> (pid_t, ProcessStreams) {
        var streams = try ProcessStreams()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (stream, descriptor) in streams.theirs.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
        }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        var process: pid_t = 0
        let result = Self.withPointers(command) { arguments in
            Self.withPointers(["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]) { environment in
                posix_spawn(
                    &process, "/usr/bin/timeout", &actions, &attributes, arguments, environment)
            }
        }
        streams.closeTheirs()
        guard result == 0 else {
            streams.close()
            throw Fault(number: result)
        }
        return (process, streams)
    }

    /// Texts as the list of pointers, ended by nil, that the system takes.
    private static func withPointers(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { list in
            list.baseAddress.map(body) ?? ENOMEM
        }
    }
}
