package import AlmanacCore
package import Networking
package import TimeSeries

/// A page as it was fetched or built, and where its bytes are in the archive.
package struct FetchedPage: Sendable {
    /// The address that was asked for.
    package var url: WebURL
    /// The tier that brought it.
    package var tier: SourceTier
    /// The status of its document.
    package var status: Int
    /// Its type, where the server says one.
    package var contentType: String?
    /// Its bytes: as they came, or the document as it stood when a browser had built it.
    package var body: [UInt8]
    /// Where the bytes are kept.
    package var kept: Kept
    /// How it was come by.
    package var origin: Fetcher.Origin
    /// When it was complete.
    package var received: Timestamp
    /// The address that answered, after redirects.
    package var address: WebURL
    /// The JSON that the page fetched for itself while a browser built it, in order.
    package var captured: [Captured] = []
    /// What a person should know.
    package var notes: [String] = []

    /// Why it lacks its content: scripts would build it, and no browser did; nil where it is whole.
    package var lacking: String?

    /// Where bytes are kept.
    package struct Kept: Sendable, Equatable {
        /// The row of the fetch.
        package var raw: Int64
        /// The hash of the bytes.
        package var hash: String
    }

    /// JSON that a page fetched for itself.
    package struct Captured: Sendable {
        /// Where it came from, without keys.
        package var url: String
        /// How many bytes it has.
        package var bytes: Int
        /// Where they are kept.
        package var kept: Kept
    }

    /// How it was come by, in words.
    private var how: String {
        if tier == .browser { return "built by a browser" }
        switch origin {
        case .network: return "fetched"
        case .cache: return "kept, fetched \(received)"
        case .revalidated: return "kept, and the site says that it still holds"
        case .stale(let reason):
            return "STALE: the site failed (\(reason)); fetched \(received)"
        }
    }

    /// The page in lines for a person.
    package var text: String {
        var lines = [
            "\(url.withoutKeys): \(contentType ?? "no type"), \(body.count) bytes, \(how)",
            "  raw \(kept.raw), sha256 \(kept.hash)",
        ]
        for answer in captured {
            lines.append(
                "  it fetched \(answer.url): \(answer.bytes) bytes, raw \(answer.kept.raw)")
        }
        lines += notes.map { "  " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page as an object of a command's output.
    package var json: JSONObject {
        var document: JSONObject = [
            "url": .string(url.withoutKeys.description), "tier": .string(tier.rawValue),
            "status": .integer(status), "content_type": contentType.map(JSON.string) ?? .null,
            "bytes": .integer(body.count), "hash": .string(kept.hash),
            "raw": .integer(Int(kept.raw)), "received": .string(received.iso8601),
        ]
        switch origin {
        case .network: document["origin"] = "network"
        case .cache: document["origin"] = "cache"
        case .revalidated: document["origin"] = "revalidated"
        case .stale(let reason):
            document["origin"] = "stale"
            document["reason"] = .string(reason)
        }
        document["captured"] = .array(
            captured.map {
                [
                    "url": .string($0.url), "bytes": .integer($0.bytes),
                    "hash": .string($0.kept.hash), "raw": .integer(Int($0.kept.raw)),
                ]
            })
        document["notes"] = .array(notes.map(JSON.string))
        return document
    }
}
