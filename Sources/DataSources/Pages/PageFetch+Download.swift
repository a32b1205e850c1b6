import Archive
import Database
package import Networking
import TimeSeries

extension PageFetch {
    /// Fetches what is at the address straight into a file, past cache and archive: as it comes,
    /// so that its size takes no memory.
    ///
    /// - Parameter maximumBytes: the most that it may have, unpacked.
    /// - Returns: The answer, of which the body is in the file.
    /// - Throws: As ``run(fresh:)`` does; the file then holds nothing of use.
    package func download(
        into file: BodyFile, maximumBytes: Int, deadline: Int
    ) async throws -> HTTPResponse {
        try await services.gate.open(source, hasKeys: false)
        let slip = SourceGate.Slip()
        var (request, policy) = try await sent(slip)
        (request.file, request.maximumBytes, request.deadline) = (file, maximumBytes, deadline)
        policy.usesCache = false
        let fetched = try await services.fetcher.fetch(request, policy)
        let response = fetched.response
        guard response.isSuccess else {
            throw failure(
                response.status,
                retryAfter: response.headers.retryAfter(now: services.clock.now()))
        }
        var usage = SourceUsage(.network, bytes: response.bytesReceived)
        usage.calls = slip.calls
        try await services.database.write { [usage, source, site, cookies = request.cookies] in
            let now = services.clock.now()
            try usage.add($0, source: source.name, tier: .static, at: now)
            try SourceCookies.note($0, fetched, sent: cookies, source: site, at: now)
        }
        return response
    }
}
