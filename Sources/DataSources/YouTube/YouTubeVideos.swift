package import AlmanacCore
package import Networking
package import TimeSeries

/// Videos with their statistics, and comments, from YouTube's Data API, version 3.
///
/// - Target: a search text, `channel:ID`, or a video's identifier for its comments.
/// - Known: a video's title and text from its publication, a comment's from its last change;
///   numbers of views and likes are of the moment of the fetch and records of their own
///   (`video_statistics`), known from the fetch.
/// - Units: a search takes 100 of the day's 10,000, a list 1.
/// - Source: recorded answers of 2019 to 2023.
package struct YouTubeVideos: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is `search TOKEN`, `videos IDENTIFIERS TOKEN` or `comments TOKEN`.
    package let start: String
    private let key: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a key.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("youtube")
        key = try keys.require("YOUTUBE_API_KEY", for: source)
        start = request.kind == .comments ? "comments " : "search "
        self.request = request
        self.keys = keys
    }

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let parts = cursor.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let token = parts.count > 1 && !parts[parts.count - 1].isEmpty ? parts.last : nil
        var query: [(String, String?)]
        var path = parts[0]
        switch parts[0] {
        case "search":
            let channel =
                request.target.hasPrefix("channel:") ? String(request.target.dropFirst(8)) : nil
            query = [
                ("part", "snippet"), ("type", "video"), ("order", "date"), ("maxResults", "50"),
                ("q", channel == nil ? request.target : nil), ("channelId", channel),
                ("publishedAfter", request.from?.iso8601),
                ("publishedBefore", request.until?.iso8601), ("pageToken", token),
            ]
        case "videos" where parts.count == 3:
            query = [("part", "snippet,statistics"), ("id", parts[1])]
        case "comments":
            path = "commentThreads"
            query = [
                ("part", "snippet"), ("videoId", request.target), ("order", "time"),
                ("maxResults", "100"), ("pageToken", token),
            ]
        default: throw AlmanacError(.internalError, "'\(cursor)' is no cursor of YouTube's")
        }
        let url = try SourceAddress.make(
            "https://www.googleapis.com/youtube/v3", path: [path], query)
        var call = SourceCall(SourceAddress.get(url, secret: ("X-Goog-Api-Key", key)))
        call.units = path == "search" ? 100 : 1
        return call
    }

    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? {
        guard !response.isSuccess, let answer = try? AnswerReader(response, source),
            let error = answer.optional("error")
        else { return nil }
        let reasons = (error.json["errors"]?.arrayValue ?? []).compactMap {
            $0["reason"]?.stringValue
        }
        let message = error.json["message"]?.stringValue ?? ""
        let details: JSONObject = [
            "source": "youtube", "status": .integer(response.status),
            "reasons": .array(reasons.map(JSON.string)),
        ]
        if reasons.contains("quotaExceeded") || reasons.contains("dailyLimitExceeded") {
            return AlmanacError(
                .rateLimited, "YouTube's units of the day are used up", details: details,
                suggestion: "they come back at midnight Pacific time")
        }
        if message.contains("API key not valid") || reasons.contains("keyInvalid") {
            return AlmanacError(
                .unauthorized, "YouTube does not accept the key", details: details,
                suggestion: "check YOUTUBE_API_KEY")
        }
        if reasons.contains("commentsDisabled") {
            return AlmanacError(
                .forbidden, "the comments of this video are switched off", details: details)
        }
        return nil
    }

    // MARK: - Answers

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        let parts = cursor.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let items = try answer.member("items").elements()
        let token = try answer.optional("nextPageToken")?.text()
        var page = AnswerPage()
        switch parts[0] {
        case "search":
            var identifiers: [String] = []
            for item in items {
                guard let identifier = try item.member("id").optional("videoId") else { continue }
                identifiers.append(try identifier.text())
            }
            if !identifiers.isEmpty {
                page.next = "videos \(identifiers.joined(separator: ",")) \(token ?? "")"
            }
        case "videos":
            for item in items { page.batch.records += try video(item, now) }
            if let last = parts.last, !last.isEmpty { page.next = "search " + last }
        default:
            for item in items {
                page.batch.records += try comment(item, now, page.batch.writings.count)
                page.batch.writings.append(Self.writing(item.json))
            }
            var rest = answer.json.objectValue ?? JSONObject()
            rest["items"] = []
            page.batch.rest = Array(JSON.object(rest).text().utf8)
            page.next = token.map { "comments " + $0 }
            let isPast = try items.last.map { (item) throws(AlmanacError) in
                let top = try item.member("snippet").member("topLevelComment")
                let published = try top.member("snippet").member("publishedAt").moment()
                return request.from.map { published < $0 } ?? false
            }
            if isPast == true { page.next = nil }
        }
        return page
    }

    private func video(
        _ item: AnswerReader, _ now: Timestamp
    ) throws(AlmanacError) -> [SourceRecord] {
        let identity = try item.member("id").text()
        let snippet = try item.member("snippet")
        let published = try snippet.member("publishedAt").moment()
        guard request.covers(published) else { return [] }
        var fields = JSONObject()
        for name in ["title", "description", "channelId", "channelTitle", "tags"] {
            if let value = snippet.json[name], value != .null, value != "" { fields[name] = value }
        }
        var records = [
            SourceRecord(
                kind: "video", identity: identity, time: published,
                knownAt: min(published, now), fields: fields)
        ]
        if let statistics = item.optional("statistics") {
            var counts = JSONObject()
            for (name, value) in try statistics.members() {
                counts[name] = .number(try value.number())
            }
            records.append(
                SourceRecord(
                    kind: "video_statistics", identity: identity, time: published, knownAt: now,
                    fields: counts))
        }
        return records
    }

    /// A thread of comments as what its author wrote.
    private static func writing(_ item: JSON) -> DataBatch.Writing {
        let snippet = item["snippet"]?["topLevelComment"]?["snippet"]
        return DataBatch.Writing(
            author: snippet?["authorDisplayName"]?.stringValue ?? "[deleted]", ["items": [item]])
    }

    private func comment(
        _ item: AnswerReader, _ now: Timestamp, _ writing: Int
    ) throws(AlmanacError) -> [SourceRecord] {
        let comment = try item.member("snippet").member("topLevelComment")
        let snippet = try comment.member("snippet")
        let published = try snippet.member("publishedAt").moment()
        guard request.covers(published) else { return [] }
        let updated = try snippet.optional("updatedAt")?.moment() ?? published
        var fields: JSONObject = ["video": .string(request.target)]
        for name in ["textOriginal", "textDisplay", "authorDisplayName"] {
            if let value = snippet.json[name], value != .null { fields[name] = value }
        }
        var record = SourceRecord(
            kind: "comment", identity: try comment.member("id").text(), time: published,
            knownAt: min(max(published, updated), now), fields: fields)
        record.writing = writing
        return [record]
    }
}
