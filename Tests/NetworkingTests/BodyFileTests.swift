import AlmanacCore
import Glibc
import Networking
import Synchronization
import TestSupport
import Testing

/// Bodies that go into a file as they come.
@Suite struct BodyFileTests {
    typealias Step = LoopbackServer.Step

    /// A file without a name, and what was told while it was filled.
    private final class Target: Sendable {
        let descriptor: Int32
        let counts = Mutex<[Int]>([])

        init() throws {
            var template = Array("/tmp/almanac-body-XXXXXX".utf8CString)
            descriptor = mkstemp(&template)
            unlink(template)
            try #require(descriptor >= 0)
        }

        deinit { close(descriptor) }

        var file: BodyFile {
            BodyFile(descriptor: descriptor) { [self] count in
                counts.withLock { $0.append(count) }
            }
        }

        var bytes: [UInt8] {
            var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
            let count = pread(descriptor, &bytes, bytes.count, 0)
            return count == bytes.count ? bytes : []
        }
    }

    private static func send(
        _ server: LoopbackServer, to target: Target, atMost bytes: Int = 1 << 30
    ) async throws -> HTTPResponse {
        var request = try HTTPRequest(.get, HTTPClientTests.url(server.address))
        (request.file, request.maximumBytes) = (target.file, bytes)
        return try await HTTPClientTests.client().send(request)
    }

    @Test("a large body is never held: it goes on piece by piece")
    func streams() async throws {
        let block = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let count = 96
        let head = Step.text("HTTP/1.1 200 OK\r\nContent-Length: \(count << 20)\r\n\r\n")
        let server = try #require(
            LoopbackServer { _ in [head] + Array(repeating: .send(block), count: count) })
        let target = try Target()
        let response = try await Self.send(server, to: target)
        #expect(response.isSuccess && response.body.isEmpty)
        #expect(response.bytesReceived == count << 20)
        let counts = target.counts.withLock { $0 }
        #expect(counts.last == count << 20)
        let largest = zip([0] + counts, counts).map { $1 - $0 }.max() ?? 0
        #expect(largest <= 256 << 10, "\(largest) bytes were held at once")
        let bytes = target.bytes
        #expect(bytes.count == count << 20 && bytes.suffix(block.count) == block[...])
    }

    @Test(
        "what ends badly ends as it would without a file",
        arguments: [
            ([Step.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .close], "truncated"),
            ([.answer(body: [UInt8](repeating: 0, count: 2_000))], "too_large"),
            ([.answer(302, ["Location: http://10.0.0.1/"])], "refused_address"),
        ])
    func failures(_ steps: [Step], _ expected: String) async throws {
        let server = try #require(LoopbackServer { _ in steps })
        let target = try Target()
        let reason = await HTTPClientTests.reason {
            try await Self.send(server, to: target, atMost: 1_000)
        }
        #expect(reason == expected)
    }

    @Test("an answer of failure stays out of the file, and what is sent again begins anew")
    func begins() async throws {
        let target = try Target()
        let refusing = try #require(
            LoopbackServer { _ in [.answer(404, body: Array("no".utf8))] })
        let refused = try await Self.send(refusing, to: target)
        #expect(refused.status == 404 && refused.body == Array("no".utf8) && target.bytes.isEmpty)
        for text in ["the first, longer text", "the second"] {
            let server = try #require(
                LoopbackServer { request in
                    request.target == "/"
                        ? [.answer(302, ["Location: /there"], body: Array("moved".utf8))]
                        : [.answer(body: Array(text.utf8))]
                })
            _ = try await Self.send(server, to: target)
            #expect(target.bytes == Array(text.utf8))
        }
    }

    @Test("a large answer of failure is not held either")
    func aside() async throws {
        let server = try #require(
            LoopbackServer { _ in [.answer(500, body: [UInt8](repeating: 0, count: 6_000_000))] })
        let target = try Target()
        let reason = await HTTPClientTests.reason { try await Self.send(server, to: target) }
        #expect(reason == "too_large" && target.bytes.isEmpty)
    }

    @Test("a file that cannot be written ends the exchange with its reason")
    func unwritable() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(body: Array("x".utf8))] })
        let null = open("/dev/null", O_RDONLY)
        defer { close(null) }
        var request = try HTTPRequest(.get, HTTPClientTests.url(server.address))
        request.file = BodyFile(descriptor: null)
        let reason = await HTTPClientTests.reason { [request] in
            try await HTTPClientTests.client().send(request)
        }
        #expect(reason == "not_written")
    }
}
