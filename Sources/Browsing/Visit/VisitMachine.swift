import AlmanacCore
import Networking

/// Decides what is sent to a browser to visit one page: a value that is told what happens and says
/// what to do, without effects of its own.
package struct VisitMachine {
    private enum Phase: Equatable {
        case opening, settling, looking(String), acting, reading, done
    }

    /// What the answer to a call is for.
    private enum Purpose: Equatable {
        case context, target, session, preparation, navigation, ignored
        case idle, looking, action(Action), html, body(Int), screenshot
    }

    /// A step taken apart into what one script can do.
    private enum Action: Equatable {
        case scroll
        case click(String)
        case type(String, String)
        case wait(String)
        case next(String, left: Int)
        case more(String, left: Int)
        case read
    }

    private let request: VisitRequest
    private let hasOwnContext: Bool
    private var phase = Phase.opening
    private var purposes: [Int: Purpose] = [:]
    private var nextCall = 1
    private var context: String?
    private var frame = ""
    private var actions: [Action]
    /// How many elements the page had when it was last scrolled or added to, and how often in a
    /// row there were no more.
    private var size = (elements: 0, repeats: 0)
    private var elapsed = 0
    private var traffic = PageTraffic()
    /// Addresses of frames and scripts that permission is asked for, by request.
    private var parts: [String: String] = [:]
    private var page: VisitedPage
    /// Where the document was last asked for, which is elsewhere after a redirect.
    private var document: WebURL

    /// How long nothing may be under way for the network to count as quiet, in milliseconds.
    private static let quiet = 500
    /// Answered once the page's scripts have nothing to do.
    private static let idle = "new Promise(done => requestIdleCallback(done, {timeout: 1000}))"
    /// How long after it was loaded a page that is never quiet is waited for.
    private static let patience = 10_000

    /// Makes the machine of a visit.
    ///
    /// - Parameter inOwnContext: whether it makes a context of its own, as where a browser serves
    ///   several visits; else it uses the one that there is.
    package init(_ request: VisitRequest, inOwnContext: Bool = true) {
        (self.request, hasOwnContext) = (request, inOwnContext)
        document = request.url
        page = VisitedPage(url: request.url)
        actions = request.steps.flatMap { step -> [Action] in
            switch step {
            case .scroll(let times): Array(repeating: .scroll, count: max(0, min(times, 100)))
            case .click(let selector): [.click(selector)]
            case .type(let selector, let text): [.type(selector, text)]
            case .wait(let selector): [.wait(selector)]
            case .paginate(let selector, let pages):
                [.read, .next(selector, left: max(1, min(pages, 1_000)) - 1)]
            case .more(let selector, let times): [.more(selector, left: max(0, min(times, 1_000)))]
            }
        }
        let endsWithPages = if case .paginate = request.steps.last { true } else { false }
        if !endsWithPages { actions.append(.read) }
        if let selector = request.selector { actions.insert(.wait(selector), at: 0) }
    }

    /// Takes in what happened, and says what to do.
    package mutating func receive(_ event: VisitEvent) -> [VisitEffect] {
        guard phase != .done else { return [] }
        switch event {
        case .start:
            guard hasOwnContext else { return answered(.context, .null) }
            return [send("Target.createBrowserContext", ["disposeOnDetach": true], .context, false)]
        case .answer(let call, let result):
            return answered(purposes.removeValue(forKey: call) ?? .ignored, result)
        case .refused(let call, let message):
            return refused(purposes.removeValue(forKey: call) ?? .ignored, message)
        case .event(let method, let parameters):
            return happened(method, parameters)
        case .permission(let request, let error):
            guard let error else {
                parts[request] = nil
                return [decide(request, passes: true)]
            }
            guard let part = parts.removeValue(forKey: request) else {
                return finish(.failure(error))
            }
            page.withheld.append(part)
            return [decide(request, passes: false)]
        case .tick(let milliseconds): return passed(milliseconds)
        case .gone(let error): return finish(.failure(error))
        }
    }

    // MARK: - Answers

    private mutating func answered(_ purpose: Purpose, _ result: JSON) -> [VisitEffect] {
        switch purpose {
        case .ignored: return []
        case .context:
            context = result["browserContextId"]?.stringValue
            let place: JSONObject =
                context.map { ["browserContextId": .string($0)] } ?? JSONObject()
            var (downloads, target) = (place, place)
            downloads["behavior"] = "deny"
            target["url"] = "about:blank"
            return [
                send("Browser.setDownloadBehavior", downloads, .ignored, false),
                send("Target.createTarget", target, .target, false),
            ]
        case .target:
            frame = result["targetId"]?.stringValue ?? ""
            return [
                send(
                    "Target.attachToTarget", ["targetId": .string(frame), "flatten": true],
                    .session, false)
            ]
        case .session: return prepare(result["sessionId"]?.stringValue ?? "")
        case .preparation:
            // Not before all is answered: what happens until then would go unseen.
            guard !purposes.values.contains(.preparation) else { return [] }
            phase = .settling
            return [
                send("Page.navigate", ["url": .string(request.url.description)], .navigation)
            ]
        case .navigation:
            guard let fault = result["errorText"]?.stringValue else { return [] }
            return finish(.failure(failure(fault)))
        case .idle:
            guard phase == .settling, traffic.quietFor >= Self.quiet else { return [] }
            page.isSettled = true
            return act()
        case .looking: return looked(result["result"]?["value"]?.boolValue == true)
        case .action(let action):
            return acted(action, result["result"]?["value"] ?? .null)
        case .html:
            let html = result["result"]?["value"]?["html"]?.stringValue ?? ""
            if case .next? = actions.first, html == page.pages.last {
                // What leads on leads nowhere any more.
                actions.removeFirst()
            } else {
                page.pages.append(html)
            }
            let address = result["result"]?["value"]?["url"]?.stringValue ?? ""
            page.url = WebURL(address) ?? page.url
            return act()
        case .body(let index):
            guard let text = result["body"]?.stringValue else { return complete() }
            let isEncoded = result["base64Encoded"]?.boolValue == true
            page.captured[index].body =
                isEncoded
                ? String(decoding: Base64.decode(text) ?? [], as: UTF8.self) : text
            return complete()
        case .screenshot:
            page.screenshot = result["data"]?.stringValue.flatMap(Base64.decode)
            return complete()
        }
    }

    private mutating func refused(_ purpose: Purpose, _ message: String) -> [VisitEffect] {
        switch purpose {
        case .ignored, .navigation, .idle: return []
        case .body, .screenshot: return complete()
        case .looking, .action, .html:
            // The page was replaced meanwhile: settle again, then do it again.
            if case .action(let action) = purpose { actions.insert(action, at: 0) }
            if purpose == .html { actions.insert(.read, at: 0) }
            return settle()
        case .context, .target, .session, .preparation:
            return finish(
                .failure(
                    AlmanacError(.internalError, "the browser refused a command: \(message)")))
        }
    }

    /// Asks to be told what happens on the page.
    private mutating func prepare(_ session: String) -> [VisitEffect] {
        return [
            .listen(session: session, frame: frame, context: context),
            send("Page.enable", [:], .preparation),
            send("Network.enable", ["maxTotalBufferSize": .integer(64 << 20)], .preparation),
            // Documents come from their site, not from a worker that an earlier one left.
            send("Network.setBypassServiceWorker", ["bypass": true], .preparation),
            send("Inspector.enable", [:], .preparation),
            send("Target.setDiscoverTargets", ["discover": true], .preparation, false),
            send("Fetch.enable", ["patterns": HeldRequest.patterns], .preparation, false),
        ]
    }

    // MARK: - Events

    private mutating func happened(_ method: String, _ parameters: JSON) -> [VisitEffect] {
        switch method {
        case "Fetch.requestPaused": return held(HeldRequest(parameters))
        case "Page.javascriptDialogOpening":
            return [send("Page.handleJavaScriptDialog", ["accept": false], .ignored)]
        case "Inspector.targetCrashed", "Target.detachedFromTarget":
            return finish(
                .failure(
                    AlmanacError(
                        .sourceUnavailable, "the page crashed the browser",
                        details: details("crashed"), suggestion: "try again later")))
        case "Page.frameNavigated" where parameters["frame"]?["id"]?.stringValue == frame:
            traffic.moved()
        case "Page.loadEventFired": traffic.loaded()
        case "Network.responseReceived"
        where parameters["type"] == "Document" && parameters["frameId"]?.stringValue == frame:
            page.status = parameters["response"]?["status"]?.intValue ?? 0
        default: break
        }
        guard let answer = traffic.note(method, parameters, of: frame) else {
            guard traffic.bytes > request.maximumBytes else { return [] }
            return finish(
                .failure(
                    AlmanacError(
                        .dataFetch, "the page is larger than \(request.maximumBytes) bytes",
                        details: details("too_large"), suggestion: "visit it with fewer steps")))
        }
        page.captured.append(answer.answer)
        return [
            send(
                "Network.getResponseBody", ["requestId": .string(answer.request)],
                .body(page.captured.count - 1))
        ]
    }

    private mutating func held(_ held: HeldRequest) -> [VisitEffect] {
        if held.isMedia { return [decide(held.identity, passes: !request.blocksMedia)] }
        guard let url = held.url else { return [decide(held.identity, passes: true)] }
        if held.type == "Document", held.origin == frame {
            document = url
            return [.askPermission(request: held.identity, url, .page)]
        }
        parts[held.identity] = url.withoutKeys.description
        return [.askPermission(request: held.identity, url, .part)]
    }

    private mutating func decide(_ identity: String, passes: Bool) -> VisitEffect {
        let command = HeldRequest.command(identity, passes: passes)
        return send(command.method, command.parameters, .ignored, false)
    }

    private mutating func passed(_ milliseconds: Int) -> [VisitEffect] {
        elapsed += milliseconds
        traffic.pass(milliseconds)
        guard elapsed <= request.deadline else {
            return finish(
                .failure(
                    AlmanacError(
                        .sourceUnavailable, "the page was not done in \(request.deadline) ms",
                        details: details("timeout"),
                        suggestion: "give it more time, or wait for a selector")))
        }
        switch phase {
        case .settling where traffic.isLoaded:
            let isQuiet = traffic.quietFor >= Self.quiet
            let isAsked = purposes.values.contains(.idle)
            if traffic.sinceLoaded >= Self.patience {
                page.isSettled = isQuiet && !isAsked
                return act()
            }
            // A script that still computes may be about to ask for more.
            return isQuiet && !isAsked ? [evaluate(Self.idle, .idle)] : []
        case .looking(let selector) where !purposes.values.contains(.looking):
            return [evaluate(VisitScript.isThere(selector), .looking)]
        default: return []
        }
    }

    // MARK: - Actions

    private mutating func settle() -> [VisitEffect] {
        phase = .settling
        traffic.quietFor = 0
        return []
    }

    private mutating func looked(_ isThere: Bool) -> [VisitEffect] {
        guard case .looking = phase, isThere else { return [] }
        return act()
    }

    /// Does what comes next.
    private mutating func act() -> [VisitEffect] {
        guard !actions.isEmpty else {
            phase = .reading
            guard request.wantsScreenshot else { return complete() }
            return [send("Page.captureScreenshot", ["format": "png"], .screenshot)]
        }
        phase = .acting
        let action = actions.removeFirst()
        switch action {
        case .wait(let selector):
            phase = .looking(selector)
            return []
        case .next(_, 0), .more(_, 0): return act()
        case .read: return [evaluate(VisitScript.read, .html)]
        case .scroll: return [evaluate(VisitScript.scroll, .action(action))]
        case .click(let selector): return [evaluate(VisitScript.click(selector), .action(action))]
        case .next(let selector, _), .more(let selector, _):
            return [evaluate(VisitScript.advance(selector), .action(action))]
        case .type(let selector, let text):
            return [evaluate(VisitScript.type(text, selector), .action(action))]
        }
    }

    private mutating func acted(_ action: Action, _ answer: JSON) -> [VisitEffect] {
        switch action {
        case .next(let selector, let left):
            guard answer.intValue ?? 0 > 0 else { return act() }
            actions.insert(contentsOf: [.read, .next(selector, left: left - 1)], at: 0)
        case .more(let selector, let left):
            guard answer.intValue ?? 0 > 0, !hasStopped(answer) else { return act() }
            actions.insert(.more(selector, left: left - 1), at: 0)
        case .scroll:
            if hasStopped(answer) { actions.removeAll { $0 == .scroll } }
        case .click(let selector), .type(let selector, _):
            guard answer.boolValue == true else {
                return finish(
                    .failure(
                        AlmanacError(
                            .extraction, "nothing on the page matches '\(selector)'",
                            details: details("no_match"),
                            suggestion: "look at the page with --screenshot")))
            }
        case .wait, .read: break
        }
        return settle()
    }

    /// Whether a page that is added to had no more elements twice in a row.
    private mutating func hasStopped(_ answer: JSON) -> Bool {
        let elements = answer.intValue ?? 0
        size = (elements, elements > size.elements ? 0 : size.repeats + 1)
        return size.repeats > 1
    }

    /// Ends the visit when all that was asked for has come.
    private mutating func complete() -> [VisitEffect] {
        guard phase == .reading,
            !purposes.values.contains(where: {
                if case .body = $0 { true } else { $0 == .screenshot }
            })
        else { return [] }
        page.bytes = traffic.bytes
        return finish(.success(page))
    }

    private mutating func finish(_ result: Result<VisitedPage, AlmanacError>) -> [VisitEffect] {
        phase = .done
        return [.finish(result, context: context)]
    }

    private func failure(_ reason: String) -> AlmanacError {
        AlmanacError(
            .sourceUnavailable, "the browser could not load the page (\(reason))",
            details: details(reason), suggestion: "see whether the address is right")
    }

    private func details(_ reason: String) -> JSONObject {
        [
            "url": .string(request.url.description), "document": .string(document.description),
            "reason": .string(reason),
        ]
    }

    // MARK: - Calls

    private mutating func evaluate(_ script: String, _ purpose: Purpose) -> VisitEffect {
        send(
            "Runtime.evaluate",
            [
                "expression": .string(script), "returnByValue": true, "awaitPromise": true,
                "timeout": 5_000,
            ], purpose)
    }

    private mutating func send(
        _ method: String, _ parameters: JSONObject, _ purpose: Purpose, _ toPage: Bool = true
    ) -> VisitEffect {
        let call = nextCall
        nextCall += 1
        purposes[call] = purpose
        return .send(call: call, method: method, parameters: parameters, toPage: toPage)
    }
}
