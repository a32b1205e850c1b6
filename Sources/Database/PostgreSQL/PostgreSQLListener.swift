import AlmanacCore
import CPostgreSQL
import Glibc

/// Listens to a server on a connection of its own, and hands on what it hears.
///
/// A connection that breaks is made anew; then every listener is told to look, because something
/// may have been said meanwhile.
final class PostgreSQLListener: Sendable {
    private struct State {
        var channels: Set<String> = []
        var isClosing = false
        var isRunning = false
    }

    private let location: DatabaseLocation
    private let options: ConnectionOptions
    private let hub: NotificationHub
    private let state = Monitor(State())
    /// Becomes readable when there is a new channel, or it is time to end.
    private let wake: Int32

    init(_ location: DatabaseLocation, options: ConnectionOptions, hub: NotificationHub) {
        (self.location, self.options, self.hub) = (location, options, hub)
        wake = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        precondition(wake >= 0, "the system must have room for a descriptor")
    }

    deinit { Glibc.close(wake) }

    func listen(_ channel: String) {
        let mustStart = state.update { state in
            if state.isClosing { return false }
            state.channels.insert(channel)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart {
            startThread { [self] in
                run()
                state.update { $0.isRunning = false }
            }
        } else {
            eventfd_write(wake, 1)
        }
    }

    func startClosing() {
        state.update { $0.isClosing = true }
        eventfd_write(wake, 1)
    }

    func waitUntilClosed() { state.wait { $0.isRunning ? nil : () } }

    private func run() {
        var failures = 0
        while !state.withLock({ $0.isClosing }) {
            do {
                let connection = try PostgreSQLConnection(location, options: options)
                failures = 0
                try serve(connection)
            } catch {
                // Whoever reads or writes is told what is wrong; here only trying again helps.
                failures += 1
                sleepUntilWoken(milliseconds: min(100 << min(failures, 6), 5_000))
            }
        }
    }

    private func serve(_ connection: PostgreSQLConnection) throws(AlmanacError) {
        var heard: Set<String> = []
        while true {
            let (channels, isClosing) = state.withLock { ($0.channels, $0.isClosing) }
            if isClosing { return }
            for channel in channels.subtracting(heard).sorted() {
                let name = channel.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"")
                try connection.command("LISTEN \"\(name)\"")
            }
            if heard != channels { hub.wakeAll() }
            heard = channels
            try hearAll(connection)
            var descriptors = [
                pollfd(fd: PQsocket(connection.handle), events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            poll(&descriptors, 2, -1)
            var count: eventfd_t = 0
            eventfd_read(wake, &count)
        }
    }

    private func hearAll(_ connection: PostgreSQLConnection) throws(AlmanacError) {
        guard PQconsumeInput(connection.handle) == 1 else {
            throw connection.error(nil, sql: nil)
        }
        while let notification = PQnotifies(connection.handle) {
            hub.deliver([
                Notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra))
            ])
            PQfreemem(notification)
        }
    }

    private func sleepUntilWoken(milliseconds: Int) {
        var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, Int32(milliseconds))
    }
}
