package import AlmanacCore

/// How a client opens a WebSocket (RFC 6455, section 4), as values without a connection.
package struct WebSocketHandshake: Sendable {
    private let key: String
    /// What is sent.
    package let request: [UInt8]

    /// What the server's answer amounts to so far.
    package enum Reading: Equatable, Sendable {
        case incomplete
        /// It agreed; so many bytes belong to the answer, and frames follow.
        case open(length: Int)
        /// It did not, with this status; 0 where its answer is none.
        case refused(status: Int)
    }

    /// The longest header that is read.
    private static let limit = 64 << 10

    /// Makes the request for an address.
    ///
    /// - Parameter nonce: sixteen bytes that were drawn for this connection.
    package init(_ url: WebURL, nonce: [UInt8], userAgent: String) {
        precondition(nonce.count == 16, "a handshake's nonce must have sixteen bytes")
        key = Base64.encode(nonce)
        let path = url.path.isEmpty ? "/" : url.path
        let lines = [
            "GET \(path + (url.query.map { "?" + $0 } ?? "")) HTTP/1.1",
            "Host: \(url.authority?.split(separator: "@").last ?? "")",
            "User-Agent: \(userAgent)", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)", "", "",
        ]
        request = Array(lines.joined(separator: "\r\n").utf8)
    }

    /// Reads the server's answer.
    package func read(_ answer: [UInt8]) -> Reading {
        guard let end = Self.end(of: answer) else {
            return answer.count > Self.limit ? .refused(status: 0) : .incomplete
        }
        let lines = String(decoding: answer[..<end], as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: true)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return .refused(status: 0)
        }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields[line[..<colon].lowercased()] = String(value)
        }
        let isRight =
            status == 101 && fields["upgrade"]?.lowercased() == "websocket"
            && fields["sec-websocket-accept"] == accepted
            // Nothing was offered, so nothing may be chosen.
            && fields["sec-websocket-extensions"] == nil
        return isRight ? .open(length: end) : .refused(status: status == 101 ? 0 : status)
    }

    /// What a server that speaks the protocol makes of the key.
    private var accepted: String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return Base64.encode(SHA1.hash(Array(text.utf8)))
    }

    private static func end(of answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard answer.count >= 4 else { return nil }
        return (4...answer.count).first { answer[($0 - 4)..<$0].elementsEqual(mark) }
    }
}
