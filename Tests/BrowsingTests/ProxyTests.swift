import AlmanacCore
import Browsing
import Foundation
import Glibc
import Networking
import TestSupport
import Testing

@Suite struct ProxyTests {
    @Test("what a browser sends is read byte by byte, as the specification says")
    func requests() {
        #expect(SocksRequest.greeting([5, 2, 0, 2, 9]) == .greeting(length: 4))
        #expect(SocksRequest.greeting([5, 1, 2]) == .unsupported)
        #expect(SocksRequest.greeting([4, 1, 0]) == .unsupported)
        let name: [UInt8] = [5, 1, 0, 3, 3] + Array("A.b".utf8) + [1, 187]
        let six: [UInt8] = [5, 1, 0, 4] + [UInt8](repeating: 0, count: 15) + [1, 0, 80]
        for (bytes, host, port) in [
            (name, "a.b", 443), ([5, 1, 0, 1, 127, 0, 0, 1, 31, 144], "127.0.0.1", 8_080),
            (six, "0:0:0:0:0:0:0:1", 80),
        ] as [([UInt8], String, UInt16)] {
            let length = bytes.count
            #expect(
                SocksRequest.request(bytes + [7])
                    == .connect(host: host, port: port, length: length))
            for end in 0..<length {
                #expect(SocksRequest.request(Array(bytes[..<end])) == .incomplete)
            }
        }
        for bytes in [
            [5, 3, 0, 1, 1, 1, 1, 1, 0, 1], [5, 1, 0, 9, 0], [4, 1], [5, 1, 0, 3, 0, 0, 1],
        ]
            as [[UInt8]]
        {
            #expect(SocksRequest.request(bytes) == .unsupported)
        }
    }

    @Test("the kernel's tables are read")
    func tables() {
        let line =
            "   3: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 "
            + "65534        0 12345 1 0000000000000000 20 4 30 10 -1"
        #expect(PeerUser.number(in: line, peer: 50_000, port: 8_080) == 65_534)
        #expect(PeerUser.number(in: line, peer: 8_080, port: 50_000) == nil)
        #expect(PeerUser.number(in: "", peer: 1, port: 1) == nil)
        let stat =
            "77 (a) b) S 1 70 70 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 5 1000 321 18446744073 1 1"
        #expect(ProcessGroup.residentPages(Array(stat.utf8), group: 70) == 321)
        #expect(ProcessGroup.residentPages(Array(stat.utf8), group: 71) == 0)
    }

    /// The proxy's reply to a request for a connection, asked by a user; -1 where it says nothing.
    private func reply(
        _ proxy: BrowserProxy, _ host: String, _ port: UInt16, as user: uid_t = geteuid()
    ) throws -> Int {
        let place = [5, 1, 0, 3, host.utf8.count] + host.utf8.map { Int($0) }
        let bytes = place + [Int(port >> 8), Int(port & 255)]
        let escaped = bytes.map { "\\x" + String($0, radix: 16) }.joined()
        let get = "GET / HTTP/1.1\\r\\n\\r\\n"
        let script =
            "exec 3<>/dev/tcp/127.0.0.1/\(proxy.port); printf '\\x5\\x1\\x0' >&3; head -c 2 <&3;"
            + " printf '\(escaped)' >&3; head -c 10 <&3;"
            + " { printf '\(get)' >&3 && head -c 9 <&3; } || true"
        let prefix = user == geteuid() ? [] : ["/usr/bin/setpriv", "--reuid=\(user)"]
        let answer = try Program.run(
            prefix + ["/usr/bin/timeout", "10", "/bin/bash", "-c", script])
        return answer.count > 3 ? Int(answer[3]) : -1
    }

    @Test("addresses are checked after names are resolved, and only what may be is reached")
    func addresses() throws {
        let inside = try #require(LoopbackServer { _ in [.answer(body: Array("in".utf8))] })
        let outside = try #require(
            LoopbackServer(on: "127.0.0.2") { _ in [.answer(body: Array("out".utf8))] })
        let allowed = try #require(IPNetwork("127.0.0.1/32"))
        let proxy = try BrowserProxy(
            AddressGuard(allowing: [allowed]), user: geteuid(), byteLimit: 1 << 20)
        defer { proxy.close() }
        #expect(try reply(proxy, "127.0.0.1", inside.port) == 0)
        #expect(try reply(proxy, "localhost", inside.port) == 0)
        for host in [
            "127.0.0.2", "169.254.169.254", "::1", "0.0.0.0", "::ffff:127.0.0.2", "2130706434",
            "0x7f.2", "10.0.0.1",
        ] {
            #expect(try reply(proxy, host, outside.port) == 2, "\(host)")
        }
        #expect(outside.requests.isEmpty && inside.requests.count == 2)
        #expect(proxy.refusal(of: "169.254.169.254")?.contains("metadata") == true)
        #expect(proxy.passed.connections == 2)
    }

    @Test("a client goes through it by SOCKS 5, and names no host to it")
    func client() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(body: Array("in".utf8))] })
        let guarded = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.1/32"))])
        let proxy = try BrowserProxy(guarded, user: geteuid(), byteLimit: 1 << 20)
        defer { proxy.close() }
        let url = try #require(WebURL("http://localhost:\(server.port)/a"))
        var request = HTTPRequest(.get, url)
        request.proxy = try ProxyServer("socks5://127.0.0.1:\(proxy.port)")
        let answer = try await HTTPClient(HTTPClientOptions(addressGuard: guarded)).send(request)
        #expect(String(decoding: answer.body, as: UTF8.self) == "in")
        #expect(proxy.passed.connections == 1 && proxy.passed.refusals.isEmpty)
        #expect(server.requests.first?["Host"] == "localhost:\(server.port)")
    }

    @Test("TLS goes through it whole, and the server is known by its name")
    func tunnelsTLS() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(body: Array("in".utf8))] })
        let front = try TLSFront(before: server.port, OwnCertificate())
        let guarded = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.1/32"))])
        let proxy = try BrowserProxy(guarded, user: geteuid(), byteLimit: 1 << 20)
        defer { proxy.close() }
        var options = HTTPClientOptions(addressGuard: guarded)
        options.certificateFile = front.certificate.file
        let url = try #require(WebURL("https://localhost:\(front.port)/a"))
        var request = HTTPRequest(.get, url)
        request.proxy = try ProxyServer("socks5://127.0.0.1:\(proxy.port)")
        let answer = try await HTTPClient(options).send(request)
        #expect(String(decoding: answer.body, as: UTF8.self) == "in")
        #expect(server.requests.first?["Host"] == "localhost:\(front.port)")
        #expect(proxy.passed.connections == 1)
    }

    @Test("nothing passes after the limit, and nobody else is served")
    func limits() throws {
        let server = try #require(
            LoopbackServer { _ in [.answer(body: [UInt8](repeating: 65, count: 5_000))] })
        let allowed = try #require(IPNetwork("127.0.0.1/32"))
        let proxy = try BrowserProxy(
            AddressGuard(allowing: [allowed]), user: geteuid(), byteLimit: 4_000)
        defer { proxy.close() }
        _ = try? reply(proxy, server.host, server.port)
        #expect(try reply(proxy, server.host, server.port) == 2)
        guard geteuid() == 0 else { return }
        #expect((try? reply(proxy, server.host, server.port, as: 12_345)) ?? -1 == -1)
    }
}
