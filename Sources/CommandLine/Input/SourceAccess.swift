import AlmanacCore
import Archive
import Browsing
import DataSources
import Database
import Jobs
import Networking
import TimeSeries

/// Everything that a command needs to fetch from sources into the archive.
struct SourceAccess {
    let base: DatabaseAccess
    let keys: KeyFile
    let services: PullServices
    /// The browser that pages are built by; nil where none is installed or it may not be used.
    let browser: Browser?

    /// Flags of commands that fetch from sources.
    static let options: [Command.Option] = [
        DatabaseOptions.option, WebPage.allowPrivate,
        Command.Option(
            "--ignore-robots", "SITE",
            "leave this site's robots.txt aside, if it allowed you to; a host, or a source's name",
            isRepeatable: true),
    ]

    /// Opens the database that the command line names, with all tables that fetching needs.
    ///
    /// - Parameter complain: where a person is told what must not go unsaid.
    init(
        _ arguments: Arguments, complain: @escaping @Sendable (String) -> Void
    ) throws(AlmanacError) {
        base = try DatabaseAccess(arguments)
        keys = try KeyFile(environment: arguments.environment)
        let (database, bronze) = (base.database, base.bronze)
        let standIn = try Self.standIn(arguments)
        let clock = WaitingClock(now: arguments.now)
        let fetcher = try WebPage.fetcher(
            arguments, allowing: standIn == nil ? [] : Self.ownNetworks,
            store: ResponseArchive(database, bronze, now: arguments.now), database: database)
        var gate = SourceGate(database, base.queue, clock)
        gate.waiting = { until in
            let seconds = (until.nanoseconds - arguments.now().nanoseconds) / 1_000_000_000
            if seconds >= 5 { complain("waiting \(seconds) s for a place within the limit\n") }
        }
        var services = PullServices(database, bronze, fetcher, gate, clock)
        services.standIn = standIn
        services.correlation = arguments.correlation
        services.robotsLeftAside = try Self.robotsLeftAside(arguments)
        for site in services.robotsLeftAside.sorted() {
            complain("robots.txt of \(site) is left aside\n")
        }
        if let host = standIn?.host, !services.robotsLeftAside.isEmpty {
            services.robotsLeftAside.insert(host)
        }
        let own = standIn == nil ? [] : Self.ownNetworks
        browser = try Self.browser(services, arguments, allowing: own)
        if let browser { services.visit = { try await browser.visit($0) } }
        let hosted = try Self.hosted(
            services, keys, WebPage.addressGuard(arguments, allowing: own))
        if let hosted { services.hostedVisit = { try await hosted.visit($0) } }
        self.services = services
    }

    /// This machine's own addresses.
    private static let ownNetworks = ["127.0.0.0/8", "::1/128"]

    /// The system's browser, which obeys robots.txt and the pace of each site as fetches do.
    private static func browser(
        _ services: PullServices, _ arguments: Arguments, allowing networks: [String]
    ) throws(AlmanacError) -> Browser? {
        guard Browser.isInstalled else { return nil }
        let policy = services.policy(try SourceRegistry.require("page"), .browser)
        return try BrowserVisit.browser(
            arguments, services.fetcher, policy, allowing: networks)
    }

    /// The browser of Browserbase; nil where there is no key to it.
    private static func hosted(
        _ services: PullServices, _ keys: KeyFile, _ addressGuard: AddressGuard
    ) throws(AlmanacError) -> HostedBrowser? {
        let source = try SourceRegistry.require("browserbase")
        let own = keys.keys(of: source)
        guard let key = own[source.keys[0].name] else { return nil }
        // The service's own interface asks for no robots.txt, and a session is begun once.
        var calls = Fetcher.Policy()
        (calls.obeysRobots, calls.usesCache, calls.retry) = (false, false, .never)
        return HostedBrowser(
            HostedBrowser.Account(key: key, project: own[source.keys[1].name]), addressGuard,
            proxy: { [fetcher = services.fetcher] site in try await fetcher.proxy(for: site) },
            permission: BrowserVisit.permission(
                services.fetcher, services.policy(source, .browser)),
            random: { UInt64.random(in: 0...UInt64.max) },
            send: { [calls] request in
                try await services.fetcher.fetch(services.directed(request), calls).response
            })
    }

    /// The hosts whose robots.txt is left aside.
    ///
    /// - Throws: `usage` for what is neither a host nor a source with hosts of its own.
    private static func robotsLeftAside(_ arguments: Arguments) throws(AlmanacError) -> Set<String>
    {
        var hosts: Set<String> = []
        for text in arguments.all("--ignore-robots") {
            let site = text.lowercased()
            if let source = SourceRegistry.all.first(where: { $0.name == site }),
                !source.hosts.isEmpty
            {
                hosts.formUnion(source.hosts)
            } else if site.contains("."), WebURL("https://\(site)/")?.host == site {
                hosts.insert(site)
            } else {
                throw arguments.usage(
                    "--ignore-robots takes a site, such as www.example.com, not '\(text)'")
            }
        }
        return hosts
    }

    /// The server that stands in for all others, for trying without a network.
    ///
    /// - Throws: `validation` for one that is not on this machine.
    private static func standIn(_ arguments: Arguments) throws(AlmanacError) -> WebURL? {
        guard let text = arguments.environment("ALMANAC_STAND_IN"), !text.isEmpty else {
            return nil
        }
        guard let url = WebURL(text), url.isWeb, ["127.0.0.1", "localhost"].contains(url.host)
        else {
            throw AlmanacError(
                .validation, "ALMANAC_STAND_IN names no server on this machine",
                suggestion: "give an address such as http://127.0.0.1:8080, or unset it")
        }
        return url
    }

    /// A source by whichever of its tiers serves best.
    func chain(
        _ source: SourceDescription, report: @escaping @Sendable (PullEvent) -> Void = { _ in }
    ) -> SourceChain {
        SourceChain(services, source, keys: keys.keys(of: source), report: report)
    }
}
