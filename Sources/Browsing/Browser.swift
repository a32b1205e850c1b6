public import AlmanacCore
import Glibc
public import Networking
import Synchronization

/// The system's headless Chromium, for pages that only a browser can build.
///
/// One process serves many visits beside each other, each in a context of its own that shares no
/// cookie or cache with another. It is started when it is first needed, replaced after a number of
/// visits or an hour, and killed when it holds too much memory, hangs, or is let go of. All that
/// it fetches goes through Almanac's own proxy, which checks every address.
public final class Browser: Sendable {
    /// How a browser is used.
    public struct Options: Sendable {
        /// The program; nil for the system's.
        public var program: String?
        /// Which addresses may be reached.
        public var addressGuard = AddressGuard()
        /// Who is visiting, in the words of the `User-Agent` field.
        public var userAgent = Self.userAgent(contact: nil)
        /// After how many visits the process is replaced.
        public var visitsPerProcess = 200
        /// After how many seconds the next visit of a process is its last.
        public var processSeconds = 3_600
        /// How much memory its processes may hold together, in bytes.
        public var memoryBytes = 2 << 30
        /// How many bytes one process may move over the network.
        public var networkBytes = 4 << 30
        /// Who chooses the proxies that everything goes through; nil to go straight.
        package var proxies: Fetcher?

        /// Makes the usual options.
        public init() {}

        /// What a browser calls itself: this program, and how to reach the person who runs it.
        public static func userAgent(contact: String?) -> String {
            let contact = contact.map { "; +" + $0 } ?? ""
            return "Mozilla/5.0 (compatible; \(ProgramVersion.product)\(contact)) HeadlessChrome"
        }
    }

    /// Asked before something is fetched; throws where robots.txt or another rule forbids it.
    public typealias Permission = @Sendable (WebURL, VisitPart) async throws -> Void

    private let options: Options
    private let permission: Permission
    private let state = Mutex(State())

    private struct State {
        var session: BrowserSession?
        var isClosed = false
    }

    /// Makes a browser; nothing is started yet.
    public init(_ options: Options = Options(), permission: @escaping Permission) {
        self.options = options
        self.permission = permission
    }

    deinit { close() }

    /// Whether this machine has a browser.
    public static var isInstalled: Bool { BrowserCommand.program != nil }

    /// Ends the browser; visits under way fail.
    public func close() {
        let session = state.withLock { state in
            state.isClosed = true
            defer { state.session = nil }
            return state.session
        }
        session?.close()
    }

    /// Visits a page.
    ///
    /// - Throws: `validation` for an address that is not of the web; `notFound` where no browser is
    ///   installed; `forbidden` for an address that may not
    ///   be reached, or as the permission throws; `sourceUnavailable` with a reason where the page
    ///   cannot be loaded, is not done in time, or the browser crashes; `dataFetch` where it is too
    ///   large; `extraction` where a step finds nothing.
    public func visit(_ request: VisitRequest) async throws -> VisitedPage {
        guard request.url.isWeb else {
            throw AlmanacError(
                .validation, "'\(request.url)' is no address that a browser may visit",
                details: ["url": .string(request.url.description)],
                suggestion: "give an address that starts with https:// or http://")
        }
        let site = request.url.bareHost ?? ""
        let server = try await options.proxies?.proxy(for: site)
        let (session, ticket) = try admission()
        if let server { session.routes?.lead(site, through: server) }
        do {
            let page = try await session.visit(request, ticket)
            let milliseconds = session.routes?.milliseconds(of: site) ?? 0
            if let server,
                let outcome = ProxyHealth.Outcome(status: page.status, milliseconds: milliseconds)
            {
                try await options.proxies?.note(outcome, of: server, at: site)
            }
            return page
        } catch let error as AlmanacError where error.kind == .sourceUnavailable {
            let place = error.details["document"]?.stringValue.flatMap { WebURL($0) }
            if let url = place, let reason = session.refusal(of: url) {
                throw Self.refused(url, reason)
            }
            guard let server, let fault = session.routes?.fault(of: site) else { throw error }
            try await options.proxies?.note(.failed, of: server, at: site)
            throw fault
        }
    }

    private static func refused(_ url: WebURL, _ reason: String) -> AlmanacError {
        AlmanacError(
            .forbidden, "\(url.host ?? "the address") may not be fetched: \(reason)",
            details: ["url": .string(url.description), "reason": "address"],
            suggestion: "only addresses of the public network are fetched unless others are allowed"
        )
    }

    /// A process that is there or a new one, and a place in it.
    private func admission() throws(AlmanacError) -> (BrowserSession, BrowserSession.Ticket) {
        try state.withLock { state throws(AlmanacError) in
            guard !state.isClosed else {
                throw AlmanacError(.internalError, "the browser has been closed")
            }
            if let session = state.session, let ticket = session.admit() {
                return (session, ticket)
            }
            let session = try BrowserSession(options, permission: permission)
            state.session = session
            guard let ticket = session.admit() else {
                throw AlmanacError(.sourceUnavailable, "the browser ended as it was started")
            }
            return (session, ticket)
        }
    }
}
