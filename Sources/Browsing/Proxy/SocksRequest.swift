import Networking

/// What a browser asks of its proxy in version 5 of SOCKS (RFC 1928): a connection to a place.
package enum SocksRequest {
    /// What the bytes that have come so far amount to.
    package enum Reading: Equatable {
        /// More must come.
        case incomplete
        /// So many bytes greet, and offer to go without a name and a password.
        case greeting(length: Int)
        /// So many bytes ask for a connection.
        case connect(host: String, port: UInt16, length: Int)
        /// Something else is wanted.
        case unsupported
    }

    /// Reads a greeting.
    package static func greeting(_ bytes: [UInt8]) -> Reading {
        guard bytes.first ?? 5 == 5 else { return .unsupported }
        guard bytes.count >= 2, bytes.count >= 2 + Int(bytes[1]) else { return .incomplete }
        let length = 2 + Int(bytes[1])
        return bytes[2..<length].contains(0) ? .greeting(length: length) : .unsupported
    }

    /// Reads what follows the greeting.
    package static func request(_ bytes: [UInt8]) -> Reading {
        guard bytes.first ?? 5 == 5 else { return .unsupported }
        guard bytes.count >= 5 else { return .incomplete }
        guard bytes[1] == 1 else { return .unsupported }
        let start: Int
        let size: Int
        switch bytes[3] {
        case 1: (start, size) = (4, 4)
        case 3: (start, size) = (5, Int(bytes[4]))
        case 4: (start, size) = (4, 16)
        default: return .unsupported
        }
        let end = start + size
        guard bytes.count >= end + 2 else { return .incomplete }
        let place = Array(bytes[start..<end])
        let host =
            bytes[3] == 3
            ? String(validating: place, as: UTF8.self).map { $0.lowercased() }
            : IPAddress(bytes: place).map { "\($0)" }
        guard let host, !host.isEmpty, !host.contains("\0") else { return .unsupported }
        let port = UInt16(bytes[end]) << 8 | UInt16(bytes[end + 1])
        return .connect(host: host, port: port, length: end + 2)
    }

    /// How a request ended, as the browser is told.
    enum Reply: UInt8 {
        case connected = 0, failed = 1, notAllowed = 2, unreachable = 4, unsupported = 7

        /// The reply; the address that was bound is of no use to anybody.
        var bytes: [UInt8] { [5, rawValue, 0, 1, 0, 0, 0, 0, 0, 0] }
    }
}
