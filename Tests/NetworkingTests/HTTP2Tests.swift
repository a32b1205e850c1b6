import AlmanacCore
import Foundation
import Glibc
import Networking
import TestSupport
import Testing

/// The client against nghttp2's own server, which speaks HTTP/2 over TLS on loopback.
@Suite(.enabled(if: HTTP2Server.isInstalled, "no nghttpd (apt-get install nghttp2-server)"))
struct HTTP2Tests {
    private static func client(_ server: HTTP2Server) throws -> HTTPClient {
        let own = try #require(IPNetwork("127.0.0.0/8"))
        var options = HTTPClientOptions(addressGuard: AddressGuard(allowing: [own]))
        options.certificateFile = server.certificate
        return try HTTPClient(options)
    }

    private static func url(_ server: HTTP2Server, _ path: String) throws -> WebURL {
        try #require(WebURL("https://localhost:\(server.port)/\(path)"))
    }

    @Test("many requests share one connection, and each gets its own answer")
    func multiplexes() async throws {
        let server = try HTTP2Server(files: (0..<40).map { "page \($0)" })
        let client = try Self.client(server)
        let bodies = try await withThrowingTaskGroup(of: (Int, HTTPResponse).self) { group in
            for number in 0..<40 {
                let url = try Self.url(server, "\(number)")
                group.addTask { (number, try await client.send(HTTPRequest(.get, url))) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in 0..<40 {
            let answer = try #require(bodies[number])
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == "page \(number)")
            #expect(answer.headers["server"]?.hasPrefix("nghttpd") == true)
        }
        #expect(server.connections == 1)
    }

    @Test("a body larger than every window comes whole, and one above its limit is refused")
    func large() async throws {
        let text = String(repeating: "0123456789abcdef", count: 1 << 16)
        let server = try HTTP2Server(files: [text, "small"])
        let client = try Self.client(server)
        let whole = try await client.send(HTTPRequest(.get, Self.url(server, "0")))
        #expect(whole.body.count == 1 << 20 && whole.body.elementsEqual(text.utf8))
        var bounded = HTTPRequest(.get, try Self.url(server, "0"))
        bounded.maximumBytes = 1_000
        let error = await #expect(throws: AlmanacError.self) { try await client.send(bounded) }
        #expect(error?.details["reason"] == "too_large")
        // What ended a stream did not end the connection.
        let small = try await client.send(HTTPRequest(.get, Self.url(server, "1")))
        #expect(String(decoding: small.body, as: UTF8.self) == "small")
        let absent = try await client.send(HTTPRequest(.get, Self.url(server, "nothing")))
        #expect(absent.status == 404)
    }

    @Test("a server that nobody vouches for is not spoken to")
    func certificates() async throws {
        let server = try HTTP2Server(files: ["secret"])
        let own = try #require(IPNetwork("127.0.0.0/8"))
        let client = try HTTPClient(HTTPClientOptions(addressGuard: AddressGuard(allowing: [own])))
        let error = await #expect(throws: AlmanacError.self) {
            try await client.send(HTTPRequest(.get, Self.url(server, "0")))
        }
        #expect(error?.details["reason"] == "tls")
    }
}

/// nghttpd with a certificate of its own, which gives files by their numbers.
final class HTTP2Server {
    private static let program = ["/usr/sbin/nghttpd", "/usr/bin/nghttpd"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isInstalled: Bool { program != nil }

    let port: UInt16
    var certificate: String { own.file }
    private let own: OwnCertificate
    private var folder: String { own.folder }
    private let process: RunningProgram

    init(files: [String]) throws {
        own = try OwnCertificate()
        let folder = own.folder
        try FileManager.default.createDirectory(
            atPath: folder + "/docs", withIntermediateDirectories: true)
        for (number, text) in files.enumerated() {
            try text.write(toFile: folder + "/docs/\(number)", atomically: false, encoding: .utf8)
        }
        let address = try #require(IPAddress("127.0.0.1"))
        let program = try #require(Self.program)
        // nghttpd takes no port of the system's choice, so it gets the neighbour of one, which
        // somebody else may have.
        for _ in 0..<3 {
            let port = try #require(LoopbackServer { _ in [.close] }).port ^ 1
            let process = try RunningProgram(
                [
                    program, "-v", "-a", "127.0.0.1", "-d", folder + "/docs", "\(port)", own.key,
                    own.file,
                ], output: folder + "/log")
            let url = try #require(WebURL("http://127.0.0.1:\(port)/"))
            for _ in 0..<200 where process.isRunning {
                let answers = (try? RawConnection(url, at: address, deadline: 1_000)) != nil
                if answers, process.isRunning {
                    (self.port, self.process) = (port, process)
                    return
                }
                usleep(50_000)
            }
        }
        throw AlmanacError(.internalError, "nghttpd does not start")
    }

    /// How many connections asked for something, by its log.
    var connections: Int {
        let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
        let lines = log.split(separator: "\n").filter { $0.contains("recv HEADERS") }
        return Set(lines.compactMap { $0.split(separator: "]").first }).count
    }
}
