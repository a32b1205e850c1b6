import AlmanacCore
import Glibc
import Networking
import Synchronization

/// One browser, from its start to its end: a process with its proxy and its profile, or a hosted
/// one.
final class BrowserSession: Sendable {
    private struct Visit {
        var events: AsyncStream<VisitEvent>.Continuation
        var session: String?
    }

    private struct State {
        var visits: [Int: Visit] = [:]
        var sessions: [String: Int] = [:]
        /// Whose a context is, and a frame or a worker.
        var contexts: [String: Int] = [:]
        var origins: [String: Int] = [:]
        var calls: [Int: (visit: Int, call: Int)] = [:]
        var begun = 0
        var lastCall = 0
        var isAlive = true
        var isRetired = false
        /// Whether its process is reaped and its profile removed.
        var isOver = false
        var sinceMeasured = 0
        var ageMilliseconds = 0
        /// Whether all that the browser does is of one visit.
        let hasOneVisit: Bool

        /// Who is to be told of an event; nil where it is nobody's.
        mutating func visit(
            of method: String, _ parameters: JSON, _ session: String?
        ) -> AsyncStream<VisitEvent>.Continuation? {
            var visit = session.flatMap { sessions[$0] }
            switch method {
            case "Page.frameAttached":
                if let frame = parameters["frameId"]?.stringValue { origins[frame] = visit }
            case "Target.targetCreated":
                let target = parameters["targetInfo"]
                let owner = target?["browserContextId"]?.stringValue.flatMap { contexts[$0] }
                if let owner, let name = target?["targetId"]?.stringValue { origins[name] = owner }
            case "Fetch.requestPaused":
                visit = origins[HeldRequest(parameters).origin]
                if hasOneVisit { visit = visits.keys.first }
            default: break
            }
            return visit.flatMap { visits[$0]?.events }
        }
    }

    private let connection: any DevToolsConnection
    private let permission: Browser.Permission
    private let visitLimit: Int
    private let ageLimit: Int
    private let memoryLimit: Int
    /// What a process of this machine leaves behind.
    private let proxy: BrowserProxy?
    private let profile: ProfileFolder?
    /// The ways of its connections through proxies; nil where they go straight.
    let routes: ProxyRoutes?
    private let state: Mutex<State>

    private static let tickMilliseconds = 50
    /// How often the memory is looked at, in milliseconds.
    private static let measureInterval = 1_000

    init(
        _ options: Browser.Options, permission: @escaping Browser.Permission
    ) throws(AlmanacError) {
        self.permission = permission
        guard let program = options.program ?? BrowserCommand.program else {
            throw AlmanacError(
                .notFound, "no browser is installed",
                suggestion: "install one with: apt-get install chromium")
        }
        (visitLimit, memoryLimit) = (options.visitsPerProcess, options.memoryBytes)
        state = Mutex(State(hasOneVisit: false))
        ageLimit = options.processSeconds * 1_000
        let user = try BrowserCommand.user.get()
        let profile = try ProfileFolder(user: user)
        routes = options.proxies.map { _ in ProxyRoutes() }
        do throws(AlmanacError) {
            let proxy = try BrowserProxy(
                options.addressGuard, user: user, byteLimit: options.networkBytes, through: routes)
            let command = BrowserCommand(
                program: program, profile: profile.path, user: user, proxy: proxy.port,
                userAgent: options.userAgent)
            connection = try DevToolsPipe(command, folder: profile.path)
            self.proxy = proxy
        } catch {
            profile.remove()
            throw error
        }
        self.profile = profile
        start()
    }

    /// Takes on a browser that runs elsewhere, for one visit.
    init(_ connection: any DevToolsConnection, permission: @escaping Browser.Permission) {
        (self.connection, self.permission) = (connection, permission)
        (visitLimit, ageLimit, memoryLimit) = (1, .max, .max)
        state = Mutex(State(hasOneVisit: true))
        (proxy, profile, routes) = (nil, nil, nil)
        start()
    }

    private func start() {
        startThread { [self] in tick() }
        startThread { [self] in
            connection.run { receive($0) }
            proxy?.close()
            profile?.remove()
            state.withLock { $0.isOver = true }
        }
    }

    /// A visit's number and what it is told.
    struct Ticket: Sendable {
        fileprivate var number: Int
        fileprivate var events: AsyncStream<VisitEvent>
    }

    /// Makes room for a visit; nil where the process takes no more.
    func admit() -> Ticket? {
        let (events, continuation) = AsyncStream.makeStream(of: VisitEvent.self)
        return state.withLock { state in
            guard state.isAlive, !state.isRetired else { return nil }
            state.begun += 1
            // The visit that finds a process too old is its last, so that none is left idle.
            state.isRetired = state.begun >= visitLimit || state.ageMilliseconds >= ageLimit
            state.visits[state.begun] = Visit(events: continuation)
            return Ticket(number: state.begun, events: events)
        }
    }

    /// Why the address of a page was refused by the proxy.
    func refusal(of url: WebURL) -> String? {
        let host = url.bareHost
        return host.flatMap { proxy?.refusal(of: $0) }
    }

    /// Kills the browser and waits until nothing of it is left, for some seconds at most.
    func close() {
        connection.kill()
        for _ in 0..<500 where !state.withLock({ $0.isOver }) { usleep(10_000) }
    }

