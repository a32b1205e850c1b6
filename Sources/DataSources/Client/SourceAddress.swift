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
        for part in path { text += "/" + WebURL.encoded(part) }
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(WebURL.encoded($0))" }
        }
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
}
