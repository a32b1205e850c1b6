import Glibc
import Synchronization

/// What happens where the process is told to end: by Ctrl-C, by `kill`, or by its terminal going
/// away.
///
/// No unfinished file stays behind. Long work may ask to end at a good place instead: then the
/// first Ctrl-C is remembered, the work looks for it, and the second one ends the process.
package enum Interruption {
    /// The addresses of the paths, as C text, of files that are being written; 0 in free places.
    private static let unfinished = InlineArray<64, Atomic<UInt>> { _ in Atomic(0) }
    private static let isAwaited = Atomic<Bool>(false)
    /// Whether `kill` asks as Ctrl-C does.
    private static let isTerminationAwaited = Atomic<Bool>(false)
    private static let flag = Atomic<Bool>(false)

    /// What a shell gives for a process that Ctrl-C ended.
    static let exitCode: Int32 = 130

    /// Whether the work should end.
    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Begins to wait for a first Ctrl-C, which then only asks the work to end.
    /// - Parameter termination: Whether a first `kill` asks so too, as is right for what runs for
    ///   months under a supervisor.
    static func listen(termination: Bool = false) {
        install()
        flag.store(false, ordering: .relaxed)
        isAwaited.store(true, ordering: .relaxed)
        isTerminationAwaited.store(termination, ordering: .relaxed)
    }

    /// Asks long work that waits for it to end, as the first Ctrl-C does; does nothing else.
    static func request() {
        if isAwaited.exchange(false, ordering: .relaxed) {
            flag.store(true, ordering: .relaxed)
        }
    }

    /// Removes the unfinished file on a signal, which then ends the process as ever.
    package static func install() {
        // Made here, since a handler must not be the first to use them.
        _ = unfinished.count
        flag.store(false, ordering: .relaxed)
        isAwaited.store(false, ordering: .relaxed)
        isTerminationAwaited.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var current = sigaction()
            sigaction(number, nil, &current)
            // What `nohup` or a shell's background has set aside stays so.
            let handler = unsafeBitCast(current.__sigaction_handler.sa_handler, to: UInt.self)
            if handler == 0 { signal(number, Interruption.handle) }
        }
    }

    /// Does the work of writing a file that must not stay behind unfinished; gives back its code.
    ///
    /// Several files may be written at once, a download for hours, so that nothing is locked.
    package static func protecting(_ path: String, _ work: () -> Int32) -> Int32 {
        path.withCString { text in
            let place = claim(UInt(bitPattern: text))
            defer { unfinished[place].store(0, ordering: .releasing) }
            return work()
        }
    }

    /// Puts an address into a free place, and waits for one where all are taken.
    private static func claim(_ address: UInt) -> Int {
        while true {
            for place in unfinished.indices {
                let (isMine, _) = unfinished[place].compareExchange(
                    expected: 0, desired: address, ordering: .acquiringAndReleasing)
                if isMine { return place }
            }
            usleep(1_000)
        }
    }

    /// Only reads and writes plain memory and calls the system, as a handler may.
    private static let handle: @convention(c) (Int32) -> Void = { number in
        if number == SIGINT, Interruption.isAwaited.exchange(false, ordering: .relaxed) {
            Interruption.flag.store(true, ordering: .relaxed)
            return
        }
        if number == SIGTERM,
            Interruption.isTerminationAwaited.exchange(false, ordering: .relaxed)
        {
            Interruption.flag.store(true, ordering: .relaxed)
            return
        }
        for place in Interruption.unfinished.indices {
            let address = Interruption.unfinished[place].load(ordering: .acquiring)
            if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
        }
        signal(number, SIG_DFL)
        raise(number)
    }
}
