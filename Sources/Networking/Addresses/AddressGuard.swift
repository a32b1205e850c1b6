/// Decides which addresses may be connected to, after names are resolved.
///
/// Everything that is not reachable across the internet is refused: loopback, private, link-local
/// with the metadata services of clouds, shared, multicast, reserved, and every form in which
/// version 6 carries such an address of version 4. The ranges are those of IANA's registries of
/// special-purpose addresses (RFC 6890 and its successors).
public struct AddressGuard: Sendable {
    /// Ranges that may be reached all the same, such as a test's own server.
    public var allowed: [IPNetwork]

    /// Makes a guard that lets through what is public, and the given ranges.
    public init(allowing allowed: [IPNetwork] = []) {
        self.allowed = allowed
    }

    /// Why an address may not be reached; nil where it may.
    public func refusal(of address: IPAddress) -> String? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        if let embedded = address.embeddedVersion4 { return refusal(of: embedded) }
        return Self.special.first { $0.network.contains(address) }?.purpose
    }

    private static let special: [(network: IPNetwork, purpose: String)] = [
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's shared network"),
        ("127.0.0.0/8", "this machine"),
        ("169.254.0.0/16", "the local link, where clouds keep their metadata service"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "a retired relay"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved addresses"),
        ("::/128", "no address"),
        ("::1/128", "this machine"),
        ("64:ff9b:1::/48", "local translation"),
        ("100::/64", "a discarding network"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "the local link"),
        ("fec0::/10", "a retired private network"),
        ("ff00::/8", "multicast"),
    ].compactMap { text, purpose in IPNetwork(text).map { ($0, purpose) } }
}
