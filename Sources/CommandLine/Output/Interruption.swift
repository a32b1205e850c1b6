import Glibc
import Synchronization

/// Lets long work end at a good place when the person presses Ctrl-C.
///
/// The first time is remembered and the work looks for it; the second ends the process.
enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// What a shell gives for a process that Ctrl-C ended.
    static let exitCode: Int32 = 130

    /// Whether the work should end.
    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Begins to listen.
    static func listen() {
        // Touched here, so that the handler finds it made.
        flag.store(false, ordering: .relaxed)
        signal(SIGINT) { _ in
            Interruption.flag.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
