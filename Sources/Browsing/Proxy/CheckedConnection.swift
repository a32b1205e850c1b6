import AlmanacCore
import Glibc
import Networking

/// A connection to an address that was checked after its name was resolved.
///
/// It goes to the very address that was checked, so that a name which resolves to another one a
/// moment later changes nothing; a proxy is told the address as well, never the name.
enum CheckedConnection {
    /// How an attempt ended.
    enum Outcome {
        case open(Int32)
        /// By way of a proxy.
        case tunnelled(RawConnection)
        /// No address of the host may be reached.
        case refused(String)
        case failed
        /// The proxy did not open a way.
        case blocked(AlmanacError)
    }

    /// Resolves, checks and connects; blocks for ten seconds an address at most, thirty through a
    /// proxy.
    static func open(
        _ host: String, _ port: UInt16, _ addressGuard: AddressGuard, through proxy: ProxyServer?
    ) -> Outcome {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return .failed }
        defer { freeaddrinfo(list) }
        var refusal: String?
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let socket = entry.ai_addr, let address = IPAddress(socket) else { continue }
            if let purpose = addressGuard.refusal(of: address) {
                refusal = refusal ?? "\(address) is \(purpose)"
            } else if let proxy {
                return tunnel(address, port, proxy)
            } else if let connection = connect(entry) {
                return .open(connection)
            }
        }
        return refusal.map(Outcome.refused) ?? .failed
    }

    private static func tunnel(
        _ address: IPAddress, _ port: UInt16, _ proxy: ProxyServer
    ) -> Outcome {
        let place = address.isVersion4 ? "\(address)" : "[\(address)]"
        guard let url = WebURL("http://\(place):\(port)/") else { return .failed }
        do throws(AlmanacError) {
            return .tunnelled(try RawConnection(url, at: address, through: proxy))
        } catch {
            return .blocked(error)
        }
    }

    private static func connect(_ entry: addrinfo) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let connection = socket(entry.ai_family, kind, 0)
        guard connection >= 0 else { return nil }
        if Glibc.connect(connection, entry.ai_addr, entry.ai_addrlen) == 0 { return connection }
        if errno == EINPROGRESS {
            var waiting = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
            var fault: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            if poll(&waiting, 1, 10_000) == 1,
                getsockopt(connection, SOL_SOCKET, SO_ERROR, &fault, &size) == 0, fault == 0
            {
                return connection
            }
        }
        close(connection)
        return nil
    }
}
