import AlmanacCore
import Browsing
import Networking

/// A page that a browser built for one command.
enum BrowserVisit {
    /// Options of commands that may use a browser.
    static let options: [Command.Option] = [
        Command.Option("--browser", nil, "let the system's Chromium build the page first"),
        Command.Option(
            "--wait", "CSS", "with --browser: wait until an element matches, else for quiet"),
        Command.Option("--screenshot", "FILE", "with --browser: keep a picture as PNG"),
    ]

    /// Refuses options that say nothing without a browser, and a browser for what is no address.
    static func check(_ arguments: Arguments) throws(AlmanacError) {
        guard arguments.has("--browser") else {
            for option in ["--wait", "--screenshot"] where arguments.value(option) != nil {
                throw arguments.usage("\(option) needs --browser")
            }
            return
        }
        guard arguments.operands[0].contains("://") else {
            throw arguments.usage("--browser needs an address, such as https://example.com/")
        }
    }

    /// That a browser would go straight where a person wants proxies.
    static let proxied = AlmanacError(
        .sourceUnavailable, "the browser does not go through proxies, and some are named",
        details: ["reason": "browser_absent"],
        suggestion: "unset \(KeyFile.proxies) to let it go straight")

    /// How the browser is used: what it may reach beside public addresses, and who it says it is.
    static func browserOptions(
        _ arguments: Arguments, allowing networks: [String] = []
    ) -> Browser.Options {
        var options = Browser.Options()
        options.addressGuard = WebPage.addressGuard(arguments, allowing: networks)
        if let contact = arguments.environment("ALMANAC_CONTACT") {
            options.userAgent = "Mozilla/5.0 (compatible; Almanac/1.0; +\(contact)) HeadlessChrome"
        }
        return options
    }

    /// Visits a page, obeying its site's robots.txt.
    ///
    /// - Throws: As ``Browser/visit(_:)`` does, and of kind `dataFetch` for a status of failure.
    static func fetch(
        _ text: String, _ arguments: Arguments, _ console: Console, byteLimit: Int
    ) throws(AlmanacError) -> WebPage {
        guard let url = WebURL(text), url.isWeb else {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be visited",
                details: ["url": .string(text)],
                suggestion: "give an address that starts with https:// or http://")
        }
        var request = VisitRequest(url)
        request.selector = arguments.value("--wait")
        request.wantsScreenshot = arguments.value("--screenshot") != nil
        if let seconds = try arguments.number("--timeout") {
            guard seconds > 0, seconds <= 3_600 else {
                throw arguments.usage("--timeout takes 0 to 3600 seconds")
            }
            request.deadline = max(1, Int(seconds * 1_000))
        }
        guard try WebPage.proxies(arguments).isEmpty else { throw proxied }
        let fetcher = try WebPage.fetcher(arguments, console)
        let browser = Browser(browserOptions(arguments)) { try await fetcher.admit($0) }
        defer { browser.close() }
        let page = try waitFor { [request] in try await browser.visit(request) }
        guard (200..<300).contains(page.status) else {
            throw AlmanacError(
                page.status == 404 || page.status == 410 ? .notFound : .dataFetch,
                "\(url.host ?? "the site") answered with status \(page.status)",
                details: ["url": .string(text), "status": .integer(page.status)],
                suggestion: "open the address in a browser to see what it says")
        }
        if let path = arguments.value("--screenshot"), let picture = page.screenshot {
            try FileSystem.write(picture, to: path)
        }
        let bytes = Array((page.pages.last ?? "").utf8)
        guard bytes.count <= byteLimit else {
            throw AlmanacError(
                .dataFetch, "the page is larger than \(byteLimit) bytes",
                details: ["url": .string(text), "bytes": .integer(bytes.count)])
        }
        return WebPage(bytes: bytes, contentType: "text/html; charset=utf-8", url: page.url)
    }
}