    /// Visits a page in a context of its own; the last visit of a process ends it.
    func visit(_ request: VisitRequest, _ ticket: Ticket) async throws -> VisitedPage {
        let number = ticket.number
        guard let continuation = state.withLock({ $0.visits[number]?.events }) else {
            throw Self.ended
        }
        defer { end(number) }
        return try await withTaskCancellationHandler {
            var machine = VisitMachine(request, inOwnContext: profile != nil)
            continuation.yield(.start)
            for await event in ticket.events {
                for effect in machine.receive(event) {
                    if let result = perform(effect, of: number, continuation) {
                        return try result.get()
                    }
                }
            }
            throw Self.ended
        } onCancel: {
            continuation.yield(
                .gone(AlmanacError(.sourceUnavailable, "the visit was called off")))
        }
    }

    private static var ended: AlmanacError {
        AlmanacError(
            .sourceUnavailable, "the browser has ended", details: ["reason": "browser_ended"],
            suggestion: "try again; where it never starts, see whether the system allows its "
                + "sandbox (user namespaces)")
    }

    private func perform(
        _ effect: VisitEffect, of visit: Int, _ events: AsyncStream<VisitEvent>.Continuation
    ) -> Result<VisitedPage, AlmanacError>? {
        switch effect {
        case .send(let call, let method, let parameters, let toPage):
            send(method, parameters, toPage: toPage, for: (visit, call))
        case .listen(let session, let frame, let context):
            state.withLock { state in
                state.visits[visit]?.session = session
                state.sessions[session] = visit
                state.origins[frame] = visit
                if let context { state.contexts[context] = visit }
            }
        case .askPermission(let request, let url, let part):
            Task { [permission] in
                do {
                    try await permission(url, part)
                    events.yield(.permission(request: request, nil))
                } catch {
                    let reason =
                        error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
                    events.yield(.permission(request: request, reason))
                }
            }
        case .finish(let result, let context):
            if let context {
                send(
                    "Target.disposeBrowserContext", ["browserContextId": .string(context)],
                    toPage: false, for: nil)
            }
            return result
        }
        return nil
    }

    private func send(
        _ method: String, _ parameters: JSONObject, toPage: Bool, for call: (Int, Int)?
    ) {
        let message: JSONObject = state.withLock { state in
            state.lastCall += 1
            if let call { state.calls[state.lastCall] = call }
            var message: JSONObject = [
                "id": .integer(state.lastCall), "method": .string(method),
                "params": .object(parameters),
            ]
            if toPage, let visit = call?.0, let session = state.visits[visit]?.session {
                message["sessionId"] = .string(session)
            }
            return message
        }
        if !connection.send(JSON.object(message).text()) { connection.kill() }
    }

    private func end(_ visit: Int) {
        let mustClose = state.withLock { state in
            if let session = state.visits[visit]?.session { state.sessions[session] = nil }
            state.visits[visit] = nil
            state.contexts = state.contexts.filter { $0.value != visit }
            state.origins = state.origins.filter { $0.value != visit }
            return state.isRetired && state.visits.isEmpty
        }
        if mustClose { connection.kill() }
    }

    // MARK: - Threads

    private func receive(_ event: DevToolsEvent) {
        switch event {
        case .message(let text):
            // What cannot be read is no answer: whoever waits for it runs into its deadline.
            if let message = try? JSON.parse(text, maxDepth: 512) { hand(on: message) }
        case .ended:
            state.withLock { state in
                state.isAlive = false
                for visit in state.visits.values { visit.events.yield(.gone(Self.ended)) }
            }
        }
    }

    /// Lets time go by until the browser has ended; blocks, so for a thread of its own.
    private func tick() {
        while state.withLock({ $0.isAlive }) {
            usleep(UInt32(Self.tickMilliseconds) * 1_000)
            let mustMeasure = state.withLock { state in
                for visit in state.visits.values {
                    visit.events.yield(.tick(milliseconds: Self.tickMilliseconds))
                }
                state.ageMilliseconds += Self.tickMilliseconds
                state.sinceMeasured += Self.tickMilliseconds
                guard state.sinceMeasured >= Self.measureInterval else { return false }
                state.sinceMeasured = 0
                return true
            }
            if mustMeasure, connection.memoryBytes > memoryLimit { connection.kill() }
        }
    }

    private func hand(on message: JSON) {
        if let identity = message["id"]?.intValue {
            state.withLock { state in
                guard let (visit, call) = state.calls.removeValue(forKey: identity) else { return }
                let event: VisitEvent =
                    if let error = message["error"] {
                        .refused(call: call, message: error["message"]?.stringValue ?? "")
                    } else {
                        .answer(call: call, result: message["result"] ?? .null)
                    }
                state.visits[visit]?.events.yield(event)
            }
        } else if let method = message["method"]?.stringValue {
            let parameters = message["params"] ?? .null
            let visit = state.withLock { state in
                state.visit(of: method, parameters, message["sessionId"]?.stringValue)
            }
            if let visit {
                visit.yield(.event(method: method, parameters: parameters))
            } else if method == "Fetch.requestPaused" {
                decide(HeldRequest(parameters))
            }
        }
    }

    /// Decides on what cannot be traced to a visit, such as frames within frames of other sites.
    private func decide(_ held: HeldRequest) {
        Task { [self] in
            var passes = !held.isMedia
            if passes, let url = held.url {
                passes = (try? await permission(url, .part)) != nil
            }
            let command = HeldRequest.command(held.identity, passes: passes)
            send(command.method, command.parameters, toPage: false, for: nil)
        }
    }
}

extension WebURL {
    /// The host as a browser asks its proxy for it: in small letters, without brackets.
    var bareHost: String? {
        host.map { $0.hasPrefix("[") ? String($0.dropFirst().dropLast()) : $0.lowercased() }
    }
}
