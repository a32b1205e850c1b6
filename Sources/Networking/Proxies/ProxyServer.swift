public import AlmanacCore

/// A proxy that requests go through, as a person names it.
public struct ProxyServer: Sendable, Hashable {
    /// What it is called in health, errors and logs: its address without user and password.
    public let name: String
    /// Its address as the HTTP library takes it, with user and password.
    let address: String

    /// The ways to speak to a proxy: HTTP's `CONNECT`, plain or encrypted, and SOCKS 5.
    private static let schemes = ["http", "https", "socks5"]

    /// Reads an address such as `http://user:password@proxy.example:3128` or
    /// `socks5://127.0.0.1:1080`.
    ///
    /// - Throws: `validation`, which does not repeat what may hold a password.
    public init(_ text: String) throws(AlmanacError) {
        guard let url = WebURL(text), Self.schemes.contains(url.scheme), let host = url.host,
            !host.isEmpty, let authority = url.authority,
            let port = authority.split(separator: ":").last.flatMap({ UInt16($0) }), port > 0
        else {
            throw AlmanacError(
                .validation, "a proxy's address cannot be read",
                suggestion: "write it as http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT,"
                    + " with USER:PASSWORD@ before the host where it asks for them")
        }
        let place = authority.split(separator: "@").last.map(String.init) ?? authority
        name = "\(url.scheme)://\(place)"
        address = "\(url.scheme)://\(authority)"
    }

    /// Reads addresses separated by commas or white space; one that is named twice counts once.
    public static func list(_ text: String) throws(AlmanacError) -> [ProxyServer] {
        var servers: [ProxyServer] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let server = try ProxyServer(String(part))
            if !servers.contains(where: { $0.name == server.name }) { servers.append(server) }
        }
        return servers
    }
}

/// A way through a proxy to an address that was checked here.
///
/// A proxy is never told a name to resolve: what it makes of one could be an address that the guard
/// refuses, or another each time. It is told the address that was resolved and checked here, and
/// asked for a tunnel there; names stay inside, in the header and in TLS.
struct ProxyRoute: Sendable {
    var proxy: ProxyServer
    var target: IPAddress

    /// How the HTTP library is told where to connect instead of where the name points.
    var connectTo: String {
        target.isVersion4 ? "::\(target):" : "::[\(target)]:"
    }
}
