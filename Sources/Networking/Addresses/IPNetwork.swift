/// A range of addresses that share their first bits, such as `10.0.0.0/8`.
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// An address of the range.
    public let address: IPAddress
    /// How many first bits all addresses of the range share.
    public let prefixLength: Int

    /// Reads `ADDRESS/BITS`, or one address alone; nil where the text is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        let most = address.bytes.count * 8
        let bits = parts.count == 2 ? Int(parts[1]) : most
        guard let bits, (0...most).contains(bits) else { return nil }
        self.address = address
        prefixLength = bits
    }

    /// Whether an address, of the same version, lies in the range.
    public func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = prefixLength / 8
        guard other.bytes[..<whole] == address.bytes[..<whole] else { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        return (other.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0
    }

    /// The range as `ADDRESS/BITS`.
    public var description: String { "\(address)/\(prefixLength)" }
}
