import AlmanacCore
package import Networking

/// A browser that someone else runs: Browserbase, driven over a WebSocket as one of this machine is
/// over a pipe.
///
/// Each visit is a session of its own, begun by the service's interface and ended by it, in the
/// context that the session comes with. What the page loads is loaded from the service's network:
/// nothing of this machine's can be reached from there, and its own proxy is not in the way. Only
/// public addresses are handed out, and robots.txt is obeyed as elsewhere.
///
/// - Source: Browserbase's documentation of its sessions interface, version 1: `POST /v1/sessions`
///   with `X-BB-API-Key` gives `id` and `connectUrl`; `POST /v1/sessions/ID` with the status
///   `REQUEST_RELEASE` ends one.
package struct HostedBrowser: Sendable {
    /// What is needed to begin sessions.
    package struct Account: Sendable {
        /// The key.
        package var key: String
        /// The project that sessions belong to; nil for the key's own.
        package var project: String?

        /// Makes an account.
        package init(key: String, project: String?) {
            (self.key, self.project) = (key, project)
        }
    }

    /// Where the service is.
    package var service = "https://api.browserbase.com"
    /// Sends requests of the service's interface.
    private let send: @Sendable (HTTPRequest) async throws -> HTTPResponse
    private let account: Account
    private let addressGuard: AddressGuard
    private let proxy: @Sendable (String) async throws -> ProxyServer?
    private let permission: Browser.Permission
    private let random: @Sendable () -> UInt64

    /// Seconds after which the service ends a session that was not ended: the least that it takes.
    private static let leastSeconds = 60

    /// Makes a browser; nothing is begun yet.
    ///
    /// - Parameters:
    ///   - addressGuard: which addresses the service's connection may have.
    ///   - proxy: what connections to a site go through; nil to go straight.
    ///   - random: draws numbers that nobody can foresee, as WebSockets want them.
    ///   - send: sends a request as it is and gives the answer.
    package init(
        _ account: Account, _ addressGuard: AddressGuard,
        proxy: @escaping @Sendable (String) async throws -> ProxyServer?,
        permission: @escaping Browser.Permission, random: @escaping @Sendable () -> UInt64,
        send: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) {
        (self.account, self.addressGuard, self.proxy) = (account, addressGuard, proxy)
        (self.permission, self.random, self.send) = (permission, random, send)
    }

    /// Visits a page.
    ///
    /// - Throws: As ``Browser/visit(_:)`` does; `unauthorized`, `budgetExceeded` or `rateLimited`
    ///   as the service answers, `schemaMismatch` where its answer has another form.
    package func visit(_ request: VisitRequest) async throws -> VisitedPage {
        guard request.url.isWeb else {
            throw AlmanacError(
                .validation, "'\(request.url)' is no address that a browser may visit",
                suggestion: "give an address that starts with https:// or http://")
        }
        _ = try await addressGuard.address(of: request.url)
        let (identity, address) = try await begin(request)
        do {
            let session = BrowserSession(
                try await connect(address), permission: permission)
            defer { session.close() }
            guard let ticket = session.admit() else { throw Self.ended }
            let page = try await session.visit(request, ticket)
            await end(identity)
            return page
        } catch {
            await end(identity)
            throw error
        }
    }

    private static var ended: AlmanacError {
        AlmanacError(
            .sourceUnavailable, "the hosted browser ended as it was begun",
            suggestion: "try again later")
    }

    // MARK: - The service

    private func begin(
        _ request: VisitRequest
    ) async throws -> (identity: String, address: WebURL) {
        var body: JSONObject = [
            "timeout": .integer(max(Self.leastSeconds, request.deadline / 1_000 + 30)),
            "keepAlive": false,
        ]
        body["projectId"] = account.project.map(JSON.string)
        let response = try await call("/v1/sessions", body)
        guard response.isSuccess else { throw fault(response.status) }
        guard let answer = try? JSON.parse(String(decoding: response.body, as: UTF8.self)),
            let identity = answer["id"]?.stringValue,
            let address = answer["connectUrl"]?.stringValue.flatMap({ WebURL($0) }),
            ["wss", "ws"].contains(address.scheme)
        else {
            throw AlmanacError(
                .schemaMismatch, "Browserbase's answer names no session to connect to",
                details: ["source": "browserbase"])
        }
        return (identity, address)
    }

    /// Ends a session so that it costs no more; where that fails it ends by itself.
    private func end(_ identity: String) async {
        var body: JSONObject = ["status": "REQUEST_RELEASE"]
        body["projectId"] = account.project.map(JSON.string)
        let path = "/v1/sessions/" + identity
        // Even where the task was called off: a session that runs on costs.
        _ = await Task { [body] in try? await call(path, body) }.value
    }

    private func call(_ path: String, _ body: JSONObject) async throws -> HTTPResponse {
        guard let url = WebURL(service + path) else {
            throw AlmanacError(.internalError, "'\(service)' is no address of a service")
        }
        var request = HTTPRequest(
            .post, url,
            headers: ["Content-Type": "application/json", "X-BB-API-Key": account.key],
            body: Array(JSON.object(body).text().utf8))
        request.secretHeaders.insert("x-bb-api-key")
        return try await send(request)
    }

    private func fault(_ status: Int) -> AlmanacError {
        let (kind, words): (AlmanacError.Kind, String) =
            switch status {
            case 401, 403: (.unauthorized, "Browserbase does not take the key")
            case 402: (.budgetExceeded, "Browserbase wants to be paid")
            case 429: (.rateLimited, "Browserbase has no session free")
            default: (.sourceUnavailable, "Browserbase answered with status \(status)")
            }
        return AlmanacError(
            kind, words, details: ["source": "browserbase", "status": .integer(status)],
            suggestion: kind == .unauthorized
                ? "check BROWSERBASE_API_KEY and BROWSERBASE_PROJECT_ID" : "try again later")
    }

    private func connect(_ address: WebURL) async throws -> DevToolsSocket {
        let target = try await addressGuard.address(of: address)
        let proxy = try await proxy(address.bareHost ?? "")
        return try await runOnThread {
            DevToolsSocket(
                try WebSocket(
                    address, at: target, through: proxy, userAgent: ProgramVersion.product,
                    random: random))
        }
    }
}
