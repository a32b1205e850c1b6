package import AlmanacCore
import Synchronization

/// A client's WebSocket over a ``RawConnection``: whole texts in both directions.
///
/// Any thread may send; one receives.
package final class WebSocket: Sendable {
    private let connection: RawConnection
    private let incoming: Mutex<WebSocketFrames>
    private let random: @Sendable () -> UInt64
    /// Held while a frame is sent.
    private let sending = Mutex(())

    /// The longest that a server may take to agree, in milliseconds.
    private static let patience = 30_000

    /// Opens a socket; blocks until it is there.
    ///
    /// - Parameters:
    ///   - url: an address of the scheme `wss` or `ws`.
    ///   - address: where to connect, which the caller has checked.
    ///   - random: draws numbers that nobody can foresee, for the nonce and the masks.
    /// - Throws: `sourceUnavailable` where there is no connection, `unauthorized` or
    ///   `sourceUnavailable` where the server does not agree.
    package init(
        _ url: WebURL, at address: IPAddress, through proxy: ProxyServer? = nil,
        userAgent: String, certificateFile: String? = nil, random: @escaping @Sendable () -> UInt64
    ) throws(AlmanacError) {
        let text = url.description
        guard ["wss", "ws"].contains(url.scheme),
            let web = WebURL("http" + text.dropFirst(2)), web.isWeb
        else {
            throw AlmanacError(.validation, "a WebSocket's address begins with wss:// or ws://")
        }
        connection = try RawConnection(
            web, at: address, through: proxy, certificateFile: certificateFile)
        self.random = random
        let nonce = (0..<16).map { _ in UInt8(truncatingIfNeeded: random()) }
        let handshake = WebSocketHandshake(web, nonce: nonce, userAgent: userAgent)
        guard connection.send(handshake.request) else { throw Self.refused(web, 0) }
        var answer: [UInt8] = []
        while true {
            guard connection.wait(milliseconds: Self.patience) else { throw Self.refused(web, 0) }
            switch connection.receive() {
            case .nothing: continue
            case .end: throw Self.refused(web, 0)
            case .bytes(let piece): answer += piece
            }
            switch handshake.read(answer) {
            case .incomplete: continue
            case .refused(let status): throw Self.refused(web, status)
            case .open(let length):
                var frames = WebSocketFrames()
                frames.append(answer[length...])
                incoming = Mutex(frames)
                return
            }
        }
    }

    private static func refused(_ url: WebURL, _ status: Int) -> AlmanacError {
        let reason = status == 0 ? "" : " (status \(status))"
        return AlmanacError(
            status == 401 || status == 403 ? .unauthorized : .sourceUnavailable,
            "\(url.host ?? "the server") opens no WebSocket\(reason)",
            details: ["host": .string(url.host ?? ""), "status": .integer(status)],
            suggestion: "try again later")
    }

    /// Sends a text; false where the connection is gone.
    package func send(_ text: String) -> Bool { send(.text, Array(text.utf8)) }

    private func send(_ opcode: WebSocketFrames.Opcode, _ payload: [UInt8]) -> Bool {
        // In one lock with the sending, so that no two frames run into each other.
        sending.withLock { _ in
            let mask = UInt32(truncatingIfNeeded: random())
            return connection.send(WebSocketFrames.encoded(opcode, payload, mask: mask))
        }
    }

    /// Waits for the next text and answers pings meanwhile; nil at the end, whoever made it, and
    /// after what a server may not send.
    package func receive() -> String? {
        incoming.withLock { frames in
            while true {
                do throws(WebSocketFrames.Fault) {
                    while let message = try frames.next() {
                        switch message {
                        case .text(let text): return text
                        case .binary: continue
                        case .ping(let payload):
                            guard send(.pong, payload) else { return nil }
                        case .close:
                            _ = send(.close, [])
                            return nil
                        }
                    }
                } catch {
                    return nil
                }
                guard connection.wait(milliseconds: 1_000_000_000) else { return nil }
                switch connection.receive() {
                case .bytes(let bytes): frames.append(bytes)
                case .nothing: continue
                case .end: return nil
                }
            }
        }
    }

    /// Says good-bye and ends the connection; whoever receives sees the end.
    package func close() {
        _ = send(.close, [3, 232])
        connection.hangUp()
    }
}
