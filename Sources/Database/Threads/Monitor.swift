import Glibc

/// A value behind a lock, with a condition to wait on.
///
/// `Synchronization.Mutex` has no condition, and the threads here must sleep until there is work.
// The value is reached under the lock alone, and the pointers never change.
final class Monitor<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        // A thread that takes the lock twice is told, instead of waiting for itself.
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ERRORCHECK))
        pthread_mutex_init(mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs a body with the value, and wakes all who wait.
    func update<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock()
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
        return try body(&value)
    }

    /// Runs a body with the value, and wakes nobody.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock()
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// Sleeps until the body gives a result; it is asked again after each update.
    func wait<Result>(_ body: (inout Value) -> Result?) -> Result {
        lock()
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    private func lock() {
        let status = pthread_mutex_lock(mutex)
        precondition(
            status == 0, "a transaction must not start another one of its database and wait for it")
    }
}
