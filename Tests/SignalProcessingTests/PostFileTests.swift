import AlmanacCore
import SignalProcessing
import Testing
import TimeSeries

@Suite("Files of posts")
struct PostFileTests {
    private func read(
        _ text: String, _ change: (inout PostFile.Options) -> Void = { _ in }
    ) throws -> PostFile {
        var options = PostFile.Options()
        change(&options)
        return try PostFile(Array(text.utf8), name: "x", options: options)
    }

    @Test("tables and JSON in three forms say the same")
    func forms() throws {
        let table = try read(
            "id,created_at,tweet,likes_count,user\n2,2020-01-02T10:00:00Z,\"a, \"\"b\"\"\",7,jo\n"
                + "1,2020-01-01T10:00:00Z,first,3,jo\n")
        let lines = try read(
            #"{"id":"2","created_at":"2020-01-02T10:00:00Z","text":"a, \"b\"","likes":7,"#
                + #""user":{"screen_name":"jo"}}"#
                + "\n"
                + #"{"id":"1","created_at":"Wed Jan 01 10:00:00 +0000 2020","text":"first","#
                + #""likes":3,"user":{"screen_name":"jo"}}"#
        )
        let array = try read(
            #"[{"id":2,"created_utc":1577959200,"text":"a, \"b\"","score":7,"author":"jo"},"#
                + #"{"id":1,"created_utc":1577872800.0,"text":"first","score":3,"author":"jo"}]"#)
        #expect(table.posts.map(\.id) == ["1", "2"])
        #expect(table.posts == lines.posts)
        #expect(table.posts == array.posts)
        #expect(table.posts[0].engagement?.countedAt == Timestamp(nanoseconds: .max))
    }

    @Test(
        "moments are read as posts write them",
        arguments: [
            ("2021-04-11 18:50:33 EEST", "2021-04-11T15:50:33Z"),
            ("2021-04-11T18:50:33+02:00", "2021-04-11T16:50:33Z"),
            ("1642792067.0", "2022-01-21T19:07:47Z"), ("1642792067000", "2022-01-21T19:07:47Z"),
            ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z"),
            ("10/15/2018", "2018-10-15T00:00:00Z"), ("2018-10-15", "2018-10-15T00:00:00Z"),
        ])
    func moments(text: String, expected: String) {
        #expect(PostMomentReader().moment(text)?.iso8601 == expected)
    }

    @Test(
        "what names no moment, or several, is none",
        arguments: [
            "", "noon", "12:20:00 AM", "2021-04-11 18:50 CST", "20210411", "13/13/2020", "1e300",
            "nan",
        ])
    func noMoments(text: String) {
        #expect(PostMomentReader().moment(text) == nil)
    }

    @Test("rows of later than the file is read are bad ones, with both moments")
    func future() throws {
        let text = "created_at,text\n2020-01-02,a\n2099-01-03,b\n"
        let late = "created_at,known_at,text\n2020-01-02,2020-01-02,a\n2020-01-03,2099-01-03,b\n"
        let reason = "line 3: 2099-01-03T00:00:00Z lies after 2026-11-22T00:00:00Z, when it is read"
        for text in [text, late] {
            #expect(try read(text).posts.count == 2)
            let file = try read(text) {
                $0.now = Timestamp(iso8601: "2026-11-22")
                $0.skipBadRows = true
            }
            #expect(file.posts.map(\.text) == ["a"])
            #expect(file.skipped.reasons == [reason])
        }
        let error = #expect(throws: AlmanacError.self) {
            try read(text) { $0.now = Timestamp(iso8601: "2026-11-22") }
        }
        #expect(error?.message == "x, " + reason)
        // A delay says when a post will be known, not that its time is wrong.
        let delayed = try read("created_at,known_at,text\n2020-01-02,,a\n") {
            $0.now = Timestamp(iso8601: "2020-01-02")
            $0.delay = 60_000_000_000
        }
        #expect(delayed.posts.count == 1)
    }

    @Test("one object is a post, or told which of its members holds posts")
    func oneObject() throws {
        let post = #"{"text": "a",\#n "media": [{"id": 1}],\#n "created_at": "2020-01-02"}"#
        #expect(try read(post).posts.map(\.text) == ["a"])
        #expect(try read(post.filter { $0 != "\n" }).posts.map(\.text) == ["a"])
        for gap in ["", "\n"] {
            let text =
                #"{"next": "x",\#(gap)"posts":\#(gap)[{"text": "a", "created_at": "2020-01-02"}]}"#
            let error = #expect(throws: AlmanacError.self) { try read(text) }
            #expect(
                error?.message
                    == "x is one JSON object; posts are one object a line, or an array of them")
            #expect(
                error?.suggestion == "give the array of its member 'posts' as a file of its own")
        }
    }

    @Test("bad rows refuse the file with their line, or are left out and counted")
    func badRows() throws {
        let text = "text,created_at\nfine,2020-01-01\nbad,noon\n"
        let error = #expect(throws: AlmanacError.self) { try read(text) }
        #expect(error?.kind == .schemaMismatch)
        #expect(error?.message.contains("line 3") == true)
        let table = try read(text) { $0.skipBadRows = true }
        #expect(table.posts.count == 1)
        #expect(table.skipped.count == 1)
    }

    @Test("delays, clocks, authors and named columns are options")
    func options() throws {
        let table = try read("what,when\nhello,2020-07-01 09:30\n") {
            $0.columns = ["text": "what", "time": "when"]
            $0.timeZone = .usEastern
            $0.delay = 60_000_000_000
            $0.author = "jo"
        }
        let post = try #require(table.posts.first)
        #expect(post.time.iso8601 == "2020-07-01T13:30:00Z")
        #expect(post.knownAt.iso8601 == "2020-07-01T13:31:00Z")
        #expect(post.author == "jo")
    }

    @Test(
        "what is no such file is refused",
        arguments: ["", "\n\n", "a,b\n1,2\n", "{", "[1,", "text\nx\n"])
    func refusals(text: String) {
        let error = #expect(throws: AlmanacError.self) { try read(text) }
        #expect(error?.kind == .schemaMismatch)
    }

    @Test("any bytes are posts or an error")
    func anyBytes() {
        var generator = SeededGenerator(seed: 12)
        let seeds = ["id,text,time\n1,\"a\",2020-01-01\n", #"{"text":"a","time":"2020-01-01"}"#].map
        { Array($0.utf8) }
        for _ in 0..<2_000 {
            var bytes = seeds[Int(generator.next() % 2)]
            for _ in 0..<(1 + generator.next() % 4) {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(generator.next() % 256)
            }
            exercisePostFile(bytes)
        }
    }
}
