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

    /// A browser as the command line says: what it may reach beside public addresses, who it says
    /// it is, and the proxies that it goes through.
    ///
    /// - Parameter policy: how robots.txt and the pace of sites are kept to.
    static func browser(
        _ arguments: Arguments, _ fetcher: Fetcher, _ policy: Fetcher.Policy = Fetcher.Policy(),
        allowing networks: [String] = []
    ) throws(AlmanacError) -> Browser {
        var options = Browser.Options()
        options.addressGuard = WebPage.addressGuard(arguments, allowing: networks)
        options.userAgent = Browser.Options.userAgent(
            contact: arguments.environment("ALMANAC_CONTACT"))
        if try !WebPage.proxies(arguments).isEmpty {
            options.proxies = fetcher
        }
        return Browser(options, permission: permission(fetcher, policy))
    }

    /// Asks a site's robots.txt, and waits for a place at the site before each page.
    static func permission(
        _ fetcher: Fetcher, _ policy: Fetcher.Policy
    ) -> Browser.Permission {
        { url, part in
            switch part {
            case .page: try await fetcher.admit(url, policy)
            case .part: try await fetcher.allowed(url, policy)
            }
        }
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
        let browser = try browser(arguments, WebPage.fetcher(arguments, console))
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
