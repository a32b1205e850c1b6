import AlmanacCore
import Synchronization

/// Hands notifications to the listeners of this process.
final class NotificationHub: Sendable {
    private struct Listener {
        var channel: String
        var stream: AsyncStream<Notification>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// How many notifications wait for a listener before the oldest are dropped; a listener looks
    /// at the tables anyway, so that one is as good as many.
    private static let buffered = 256

    /// The notifications of a channel from now on.
    func listen(_ channel: String) -> AsyncStream<Notification> {
        AsyncStream(bufferingPolicy: .bufferingNewest(Self.buffered)) { continuation in
            let number = state.withLock { state in
                state.next += 1
                state.listeners[state.next] = Listener(channel: channel, stream: continuation)
                return state.next
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
            }
        }
    }

    /// Whether anybody listens.
    var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

    /// Tells the listeners of each notification's channel.
    func deliver(_ notifications: [Notification]) {
        guard !notifications.isEmpty else { return }
        let listeners = state.withLock { $0.listeners.sorted { $0.key < $1.key }.map(\.value) }
        for notification in notifications {
            for listener in listeners where listener.channel == notification.channel {
                listener.stream.yield(notification)
            }
        }
    }

    /// Tells every listener to look, because something may have been said unheard.
    func wakeAll() {
        let listeners = state.withLock { $0.listeners.sorted { $0.key < $1.key }.map(\.value) }
        for listener in listeners {
            listener.stream.yield(Notification(channel: listener.channel, payload: ""))
        }
    }
}
