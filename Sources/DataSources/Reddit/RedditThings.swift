import AlmanacCore
import TimeSeries

/// What Reddit's listings hold: posts (`t3`), comments (`t1`) with their answers, and `more` for
/// comments that are not in the answer.
struct RedditThings {
    private let request: DataRequest
    private let now: Timestamp

    /// Comments that an answer leaves out.
    struct Hidden {
        /// The identifiers of some.
        var comments: [String] = []
        /// Comments whose answers are left out without saying which.
        var threads: [String] = []
    }

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
    /// - Returns: The moment of the oldest thing, and what is left out.
    func read(
        _ data: AnswerReader, into batch: inout DataBatch
    ) throws(AlmanacError) -> (oldest: Timestamp?, hidden: Hidden) {
        try read(data.member("children").elements(), into: &batch)
    }

    /// Reads things into a batch, as ``read(_:into:)`` reads those of a listing.
    func read(
        _ things: [AnswerReader], into batch: inout DataBatch
    ) throws(AlmanacError) -> (oldest: Timestamp?, hidden: Hidden) {
        var oldest: Timestamp?
        // The next one last, so that taking it moves nothing.
        var waiting = Array(things.reversed())
        var hidden = Hidden()
        while let child = waiting.popLast() {
            let kind = try child.member("kind").text()
            let thing = try child.member("data")
            if kind == "more" {
                try Self.note(thing, in: &hidden)
                continue
            }
            guard kind == "t3" || kind == "t1" else { continue }
            let created = try thing.member("created_utc").unixMoment()
            oldest = min(oldest ?? created, created)
            // Answers come in the order in which they are shown, before what follows.
            if let replies = thing.optional("replies"), replies.json.objectValue != nil {
                waiting += try replies.member("data").member("children").elements().reversed()
            }
            let writing = Self.keep(child.json, in: &batch)
            if request.covers(created) {
                batch.records += try records(of: thing, isPost: kind == "t3", created).map {
                    var record = $0
                    record.writing = writing
                    return record
                }
            }
        }
        return (oldest, hidden)
    }

    /// Notes what a `more` stands for: comments, or, where it names none, a thread too deep to be
    /// shown, which goes on at its parent.
    private static func note(
        _ more: AnswerReader, in hidden: inout Hidden
    ) throws(AlmanacError) {
        let names = try more.optional("children")?.elements() ?? []
        for name in names {
            let name = try name.text()
            guard isIdentifier(name) else { throw more.changed("identifiers in 'children'") }
            hidden.comments.append(name)
        }
        guard names.isEmpty, let parent = try more.optional("parent_id")?.text(),
            parent.hasPrefix("t1_"), isIdentifier(String(parent.dropFirst(3)))
        else { return }
        hidden.threads.append(String(parent.dropFirst(3)))
    }

    /// Whether a text is an identifier, which stands in a cursor.
    private static func isIdentifier(_ text: String) -> Bool {
        (1...16).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 26 }
    }

    // MARK: - Who wrote what

    /// Keeps the things of a listing that no records are read from, such as the post of comments.
    func keep(_ data: AnswerReader, in batch: inout DataBatch) throws(AlmanacError) {
        for child in try data.member("children").elements() where Self.isThing(child.json) {
            _ = Self.keep(child.json, in: &batch)
        }
    }

    /// Keeps a thing as what its author wrote: a listing of it alone, without its answers.
    /// - Returns: Its place among the batch's writings.
    private static func keep(_ child: JSON, in batch: inout DataBatch) -> Int {
        var thing = child.objectValue ?? JSONObject()
        var data = child["data"]?.objectValue ?? JSONObject()
        if data["replies"] != nil { data["replies"] = "" }
        thing["data"] = .object(data)
        batch.writings.append(
            DataBatch.Writing(
                author: data["author"]?.stringValue ?? "[deleted]",
                ["kind": "Listing", "data": ["children": [.object(thing)]]]))
        return batch.writings.count - 1
    }

    private static func isThing(_ child: JSON) -> Bool {
        child["kind"] == "t3" || child["kind"] == "t1"
    }

    /// A listing, a list of them, or an answer with further comments, without posts and comments.
    static func without(things json: JSON) -> JSON {
        if let things = json["json"]?["data"]?["things"]?.arrayValue {
            return ["json": ["data": ["things": .array(things.filter { !isThing($0) })]]]
        }
        if let listings = json.arrayValue { return .array(listings.map(without)) }
        guard var listing = json.objectValue, var data = json["data"]?.objectValue,
            let children = data["children"]?.arrayValue
        else { return json }
        data["children"] = .array(children.filter { !isThing($0) })
        listing["data"] = .object(data)
        return .object(listing)
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
