import AlmanacCore
package import Networking
import Synchronization

/// Which of the configured proxies a browser's connections go through, and what came of them.
///
/// A visit goes whole through the best proxy for its page's site: what the page loads from other
/// hosts goes the way that was chosen last. Before one was chosen nothing goes out.
package final class ProxyRoutes: Sendable {
    private struct State {
        var routes: [String: ProxyServer] = [:]
        var latest: ProxyServer?
        var milliseconds: [String: Double] = [:]
        var faults: [String: AlmanacError] = [:]
    }

    private let state = Mutex(State())

    /// Makes routes that lead nowhere yet.
    package init() {}

    /// Lets connections to a host, and from now on those to hosts without a route, go this way.
    package func lead(_ host: String, through server: ProxyServer) {
        state.withLock { state in
            if state.routes.count >= 10_000 { state = State() }
            state.routes[host] = server
            state.latest = server
            state.milliseconds[host] = nil
            state.faults[host] = nil
        }
    }

    /// The way to a host; nil where none was chosen.
    func route(to host: String) -> ProxyServer? {
        state.withLock { $0.routes[host] ?? $0.latest }
    }

    /// Notes how long a way took to open.
    func opened(_ host: String, milliseconds: Double) {
        state.withLock { $0.milliseconds[host] = milliseconds }
    }

    /// Notes that a way did not open.
    func failed(_ host: String, _ error: AlmanacError) {
        state.withLock { $0.faults[host] = error }
    }

    /// Why the way to a host did not open; nil where it did.
    func fault(of host: String) -> AlmanacError? { state.withLock { $0.faults[host] } }

    /// How long the way to a host took to open; nil where it did not.
    func milliseconds(of host: String) -> Double? { state.withLock { $0.milliseconds[host] } }
}
