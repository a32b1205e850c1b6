import AlmanacCore
import Networking
import TestSupport
import Testing

/// WebSockets by the examples of RFC 6455, by chance, and against a server on loopback.
@Suite struct WebSocketTests {
    typealias Frames = WebSocketFrames

    /// A frame as a server sends it.
    private static func frame(
        _ opcode: Frames.Opcode, _ payload: [UInt8], isLast: Bool = true
    ) -> [UInt8] {
        var bytes = Frames.encoded(opcode, payload, mask: 0)
        let sizeBytes = payload.count < 126 ? 0 : payload.count <= 0xFFFF ? 2 : 8
        bytes[1] &= 0x7F
        bytes.removeSubrange((2 + sizeBytes)..<(6 + sizeBytes))
        if !isLast { bytes[0] &= 0x7F }
        return bytes
    }

    private static func messages(_ bytes: [UInt8]) throws -> [Frames.Message] {
        var frames = Frames(limit: 1 << 20)
        frames.append(bytes)
        var messages: [Frames.Message] = []
        while let message = try frames.next() { messages.append(message) }
        return messages
    }

    @Test("the specification's examples are read and written")
    func examples() throws {
        let hello: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        #expect(try Self.messages(hello) == [.text("Hello")])
        let parts: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
        #expect(try Self.messages(parts) == [.text("Hello")])
        let masked: [UInt8] = [
            0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
        ]
        #expect(Frames.encoded(.text, Array("Hello".utf8), mask: 0x37FA_213D) == masked)
        let ping: [UInt8] = [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        // A control frame may stand between the parts of a message.
        #expect(
            try Self.messages(Array(parts[..<5]) + ping + parts[5...])
                == [.ping(Array("Hello".utf8)), .text("Hello")])
        for (count, head) in [
            (256, [0x82, 0x7E, 1, 0]), (65_536, [0x82, 0x7F, 0, 0, 0, 0, 0, 1]),
        ]
            as [(Int, [UInt8])]
        {
            let payload = [UInt8](repeating: 7, count: count)
            let bytes = Self.frame(.binary, payload)
            #expect(Array(bytes.prefix(head.count)) == head)
            #expect(try Self.messages(bytes) == [.binary(payload)])
        }
        #expect(try Self.messages([0x88, 0]) == [.close(code: nil)])
        #expect(try Self.messages([0x88, 2, 3, 232]) == [.close(code: 1_000)])
    }

    @Test(
        "what a server may not send is a fault",
        arguments: [
            ([0xC1, 0], .reservedBits), ([0x83, 0], .unknownOpcode), ([0x81, 0x80], .masked),
            ([0x09, 0], .badControl), ([0x89, 126], .badControl), ([0x88, 1, 3], .badControl),
            ([0x80, 0], .badFragment), ([0x01, 0, 0x81, 0], .badFragment),
            ([0x81, 1, 0xFF], .badText), ([0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0], .tooLarge),
            ([0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 1], .tooLarge),
        ] as [([UInt8], WebSocketFrames.Fault)])
    func faults(_ bytes: [UInt8], _ fault: WebSocketFrames.Fault) {
        #expect(throws: fault) { try Self.messages(bytes) }
    }

    @Test("messages come out the same however their bytes are cut")
    func cuts() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var (bytes, expected): ([UInt8], [Frames.Message]) = ([], [])
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let size = Int.random(in: 0...300, using: &generator)
                let payload = (0..<size).map { _ in UInt8.random(in: 32...126, using: &generator) }
                let cut = Int.random(in: 0...size, using: &generator)
                bytes += Self.frame(.text, Array(payload[..<cut]), isLast: false)
                if Bool.random(using: &generator) {
                    bytes += Self.frame(.pong, [1])
                    bytes += Self.frame(.ping, [2])
                    expected.append(.ping([2]))
                }
                bytes += Self.frame(.continuation, Array(payload[cut...]))
                expected.append(.text(String(decoding: payload, as: UTF8.self)))
            }
            var frames = Frames()
            var read: [Frames.Message] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...40, using: &generator))
                rest = rest.dropFirst(piece.count)
                frames.append(piece)
                while let message = try frames.next() { read.append(message) }
            }
            #expect(read == expected, "seed \(seed)")
        }
    }

    private static let agreed = """
        HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n
        """

    @Test("the handshake is the specification's, and only its answer opens the socket")
    func handshake() throws {
        let url = try #require(WebURL("http://a.example:81/chat?key=1"))
        let handshake = WebSocketHandshake(
            url, nonce: Array("the sample nonce".utf8), userAgent: "x")
        let request = String(decoding: handshake.request, as: UTF8.self)
        #expect(request.hasPrefix("GET /chat?key=1 HTTP/1.1\r\nHost: a.example:81\r\n"))
        #expect(request.contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
        let answer = Array(Self.agreed.utf8)
        #expect(handshake.read(answer + [1]) == .open(length: answer.count))
        for end in 0..<answer.count {
            #expect(handshake.read(Array(answer[..<end])) == .incomplete)
        }
        for (text, status) in [
            (Self.agreed.replacing("s3pP", with: "S3pP"), 0),
            (Self.agreed.replacing("WebSocket", with: "h2c"), 0),
            ("HTTP/1.1 403 No\r\n\r\n", 403), ("\0\r\n\r\n", 0),
            (String(repeating: "a", count: 70_000), 0),
        ] {
            #expect(handshake.read(Array(text.utf8)) == .refused(status: status))
        }
    }

    @Test("a server that refuses, or says nothing more, is told as such")
    func refused() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(401)] })
        let url = try #require(WebURL(server.address.replacing("http://", with: "ws://") + "/a"))
        let address = try #require(IPAddress("127.0.0.1"))
        let error = try await runOnThread {
            #expect(throws: AlmanacError.self) {
                try WebSocket(url, at: address, userAgent: "x", random: { 1 })
            }
        }
        #expect(error?.kind == .unauthorized)
        #expect(server.requests.first?["Upgrade"] == "websocket")
    }
}
