import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite(.requiresSharedData) struct SocialClientTests {
    private let now: Timestamp

    init() throws { now = try moment("2026-01-01T00:00:00Z") }

    // MARK: - Reddit

    private static let reddit = "data/api/reddit/"
    private static let redditKeys = SourceKeys([
        "REDDIT_CLIENT_ID": "client-identifier", "REDDIT_CLIENT_SECRET": "client-secret",
    ])

    @Test("with keys Reddit is asked for a token first, which shows nowhere")
    func redditToken() throws {
        let cassette = try Cassette(Self.reddit + "TestSubredditListings.test_new.json.gz")
        var request = DataRequest(.posts, "r/AskReddit")
        request.maximumRecords = 200
        let client = try RedditListing(request, keys: Self.redditKeys)
        let replayed = try Replayed(client, at: now, maximumCalls: 2) { call in
            try cassette.response(call.request.url.path.contains("token") ? "token" : "/new")
        }
        let token = try #require(replayed.calls.first).request
        #expect(token.method == .post)
        #expect(
            token.headers["Authorization"]
                == "Basic Y2xpZW50LWlkZW50aWZpZXI6Y2xpZW50LXNlY3JldA==")
        let listing = try #require(replayed.calls.last).request
        #expect(listing.url.description.hasPrefix("https://oauth.reddit.com/r/AskReddit/new?"))
        #expect(listing.headers["Authorization"] == "Bearer <ACCESS_TOKEN>")
        #expect(replayed.run.cursor?.contains("TOKEN") != true)
        let posts = replayed.records.filter { $0.kind == "post" }
        #expect(posts.count == 100)
        let post = try #require(posts.first { $0.identity == "t3_48fbm9" })
        #expect(post.time.iso8601 == "2016-03-01T08:37:38Z")
        #expect(post.knownAt == post.time)
        #expect(post.fields["score"] == nil)
        let score = try #require(
            replayed.records.first { $0.kind == "post_score" && $0.identity == "t3_48fbm9" })
        #expect(score.knownAt == now)
        #expect(score.fields["num_comments"] == 1)
    }

    @Test("without keys the public pages' JSON is asked, and the listing ends at the beginning")
    func redditPublic() throws {
        let cassette = try Cassette(Self.reddit + "TestSubredditListings.test_new.json.gz")
        let request = DataRequest(
            .posts, "r/AskReddit", from: try moment("2016-03-01T08:30:00Z"))
        let client = try RedditListing(request, keys: SourceKeys())
        let replayed = try Replayed(client, at: now) { _ in try cassette.response("/new") }
        #expect(replayed.calls.count == 1)
        #expect(
            replayed.addresses[0]
                == "https://www.reddit.com/r/AskReddit/new.json?limit=100&raw_json=1")
        #expect(replayed.records.allSatisfy { $0.time >= request.from ?? now })
        #expect(!replayed.records.isEmpty)
    }

    @Test("searches and comments come from their recorded answers")
    func redditComments() throws {
        var search = DataRequest(.posts, "r/all")
        search.options["q"] = "praw oauth search"
        let found = try Replayed(
            RedditListing(search, keys: SourceKeys()), at: now, maximumCalls: 1
        ) { _ in
            try Cassette(Self.reddit + "TestSubreddit.test_search.json.gz").response("search")
        }
        #expect(found.records.count >= 10)
        #expect(found.addresses[0].contains("q=praw%20oauth%20search&restrict_sr=false"))

        let tree = try Cassette(
            Self.reddit + "TestCommentForest.test_replace__on_direct_comment.json.gz")
        let comments = try Replayed(
            RedditListing(DataRequest(.comments, "57dw9a"), keys: SourceKeys()), at: now,
            maximumCalls: 1
        ) { _ in try tree.response("context=100") }
        let texts = comments.records.filter { $0.kind == "comment" }
        #expect(!texts.isEmpty)
        #expect(Set(texts.map(\.identity)).count == texts.count)
        #expect(texts.allSatisfy { $0.fields["body"] != nil && $0.knownAt >= $0.time })
        // The recorded answer leaves out a thread that goes on at one comment.
        #expect(comments.run.cursor == "rest 1 /d8rzxi2")
        let next = try comments.run.next()
        #expect(
            try #require(next).request.url.description
                == "https://www.reddit.com/comments/57dw9a.json?limit=500&raw_json=1"
                + "&comment=d8rzxi2&sort=new")
    }

    /// A comment as PRAW's tests recorded it of `/api/morechildren`, shortened.
    private static func comment(_ name: String, _ replies: String = "\"\"") -> String {
        """
        {"kind":"t1","data":{"subreddit_id":"t5_2qh33","link_id":"t3_3hahrw","likes":null,
        "replies":\(replies),"id":"\(name)","author":"lava1o","parent_id":"t3_3hahrw","score":-2,
        "body":"He saw the chance","edited":false,"subreddit":"funny","name":"t1_\(name)",
        "created_utc":1439816104.0,"ups":-2}}
        """
    }

    private static func more(_ names: [String], parent: String) -> String {
        let list = names.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"kind":"more","data":{"count":\(names.count),"parent_id":"\(parent)","id":
            "\(names.first ?? "_")","name":"t1_\(names.first ?? "_")","children":[\(list)]}}
            """
    }

    private static func thread(_ things: [String]) -> String {
        let post = """
            {"kind":"Listing","data":{"children":[{"kind":"t3","data":{"name":"t3_3hahrw",
            "author":"a","created_utc":1439797480.0}}],"after":null}}
            """
        return "[\(post),{\"kind\":\"Listing\",\"data\":{\"children\":"
            + "[\(things.joined(separator: ","))],\"after\":null}}]"
    }

    private static func further(_ things: [String]) -> String {
        "{\"json\":{\"errors\":[],\"data\":{\"things\":[\(things.joined(separator: ","))]}}}"
    }

    @Test("comments that an answer leaves out come too, to the end of the thread")
    func redditMore() throws {
        let hidden = (0..<130).map { "c\($0)" }
        let deep =
            "{\"kind\":\"Listing\",\"data\":{\"children\":"
            + "[\(Self.more([], parent: "t1_first"))]}}"
        let first = Self.thread([
            Self.comment("first", deep), Self.more(hidden, parent: "t3_3hahrw"),
        ])
        let client = try RedditListing(DataRequest(.comments, "t3_3hahrw"), keys: SourceKeys())
        var stops: [String] = []
        let replayed = try Replayed(client, at: now) { call in
            let address = call.request.url.description
            if address.contains("comment=first") {
                return try answer(Self.thread([Self.comment("first"), Self.comment("below")]))
            }
            guard address.contains("/api/morechildren.json") else { return try answer(first) }
            let names = address.split(separator: "&").first { $0.hasPrefix("children=") } ?? ""
            let asked = names.dropFirst(9).split(separator: "%2C", omittingEmptySubsequences: true)
            stops.append(String(asked.count))
            var things = asked.map { Self.comment(String($0)) }
            if asked.count == 100 { things.append(Self.more(["last"], parent: "t1_c0")) }
            return try answer(Self.further(things))
        }
        #expect(stops == ["100", "31"] && replayed.calls.count == 4)
        let names = replayed.records.filter { $0.kind == "comment" }.map(\.identity)
        #expect(Set(names) == Set((hidden + ["first", "last", "below"]).map { "t1_" + $0 }))
        // Each is kept as its author's, and the rest names nobody.
        let writings = replayed.batches.reduce(0) { $0 + $1.writings.count }
        #expect(writings == names.count + 2)
        #expect(
            replayed.batches.allSatisfy {
                !String(decoding: $0.rest ?? [], as: UTF8.self).contains("lava1o")
            })
    }

    @Test("a fetch of comments that broke off goes on, and what is no answer is refused")
    func redditMoreFaults() throws {
        let client = try RedditListing(DataRequest(.comments, "3hahrw"), keys: Self.redditKeys)
        let resumed = try Replayed(client, at: now, resumingAt: "rest 1 c1 c2 /first") { call in
            let address = call.request.url.description
            if address.contains("token") { return try answer("{\"access_token\":\"T-o-k\"}") }
            return try answer(
                address.contains("morechildren")
                    ? Self.further([Self.comment("c1")]) : Self.thread([Self.comment("below")]))
        }
        #expect(resumed.addresses[1].hasPrefix("https://oauth.reddit.com/api/morechildren?"))
        #expect(resumed.addresses[1].contains("children=c1%2Cc2"))
        #expect(resumed.addresses[2].contains("comment=first"))
        #expect(resumed.calls.count == 3)
        let open = try RedditListing(DataRequest(.comments, "3hahrw"), keys: SourceKeys())
        let strange = Self.thread([Self.more(["a b"], parent: "t3_3hahrw")])
        #expect(try fault(open, at: now, answer(strange))?.kind == .schemaMismatch)
        let refused = "{\"json\":{\"errors\":[[\"BAD_ID\",\"no\",\"children\"]]}}"
        #expect(try fault(open, at: now, answer(refused))?.kind == .sourceUnavailable)
        let run = SourceRun(open, resumingAt: "rest")
        #expect(throws: AlmanacError.self) { try run.next() }
    }

    @Test("Reddit's refusals are typed")
    func redditFaults() throws {
        let client = try RedditListing(DataRequest(.posts, "r/none"), keys: SourceKeys())
        #expect(try fault(client, at: now, answer("{}", status: 404))?.kind == .invalidSymbol)
        #expect(try fault(client, at: now, answer("<html>", status: 403))?.kind == .forbidden)
        #expect(try fault(client, at: now, answer("{\"data\":{}}"))?.kind == .schemaMismatch)
        let secret = try RedditListing(DataRequest(.posts, "r/a"), keys: Self.redditKeys)
        let refused = try fault(secret, at: now, answer("{\"error\":401}", status: 401))
        #expect(refused?.kind == .unauthorized)
        #expect(throws: AlmanacError.self) {
            try RedditListing(DataRequest(.posts, "wallstreetbets"), keys: SourceKeys())
        }
    }

    // MARK: - YouTube

    private static let youTube = "data/api/youtube/"
    private static let youTubeKeys = SourceKeys(["YOUTUBE_API_KEY": "yt-key-123"])

    @Test("a search is followed by the videos' statistics, page by page")
    func youTubeSearch() throws {
        let client = try YouTubeVideos(DataRequest(.videos, "surfing"), keys: Self.youTubeKeys)
        var pages = 0
        let replayed = try Replayed(client, at: now, maximumCalls: 4) { call in
            if call.request.url.path.hasSuffix("/videos") {
                return try answer(sharedBytes(Self.youTube + "videos/videos_info_multi.json"))
            }
            pages += 1
            return try answer(
                sharedBytes(Self.youTube + "search/search_by_keywords_p\(pages).json"))
        }
        #expect(replayed.calls.map(\.units) == [100, 1, 100, 1])
        #expect(replayed.addresses[2].contains("pageToken=CBkQAA"))
        #expect(!replayed.addresses.joined().contains("yt-key"))
        #expect(replayed.calls[0].request.headers["X-Goog-Api-Key"] == "yt-key-123")
        let video = try #require(replayed.records.first { $0.identity == "D-lhorsDlUQ" })
        #expect(video.knownAt.iso8601 == "2019-03-21T20:37:49Z")
    }

    @Test("a video's statistics are known when they were fetched")
    func youTubeStatistics() throws {
        let client = try YouTubeVideos(DataRequest(.videos, "x"), keys: Self.youTubeKeys)
        var run = SourceRun(client, resumingAt: "videos a,b ")
        let json = """
            {"items":[{"id":"a","snippet":{"publishedAt":"2024-01-02T03:04:05Z","title":"T"},
            "statistics":{"viewCount":"1234","likeCount":"5"}}]}
            """
        let batch = try run.receive(answer(json), at: now)
        #expect(batch.records.map(\.kind) == ["video", "video_statistics"])
        #expect(batch.records[1].fields["viewCount"] == .number(1234))
        #expect(batch.records[1].knownAt == now)
        #expect(run.cursor == nil)
    }

    @Test("a video's comments are paged, and YouTube's reasons are typed")
    func youTubeComments() throws {
        let client = try YouTubeVideos(
            DataRequest(.comments, "D-lhorsDlUQ"), keys: Self.youTubeKeys)
        var pages = 0
        let replayed = try Replayed(client, at: now, maximumCalls: 2) { _ in
            pages += 1
            return try answer(
                sharedBytes(
                    Self.youTube + "comment_threads/comment_threads_by_video_paged_\(pages).json"))
        }
        #expect(replayed.calls.count == 2)
        #expect(replayed.records.count >= 5)
        let permission = try answer(
            sharedBytes(Self.youTube + "error_permission_resp.json"), status: 403)
        #expect(try fault(client, at: now, permission)?.kind == .forbidden)
        let quota = try answer(
            "{\"error\":{\"message\":\"q\",\"errors\":[{\"reason\":\"quotaExceeded\"}]}}",
            status: 403)
        #expect(try fault(client, at: now, quota)?.kind == .rateLimited)
        let key = try answer(
            "{\"error\":{\"message\":\"API key not valid. yt-key-123\"}}", status: 400)
        #expect(try fault(client, at: now, key)?.kind == .unauthorized)
    }
}
