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
            RedditListing(DataRequest(.comments, "57dw9a"), keys: SourceKeys()), at: now
        ) { _ in try tree.response("limit=2048") }
        let texts = comments.records.filter { $0.kind == "comment" }
        #expect(!texts.isEmpty)
        #expect(Set(texts.map(\.identity)).count == texts.count)
        #expect(texts.allSatisfy { $0.fields["body"] != nil && $0.knownAt >= $0.time })
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
