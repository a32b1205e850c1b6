import AlmanacCore
import Dispatch
import Synchronization

/// Runs asynchronous work to its end and gives back its result; the calling thread waits.
///
/// For a command's own thread only: on the cooperative pool it could wait for itself.
func waitFor<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) throws(AlmanacError) -> Result {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Result>()
    Task.detached {
        do {
            let result = try await body()
            box.outcome.withLock { $0 = .success(result) }
        } catch {
            box.outcome.withLock { $0 = .failure(error) }
        }
        done.signal()
    }
    done.wait()
    switch box.outcome.withLock({ $0 }) {
    case .success(let result)?: return result
    case .failure(let error as AlmanacError)?: throw error
    case .failure(let error)?: throw AlmanacError(.internalError, "\(error)")
    case nil: throw AlmanacError(.internalError, "work ended without a result")
    }
}

/// Runs work that Ctrl-C cancels, with an error that says what was kept.
func waitUnlessInterrupted<Result: Sendable>(
    stored: @escaping @Sendable () -> Int,
    _ body: @escaping @Sendable () async throws -> Result
) throws(AlmanacError) -> Result {
    try waitUnlessInterrupted(
        else: AlmanacError(
            .dataFetch, "interrupted; what came until then is kept (\(stored()) rows)",
            details: ["stored": .integer(stored())],
            suggestion: "the same command goes on where it stopped"), body)
}

/// Runs work that Ctrl-C cancels, which is then this error.
func waitUnlessInterrupted<Result: Sendable>(
    else interrupted: @autoclosure () -> AlmanacError,
    _ body: @escaping @Sendable () async throws -> Result
) throws(AlmanacError) -> Result {
    Interruption.listen()
    defer { Interruption.install() }
    let work = Task { try await body() }
    let watch = DispatchSource.makeTimerSource(queue: .global())
    watch.schedule(deadline: .now() + 0.05, repeating: 0.05)
    watch.setEventHandler { if Interruption.isRequested { work.cancel() } }
    watch.resume()
    defer { watch.cancel() }
    do throws(AlmanacError) {
        return try waitFor { try await work.value }
    } catch {
        guard Interruption.isRequested else { throw error }
        throw interrupted()
    }
}

private final class Box<Success: Sendable>: Sendable {
    let outcome = Mutex<Swift.Result<Success, any Error>?>(nil)
}
