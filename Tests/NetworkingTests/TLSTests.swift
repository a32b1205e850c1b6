import AlmanacCore
import Networking
import TestSupport
import Testing

/// Proxies and WebSockets over TLS, with a certificate that is trusted where it is named.
@Suite struct TLSTests {
    private static let loopback = IPNetwork("127.0.0.0/8")

    @Test("a proxy is spoken to over TLS, and by the name that its certificate is for")
    func proxy() async throws {
        let proxy = try ProxyTests.proxy()
        let front = try TLSFront(before: proxy.port, OwnCertificate())
        var options = HTTPClientOptions()
        options.certificateFile = front.certificate.file
        var request = HTTPRequest(.get, try #require(WebURL("http://93.184.216.34/p")))
        request.proxy = try ProxyServer("https://ada:secret@localhost:\(front.port)")
        let answer = try await HTTPClient(options).send(request)
        #expect(String(decoding: answer.body, as: UTF8.self) == "through")
        #expect(proxy.requests.map(\.method) == ["CONNECT", "GET"])
        #expect(proxy.requests.first?.target == "93.184.216.34:80")
        #expect(proxy.requests.first?["Proxy-Authorization"]?.hasPrefix("Basic ") == true)
    }

    @Test("a proxy that nobody vouches for is told nothing")
    func strangeProxy() async throws {
        let proxy = try ProxyTests.proxy()
        let front = try TLSFront(before: proxy.port, OwnCertificate())
        var request = HTTPRequest(.get, try #require(WebURL("http://93.184.216.34/p")))
        request.proxy = try ProxyServer("https://ada:secret@localhost:\(front.port)")
        let sent = request
        let error = await #expect(throws: AlmanacError.self) {
            try await HTTPClient(HTTPClientOptions()).send(sent)
        }
        #expect(error?.kind == .sourceUnavailable && error?.message.contains("secret") == false)
        #expect(proxy.requests.isEmpty)
    }

    @Test("a WebSocket over TLS brings whole texts, however they lie in records")
    func webSocket() async throws {
        let texts = ["a", String(repeating: "b", count: 300_000), "c"]
        let server = try Self.talker(texts)
        let front = try TLSFront(before: server.port, OwnCertificate())
        let url = try #require(WebURL("wss://localhost:\(front.port)/talk?key=1"))
        let address = try #require(IPAddress("127.0.0.1"))
        let file = front.certificate.file
        let received = try await runOnThread {
            let socket = try WebSocket(
                url, at: address, userAgent: "x", certificateFile: file, random: { 1 })
            var received: [String] = []
            while received.count < texts.count, let text = socket.receive() {
                received.append(text)
            }
            #expect(socket.send("thanks"))
            socket.close()
            return received
        }
        #expect(received == texts)
        #expect(server.requests.first?.target == "/talk?key=1")
    }

    @Test("a WebSocket goes through a proxy over TLS, which is told the checked address")
    func webSocketThroughProxy() async throws {
        let talker = try Self.script(["hello"])
        let proxy = try ProxyTests.proxy(script: talker)
        let front = try TLSFront(before: proxy.port, OwnCertificate())
        let server = try ProxyServer("https://localhost:\(front.port)")
        let url = try #require(WebURL("ws://93.184.216.34:81/talk"))
        let address = try #require(IPAddress("93.184.216.34"))
        let file = front.certificate.file
        let text = try await runOnThread {
            try WebSocket(
                url, at: address, through: server, userAgent: "x", certificateFile: file,
                random: { 1 }
            ).receive()
        }
        #expect(text == "hello")
        #expect(proxy.requests.first?.target == "93.184.216.34:81")
    }

    @Test("a WebSocket to a server that nobody vouches for is not opened")
    func strangeServer() async throws {
        let server = try Self.talker(["secret"])
        let front = try TLSFront(before: server.port, OwnCertificate())
        let url = try #require(WebURL("wss://localhost:\(front.port)/"))
        let address = try #require(IPAddress("127.0.0.1"))
        let error = try await runOnThread {
            #expect(throws: AlmanacError.self) {
                try WebSocket(url, at: address, userAgent: "x", random: { 1 })
            }
        }
        #expect(error?.details["reason"] == "tls")
        #expect(server.requests.isEmpty)
    }

    // MARK: - A server that speaks first

    /// Agrees to a WebSocket whose nonce was drawn by a generator of ones, and sends texts.
    private static func script(
        _ texts: [String]
    ) throws -> @Sendable (LoopbackServer.Request) -> [LoopbackServer.Step] {
        let key = Base64.encode([UInt8](repeating: 1, count: 16))
        let accepted = Base64.encode(
            SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
        let agreed =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(accepted)\r\n\r\n"
        let frames = texts.flatMap { text -> [UInt8] in
            let bytes = Array(text.utf8)
            let length: [UInt8] =
                bytes.count < 126
                ? [UInt8(bytes.count)]
                : [127] + (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * $0)) }
            return [0x81] + length + bytes
        }
        return { _ in [.text(agreed), .send(frames)] }
    }

    private static func talker(_ texts: [String]) throws -> LoopbackServer {
        let script = try script(texts)
        return try #require(LoopbackServer(script))
    }
}
