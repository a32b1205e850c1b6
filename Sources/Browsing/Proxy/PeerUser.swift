package import Glibc

/// Whose socket the other end of a connection on this machine is.
package enum PeerUser {
    /// The user's number from the kernel's table of connections; nil where it is not in there.
    ///
    /// - Parameters:
    ///   - peer: The port of the other end.
    ///   - port: The port of this end.
    static func number(peer: UInt16, port: UInt16) -> uid_t? {
        guard let file = fopen("/proc/self/net/tcp", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, 512, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            if let user = number(in: text, peer: peer, port: port) { return user }
        }
        return nil
    }

    /// The user in a line of the table, where it is the peer's line.
    package static func number(in line: String, peer: UInt16, port: UInt16) -> uid_t? {
        let fields = line.split(separator: " ")
        guard fields.count > 7, self.port(fields[1]) == peer, self.port(fields[2]) == port else {
            return nil
        }
        return uid_t(fields[7])
    }

    private static func port(_ field: Substring) -> UInt16? {
        field.split(separator: ":").last.flatMap { UInt16($0, radix: 16) }
    }
}
