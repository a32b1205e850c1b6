public import AlmanacCore

/// Sends requests over HTTP 1.1 and 2 and follows redirects, within limits.
///
/// All exchanges share one thread and its connections. Each hop's address is checked by the
/// ``AddressGuard`` after its name was resolved and before a connection is opened, so that neither
/// a redirect nor a name that changes reaches what the guard refuses. Through a proxy it is the
/// same: names are resolved and checked here, and the proxy is told the address, never a name. The
/// proxy's own address is not checked, since a person named it.
public final class HTTPClient: Sendable {
    private let options: HTTPClientOptions
    private let loop: TransferLoop

    /// Makes a client with a thread of its own.
    ///
    /// - Throws: `AlmanacError` of kind `internalError` where the system gives no thread.
    public init(_ options: HTTPClientOptions = HTTPClientOptions()) throws(AlmanacError) {
        guard let loop = TransferLoop(options), loop.start() else {
            throw AlmanacError(.internalError, "the HTTP client cannot be started")
        }
        self.options = options
        self.loop = loop
    }

    deinit { loop.close() }

    /// Ends all exchanges; later ones fail.
    public func close() { loop.close() }

    /// Sends a request and returns the answer, whatever its status.
    ///
    /// - Parameter beforeHop: is asked before each hop, such as whether robots.txt allows it.
    /// - Throws: `AlmanacError` of kind `sourceUnavailable` where no whole answer came, `dataFetch`
    ///   for one above a limit, `forbidden` for a refused address, `validation` for a bad request;
    ///   `details.reason` says which. What `beforeHop` throws. When the task is cancelled, the
    ///   exchange ends at once with the reason `cancelled`.
    public func send(
        _ request: HTTPRequest, beforeHop: @Sendable (WebURL) async throws -> Void = { _ in }
    ) async throws -> HTTPResponse {
        var request = request
        var passed: [WebURL] = []
        var bytesReceived = 0
        var milliseconds = 0.0
        while true {
            try check(request)
            try await beforeHop(request.url)
            request.route = try await route(of: request)
            var response: HTTPResponse
            do {
                response = try await exchange(request)
            } catch let fault as TransferFault {
                throw fault.failure.error(request.url, detail: fault.detail)
            }
            bytesReceived += response.bytesReceived
            milliseconds += response.milliseconds
            guard
                var next = request.redirected(
                    status: response.status, location: response.headers["Location"])
            else {
                response.redirects = passed
                response.bytesReceived = bytesReceived
                response.milliseconds = milliseconds
                return response
            }
            passed.append(request.url)
            guard passed.count <= request.maximumRedirects else {
                throw TransferFailure.tooManyRedirects.error(
                    request.url, detail: "after \(passed.count - 1) of them")
            }
            next.cookies = response.cookies
            next.deadline = request.deadline - Int(response.milliseconds)
            guard next.deadline > 0 else { throw TransferFailure.timeout.error(next.url) }
            request = next
        }
    }

    private func check(_ request: HTTPRequest) throws(AlmanacError) {
        guard request.url.isWeb else {
            throw AlmanacError(
                .validation, "\(request.url.scheme): is no address that can be fetched",
                details: ["url": .string(request.url.withoutSecrets.description)],
                suggestion: "give an address that starts with https:// or http://")
        }
        guard request.headers.isWellFormed else {
            throw TransferFailure.badRequest.error(
                request.url, detail: "a header field is malformed")
        }
        guard request.deadline > 0, request.maximumBytes >= 0 else {
            throw TransferFailure.badRequest.error(request.url, detail: "a limit is not positive")
        }
    }

    /// The way through the request's proxy to an address of the target that the guard lets through.
    ///
    /// - Throws: `forbidden` where it lets none through, `sourceUnavailable` where there is none.
    private func route(of request: HTTPRequest) async throws -> ProxyRoute? {
        guard let proxy = request.proxy else { return nil }
        return ProxyRoute(
            proxy: proxy, target: try await options.addressGuard.address(of: request.url))
    }

    private func exchange(_ request: HTTPRequest) async throws -> HTTPResponse {
        let identity = loop.nextIdentity()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let transfer = Transfer(
                    identity: identity, request, addressGuard: options.addressGuard
                ) { result in
                    continuation.resume(with: result)
                }
                loop.submit(transfer)
                // A task that was cancelled before the exchange existed.
                if Task.isCancelled { loop.cancel(identity) }
            }
        } onCancel: {
            loop.cancel(identity)
        }
    }
}
