import AlmanacCore
import Glibc

/// The system's resolver of names.
enum NameResolver {
    /// The addresses of a host, in the order in which the system prefers them; none where it has
    /// none.
    ///
    /// On a thread of its own, since the system's resolver blocks for as long as it likes.
    static func addresses(of host: String) async throws -> [IPAddress] {
        try await runOnThread { resolve(host) }
    }

    private static func resolve(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            if let socket = entry.ai_addr, let address = IPAddress(socket),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
        }
        return addresses
    }
}
