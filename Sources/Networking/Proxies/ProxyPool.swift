import AlmanacCore
import Synchronization
package import TimeSeries

/// The proxies that requests go through, and the memory of how each does at each site.
///
/// Where there are any, everything goes through one of them: nothing falls back to a direct
/// connection, which would show a site the address that a person means to keep from it.
package struct ProxyPool: Sendable {
    /// The proxies, in the order in which equals are preferred.
    package let servers: [ProxyServer]
    private let load: @Sendable (_ proxy: String, _ site: String) async throws -> ProxyHealth
    private let save:
        @Sendable (ProxyHealth.Outcome, _ proxy: String, _ site: String) async throws -> Void

    /// Makes a pool whose memory is elsewhere, as in a database.
    package init(
        _ servers: [ProxyServer],
        load: @escaping @Sendable (_ proxy: String, _ site: String) async throws -> ProxyHealth,
        note:
            @escaping @Sendable (
                ProxyHealth.Outcome, _ proxy: String, _ site: String
            ) async throws -> Void
    ) {
        (self.servers, self.load, save) = (servers, load, note)
    }

    /// Makes a pool that remembers for as long as the program runs.
    package init(_ servers: [ProxyServer], now: @escaping @Sendable () -> Timestamp) {
        let memory = Memory()
        self.init(
            servers, load: { proxy, site in memory.health(proxy, site) },
            note: { outcome, proxy, site in memory.note(outcome, proxy, site, at: now()) })
    }

    private final class Memory: Sendable {
        private let states = Mutex<[String: ProxyHealth]>([:])

        func health(_ proxy: String, _ site: String) -> ProxyHealth {
            states.withLock { $0["\(proxy) \(site)"] ?? ProxyHealth() }
        }

        func note(
            _ outcome: ProxyHealth.Outcome, _ proxy: String, _ site: String, at now: Timestamp
        ) {
            states.withLock {
                $0["\(proxy) \(site)", default: ProxyHealth()].note(outcome, at: now)
            }
        }
    }

    /// The best proxy for a site that does not rest.
    ///
    /// - Throws: `sourceUnavailable` with the reason `no_proxy` where all rest.
    package func choose(for site: String, at now: Timestamp) async throws -> ProxyServer {
        var states: [(name: String, health: ProxyHealth)] = []
        for server in servers { states.append((server.name, try await load(server.name, site))) }
        if let name = ProxyHealth.best(among: states, at: now),
            let server = servers.first(where: { $0.name == name })
        {
            return server
        }
        let again = states.compactMap(\.health.restsUntil).min()
        var details: JSONObject = ["site": .string(site), "reason": "no_proxy"]
        details["again_at"] = again.map { .string($0.iso8601) }
        throw AlmanacError(
            .sourceUnavailable, "every proxy rests at \(site), where none of them got through",
            details: details, suggestion: "try again later, or name another proxy")
    }

    /// Notes what came of an exchange, where that tells of the proxy.
    package func note(
        _ outcome: ProxyHealth.Outcome, of server: ProxyServer, at site: String
    ) async throws {
        try await save(outcome, server.name, site)
    }
}

extension ProxyHealth.Outcome {
    /// What an answer's status tells of its proxy; nil where the site itself fails.
    package init?(status: Int, milliseconds: Double) {
        switch status {
        case 403, 429: self = .blocked
        case 500...: return nil
        default: self = .content(milliseconds: milliseconds)
        }
    }

    /// What an exchange tells of its proxy; nil where it tells nothing, as when the site fails or
    /// its robots.txt forbids the address.
    package init?(_ result: Result<HTTPResponse, any Error>) {
        switch result {
        case .success(let response):
            self.init(status: response.status, milliseconds: response.milliseconds)
        case .failure(let error):
            let reason = (error as? AlmanacError)?.details["reason"]?.stringValue
            switch reason.flatMap(TransferFailure.init(rawValue:)) {
            case .timeout: self = .timedOut
            case .proxyRefused, .connectionRefused, .connectionLost, .truncated, .tls,
                .protocolError:
                self = .failed
            default: return nil
            }
        }
    }
}
