import AlmanacCore
import TimeSeries

/// Where actors expect what they are to read.
///
/// Inputs differ by actor and change with it: this is
/// configuration, and the option `input` overrides it.
enum ApifyInput {
    static func make(for source: String, _ request: DataRequest) -> JSONObject {
        let target = request.target
        let isAddress = target.hasPrefix("http")
        let count = request.maximumRecords ?? 100
        switch source {
        case "x":
            if target.hasPrefix("@") {
                return [
                    "twitterHandles": [.string(String(target.dropFirst()))],
                    "maxItems": .integer(count), "sort": "Latest",
                ]
            }
            return [
                "searchTerms": [.string(target)], "maxItems": .integer(count), "sort": "Latest",
            ]
        case "instagram":
            return ["directUrls": [.string(target)], "resultsLimit": .integer(count)]
        case "tiktok":
            let name = target.hasPrefix("@") ? "profiles" : "searchQueries"
            let value = target.hasPrefix("@") ? String(target.dropFirst()) : target
            return [name: [.string(value)], "resultsPerPage": .integer(count)]
        default:
            return [
                isAddress ? "targetUrls" : "queries": [.string(target)],
                "maxPosts": .integer(count),
            ]
        }
    }
}

/// One item of an actor's dataset, whose fields are the actor's own.
struct ApifyItem {
    private let item: AnswerReader
    private let source: SourceDescription
    private var kind: String { source.name == "apify" ? "item" : "post" }

    init(_ item: AnswerReader, _ source: SourceDescription) throws(AlmanacError) {
        guard item.json.objectValue != nil else { throw item.changed("an object") }
        (self.item, self.source) = (item, source)
    }

    private static let identities = ["id", "postId", "shortCode", "url", "link"]
    /// Those that may hold the name of who wrote it, which an identity must not.
    private static let addresses = ["url", "link"]
    private static let moments = [
        "createdAt", "createTimeISO", "timestamp", "publishedAt", "postedAt", "date", "createTime",
    ]

    func records(now: Timestamp) -> [SourceRecord] {
        let stated = moment.map { min($0, now) }
        var said = JSONObject()
        var counted = JSONObject()
        for (name, value) in item.json.objectValue?.members ?? [] {
            switch value {
            case .null: continue
            // Counts, and all that is nested, are of the moment of the fetch.
            case .integer, .number: counted[name] = value
            case .object, .array: counted[name] = value
            case .string, .bool: said[name] = value
            }
        }
        let identity = self.identity
        var records = [
            SourceRecord(
                kind: kind, identity: identity, time: stated ?? now, knownAt: stated ?? now,
                fields: said)
        ]
        if !counted.isEmpty {
            records.append(
                SourceRecord(
                    kind: kind + "_details", identity: identity, time: stated ?? now,
                    knownAt: now, fields: counted))
        }
        return records
    }

    private static let names = [
        "userName", "username", "screen_name", "screenName", "handle", "uniqueId",
        "ownerUsername", "authorName", "authorUsername", "name",
    ]

    /// The name of who wrote it: a member of its author's, else its own; nil where it says none.
    var author: String? {
        let people = ["author", "user", "owner", "authorMeta"]
        if let text = people.lazy.compactMap({ item.json[$0]?.stringValue }).first { return text }
        for holder in people.compactMap({ item.json[$0] }) + [item.json] {
            let found = Self.names.lazy.compactMap { holder[$0]?.stringValue }
            if let name = found.first(where: { !$0.isEmpty }) { return name }
        }
        return nil
    }

    private var identity: String {
        for name in Self.identities {
            if let text = item.json[name]?.stringValue, !text.isEmpty {
                return source.isPersonal && Self.addresses.contains(name)
                    ? SHA256.hexadecimal(of: text) : text
            }
            if let number = item.json[name]?.intValue { return String(number) }
        }
        return SHA256.hexadecimal(of: item.json.text())
    }

    private var moment: Timestamp? {
        for name in Self.moments {
            if let text = item.json[name]?.stringValue {
                if let moment = Timestamp(iso8601: text) { return moment }
                if let moment = Self.twitterMoment(text) { return moment }
            }
            if let seconds = item.json[name]?.intValue,
                (1_000_000_000..<9_000_000_000).contains(seconds)
            {
                return Timestamp(nanoseconds: Int64(seconds) * Timestamp.nanosecondsPerSecond)
            }
        }
        return nil
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A moment as X writes it: `Fri Nov 24 17:49:36 +0000 2023`.
    static func twitterMoment(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[4] == "+0000", let month = months.firstIndex(of: parts[1]),
            let day = Int(parts[2]), let year = Int(parts[5]),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        return Timestamp(iso8601: date.iso8601 + "T" + parts[3] + "Z")
    }
}

extension SHA256 {
    /// The hash of a text, in hexadecimal.
    static func hexadecimal(of text: String) -> String {
        let hash = SHA256()
        hash.update(text)
        return hash.finish()
    }
}
