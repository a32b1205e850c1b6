import Glibc

/// Starts a thread of its own for a body that blocks, which the cooperative pool must never do.
///
/// The thread ends with it.
package func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let status = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, box.toOpaque())
    precondition(status == 0, "the system must have room for a thread")
    pthread_detach(thread)
}

/// Runs a body that blocks on a thread of its own, while the calling task waits.
///
/// A thread's start costs some tens of microseconds.
package func runOnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        startThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
}

/// A thread's body, in a form that fits through a C pointer.
private final class ThreadBody {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
