import AlmanacCore

/// How a client behaves towards all servers.
public struct HTTPClientOptions: Sendable {
    /// Who asks: the program's name and how to reach the person who runs it.
    public var userAgent: String
    /// Which addresses may be reached.
    public var addressGuard: AddressGuard
    /// The most connections to one host at a time.
    public var maximumConnectionsPerHost = 6
    /// The most connections at a time.
    public var maximumConnections = 256
    /// Milliseconds to wait for a connection.
    public var connectDeadline = 10_000
    /// Certificates to trust instead of the system's, of servers and of proxies.
    public var certificateFile: String?
    /// Where to connect instead of where names point, as `HOST:PORT:HOST:PORT` with empty parts for
    /// any; the address guard sees the true target.
    public var connectTo: [String] = []

    /// Makes options; `contact` is an address at which the person who fetches can be reached.
    public init(contact: String? = nil, addressGuard: AddressGuard = AddressGuard()) {
        userAgent = ProgramVersion.product + (contact.map { " (+\($0))" } ?? "")
        self.addressGuard = addressGuard
    }
}
