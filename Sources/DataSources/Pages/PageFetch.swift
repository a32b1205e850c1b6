package import AlmanacCore
import Archive
package import Browsing
import Database
import Networking
import TimeSeries

/// Fetches a page into the archive by whichever way shows its content: as it is, else by a browser.
///
/// The page as it is comes first, since it is cheap. Where it leaves its content to scripts, and
/// only there, the next tier is a browser: a site that refuses or fails is reported as it is. What
/// each tier brought is kept, the JSON that the page fetches for itself too.
package struct PageFetch: Sendable {
    let services: PullServices
    let url: WebURL
    let source: SourceDescription
    private let tiers: [SourceTier]
    let site: String
    /// Whether a page of failure is kept and given back like any other, for its reader to judge;
    /// one that may be gone at the next try is not.
    package var keepsFailures = false
    /// For how many seconds what was fetched serves again; nil where its header decides.
    package var lifetimeSeconds: Int?
    /// Whether the JSON that a page fetches for itself while a browser builds it is put at its end,
    /// as scripts of data whose identifiers are `captured:` and the path it came from, so that a
    /// recipe reads it like what pages embed.
    package var embedsCaptured = false

    /// Makes a fetch of one page.
    ///
    /// - Parameters:
    ///   - name: the source that pages are had from: the site itself, or a hosted browser.
    ///   - tier: the only way to take; nil for the one that serves.
    ///   - keptAs: the source under whose name the bytes are kept; nil for the address's host.
    /// - Throws: `validation` for what is no address of the web, or a tier that pages do not have.
    package init(
        _ services: PullServices, _ url: WebURL, of name: String = "page", tier: SourceTier? = nil,
        keptAs: String? = nil
    ) throws(AlmanacError) {
        (self.services, self.url) = (services, url)
        source = try SourceRegistry.require(name)
        site = keptAs ?? url.host ?? source.name
        guard url.isWeb else {
            throw AlmanacError(
                .validation, "'\(url.withoutKeys)' is no address that can be fetched",
                suggestion: "give an address that starts with https:// or http://")
        }
        tiers = source.tiers.filter { tier == nil || tier == $0 }
        guard !tiers.isEmpty else {
            throw AlmanacError(
                .validation, "a page cannot be fetched by '\(tier?.rawValue ?? "")'",
                suggestion: "use " + source.tiers.map(\.rawValue).joined(separator: " or "))
        }
    }

    /// Fetches the page and keeps its bytes.
    ///
    /// - Parameter fresh: whether the site is asked even where a kept answer would serve.
    /// - Throws: As ``Fetcher/fetch(_:_:)`` does, `dataFetch` or `notFound` for a status of
    ///   failure, of which nothing is kept, and what a browser's visit throws where that is the
    ///   only way.
    package func run(fresh: Bool = false) async throws -> FetchedPage {
        let found = try await find(fresh: fresh)
        return try await keep(found).page
    }

    /// Fetches the page, for whoever keeps it in a transaction of their own.
    ///
    /// - Throws: As ``run(fresh:)`` does.
    package func find(fresh: Bool = false) async throws -> FoundPage {
        try await services.gate.open(source, hasKeys: !source.keys.isEmpty)
        let before = try await records()
        var chain = TierChain(
            tiers.map { TierChain.Way($0, obstacle: obstacle($0), record: before[$0] ?? .init()) })
        var actions = chain.start(at: services.clock.now())
        var shell: FoundPage?
        while case .begin(let tier)? = actions.first {
            do {
                var found = try await attempt(tier, fresh: fresh)
                if tier == .static, tiers.contains(.browser), let reason = needsScripts(found) {
                    found.notes.append("the page leaves its content to scripts: \(reason)")
                    shell = found
                    throw Self.unbuilt(url, reason)
                }
                _ = chain.succeeded(tier, at: services.clock.now())
                try await remember(chain, before)
                return shell.map { $0.built(found) } ?? found
            } catch let error as AlmanacError {
                actions = chain.failed(tier, error, at: services.clock.now())
                // A site that refuses or fails says nothing about the tier.
                guard shell != nil else { throw error }
            }
        }
        try await remember(chain, before)
        guard case .fail(let error)? = actions.first else {
            throw AlmanacError(.internalError, "a page ended without an answer")
        }
        // What was fetched is there, and says what it lacks.
        guard var found = shell else { throw error }
        let why = error.details["tiers"]?.arrayValue?.last?["message"]?.stringValue
        let lacking = "no browser built it: \(why ?? error.message)"
        found.notes.append(lacking)
        found.lacking = "the page leaves its content to scripts, and " + lacking
        return found
    }

    private static func unbuilt(_ url: WebURL, _ reason: String) -> AlmanacError {
        AlmanacError(
            .extraction, "the page leaves its content to scripts: \(reason)",
            details: ["url": .string(url.withoutKeys.description), "reason": "needs_scripts"],
            suggestion: "let a browser build it")
    }

    private func needsScripts(_ found: FoundPage) -> String? {
        guard let page = found.parts.last else { return nil }
        return PageContent.needsScripts(page.body, contentType: page.contentType, url: url)
    }

    private func obstacle(_ tier: SourceTier) -> AlmanacError? {
        guard tier == .browser, visitor == nil else { return nil }
        guard let key = source.keys.first else { return services.browserObstacle }
        return AlmanacError(
            .unauthorized, "\(source.title) needs the key \(key.name), which is not there",
            details: ["source": .string(source.name), "key": .string(key.name)],
            suggestion: "set \(key.name); keys are given out at \(key.obtainedFrom)")
    }

    /// Who builds pages: this machine's browser, or the hosted one that the source is.
    private var visitor: (@Sendable (VisitRequest) async throws -> VisitedPage)? {
        source.keys.isEmpty ? services.visit : services.hostedVisit
    }

    // MARK: - Tiers

    private func attempt(_ tier: SourceTier, fresh: Bool) async throws -> FoundPage {
        tier == .browser ? try await build([]) : try await fetch(fresh: fresh)
    }

    /// The request for the page as it is, and how it is fetched within the source's limits.
    func sent(
        _ slip: SourceGate.Slip
    ) async throws -> (HTTPRequest, Fetcher.Policy) {
        var policy = services.policy(source, .static)
        // A page has no schedule; its header says how long it holds.
        policy.lifetime = lifetimeSeconds
        policy.beforeRequest = { [services, source] _ in
            try await services.gate.admit(source, tier: .static, units: 1, slip)
        }
        var request = try services.directed(HTTPRequest(.get, url))
        request.cookies = try await services.cookies(of: site)
        return (request, policy)
    }

    private func fetch(fresh: Bool) async throws -> FoundPage {
        let isMasked = try await PersonalMask.isSet(for: site, in: services.database)
        let slip = SourceGate.Slip()
        var (request, policy) = try await sent(slip)
        policy.usesCache = !fresh && !isMasked
        let started = services.clock.now()
        let fetched = try await services.fetcher.fetch(request, policy)
        let response = fetched.response
        guard
            response.isSuccess
                || keepsFailures && !QuickRetry.transientStatuses.contains(response.status)
        else {
            throw failure(
                response.status,
                retryAfter: response.headers.retryAfter(now: services.clock.now()))
        }
        var record = Fetch(
            source: site, url: url.withoutKeys.description, tier: "static",
            fetchedAt: min(started, fetched.received), completedAt: fetched.received)
        record.status = response.status
        for field in response.headers.fields where field.name.lowercased() != "set-cookie" {
            record.headers[field.name.lowercased()] = .string(field.value)
        }
        services.sign(&record)
        var usage = SourceUsage(fetched.origin, bytes: response.bytesReceived)
        usage.calls = slip.calls
        var found = FoundPage(url, source.name, usage, by: .static)
        found.parts = [
            try await part(
                response.body, record, type: response.headers["Content-Type"],
                origin: fetched.origin)
        ]
        if services.standIn == nil { found.address = response.url }
        found.more = { [sent = request.cookies, site] transaction, now in
            try SourceCookies.note(transaction, fetched, sent: sent, source: site, at: now)
        }
        return found
    }

    /// Lets a browser build the page, do something on it, and keep what came of it.
    ///
    /// - Returns: The page as it stood at the end, after those that it was paged through; the JSON
    ///   that came meanwhile is with the last.
    /// - Throws: As ``Browser/visit(_:)`` does, and `dataFetch` or `notFound` for a status of
    ///   failure.
    package func visit(_ steps: [VisitStep]) async throws -> [FetchedPage] {
        try await services.gate.open(source, hasKeys: !source.keys.isEmpty)
        return try await keep(build(steps)).pages
    }

    private func build(_ steps: [VisitStep]) async throws -> FoundPage {
        guard let visitor else { throw obstacle(.browser) ?? services.browserObstacle }
        let slip = SourceGate.Slip()
        try await services.gate.admit(source, tier: .browser, units: 1, slip)
        let started = services.clock.now()
        var wanted = VisitRequest(try services.directed(HTTPRequest(.get, url)).url)
        wanted.steps = steps
        wanted.deadline += Self.stepMilliseconds * steps.reduce(0) { $0 + $1.times }
        do {
            let built = try await visitor(wanted)
            let isSuccess = (200..<300).contains(built.status)
            guard isSuccess || keepsFailures else { throw failure(built.status) }
            return try await found(built, slip, since: started)
        } catch {
            var usage = SourceUsage()
            (usage.calls, usage.failures) = (1, 1)
            try await services.database.write { [usage] transaction in
                let now = services.clock.now()
                var usage = usage
                usage.microdollars = try settle(slip, since: started, transaction, now)
                try usage.add(transaction, source: source.name, tier: .browser, at: now)
            }
            throw error
        }
    }

    /// How much longer a visit may take for each time that its page is scrolled or turned.
    private static let stepMilliseconds = 3_000

    /// Settles what a visit cost: each minute that was begun, where minutes are charged for.
    @discardableResult
    private func settle(
        _ slip: SourceGate.Slip, since started: Timestamp, _ transaction: Transaction,
        _ now: Timestamp
    ) throws -> Int64 {
        guard !source.costs.isEmpty else { return 0 }
        return try services.gate.settle(
            slip, of: source, tier: .browser, stated: price(from: started, to: now),
            in: transaction, at: now)
    }

    private func price(from started: Timestamp, to now: Timestamp) -> Int64 {
        let elapsed = max(1, now.nanoseconds - started.nanoseconds)
        let minutes = (elapsed - 1) / Timestamp.nanosecondsPerMinute + 1
        return minutes * (source.costs.first?.microdollars ?? 0)
    }

    /// What a visit gave, ready to be kept.
    private func found(
        _ built: VisitedPage, _ slip: SourceGate.Slip, since started: Timestamp
    ) async throws -> FoundPage {
        let received = services.clock.now()
        func record(_ url: String, _ status: Int, _ type: String) -> Fetch {
            var record = Fetch(
                source: site, url: url, tier: "browser", fetchedAt: started,
                completedAt: received)
            record.status = status
            record.headers["content-type"] = .string(type)
            services.sign(&record)
            return record
        }
        var usage = SourceUsage(.network, bytes: built.bytes)
        usage.calls = 1
        usage.microdollars = price(from: started, to: received)
        var found = FoundPage(url, source.name, usage, by: .browser)
        found.more = { transaction, _ in
            try settle(slip, since: started, transaction, received)
        }
        let type = "text/html; charset=utf-8"
        if services.standIn == nil { found.address = built.url }
        let answers = built.captured.filter { (200..<300).contains($0.status) && !$0.body.isEmpty }
        for (index, page) in built.pages.enumerated() {
            var body = Array(page.utf8)
            if embedsCaptured, index == built.pages.count - 1 {
                body += Array(Self.scripts(answers.map { ($0.url, $0.body) }).utf8)
            }
            found.parts.append(
                try await part(
                    body, record(url.withoutKeys.description, built.status, type),
                    type: type))
        }
        for answer in answers {
            let address = WebURL(answer.url)?.withoutKeys.description ?? site
            found.captured.append(
                try await part(
                    Array(answer.body.utf8), record(address, answer.status, "application/json")))
        }
        guard !found.parts.isEmpty else {
            throw AlmanacError(.internalError, "a visit ended without a page")
        }
        if !built.isSettled { found.notes.append("its network was never quiet") }
        if let first = built.withheld.first {
            found.notes.append(
                "\(built.withheld.count) of its scripts' addresses may not be fetched, such as "
                    + first)
        }
        return found
    }

    /// Most bytes of JSON that are put at the end of a page.
    private static let capturedLimit = 8 << 20

    /// JSON as scripts of data, each named by the path that it came from.
    private static func scripts(_ answers: [(url: String, body: String)]) -> String {
        var left = capturedLimit
        return answers.map { answer in
            left -= answer.body.utf8.count
            guard left >= 0, let path = WebURL(answer.url)?.path else { return "" }
            let name = path.filter { !"\"&<>".contains($0) }
            // No text inside may end the script; in JSON the sign can be written so everywhere.
            let body = String(
                answer.body.split(
                    separator: "<", omittingEmptySubsequences: false
                ).joined(separator: "\\u003c"))
            return "\n<script type=\"application/json\" id=\"captured:\(name)\">\(body)</script>"
        }.joined()
    }

    func failure(_ status: Int, retryAfter: Int? = nil) -> AlmanacError {
        let (words, suggestion) =
            switch status {
            case 401, 403, 451:
                (
                    "refuses this program",
                    "ask the site for leave or for an interface, or take "
                        + "a hosted browser where its terms cover it: almanac fetch browserbase URL"
                )
            case 429:
                (
                    "asks to be left alone for now",
                    retryAfter.map { "try again in \($0) s" } ?? "try again later"
                )
            default: ("does not give the page", "open the address in a browser to see what it says")
            }
        var error = AlmanacError(
            status == 404 || status == 410 ? .notFound : .dataFetch,
            "\(url.host ?? site) \(words) (status \(status))",
            details: [
                "url": .string(url.withoutKeys.description), "status": .integer(status),
            ], suggestion: suggestion)
        error.details["retry_after"] = retryAfter.map { .integer($0) }
        return error
    }

    // MARK: - The database

    /// Keeps what was found, all or none.
    private func keep(_ found: FoundPage) async throws -> FoundPage.Kept {
        try await services.database.write { [services] transaction in
            try found.keep(transaction, services.bronze, at: services.clock.now())
        }
    }

    /// Bytes with the record of their fetch, ready to be kept.
    private func part(
        _ body: [UInt8], _ record: Fetch, type: String? = nil,
        origin: Fetcher.Origin = .network
    ) async throws -> FoundPage.Part {
        let prepared = try await services.bronze.preparing(
            body, of: site, services.database, at: services.clock.now())
        return FoundPage.Part(
            body: body, contentType: type, record: record, prepared: prepared, origin: origin)
    }

    /// By which name it is remembered how tiers do: each site's own, or the hosted browser's.
    private var remembered: String { source.keys.isEmpty ? site : source.name }

    private func records() async throws -> [SourceTier: TierRecord] {
        try await services.database.read { [tiers, name = remembered] transaction in
            var records: [SourceTier: TierRecord] = [:]
            for tier in tiers {
                records[tier] = try TierRecord.load(transaction, source: name, tier: tier)
            }
            return records
        }
    }

    private func remember(
        _ chain: TierChain, _ before: [SourceTier: TierRecord]
    ) async throws {
        let changed = chain.ways.filter { $0.record != before[$0.tier] ?? TierRecord() }
        guard !changed.isEmpty else { return }
        let now = services.clock.now()
        try await services.database.write { [name = remembered] transaction in
            for way in changed {
                try way.record.save(transaction, source: name, tier: way.tier, at: now)
            }
        }
    }
}
