import AlmanacCore
import Browsing
import DataSources
import Glibc
import Networking

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
            Command.Option(
                "--download", "FILE",
                "let what is at the one address go straight into a file as it comes, however "
                    + "large, past the archive"),
            Command.Option("--fresh", nil, "ask the site even where a kept answer would serve"),
            Command.Option(
                "--tier", "TIER",
                "the only way to take for a page: static or browser; else a browser builds what "
                    + "leaves its content to scripts"),
        ] + DataPullCommand.requestOptions + SourceAccess.options,
        examples: [
            ("almanac fetch https://example.com/", "one page, obeying its robots.txt"),
            ("almanac fetch https://example.com/a.csv --output a.csv", "and its bytes in a file"),
            (
                "almanac fetch https://example.com/years.csv --download years.csv",
                "a file of gigabytes, for `data import`"
            ),
            (
                "almanac fetch https://example.com/app --tier browser",
                "as Chromium builds it, with the JSON that it fetches for itself"
            ),
            (
                "almanac fetch browserbase https://example.com/app",
                "as a browser of Browserbase builds it, for money within the day's budget"
            ),
            ("almanac fetch reddit r/wallstreetbets --limit 100", "the latest posts"),
            ("almanac fetch feed https://example.com/feed.xml", "the entries of a feed"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let first = arguments.operands[0]
        if let url = WebURL(first), url.isWeb {
            return try fetchPages(arguments.operands, of: "page", arguments, console)
        }
        let source = try SourceRegistry.require(first)
        if source.access == .pages {
            let addresses = Array(arguments.operands.dropFirst())
            return try fetchPages(
                addresses.isEmpty ? [source.example] : addresses, of: source.name, arguments,
                console)
        }
        for option in ["--output", "--download", "--tier", "--fresh"] where arguments.has(option) {
            throw arguments.usage("\(option) goes with an address")
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
        _ addresses: [String], of source: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        for option in ["--kind", "--frequency", "--limit", "--option"]
        where !arguments.all(option).isEmpty {
            throw arguments.usage("\(option) goes with a source, not with a page")
        }
        for text in addresses { _ = try url(text) }
        if let output = arguments.value("--output") {
            guard addresses.count == 1 else { throw arguments.usage("--output takes one address") }
            try FileSystem.requireWritable(output)
        }
        if let file = arguments.value("--download") {
            guard addresses.count == 1, source == "page", arguments.value("--output") == nil,
                arguments.value("--tier") == nil
            else {
                throw arguments.usage("--download takes one address, and no --tier or --output")
            }
            return try download(addresses[0], to: file, arguments, console)
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        return try fetchPages(addresses, of: source, access, arguments, console)
    }

    /// Fetches pages one after another and tells what came; the browser ends with it.
    static func fetchPages(
        _ addresses: [String], of source: String, _ access: SourceAccess, _ arguments: Arguments,
        _ console: Console
    ) throws(AlmanacError) -> Int32 {
        defer { access.browser?.close() }
        let urls = try addresses.map { (text) throws(AlmanacError) in try url(text) }
        let tier = try arguments.choice("--tier", SourceTier.self)
        var pages: [JSON] = []
        let isFresh = arguments.has("--fresh")
        for url in urls {
            let fetch = try PageFetch(access.services, url, of: source, tier: tier)
            let page = try waitFor { try await fetch.run(fresh: isFresh) }
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

    /// The most bytes of a file that is downloaded, and the most seconds that it may take.
    private static let downloadLimit = (bytes: 16 << 30, seconds: 12 * 3_600)

    private static func download(
        _ text: String, to path: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let url = try url(text)
        let access = try SourceAccess(arguments, complain: console.complain)
        let fetch = try PageFetch(access.services, url)
        let progress = Progress(console)
        let (response, bytes) = try FileSystem.fill(path) { (descriptor) throws(AlmanacError) in
            defer { progress.clear() }
            let file = BodyFile(descriptor: descriptor) { bytes in
                progress.report("\(path): \(bytes >> 20) MiB")
            }
            let response = try waitFor {
                try await fetch.download(
                    into: file, maximumBytes: downloadLimit.bytes,
                    deadline: downloadLimit.seconds * 1_000)
            }
            return (response, Int(lseek(descriptor, 0, SEEK_END)))
        }
        guard arguments.has("--json") else {
            console.write("\(path): \(bytes) bytes of \(url.withoutKeys)\n")
            return 0
        }
        console.write(
            JSON.object([
                "success": true, "file": .string(path), "bytes": .integer(bytes),
                "url": .string(url.withoutKeys.description), "status": .integer(response.status),
                "content_type": response.headers["Content-Type"].map(JSON.string) ?? .null,
            ]).text(pretty: true) + "\n")
        return 0
    }

    private static func url(_ text: String) throws(AlmanacError) -> WebURL {
        guard let url = WebURL(text), url.isWeb else {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be fetched",
                details: ["url": .string(text)],
                suggestion: "give addresses that start with https:// or http://")
        }
        return url
    }
}
