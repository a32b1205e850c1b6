import Glibc
import Synchronization

/// A real HTTP server on loopback that answers as a script says, byte for byte.
///
/// Sendable, since the listening socket never changes and what was asked is behind a lock.
public final class LoopbackServer: @unchecked Sendable {
    /// What a client asked.
    public struct Request: Sendable {
        /// The method as it was sent.
        public var method: String
        /// Path and query as they were sent.
        public var target: String
        /// The header fields in order.
        public var headers: [(name: String, value: String)]
        /// The body.
        public var body: [UInt8]

        /// The value of a header field.
        public subscript(name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// One thing that the server does with a connection.
    public enum Step: Sendable {
        /// Sends bytes.
        case send([UInt8])
        /// Waits.
        case pause(milliseconds: UInt32)
        /// Ends the connection.
        case close
        /// Ends the connection with a reset instead of an orderly end.
        case reset

        /// Sends a text.
        public static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// A whole answer with its length.
        public static func answer(
            _ status: Int = 200, _ headers: [String] = [], body: [UInt8] = []
        ) -> Step {
            var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.count)\r\n"
            for line in headers { head += line + "\r\n" }
            return .send(Array((head + "\r\n").utf8) + body)
        }
    }

    /// The port that it listens on.
    public let port: UInt16
    private let socket: Int32
    private let script: @Sendable (Request) -> [Step]
    private let asked = Mutex<[Request]>([])

    /// The address of this machine that it listens on.
    public let host: String

    /// Starts a server; nil where the machine gives no port.
    /// - Parameter host: An address of this machine, all of `127.0.0.0/8`.
    public init?(
        on host: String = "127.0.0.1", _ script: @escaping @Sendable (Request) -> [Step]
    ) {
        self.script = script
        self.host = host
        signal(SIGPIPE, SIG_IGN)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = socket
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listening, generic, length) == 0 && listen(listening, 512) == 0
                    && getsockname(listening, generic, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isOpen else { return nil }
        spawn { [self] in acceptAll() }
    }

    deinit { close() }

    /// Where the server listens.
    public var address: String { "http://\(host):\(port)" }

    /// What was asked so far.
    public var requests: [Request] { asked.withLock { $0 } }

    /// Stops accepting connections.
    public func close() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func acceptAll() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            spawn { [self] in serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer { Glibc.close(connection) }
        var pending: [UInt8] = []
        while let request = read(connection, &pending) {
            asked.withLock { $0.append(request) }
            for step in script(request) {
                switch step {
                case .send(let bytes): guard send(connection, bytes) else { return }
                case .pause(let milliseconds): usleep(milliseconds * 1_000)
                case .close: return
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(
                        connection, SOL_SOCKET, SO_LINGER, &linger,
                        socklen_t(MemoryLayout.size(ofValue: linger)))
                    return
                }
            }
        }
    }

    private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func read(_ connection: Int32, _ pending: inout [UInt8]) -> Request? {
        while true {
            if let request = Self.parse(&pending) { return request }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            pending += chunk[..<count]
        }
    }

    private static func parse(_ pending: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        guard
            let split = pending.indices.first(where: { pending[$0...].starts(with: end) })
        else { return nil }
        let lines = String(decoding: pending[..<split], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2 else { return nil }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return (name: String(parts.first ?? ""), value: String(value))
        }
        let length =
            headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
            ?? 0
        let start = split + end.count
        guard pending.count >= start + length else { return nil }
        let request = Request(
            method: String(words[0]), target: String(words[1]), headers: headers,
            body: Array(pending[start..<start + length]))
        pending.removeFirst(start + length)
        return request
    }

    private func spawn(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(work))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        if code == 0 { pthread_detach(thread) } else { box.release() }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
