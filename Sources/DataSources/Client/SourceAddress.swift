import AlmanacCore
import Networking

/// Builds addresses and requests of sources.
enum SourceAddress {
    /// An address from parts that are percent-encoded here; parameters without a value are left
    /// out.
    static func make(
        _ base: String, path: [String] = [], _ query: [(String, String?)] = []
    ) throws(AlmanacError) -> WebURL {
        var text = base
        for part in path { text += "/" + encoded(part) }
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        if !pairs.isEmpty { text += "?" + pairs.joined(separator: "&") }
        guard let url = WebURL(text) else {
            throw AlmanacError(.internalError, "an address cannot be made of \(base)")
        }
        return url
    }

    /// A request for JSON, with a secret header field where one is given.
    static func get(_ url: WebURL, secret: (name: String, value: String)? = nil) -> HTTPRequest {
        var request = HTTPRequest(.get, url, headers: ["Accept": "application/json"])
        if let secret {
            request.headers[secret.name] = secret.value
            request.secretHeaders.insert(secret.name.lowercased())
        }
        return request
    }

    /// The words of a cursor; one, which may be empty, at the least.
    static func words(of cursor: String) -> [String] {
        cursor.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
