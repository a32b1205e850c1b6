package import AlmanacCore
package import TimeSeries

/// Fetches politely and no oftener than needed: cache, robots.txt, pace and quick retries around an
/// ``HTTPClient``.
package actor Fetcher {
    /// Sends a request and follows its redirects, asking before each hop.
    package typealias Transport =
        @Sendable (
            _ request: HTTPRequest, _ beforeHop: @escaping @Sendable (WebURL) async throws -> Void
        ) async throws -> HTTPResponse

    private let transport: Transport
    private let clock: WaitingClock
    private let chance: @Sendable () -> Double
    private let store: any ResponseStore
    private let product: String
    private let proxies: ProxyPool?
    private var flights = Flights<Fetched>()
    private var pace = HostPace()
    private var robots: [String: (task: Task<Robots, Never>, until: Timestamp)] = [:]

    /// Makes a fetcher.
    /// - Parameters:
    ///   - chance: a number drawn evenly from 0 to 1, for jitter.
    ///   - proxies: what requests go through; nil to go straight.
    ///   - product: the name by which robots.txt may address this program.
    package init(
        _ client: HTTPClient, clock: WaitingClock, chance: @escaping @Sendable () -> Double,
        store: any ResponseStore = MemoryResponseStore(),
        proxies: ProxyPool? = nil, product: String = "almanac"
    ) {
        self.init(
            sending: { try await client.send($0, beforeHop: $1) }, clock: clock,
            chance: chance, store: store,
            proxies: proxies, product: product)
    }

    /// Makes a fetcher over something else than the network, such as a simulated one.
    package init(
        sending transport: @escaping Transport, clock: WaitingClock,
        chance: @escaping @Sendable () -> Double,
        store: any ResponseStore = MemoryResponseStore(), proxies: ProxyPool? = nil,
        product: String = "almanac"
    ) {
        self.transport = transport
        // A pool without proxies is none.
        self.proxies = proxies.flatMap { $0.servers.isEmpty ? nil : $0 }
        (self.clock, self.chance) = (clock, chance)
        self.store = store
        self.product = product
    }

    /// Fetches, from the cache where that is allowed.
    ///
    /// Who wants what is already being fetched waits for that, and is told that it came from the
    /// cache.
    /// - Throws: `AlmanacError` as ``HTTPClient/send(_:beforeHop:)`` does; of kind `forbidden` with
    ///   the reason `robots` where robots.txt does not allow the address. An answer with a status
    ///   of failure is returned, after its retries.
    package func fetch(
        _ request: HTTPRequest, _ policy: Policy = Policy()
    ) async throws -> Fetched {
        // What goes into a file is not there to be kept.
        let usesCache = policy.usesCache && request.file == nil
        let key = request.method == .get && usesCache ? Self.key(request) : nil
        guard let key else { return try await fetch(request, policy, nil) }
        while !flights.takeOff(key) {
            switch await landing(of: key) {
            case .landed(var fetched):
                if fetched.origin.isCurrent { (fetched.origin, fetched.attempts) = (.cache, 0) }
                return fetched
            case .failed(let error): throw error
            case .abandoned:
                if Task.isCancelled { throw TransferFailure.cancelled.error(request.url) }
            }
        }
        do {
            let fetched = try await fetch(request, policy, key)
            flights.land(key, .landed(fetched))
            return fetched
        } catch {
            let known = error as? AlmanacError
            let isShared = known.flatMap(Self.reasonToServeStale) != nil
            flights.land(
                key, isShared && known?.kind == .sourceUnavailable ? .failed(error) : .abandoned)
            throw error
        }
    }

    /// Waits until what is under way has ended, or the task is called off.
    private func landing(of key: String) async -> Flights<Fetched>.Landing {
        let ticket = flights.ticket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                flights.wait(key, ticket, continuation)
                // A task that was called off before it waited.
                if Task.isCancelled { flights.leave(key, ticket) }
            }
        } onCancel: {
            Task { await self.leave(key, ticket) }
        }
    }

    private func leave(_ key: String, _ ticket: UInt64) { flights.leave(key, ticket) }

    /// Fetches what nobody else is fetching; without a key past the cache.
    private func fetch(
        _ request: HTTPRequest, _ policy: Policy, _ key: String?
    ) async throws -> Fetched {
        let kept: KeptResponse? = if let key { try await store.load(key) } else { nil }
        if let kept, kept.rules.use(at: clock.now()) == .fresh {
            return Fetched(
                response: kept.response, origin: .cache, attempts: 0, received: kept.rules.received)
        }
        var conditional = request
        for field in kept?.rules.conditions.fields ?? [] {
            conditional.headers[field.name] = field.value
        }
        var attempts = 0
        do {
            let response = try await send(conditional, policy, &attempts)
            if let kept, response.status == 304 {
                return try await revalidated(kept, response, key, policy, attempts)
            }
            if QuickRetry.transientStatuses.contains(response.status),
                let stale = staleAnswer(kept, "status \(response.status)", attempts)
            {
                return stale
            }
            try await keep(response, request.method, key, policy)
            return Fetched(
                response: response, origin: .network, attempts: attempts, received: clock.now())
        } catch let error as AlmanacError {
            guard let reason = Self.reasonToServeStale(error),
                let stale = staleAnswer(kept, reason, attempts)
            else { throw error }
            return stale
        }
    }

    /// Forgets what is kept for a request, as an answer that turned out not to be what it should.
    package func forget(_ request: HTTPRequest) async throws {
        try await store.remove(Self.key(request))
    }

    private static func reasonToServeStale(_ error: AlmanacError) -> String? {
        switch error.kind {
        case .sourceUnavailable:
            let reason = error.details["reason"]?.stringValue
            return reason == TransferFailure.cancelled.rawValue ? nil : reason
        case .rateLimited, .budgetExceeded: return error.kind.rawValue
        default: return nil
        }
    }

    /// What a site's robots.txt says, or why nobody knows.
    private enum Robots: Sendable {
        case rules(RobotsRules)
        /// Where the file cannot be had nothing may be fetched (RFC 9309, section 2.3.1.4).
        case unknown(AlmanacError)
    }

    /// The rules of an address's site.
    ///
    /// - Throws: Why they cannot be had, in which case nothing of the site may be fetched.
    package func robotsRules(for url: WebURL) async throws -> RobotsRules {
        let origin = url.origin
        if let known = robots[origin], known.until > clock.now() {
            return try Self.rules(await known.task.value)
        }
        // One task for all who ask meanwhile.
        let task = Task { await self.loadRobots(origin) }
        robots[origin] = (task, clock.now().advanced(byNanoseconds: 86_400 * 1_000_000_000))
        let loaded = await task.value
        if case .unknown = loaded {
            // What could not be had is asked for again soon.
            robots[origin]?.until = clock.now().advanced(byNanoseconds: 60 * 1_000_000_000)
        }
        return try Self.rules(loaded)
    }

    private static func rules(_ robots: Robots) throws(AlmanacError) -> RobotsRules {
        switch robots {
        case .rules(let rules): return rules
        case .unknown(let error): throw error
        }
    }

    private func loadRobots(_ origin: String) async -> Robots {
        guard let url = WebURL(origin + "/robots.txt") else { return .rules(.allowAll) }
        var request = HTTPRequest(.get, url)
        request.maximumBytes = 5_000_000
        do {
            let response = try await routed(request) { _ in }
            switch response.status {
            case 200..<300: return .rules(RobotsRules(response.body, product: product))
            // A site without the file allows all.
            case 400..<500 where response.status != 429: return .rules(.allowAll)
            default:
                return .unknown(
                    AlmanacError(
                        .sourceUnavailable,
                        "\(url.host ?? "the site") cannot give its robots.txt "
                            + "(status \(response.status)), so nothing of it may be fetched",
                        details: ["url": .string(url.description), "reason": "robots_unavailable"],
                        suggestion: "try again later"))
            }
        } catch let error as AlmanacError {
            return .unknown(error)
        } catch {
            return .unknown(AlmanacError(.internalError, "\(error)"))
        }
    }

    private func send(
        _ request: HTTPRequest, _ policy: Policy, _ attempts: inout Int
    ) async throws -> HTTPResponse {
        while true {
            attempts += 1
            let outcome = await exchange(request, policy)
            let response = try? outcome.get()
            let retryAfter = response?.headers.retryAfter(now: clock.now())
            if let retryAfter, response?.status == 429 || response?.status == 503 {
                pace.hold(
                    request.url.origin,
                    until: clock.now().advanced(
                        byNanoseconds: Int64(min(retryAfter, 86_400)) * 1_000_000_000))
            }
            guard
                let pause = policy.retry.pause(
                    after: attempts, isIdempotent: request.isIdempotent, status: response?.status,
                    failure: outcome.transferFailure, retryAfter: retryAfter,
                    chance: chance())
            else { return try outcome.get() }
            try await clock.sleep(pause)
        }
    }

    private func exchange(
        _ request: HTTPRequest, _ policy: Policy
    ) async -> Result<HTTPResponse, any Error> {
        do {
            return .success(
                try await routed(request) { try await self.admit($0, policy) })
        } catch {
            return .failure(error)
        }
    }

    /// The best proxy for a site, and nil where everything goes straight.
    ///
    /// - Throws: `sourceUnavailable` where all rest.
    package func proxy(for site: String) async throws -> ProxyServer? {
        try await proxies?.choose(for: site, at: clock.now())
    }

    /// Notes how a proxy did at a site, for whoever sends requests by other means.
    package func note(
        _ outcome: ProxyHealth.Outcome, of server: ProxyServer, at site: String
    ) async throws {
        try await proxies?.note(outcome, of: server, at: site)
    }

    /// Sends a request straight, or through the best proxy for its site, which learns from it.
    private func routed(
        _ request: HTTPRequest, _ beforeHop: @escaping @Sendable (WebURL) async throws -> Void
    ) async throws -> HTTPResponse {
        guard let proxies else { return try await transport(request, beforeHop) }
        let site = request.url.host ?? ""
        let server = try await proxies.choose(for: site, at: clock.now())
        var request = request
        request.proxy = server
        let result: Result<HTTPResponse, any Error>
        do {
            result = .success(try await transport(request, beforeHop))
        } catch {
            result = .failure(error)
        }
        if let outcome = ProxyHealth.Outcome(result) {
            try await proxies.note(outcome, of: server, at: site)
        }
        return try result.get()
    }

    /// Waits for a place at the hop's host, unless its robots.txt forbids the hop.
    ///
    /// For whoever sends the request by other means, such as a browser.
    /// - Throws: `forbidden` where robots.txt does not allow it; why robots.txt cannot be had.
    package func admit(_ url: WebURL, _ policy: Policy = Policy()) async throws {
        var interval = policy.intervalNanoseconds
        if let rules = try await allowed(url, policy) {
            let delay = min(rules.crawlDelay ?? 0, 3_600)
            interval = max(interval, Int64(delay * 1_000_000_000))
        }
        let free = pace.next(url.origin, now: clock.now())
        guard free.nanoseconds - clock.now().nanoseconds <= policy.patienceNanoseconds else {
            throw AlmanacError(
                .rateLimited, "\(url.host ?? "the site") asks to be left alone until \(free)",
                details: [
                    "url": .string(url.withoutKeys.description), "again_at": .string(free.iso8601),
                ], suggestion: "try again then")
        }
        try await policy.beforeRequest?(url)
        let start = pace.reserve(url.origin, intervalNanoseconds: interval, now: clock.now())
        let wait = start.nanoseconds - clock.now().nanoseconds
        if wait > 0 { try await clock.sleep(wait) }
    }

    /// The rules of the address's site, which allow it; nil where they are left aside.
    ///
    /// - Throws: As ``admit(_:_:)`` does.
    @discardableResult
    package func allowed(_ url: WebURL, _ policy: Policy) async throws -> RobotsRules? {
        guard policy.obeysRobots, !policy.robotsLeftAside.contains(url.host ?? "") else {
            return nil
        }
        let rules = try await robotsRules(for: url)
        guard rules.allows(url.path + (url.query.map { "?" + $0 } ?? "")) else {
            throw Self.robotsError(url)
        }
        return rules
    }

    private static func robotsError(_ url: WebURL) -> AlmanacError {
        AlmanacError(
            .forbidden, "the robots.txt of \(url.host ?? "the site") does not allow this address",
            details: ["url": .string(url.withoutSecrets.description), "reason": "robots"],
            suggestion: "use another page or the site's API")
    }

    private func keep(
        _ response: HTTPResponse, _ method: HTTPMethod, _ key: String?, _ policy: Policy
    ) async throws {
        guard let key, response.isSuccess,
            let rules = CacheRules(
                method: method, response: response, received: clock.now(),
                lifetime: policy.lifetime, staleIfError: policy.staleIfError)
        else { return }
        try await store.save(KeptResponse(response: response, rules: rules), key)
    }

    private func revalidated(
        _ kept: KeptResponse, _ answer: HTTPResponse, _ key: String?, _ policy: Policy,
        _ attempts: Int
    ) async throws -> Fetched {
        var response = kept.response
        response.headers = CacheRules.refreshed(response.headers, by: answer.headers)
        response.bytesReceived = answer.bytesReceived
        response.milliseconds = answer.milliseconds
        response.cookies = answer.cookies
        try await keep(response, .get, key, policy)
        return Fetched(
            response: response, origin: .revalidated, attempts: attempts, received: clock.now())
    }

    private func staleAnswer(
        _ kept: KeptResponse?, _ reason: String, _ attempts: Int
    ) -> Fetched? {
        guard let kept, kept.rules.use(at: clock.now()) == .staleIfError else { return nil }
        return Fetched(
            response: kept.response, origin: .stale(reason: reason), attempts: attempts,
            received: kept.rules.received)
    }

    /// The address with the header fields that change what comes back.
    private static func key(_ request: HTTPRequest) -> String {
        // What one key may see another may not.
        let secrets = request.secretHeaders.filter { $0 != "cookie" }.sorted()
        let parts = (["accept", "accept-language"] + secrets).compactMap { name in
            request.headers[name].map { "\n\(name): \($0)" }
        }
        let hash = SHA256()
        hash.update(request.url.withoutFragment.description + parts.joined())
        return hash.finish()
    }
}

extension WebURL {
    /// Scheme, host and port, by which robots.txt and pace are kept.
    package var origin: String { "\(scheme)://\(host ?? "")" + (port.map { ":\($0)" } ?? "") }

    /// The port, where the address names one.
    private var port: Int? {
        guard let last = authority?.split(separator: ":").last, authority?.hasSuffix("]") == false
        else { return nil }
        return Int(last)
    }
}

extension Result where Failure == any Error {
    /// Why no answer came, where that is known.
    fileprivate var transferFailure: TransferFailure? {
        guard case .failure(let error) = self, let error = error as? AlmanacError else {
            return nil
        }
        return error.details["reason"]?.stringValue.flatMap(TransferFailure.init(rawValue:))
    }
}
