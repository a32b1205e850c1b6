import AlmanacCore
import Browsing
import Foundation
import Glibc
import Networking
import TestSupport
import Testing

/// A hosted browser, of which the service's interface is played by a server on loopback and the
/// browser by this machine's Chromium, which listens on loopback for WebSockets.
@Suite(.serialized) struct HostedBrowserTests {
    private static func guarded() throws -> AddressGuard {
        AddressGuard(allowing: [try #require(IPNetwork("127.0.0.1/32"))])
    }

    /// The service, whose sessions are at an address.
    private static func service(
        _ connectURL: String, status: Int = 201, body: String? = nil
    ) throws -> LoopbackServer {
        try #require(
            LoopbackServer { request in
                let session = #"{"id": "s-1", "status": "RUNNING", "connectUrl": "\#(connectURL)"}"#
                let isBegin = request.target == "/v1/sessions"
                return [
                    .answer(
                        isBegin ? status : 200, ["Content-Type: application/json"],
                        body: Array((body ?? session).utf8))
                ]
            })
    }

    private static func browser(
        _ service: LoopbackServer, permission: @escaping Browser.Permission = { _, _ in }
    ) throws -> HostedBrowser {
        let guarded = try guarded()
        let client = try HTTPClient(HTTPClientOptions(addressGuard: guarded))
        var browser = HostedBrowser(
            HostedBrowser.Account(key: "bb-key", project: "p-1"), guarded,
            proxy: { _ in nil }, permission: permission, random: { 0x37FA_213D },
            send: { try await client.send($0) })
        browser.service = service.address
        return browser
    }

    @Test(
        "a page is built in a session of the service, which is begun and ended for it",
        .enabled(if: Browser.isInstalled && Sandbox.isAllowed, "no browser that may run"))
    func visits() async throws {
        let chromium = try ListeningChromium()
        let pages = try #require(
            LoopbackServer { request in
                let isPage = request.target == "/"
                let text =
                    isPage
                    ? """
                    <p id=out></p><script>fetch('/no').catch(() => fetch('/data.json'))
                        .then(a => a.json()).then(d => out.textContent = d.rows)</script>
                    """ : #"{"rows": "came"}"#
                return [
                    .answer(
                        200, ["Content-Type: \(isPage ? "text/html" : "application/json")"],
                        body: Array(text.utf8))
                ]
            })
        let service = try Self.service(chromium.address)
        let browser = try Self.browser(service) { url, part in
            if url.path == "/no" { throw AlmanacError(.forbidden, "\(part)") }
        }
        var request = VisitRequest(try #require(WebURL(pages.address + "/")))
        request.deadline = 600_000
        request.wantsScreenshot = true
        for _ in 0..<2 {
            let page = try await browser.visit(request)
            #expect(page.status == 200 && page.pages.first?.contains("came") == true)
            #expect(page.captured.count == 1 && page.withheld.count == 1)
            #expect(page.screenshot?.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
        }
        let asked = service.requests
        #expect(asked.map(\.target) == ["/v1/sessions", "/v1/sessions/s-1"].repeated(2))
        #expect(asked.allSatisfy { $0["X-BB-API-Key"] == "bb-key" && $0.method == "POST" })
        let bodies = try asked.map { try JSON.parse(String(decoding: $0.body, as: UTF8.self)) }
        #expect(bodies.allSatisfy { $0["projectId"] == "p-1" })
        #expect(bodies[0]["timeout"] == 630 && bodies[1]["status"] == "REQUEST_RELEASE")
        #expect(!pages.requests.contains { $0.target == "/no" })
        // One that is not done in time is ended as well.
        request.selector = "#nowhere"
        request.deadline = 10_000
        let late = await #expect(throws: AlmanacError.self) { try await browser.visit(request) }
        #expect(late?.details["reason"] == "timeout")
        #expect(service.requests.count == 6)
    }

    @Test(
        "what the service refuses is typed, and its key is in no error",
        arguments: [
            (401, .unauthorized), (402, .budgetExceeded), (429, .rateLimited),
            (500, .sourceUnavailable), (201, .schemaMismatch),
        ] as [(Int, AlmanacError.Kind)])
    func refuses(_ status: Int, _ kind: AlmanacError.Kind) async throws {
        let service = try Self.service("", status: status, body: "{}")
        let url = try #require(WebURL("http://127.0.0.1:1/"))
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.browser(service).visit(VisitRequest(url))
        }
        #expect(error?.kind == kind && error?.json.text().contains("bb-key") == false)
    }

    @Test("a session that cannot be connected to is ended, and inner addresses are not tried")
    func unreachable() async throws {
        let url = try #require(WebURL("http://127.0.0.1:1/"))
        for (address, kind) in [
            ("ws://127.0.0.1:1/?signingKey=abc", .sourceUnavailable),
            ("ws://169.254.169.254/?apiKey=abc", .forbidden),
        ] as [(String, AlmanacError.Kind)] {
            let service = try Self.service(address)
            let error = await #expect(throws: AlmanacError.self) {
                try await Self.browser(service).visit(VisitRequest(url))
            }
            #expect(error?.kind == kind && error?.json.text().contains("abc") == false)
            #expect(service.requests.map(\.target).last == "/v1/sessions/s-1")
        }
        let inner = try #require(WebURL("http://10.0.0.1/"))
        let service = try Self.service("")
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.browser(service).visit(VisitRequest(inner))
        }
        #expect(error?.kind == .forbidden && service.requests.isEmpty)
    }
}

extension Array {
    fileprivate func repeated(_ times: Int) -> [Element] {
        (0..<times).flatMap { _ in self }
    }
}

/// Chromium that listens on loopback for whoever drives it.
private final class ListeningChromium {
    /// Where it listens.
    let address: String
    private let process: RunningProgram
    private let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-hosted-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        var words = [
            "/usr/bin/chromium", "--headless", "--remote-debugging-port=0",
            "--user-data-dir=\(folder)", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "about:blank",
        ]
        if geteuid() == 0 {
            chown(folder, 65_534, 65_534)
            words =
                ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
                + words
        }
        process = try RunningProgram(
            words, environment: ["HOME=\(folder)", "TMPDIR=\(folder)"])
        var found: String?
        for _ in 0..<1_200 where found == nil {
            let text = try? String(contentsOfFile: folder + "/DevToolsActivePort", encoding: .utf8)
            let lines = text?.split(separator: "\n") ?? []
            if lines.count == 2 { found = "ws://127.0.0.1:\(lines[0])\(lines[1])" }
            usleep(50_000)
        }
        address = try #require(found, "chromium does not listen")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
