import AlmanacCore
import Archive
import DataSources
import Database
import Networking
import TimeSeries

/// A page as it was fetched for one command.
struct WebPage: Sendable {
    var bytes: [UInt8]
    var contentType: String?
    /// The address that answered, after redirects.
    var url: WebURL

    /// The flag by which private addresses may be reached.
    static let allowPrivate = Command.Option(
        "--allow-private", nil, "fetch from this machine and private networks too")

    /// Options of commands that fetch.
    static let options: [Command.Option] = [
        allowPrivate,
        Command.Option("--timeout", "SECONDS", "how long an answer may take; else 30"),
    ]

    /// Fetches a page, obeying its site's robots.txt.
    ///
    /// - Throws: As ``Fetcher/fetch(_:_:)`` does, and of kind `dataFetch` for a status of failure.
    static func fetch(
        _ text: String, _ arguments: Arguments, _ console: Console, byteLimit: Int
    ) throws(AlmanacError) -> WebPage {
        guard let url = WebURL(text), url.isWeb else {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be fetched",
                details: ["url": .string(text)],
                suggestion: "give an address that starts with https:// or http://, or a file")
        }
        var request = HTTPRequest(.get, url)
        request.maximumBytes = byteLimit
        if let seconds = try arguments.number("--timeout") {
            guard seconds > 0, seconds <= 3_600 else {
                throw arguments.usage("--timeout takes 0 to 3600 seconds")
            }
            request.deadline = max(1, Int(seconds * 1_000))
        }
        let fetcher = try fetcher(arguments, console)
        let answer = try waitFor { [request] in try await fetcher.fetch(request) }.response
        guard answer.isSuccess else {
            throw AlmanacError(
                answer.status == 404 || answer.status == 410 ? .notFound : .dataFetch,
                "\(url.host ?? "the site") answered with status \(answer.status)",
                details: ["url": .string(text), "status": .integer(answer.status)],
                suggestion: "open the address in a browser to see what it says")
        }
        return WebPage(
            bytes: answer.body, contentType: answer.headers["Content-Type"], url: answer.url)
    }

    /// A fetcher with a client of its own.
    static func fetcher(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Fetcher {
        try fetcher(arguments, allowing: [], store: MemoryResponseStore())
    }

    /// A fetcher with a client of its own that keeps answers in a store.
    ///
    /// - Parameters:
    ///   - networks: what may be reached beside public addresses.
    ///   - database: where it is remembered how proxies do; nil for as long as the command runs.
    static func fetcher(
        _ arguments: Arguments, allowing networks: [String], store: any ResponseStore,
        database: Database? = nil
    ) throws(AlmanacError) -> Fetcher {
        let client = try HTTPClient(
            HTTPClientOptions(
                contact: arguments.environment("ALMANAC_CONTACT"),
                addressGuard: addressGuard(arguments, allowing: networks)))
        let (servers, now) = (try proxies(arguments), arguments.now)
        return Fetcher(
            client, clock: WaitingClock(now: now), chance: { Double.random(in: 0...1) },
            store: store,
            proxies: database.map { ProxyStates.pool(servers, $0, now: now) }
                ?? ProxyPool(servers, now: now))
    }

    /// The proxies that everything goes through; none to go straight.
    static func proxies(_ arguments: Arguments) throws(AlmanacError) -> [ProxyServer] {
        let keys = try KeyFile(environment: arguments.environment)
        guard let text = keys.keys[KeyFile.proxies] else { return [] }
        do throws(AlmanacError) {
            return try ProxyServer.list(text)
        } catch var error {
            error.details["from"] = .string(keys.places[KeyFile.proxies] ?? "environment")
            error.message += " (\(KeyFile.proxies))"
            throw error
        }
    }

    /// Which addresses may be reached: public ones, the given networks, all where that is asked.
    static func addressGuard(_ arguments: Arguments, allowing networks: [String] = [])
        -> AddressGuard
    {
        let everything = ["0.0.0.0/0", "::/0"]
        let allowed = arguments.has("--allow-private") ? everything : networks
        return AddressGuard(allowing: allowed.compactMap { IPNetwork($0) })
    }

}
