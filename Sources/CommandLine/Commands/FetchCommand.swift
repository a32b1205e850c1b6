import AlmanacCore
import Archive
import DataSources
import Database
import Glibc
import Networking
import TimeSeries

/// `almanac fetch`.
enum FetchCommand {
    static let command = Command(
        name: "fetch", summary: "Fetch an address, or the latest of a source, into the archive.",
        operands: [
            Command.Operand(name: "URL|SOURCE", summary: "an address, or a source's name"),
            Command.Operand(
                name: "TARGET", summary: "further addresses, or what of the source",
                isOptional: true, isRepeatable: true),
        ],
        options: [
            Command.Option("--output", "FILE", "write the bytes of the one address to a file"),
            Command.Option("--fresh", nil, "ask the site even where a kept answer would serve"),
        ] + DataPullCommand.requestOptions + SourceAccess.options,
        examples: [
            ("almanac fetch https://example.com/", "one page, obeying its robots.txt"),
            ("almanac fetch https://example.com/a.csv --output a.csv", "and its bytes in a file"),
            ("almanac fetch reddit r/wallstreetbets --limit 100", "the latest posts"),
            ("almanac fetch feed https://example.com/feed.xml", "the entries of a feed"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let first = arguments.operands[0]
        if let url = WebURL(first), url.isWeb {
            return try fetchPages(arguments.operands, arguments, console)
        }
        let source = try SourceRegistry.require(first)
        if source.access == .pages, arguments.operands.count > 1 {
            return try fetchPages(Array(arguments.operands.dropFirst()), arguments, console)
        }
        if arguments.has("--output") {
            throw arguments.usage("--output goes with an address")
        }
        let targets = Array(arguments.operands.dropFirst())
        let wanted = targets.isEmpty ? [source.example] : targets
        let requests = try wanted.map { (target) throws(AlmanacError) in
            try DataPullCommand.request(target, of: source, arguments)
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        return try DataPullCommand.pull(requests, source, access, arguments, console)
    }

    private static func fetchPages(
        _ addresses: [String], _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let urls = try addresses.map { (text) throws(AlmanacError) in
            guard let url = WebURL(text), url.isWeb else {
                throw AlmanacError(
                    .validation, "'\(text)' is no address that can be fetched",
                    details: ["url": .string(text)],
                    suggestion: "give addresses that start with https:// or http://")
            }
            return url
        }
        if let output = arguments.value("--output") {
            guard urls.count == 1 else { throw arguments.usage("--output takes one address") }
            try FileSystem.requireWritable(output)
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        var pages: [JSON] = []
        for url in urls {
            let page = try PageFetch(access, url).run(fresh: arguments.has("--fresh"))
            if let output = arguments.value("--output") {
                try FileSystem.write(page.body, to: output)
            }
            pages.append(.object(page.json))
            if !arguments.has("--json") { console.write(page.text) }
        }
        if arguments.has("--json") {
            console.write(
                JSON.object(["success": true, "pages": .array(pages)]).text(pretty: true) + "\n")
        }
        return 0
    }
}

/// One address, fetched through the cache into the archive.
struct PageFetch {
    private let access: SourceAccess
    private let url: WebURL
    private let source: SourceDescription

    init(_ access: SourceAccess, _ url: WebURL) throws(AlmanacError) {
        (self.access, self.url) = (access, url)
        source = try SourceRegistry.require("page")
    }

    /// What came of it.
    struct Page: Sendable {
        var url: WebURL
        var status: Int
        var contentType: String?
        var body: [UInt8]
        var hash: String
        var raw: Int64
        var origin: Fetcher.Origin
        var received: Timestamp

        /// How it was come by, in words.
        private var how: String {
            switch origin {
            case .network: "fetched"
            case .cache: "kept, fetched \(received)"
            case .revalidated: "kept, and the site says that it still holds"
            case .stale(let reason): "STALE: the site failed (\(reason)); fetched \(received)"
            }
        }

        var text: String {
            "\(url): \(contentType ?? "no type"), \(body.count) bytes, \(how)\n"
                + "  raw \(raw), sha256 \(hash)\n"
        }

        var json: JSONObject {
            var document: JSONObject = [
                "url": .string(url.description), "status": .integer(status),
                "content_type": contentType.map(JSON.string) ?? .null,
                "bytes": .integer(body.count), "hash": .string(hash), "raw": .integer(Int(raw)),
                "received": .string(received.iso8601),
            ]
            switch origin {
            case .network: document["origin"] = "network"
            case .cache: document["origin"] = "cache"
            case .revalidated: document["origin"] = "revalidated"
            case .stale(let reason):
                document["origin"] = "stale"
                document["reason"] = .string(reason)
            }
            return document
        }
    }

    /// Fetches the page and keeps its bytes.
    ///
    /// - Throws: As ``Fetcher/fetch(_:_:)`` does, and `dataFetch` or `notFound` for a status of
    ///   failure, of which nothing is kept.
    func run(fresh: Bool) throws(AlmanacError) -> Page {
        try waitFor { [self] in try await fetch(fresh: fresh) }
    }

    private func fetch(fresh: Bool) async throws -> Page {
        let services = access.services
        try await services.gate.open(source, hasKeys: false)
        var policy = services.policy(source, .static)
        // A page has no schedule; its header says how long it holds.
        policy.lifetime = nil
        let isMasked = try await PersonalMask.isSet(
            for: url.host ?? source.name, in: services.database)
        policy.usesCache = !fresh && !isMasked
        let slip = SourceGate.Slip()
        policy.beforeRequest = { [source] _ in
            try await services.gate.admit(source, tier: .static, units: 1, slip)
        }
        let started = services.clock.now()
        let fetched = try await services.fetcher.fetch(
            try services.directed(HTTPRequest(.get, url)), policy)
        let response = fetched.response
        guard response.isSuccess else {
            throw AlmanacError(
                response.status == 404 || response.status == 410 ? .notFound : .dataFetch,
                "\(url.host ?? "the site") answered with status \(response.status)",
                details: [
                    "url": .string(url.withoutKeys.description),
                    "status": .integer(response.status),
                ], suggestion: "open the address in a browser to see what it says")
        }
        var record = Fetch(
            source: url.host ?? source.name, url: url.withoutKeys.description, tier: "static",
            fetchedAt: min(started, fetched.received), completedAt: fetched.received)
        record.status = response.status
        for field in response.headers.fields where field.name.lowercased() != "set-cookie" {
            record.headers[field.name.lowercased()] = .string(field.value)
        }
        let prepared = try await services.bronze.preparing(
            response.body, of: record.source, services.database, at: services.clock.now())
        let raw = try await services.database.write { [record, source] transaction in
            var usage = SourceUsage()
            usage.calls = slip.calls
            switch fetched.origin {
            case .network: usage.bytes = response.bytesReceived
            case .cache: usage.kept = 1
            case .revalidated: usage.unchanged = 1
            case .stale: usage.stale = 1
            }
            let now = services.clock.now()
            try usage.add(transaction, source: source.name, tier: .static, at: now)
            return try services.bronze.store(transaction, prepared, record, at: now)
        }
        return Page(
            url: url, status: response.status, contentType: response.headers["Content-Type"],
            body: response.body, hash: prepared.hash, raw: raw, origin: fetched.origin,
            received: fetched.received)
    }
}
