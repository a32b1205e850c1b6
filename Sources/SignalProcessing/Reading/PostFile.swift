package import AlmanacCore
package import TimeSeries

/// Posts from a table (CSV) or from JSON, one object a line or one array.
///
/// Columns are found by the names that exports of Twitter, Reddit and others give them; nested
/// members are named with a point, as in `user.followers_count`. A title and a body are one text.
/// Posts come out in the order of `known_at`, which is the column of that name, else the time plus
/// the delay.
package struct PostFile: Sendable {
    /// How a file is read.
    package struct Options: Sendable {
        /// Where the posts were written.
        package var source = "posts"
        /// Who wrote posts that name no author.
        package var author: String?
        /// The clocks of times that name no zone.
        package var timeZone = TimeZoneRule.utc
        /// How long after its time a post is known, in nanoseconds.
        package var delay: Int64 = 0
        /// When the file is read, where that is known: what claims to be later is no row.
        package var now: Timestamp?
        /// Whether rows that cannot be read are left out and counted instead of refusing the file.
        package var skipBadRows = false
        /// Columns by what they hold, where their names do not tell.
        package var columns: [String: String] = [:]

        /// Makes the default options.
        package init() {}
    }

    /// The posts in the order of `knownAt`.
    package private(set) var posts: [Post] = []
    /// Rows that were left out, with the first reasons.
    package private(set) var skipped: (count: Int, reasons: [String]) = (0, [])
    /// Which column holds what, for a person to check.
    package private(set) var columns: [(part: String, column: String)] = []

    private let options: Options
    private let times: PostMomentReader

    /// Reads a file's bytes.
    ///
    /// - Parameter name: What errors call the file.
    /// - Throws: `schema_mismatch_error` where there is no text or time, or a row that cannot be
    ///   read and may not be left out.
    package init(
        _ bytes: [UInt8], name: String, options: Options = Options()
    ) throws(AlmanacError) {
        self.options = options
        times = PostMomentReader(zone: options.timeZone)
        let first = bytes.first { $0 > 0x20 && $0 < 0x80 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            try readJSON(bytes, name)
        } else {
            try readTable(bytes, name)
        }
        let order = posts.indices.sorted {
            (posts[$0].knownAt, $0) < (posts[$1].knownAt, $1)
        }
        posts = order.map { posts[$0] }
    }

    /// Names of columns by what they hold, best first.
    private static let names: [(part: String, columns: [String])] = [
        ("id", ["id_str", "id", "tweet_id", "post_id", "status_id", "message_id"]),
        (
            "text",
            [
                "full_text", "text", "fulltext", "tweet", "content", "message", "headline",
                "headlines",
            ]
        ),
        ("title", ["title"]), ("body", ["selftext", "body", "description"]),
        (
            "author",
            [
                "author", "username", "user.screen_name", "user.username", "screen_name", "user",
                "handle", "author_name",
            ]
        ),
        (
            "time",
            [
                "created_utc", "created_at", "created", "time", "timestamp", "datetime", "date",
                "published_at", "published", "posted_at",
            ]
        ),
        ("known_at", ["known_at", "knownat", "available_at", "disclosed_at"]),
        ("counted_at", ["counted_at", "collected_at", "fetched_at", "scraped_at", "retrieved_on"]),
        ("likes", ["likes", "likes_count", "favorite_count", "like_count", "score", "ups"]),
        ("reposts", ["retweets", "retweets_count", "retweet_count", "reposts", "shares"]),
        (
            "replies",
            ["replies", "replies_count", "reply_count", "comms_num", "num_comments", "comments"]
        ),
        ("followers", ["followers", "followers_count", "user.followers_count", "user.followers"]),
        ("account_made", ["user.created_at", "account_created_at"]),
        ("symbols", ["symbols", "symbol", "ticker", "tickers"]), ("record", []),
    ]

    private mutating func choose(_ headers: [String], _ name: String) throws(AlmanacError) {
        let lower = headers.map { $0.lowercased() }
        for (part, candidates) in Self.names {
            if let wanted = options.columns[part] {
                guard headers.contains(wanted) else {
                    throw AlmanacError(
                        .schemaMismatch, "\(name) has no column '\(wanted)'",
                        details: ["columns": .array(headers.prefix(50).map(JSON.string))],
                        suggestion: nearestName(to: wanted, among: headers).map {
                            "did you mean '\($0)'?"
                        })
                }
                columns.append((part, wanted))
            } else if let index = candidates.lazy.compactMap({ lower.firstIndex(of: $0) }).first {
                columns.append((part, headers[index]))
            }
        }
        let parts = columns.map(\.part)
        let hasText = parts.contains("text") || parts.contains("title") || parts.contains("body")
        guard hasText, parts.contains("time") else {
            throw AlmanacError(
                .schemaMismatch,
                "\(name) has no column of \(hasText ? "times" : "texts") that its name tells",
                details: [
                    "file": .string(name), "columns": .array(headers.prefix(50).map(JSON.string)),
                ], suggestion: "name it with --text-column or --time-column")
        }
    }

    private mutating func readTable(_ bytes: [UInt8], _ name: String) throws(AlmanacError) {
        var headers: [String]?
        var failure: AlmanacError?
        var places: [String: Int] = [:]
        forEachCSVRecord(in: bytes) { line, fields in
            do throws(AlmanacError) {
                if headers == nil {
                    headers = fields
                    try choose(fields, name)
                    for (part, column) in columns { places[part] = fields.firstIndex(of: column) }
                    return true
                }
                let row = places.compactMapValues { $0 < fields.count ? fields[$0] : nil }
                try add(row, place: "line \(line)", name)
            } catch { failure = error }
            return failure == nil
        }
        if let failure { throw failure }
        guard headers != nil else {
            throw AlmanacError(
                .schemaMismatch, "\(name) is empty", details: ["file": .string(name)],
                suggestion: "give a CSV file with a header, or JSON lines")
        }
    }

    private mutating func readJSON(_ bytes: [UInt8], _ name: String) throws(AlmanacError) {
        let isArray = bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "[")
        // The names of the first hundred tell the columns; until then objects wait.
        var waiting: [JSONObject]? = []
        var count = 0
        let lines = isArray ? [bytes[...]] : bytes.split(separator: 0x0A)
        if !isArray, let object = Self.onlyObject(in: bytes, lines) {
            try readOnly(object, name)
            return
        }
        for (index, line) in lines.enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            var elements: [JSON] = [.null]
            do {
                let value = try JSON.parse(String(decoding: line, as: UTF8.self))
                elements = value.arrayValue ?? [value]
            } catch {
                try skip("line \(index + error.line): \(error.message)", name)
            }
            for element in elements {
                let object = element.objectValue ?? JSONObject()
                if waiting == nil {
                    count += 1
                    try add(object, count, name)
                } else {
                    waiting?.append(object)
                    if waiting?.count == 100 { try begin(&waiting, &count, name) }
                }
            }
        }
        try begin(&waiting, &count, name)
    }

    /// The one object that a file is, over however many lines; nil where each line is one.
    private static func onlyObject(
        in bytes: [UInt8], _ lines: [ArraySlice<UInt8>]
    ) -> JSONObject? {
        let full = lines.lazy.filter { $0.contains { $0 > 0x20 } }
        guard let first = full.first else { return nil }
        let isOneLine = full.dropFirst().first == nil
        if !isOneLine, (try? JSON.parse(String(decoding: first, as: UTF8.self))) != nil {
            return nil
        }
        return try? JSON.parse(String(decoding: bytes, as: UTF8.self)).objectValue
    }

    /// Reads one object as a post.
    ///
    /// - Throws: `schema_mismatch_error` where it rather holds posts, with the name of what does.
    private mutating func readOnly(_ object: JSONObject, _ name: String) throws(AlmanacError) {
        do throws(AlmanacError) {
            try choose(Self.headers(of: object), name)
        } catch {
            let lists = object.members.filter { $0.value.arrayValue?.first?.objectValue != nil }
            guard !lists.isEmpty else { throw error }
            let names = lists.map { "'\($0.key)'" }.joined(separator: ", ")
            throw AlmanacError(
                .schemaMismatch,
                "\(name) is one JSON object; posts are one object a line, or an array of them",
                details: [
                    "file": .string(name), "members": .array(lists.map { .string($0.key) }),
                ], suggestion: "give the array of its member \(names) as a file of its own")
        }
        try add(object, 1, name)
    }

    /// Chooses the columns by the objects that wait, and reads those.
    private mutating func begin(
        _ waiting: inout [JSONObject]?, _ count: inout Int, _ name: String
    ) throws(AlmanacError) {
        guard let objects = waiting else { return }
        waiting = nil
        var headers: [String] = []
        var known: Set<String> = []
        for object in objects {
            for header in Self.headers(of: object) where known.insert(header).inserted {
                headers.append(header)
            }
        }
        try choose(headers, name)
        for object in objects {
            count += 1
            try add(object, count, name)
        }
    }

    private mutating func add(
        _ object: JSONObject, _ number: Int, _ name: String
    ) throws(AlmanacError) {
        if object.isEmpty { return }
        var row: [String: String] = [:]
        row.reserveCapacity(columns.count)
        for (part, column) in columns { row[part] = Self.text(column, of: object) }
        try add(row, place: "object \(number)", name)
    }

    /// The names of an object's members that have texts, members of members named by a point.
    private static func headers(of object: JSONObject) -> [String] {
        object.members.flatMap { key, value -> [String] in
            switch value {
            case .string, .integer, .number, .array: return [key]
            case .object(let inner):
                return inner.members.compactMap { name, value in
                    value.stringValue != nil || value.doubleValue != nil ? "\(key).\(name)" : nil
                }
            case .null, .bool: return []
            }
        }
    }

    /// The text of a member, or of a member's member that is named by a point.
    private static func text(_ column: String, of object: JSONObject) -> String? {
        switch object[column] {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .number(let number): return JSON.text(of: number)
        case .array(let elements):
            return elements.compactMap(\.stringValue).joined(separator: " ")
        case .object, .null, .bool, nil: break
        }
        for point in column.indices where column[point] == "." {
            guard case .object(let inner) = object[String(column[..<point])] else { continue }
            let value = inner[String(column[column.index(after: point)...])]
            if let text = value?.stringValue { return text }
            if let number = value?.doubleValue { return JSON.text(of: number) }
        }
        return nil
    }

    private mutating func skip(_ reason: String, _ name: String) throws(AlmanacError) {
        guard options.skipBadRows else {
            throw AlmanacError(
                .schemaMismatch, "\(name), \(reason)", details: ["file": .string(name)],
                suggestion: "mend the row, or leave such rows out with --skip-bad-rows")
        }
        skipped.count += 1
        if skipped.reasons.count < 5 { skipped.reasons.append(reason) }
    }

    private mutating func add(
        _ row: [String: String], place: String, _ name: String
    ) throws(AlmanacError) {
        guard let written = row["time"], let time = times.moment(written) else {
            try skip("\(place): '\(row["time"]?.prefix(40) ?? "")' is no moment", name)
            return
        }
        var knownAt = time.advanced(byNanoseconds: options.delay)
        if let written = row["known_at"], !written.isEmpty {
            guard let moment = times.moment(written) else {
                try skip("\(place): '\(written.prefix(40))' is no moment", name)
                return
            }
            knownAt = moment
        }
        let latest = row["known_at"]?.isEmpty == false ? max(time, knownAt) : time
        if let now = options.now, latest > now {
            try skip(
                "\(place): \(latest.iso8601) lies after \(now.iso8601), when it is read", name)
            return
        }
        let text = [row["text"], row["title"], row["body"]].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: "\n")
        var post = Post(
            source: options.source, id: row["id"] ?? "", author: options.author, text: text,
            time: time, knownAt: knownAt)
        if let author = row["author"], !author.isEmpty { post.author = author }
        if post.id.isEmpty { post.id = Self.digest(time, post.author ?? "", text) }
        post.symbols = (row["symbols"] ?? "").split { ", ;|".contains($0) }.map {
            $0.drop { $0 == "$" }.uppercased()
        }
        post.record = row["record"].flatMap { Int64($0) }
        count(row, &post)
        posts.append(post)
    }

    /// Puts counts into a post; without a moment of counting they are of an unknown later one.
    private func count(_ row: [String: String], _ post: inout Post) {
        func number(_ part: String) -> Double? { row[part].flatMap { Double($0) } }
        let countedAt =
            row["counted_at"].flatMap(times.moment) ?? Timestamp(nanoseconds: .max)
        let (likes, reposts, replies) = (number("likes"), number("reposts"), number("replies"))
        if likes != nil || reposts != nil || replies != nil {
            post.engagement = Post.Engagement(
                likes: likes ?? 0, reposts: reposts ?? 0, replies: replies ?? 0,
                countedAt: countedAt)
        }
        if let followers = number("followers") {
            post.audience = Post.Audience(
                followers: followers, accountMadeAt: row["account_made"].flatMap(times.moment),
                countedAt: countedAt)
        }
    }

    private static func digest(_ time: Timestamp, _ author: String, _ text: String) -> String {
        let digest = SHA256()
        digest.update([time.nanoseconds])
        digest.update(author)
        digest.update(text)
        return String(digest.finish().prefix(16))
    }
}
