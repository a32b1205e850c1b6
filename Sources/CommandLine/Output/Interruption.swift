import Glibc
import Synchronization

/// Leaves no unfinished file behind where the process is told to end: by Ctrl-C, by `kill`, or by
/// its terminal going away.
package enum Interruption {
    /// The address of the path, as C text, of the file that is being written; 0 where none is.
    private static let unfinished = Atomic<UInt>(0)
    /// One file is written at a time.
    private static let writing = Mutex(())

    /// Removes the unfinished file on such a signal; then the signal ends the process as ever.
    package static func install() {
        // Made here, since a handler must not be the first to use it.
        unfinished.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var current = sigaction()
            sigaction(number, nil, &current)
            // What `nohup` or a shell's background has set aside stays so.
            let handler = unsafeBitCast(current.__sigaction_handler.sa_handler, to: UInt.self)
            guard handler == 0 else { continue }
            signal(number) { number in
                if let path = UnsafePointer<CChar>(
                    bitPattern: Interruption.unfinished.load(ordering: .acquiring))
                {
                    unlink(path)
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Does the work of writing a file that must not stay behind unfinished; gives back its code.
    package static func protecting(_ path: String, _ work: () -> Int32) -> Int32 {
        writing.withLock { _ -> Int32 in
            path.withCString { text in
                unfinished.store(UInt(bitPattern: text), ordering: .releasing)
                defer { unfinished.store(0, ordering: .releasing) }
                return work()
            }
        }
    }
}
