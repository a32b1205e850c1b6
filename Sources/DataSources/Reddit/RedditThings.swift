import AlmanacCore
import TimeSeries

/// What Reddit's listings hold: posts (`t3`), comments (`t1`) with their answers, and `more` for
/// comments that are not in the answer.
struct RedditThings {
    private let request: DataRequest
    private let now: Timestamp

    init(_ request: DataRequest, now: Timestamp) {
        (self.request, self.now) = (request, now)
    }

    private static let postFields = [
        "title", "selftext", "author", "subreddit", "url", "permalink", "link_flair_text",
        "domain", "is_self", "over_18",
    ]
    private static let commentFields = [
        "body", "author", "subreddit", "link_id", "parent_id", "permalink",
    ]

    /// Reads a listing's data into a batch.
    /// - Returns: The moment of the oldest thing.
    func read(
        _ data: AnswerReader, into batch: inout DataBatch
    ) throws(AlmanacError) -> Timestamp? {
        var oldest: Timestamp?
        var waiting = try data.member("children").elements()
        var hidden = 0
        while !waiting.isEmpty {
            let child = waiting.removeFirst()
            let kind = try child.member("kind").text()
            let thing = try child.member("data")
            if kind == "more" {
                hidden += try thing.optional("count")?.integer() ?? 0
                continue
            }
            guard kind == "t3" || kind == "t1" else { continue }
            let created = try thing.member("created_utc").unixMoment()
            oldest = min(oldest ?? created, created)
            // Answers come in the order in which they are shown, before what follows.
            if let replies = thing.optional("replies"), replies.json.objectValue != nil {
                let below = try replies.member("data").member("children").elements()
                waiting.insert(contentsOf: below, at: 0)
            }
            if request.covers(created) {
                batch.records += try records(of: thing, isPost: kind == "t3", created)
            }
        }
        if hidden > 0 { batch.notes.append("\(hidden) further comments were not in the answer") }
        return oldest
    }

    private func records(
        of thing: AnswerReader, isPost: Bool, _ created: Timestamp
    ) throws(AlmanacError) -> [SourceRecord] {
        let name = try thing.member("name").text()
        let kind = isPost ? "post" : "comment"
        var fields = JSONObject()
        for field in isPost ? Self.postFields : Self.commentFields {
            if let value = thing.json[field], value != .null, value != "" { fields[field] = value }
        }
        // `edited` is false, a moment, or on old posts just true.
        let edited = thing.json["edited"] ?? .bool(false)
        var known = created
        if edited == .bool(true) { known = now }
        if edited.doubleValue != nil, let moment = try thing.optional("edited")?.unixMoment() {
            known = moment
        }
        var score = JSONObject()
        for field in ["score", "upvote_ratio", "num_comments"] {
            if let value = thing.json[field], value != .null { score[field] = value }
        }
        score["about"] = .string(name)
        return [
            SourceRecord(
                kind: kind, identity: name, time: created, knownAt: min(max(known, created), now),
                fields: fields),
            SourceRecord(
                kind: kind + "_score", identity: name, time: created, knownAt: now,
                fields: score),
        ]
    }
}
