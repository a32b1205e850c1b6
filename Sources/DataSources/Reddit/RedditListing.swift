package import AlmanacCore
package import Networking
package import TimeSeries

/// Posts and comments of Reddit, by its interface with OAuth where there are keys, else by the
/// public JSON of its pages.
///
/// - Target: `r/NAME`; for comments also a post's identifier or address.
/// - Options: `q` searches within the subreddit (or all of Reddit, where the target is `r/all`);
///   `sort` is `new` unless it says otherwise, and only new ones can end at a date.
/// - Known: what a post says from its creation, or from its last change where it was edited; its
///   score and number of comments, which are of the moment of the fetch, are records of their own
///   (`post_score`) and known from the fetch.
/// - Paging: `after`, a hundred a page; Reddit ends a listing after about a thousand posts. Of a
///   post's comments those that an answer leaves out are asked for by their names, a hundred at a
///   time, and threads that are too deep for one answer at the comment where they go on.
/// - Source: recorded exchanges of 2016 to 2019 (the form has not changed since); further comments
///   by Reddit's documentation of `/api/morechildren`, in the form that PRAW's tests recorded.
package struct RedditListing: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is the name of the last post of the page before; of a post's comments, after
    /// `rest`, how many answers were read and what is still to be asked for: comments by their
    /// identifiers, threads by `/` and the comment where they go on.
    package let start = ""
    /// The most answers with further comments of one post.
    private static let maximumRest = 200
    private static let perCall = 100
    private var token: String?

    /// Makes a client.
    ///
    /// - Throws: `validation` for a target that names neither a subreddit nor a post.
    package init(_ request: DataRequest, keys: SourceKeys) throws(AlmanacError) {
        source = try SourceRegistry.require("reddit")
        self.request = request
        self.keys = keys
        let isPost = request.kind == .comments && post != nil
        guard subreddit != nil || isPost else {
            throw AlmanacError(
                .validation, "'\(request.target)' names no subreddit",
                details: ["target": .string(request.target)],
                suggestion: "write r/NAME, or a post's address for its comments")
        }
    }

    private var subreddit: String? {
        let parts = request.target.split(separator: "/").map(String.init)
        guard let place = parts.firstIndex(of: "r"), place + 1 < parts.count else { return nil }
        return parts[place + 1]
    }

    /// A post's identifier, alone, with its prefix, or in its address.
    private var post: String? {
        let parts = request.target.split(separator: "/").map(String.init)
        if let place = parts.firstIndex(of: "comments"), place + 1 < parts.count {
            return parts[place + 1]
        }
        guard parts.count == 1, let only = parts.first else { return nil }
        return only.hasPrefix("t3_") ? String(only.dropFirst(3)) : only
    }

    // MARK: - OAuth

    package var pass: SourcePass? {
        guard let identifier = keys["REDDIT_CLIENT_ID"],
            let secret = keys["REDDIT_CLIENT_SECRET"],
            let url = WebURL("https://www.reddit.com/api/v1/access_token")
        else { return nil }
        let basic = "Basic " + Base64.encode(Array((identifier + ":" + secret).utf8))
        let request = HTTPRequest(
            .post, url,
            headers: [
                "Authorization": basic, "Content-Type": "application/x-www-form-urlencoded",
            ], body: Array("grant_type=client_credentials".utf8))
        return SourcePass(request: request) { [source] (response) throws(AlmanacError) in
            try AnswerReader(response, source).member("access_token").text()
        }
    }

    package func with(pass: String) -> RedditListing {
        var copy = self
        copy.token = pass
        return copy
    }

    // MARK: - Calls

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let suffix = token == nil ? ".json" : ""
        var path: [String] = []
        var query: [(String, String?)] = [("limit", "100"), ("raw_json", "1")]
        if request.kind == .comments, let post {
            let rest = try Rest(cursor)
            if let names = rest?.names {
                path = ["api", "morechildren" + suffix]
                query[0] = ("api_type", "json")
                query += [("link_id", "t3_" + post), ("children", names.joined(separator: ","))]
            } else {
                path = ["comments", post + suffix]
                query.append(("comment", rest?.thread))
                // As many as Reddit gives at most, since each further call brings fewer.
                query[0] = ("limit", "500")
            }
            query.append(("sort", "new"))
        } else {
            path = ["r", subreddit ?? "all"]
            query.append(("after", cursor.isEmpty ? nil : cursor))
            if request.kind == .comments {
                path.append("comments" + suffix)
            } else if let words = request.option("q") {
                path.append("search" + suffix)
                query += [
                    ("q", words), ("restrict_sr", subreddit == "all" ? "false" : "true"),
                    ("sort", sort), ("t", "all"),
                ]
            } else {
                path.append(sort + suffix)
            }
        }
        let host = token == nil ? "https://www.reddit.com" : "https://oauth.reddit.com"
        let url = try SourceAddress.make(host, path: path, query)
        return SourceCall(
            SourceAddress.get(url, secret: token.map { ("Authorization", "Bearer " + $0) }))
    }

    private var sort: String { request.option("sort") ?? "new" }

    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? {
        guard response.status == 403 || response.status == 404 else { return nil }
        let isPrivate = response.status == 403
        return AlmanacError(
            isPrivate ? .forbidden : .invalidSymbol,
            isPrivate
                ? "Reddit refuses '\(request.target)': it is private or banned, or Reddit wants"
                    + " keys from here"
                : "Reddit has no '\(request.target)'",
            details: ["source": "reddit", "target": .string(request.target)],
            suggestion: token == nil
                ? "set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET" : "check the name")
    }

    // MARK: - Answers

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let answer = try AnswerReader(response, source)
        var page = AnswerPage()
        let things = RedditThings(request, now: now)
        page.batch.rest = Array(RedditThings.without(things: answer.json).text().utf8)
        if request.kind == .comments, let post {
            let hidden = try comments(answer, things, into: &page.batch)
            var rest = try Rest(cursor) ?? Rest(answers: 0)
            rest.move(past: hidden)
            if rest.isOver { return page }
            if rest.answers < Self.maximumRest {
                page.next = rest.text
            } else {
                page.batch.notes.append(
                    "\(rest.count) further comments of \(post) were not asked for")
            }
            return page
        }
        let (oldest, _) = try things.read(answer.member("data"), into: &page.batch)
        page.next = try answer.member("data").optional("after")?.text()
        if sort == "new", let from = request.from, let oldest, oldest < from { page.next = nil }
        return page
    }

    /// Reads an answer with comments of one post: the post and its comments, or further ones.
    /// - Returns: What it leaves out.
    private func comments(
        _ answer: AnswerReader, _ things: RedditThings, into batch: inout DataBatch
    ) throws(AlmanacError) -> RedditThings.Hidden {
        if let further = answer.optional("json") {
            if let fault = try further.optional("errors")?.elements().first {
                throw AlmanacError(
                    .sourceUnavailable, "Reddit gives no further comments",
                    details: ["source": "reddit", "answer": fault.json],
                    suggestion: "try again later")
            }
            return try things.read(
                further.member("data").member("things").elements(), into: &batch
            ).hidden
        }
        let parts = try answer.elements()
        guard parts.count > 1 else { throw answer.changed("a post and its comments") }
        try things.keep(parts[0].member("data"), in: &batch)
        return try things.read(parts[1].member("data"), into: &batch).hidden
    }

    /// What is still to be asked for of a post's comments.
    private struct Rest {
        var answers: Int
        private var comments: [String] = []
        private var threads: [String] = []

        init(answers: Int) { self.answers = answers }

        /// Reads a cursor; nil for the first one.
        ///
        /// - Throws: `internalError` for another's cursor.
        init?(_ cursor: String) throws(AlmanacError) {
            if cursor.isEmpty { return nil }
            let words = cursor.split(separator: " ").map(String.init)
            guard words.count > 2, words[0] == "rest", let answers = Int(words[1]), answers > 0
            else {
                throw AlmanacError(.internalError, "'\(cursor)' is no cursor of Reddit's comments")
            }
            self.answers = answers
            for word in words.dropFirst(2) {
                if word.hasPrefix("/") {
                    threads.append(String(word.dropFirst()))
                } else {
                    comments.append(word)
                }
            }
        }

        /// The comments that are asked for next, and else the thread.
        var names: [String]? {
            comments.isEmpty ? nil : Array(comments.prefix(RedditListing.perCall))
        }
        var thread: String? { names == nil ? threads.first : nil }
        var count: Int { comments.count + threads.count }
        var isOver: Bool { count == 0 }
        var text: String {
            (["rest", String(answers)] + comments + threads.map { "/" + $0 })
                .joined(separator: " ")
        }

        /// Goes on behind what was asked for, with what the answer to it left out in turn.
        mutating func move(past hidden: RedditThings.Hidden) {
            answers += 1
            if names != nil {
                comments.removeFirst(min(RedditListing.perCall, comments.count))
            } else if !threads.isEmpty {
                threads.removeFirst()
            }
            comments += hidden.comments
            threads += hidden.threads
        }
    }
}
