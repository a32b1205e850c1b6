package import AlmanacCore
package import Glibc
package import Networking
import Synchronization

/// The proxy on loopback through which a browser reaches the network, and its only way there.
///
/// Every name is resolved here, checked by the address guard, and connected to at the address that
/// was checked: what a page loads is bound by the same rules as what Almanac fetches itself,
/// whether it comes by an image, a script, a frame, a redirect or a WebSocket. The browser asks by
/// SOCKS 5, which names the place of each connection and leaves the rest alone. Only sockets of the
/// browser's user are served. Each connection has a thread of its own.
/// Where proxies are configured, each connection goes on through one of them.
package final class BrowserProxy: Sendable {
    /// What passed, and what did not.
    package struct Account: Sendable {
        /// Connections that were opened.
        package var connections = 0
        /// Bytes in both directions.
        package var bytes = 0
        /// Why hosts were refused, by host.
        package var refusals: [String: String] = [:]
        /// Connections that are open.
        package var open = 0
    }

    /// The port that it listens on.
    package let port: UInt16
    private let socket: Int32
    private let addressGuard: AddressGuard
    private let user: uid_t
    private let byteLimit: Int
    private let routes: ProxyRoutes?
    private let account = Mutex(Account())

    /// The most connections at a time.
    private static let connectionLimit = 256
    /// Seconds after which a connection on which nothing moves is closed.
    private static let idleSeconds = 120

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - user: The user whose sockets are served.
    ///   - byteLimit: After how many bytes nothing more passes.
    ///   - routes: The proxies that all connections go through; nil to go straight.
    package init(
        _ addressGuard: AddressGuard, user: uid_t, byteLimit: Int,
        through routes: ProxyRoutes? = nil
    ) throws(AlmanacError) {
        (self.addressGuard, self.user, self.byteLimit) = (addressGuard, user, byteLimit)
        self.routes = routes
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isListening = Self.bind(socket, &address)
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else {
            Glibc.close(socket)
            throw AlmanacError(
                .internalError, "the browser's proxy found no port to listen on",
                suggestion: "see whether this machine has run out of open files (ulimit -n)")
        }
        // The thread holds the socket, not this object, which may then be let go of.
        startThread { [self] in acceptAll() }
    }

    /// Stops to serve.
    package func close() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// What passed so far.
    package var passed: Account { account.withLock { $0 } }

    /// Why a host was refused; nil where it was not.
    package func refusal(of host: String) -> String? { account.withLock { $0.refusals[host] } }

    private static func bind(_ socket: Int32, _ address: inout sockaddr_in) -> Bool {
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(socket, generic, length) == 0 && listen(socket, 128) == 0
                    && getsockname(socket, generic, &length) == 0
            }
        }
    }

    private func acceptAll() {
        while true {
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let client = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept(socket, $0, &length)
                }
            }
            guard client >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            let peer = UInt16(bigEndian: address.sin_port)
            startThread { [self] in
                let isRoom = account.withLock { account in
                    account.open += 1
                    return account.open <= Self.connectionLimit
                }
                // Others of this machine get no answer at all.
                if isRoom, PeerUser.number(peer: peer, port: port) == user { serve(client) }
                Glibc.close(client)
                account.withLock { $0.open -= 1 }
            }
        }
        Glibc.close(socket)
    }

    private func serve(_ client: Int32) {
        var pending: [UInt8] = []
        guard case .greeting(let length) = Self.read(client, &pending, SocksRequest.greeting),
            Relay.send(client, [5, 0])
        else { return }
        pending.removeFirst(length)
        func reply(_ reply: SocksRequest.Reply) -> Bool { Relay.send(client, reply.bytes) }
        guard
            case .connect(let host, let port, let end) =
                Self.read(client, &pending, SocksRequest.request)
        else {
            _ = reply(.unsupported)
            return
        }
        pending.removeFirst(end)
        guard account.withLock({ $0.bytes <= byteLimit }) else {
            _ = reply(.notAllowed)
            return
        }
        let route = routes?.route(to: host)
        guard routes == nil || route != nil else {
            _ = reply(.notAllowed)
            return
        }
        let server: Relay.Side
        let close: () -> Void
        switch CheckedConnection.open(host, port, addressGuard, through: route) {
        case .failed:
            _ = reply(.unreachable)
            return
        case .blocked(let error):
            routes?.failed(host, error)
            _ = reply(.failed)
            return
        case .refused(let reason):
            account.withLock { $0.refusals[host] = reason }
            _ = reply(.notAllowed)
            return
        case .open(let socket): (server, close) = (Relay.Side(socket), { Glibc.close(socket) })
        case .tunnelled(let connection):
            routes?.opened(host, milliseconds: connection.milliseconds)
            (server, close) = (Relay.Side(connection), { connection.close() })
        }
        defer { close() }
        account.withLock { $0.connections += 1 }
        guard reply(.connected), server.send(pending) else { return }
        Relay.run(Relay.Side(client), server, idleSeconds: Self.idleSeconds) { count in
            account.withLock { account in
                account.bytes += count
                return account.bytes <= byteLimit
            }
        }
    }

    /// Reads until there is something whole, or what is none.
    private static func read(
        _ client: Int32, _ bytes: inout [UInt8], _ reading: ([UInt8]) -> SocksRequest.Reading
    ) -> SocksRequest.Reading {
        while true {
            let result = reading(bytes)
            guard result == .incomplete else { return result }
            guard let piece = Relay.receive(client, seconds: 10), !piece.isEmpty else {
                return .unsupported
            }
            bytes += piece
        }
    }
}
