package import AlmanacCore
package import Networking
package import TimeSeries

/// A run of an actor of Apify: start, wait, and the pages of its dataset.
///
/// - Target: for `apify` the actor as `owner~name`; for a source that has an actor, what the
///   actor is to read. The option `input` is the actor's input, an object; without it the target
///   is put where the actor's configuration says.
/// - Cost: what the run itself says that it used, once it has ended.
/// - Known: an item's text from the moment that it bears; its counts and everything about its
///   author from the fetch, in a record of their own, since they are of that moment. An item
///   without a moment is known from the fetch.
/// - Resuming: the cursor holds the run's identifier, so that nothing is started, or paid, twice.
///   Whether a start arrived whose answer never came is found out from the actor's latest runs: the
///   run is the one that was given the same input.
/// - Source: the published documentation of Apify's interface, version 2; no exchange is recorded.
package struct ApifyRun: SourceClient {
    package let source: SourceDescription
    package let request: DataRequest
    package let keys: SourceKeys
    /// The cursor is `start`, `run ID LOOKS`, `items DATASET OFFSET`, or, to find a run, `find
    /// NANOSECONDS` and `match ID STORE`, with as many pairs as there are runs to look at.
    package let start = "start"
    private let token: String
    private let actor: String

    /// Makes a client.
    ///
    /// - Throws: `unauthorized` without a token, `validation` for a source without an actor.
    package init(
        source name: String, _ request: DataRequest, keys: SourceKeys
    ) throws(AlmanacError) {
        source = try SourceRegistry.require(name)
        token = try keys.require("APIFY_TOKEN", for: source)
        if case .actor(let actor) = source.access {
            self.actor = request.option("actor") ?? actor
        } else {
            actor = request.target
        }
        guard actor.split(separator: "~").count == 2 else {
            throw AlmanacError(
                .validation, "'\(actor)' is no actor", suggestion: "write owner~name")
        }
        self.request = request
        self.keys = keys
    }

    private static let base = "https://api.apify.com/v2"
    private static let pageLength = 1_000
    /// How far Apify's clock may be behind this machine's.
    private static let clockDifference = 5 * Timestamp.nanosecondsPerMinute
    /// An hour of looks, fifteen seconds apart.
    private static let maximumLooks = 240

    package func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let parts = SourceAddress.words(of: cursor)
        switch parts[0] {
        case "start":
            let url = try SourceAddress.make(
                Self.base, path: ["acts", actor, "runs"],
                [("maxItems", request.maximumRecords.map(String.init))])
            var call = SourceCall(authorized(.post, url))
            call.request.headers["Content-Type"] = "application/json"
            call.request.body = Array(input.text().utf8)
            call.mayBeCached = false
            call.priceFactor = priceFactor
            return call
        case "run" where parts.count == 3:
            let url = try SourceAddress.make(Self.base, path: ["actor-runs", parts[1]])
            var call = SourceCall(authorized(.get, url))
            call.waitSeconds = parts[2] == "0" ? 2 : 15
            call.mayBeCached = false
            // A run is what is limited and charged, not the looks at it.
            call.units = 0
            return call
        case "items" where parts.count == 3:
            let url = try SourceAddress.make(
                Self.base, path: ["datasets", parts[1], "items"],
                [
                    ("format", "json"), ("clean", "true"), ("offset", parts[2]),
                    ("limit", String(Self.pageLength)),
                ])
            var call = SourceCall(authorized(.get, url))
            call.units = 0
            return call
        case "find", "match": return try inquiry(parts)
        default: throw AlmanacError(.internalError, "'\(cursor)' is no cursor of Apify's")
        }
    }

    // MARK: - A start that was not answered

    package func inquiry(into cursor: String, sentAt moment: Timestamp) -> String? {
        cursor == start ? "find \(moment.nanoseconds)" : nil
    }

    private func inquiry(_ parts: [String]) throws(AlmanacError) -> SourceCall {
        let url =
            parts[0] == "match" && parts.count >= 3
            ? try SourceAddress.make(
                Self.base, path: ["key-value-stores", parts[2], "records", "INPUT"])
            : try SourceAddress.make(
                Self.base, path: ["acts", actor, "runs"], [("desc", "1"), ("limit", "100")])
        var call = SourceCall(authorized(.get, url))
        call.mayBeCached = false
        call.units = 0
        return call
    }

    /// The runs of the time at which a start may have arrived, or the first of them that has the
    /// same input.
    private func found(
        _ answer: AnswerReader, _ parts: [String]
    ) throws(AlmanacError) -> AnswerPage {
        var left = Array(parts.dropFirst())
        if parts[0] == "match" {
            if answer.json == input { return later("run \(parts[1]) 0") }
            left.removeFirst(2)
        } else {
            let moment = Timestamp(nanoseconds: Int64(parts[1]) ?? 0)
            left = try runs(answer, since: moment.advanced(byNanoseconds: -Self.clockDifference))
        }
        if !left.isEmpty { return later("match " + left.joined(separator: " ")) }
        return neverStarted
    }

    private var neverStarted: AnswerPage {
        var page = AnswerPage(next: start)
        page.batch.charge = .none
        return page
    }

    private func later(_ cursor: String) -> AnswerPage {
        var page = AnswerPage(next: cursor)
        page.batch.charge = .later
        return page
    }

    /// Each run's identifier and that of the store which holds its input.
    private func runs(
        _ answer: AnswerReader, since moment: Timestamp
    ) throws(AlmanacError) -> [String] {
        var found: [String] = []
        for run in try answer.member("data").member("items").elements() {
            let started = try run.optional("startedAt")?.text()
            guard let started = started.flatMap({ Timestamp(iso8601: $0) }), started >= moment
            else { continue }
            found.append(try run.member("id").text())
            found.append(try run.member("defaultKeyValueStoreId").text())
        }
        return found
    }

    package func isAnswer(_ response: HTTPResponse) -> Bool {
        response.isSuccess || response.status == 404
    }

    /// What to send to end the run that a cursor waits for; nil where there is none.
    package func abort(at cursor: String) throws(AlmanacError) -> SourceCall? {
        let parts = SourceAddress.words(of: cursor)
        guard parts.count == 3, parts[0] == "run" else { return nil }
        let url = try SourceAddress.make(Self.base, path: ["actor-runs", parts[1], "abort"])
        var call = SourceCall(authorized(.post, url))
        call.mayBeCached = false
        call.units = 0
        return call
    }

    /// How many times a usual run's results it may bring.
    private var priceFactor: Double {
        guard let most = request.maximumRecords,
            let cost = source.costs.first(where: { $0.unit == "result" })
        else { return 1 }
        return max(1, Double(most) / cost.unitsPerCall)
    }

    private func authorized(_ method: HTTPMethod, _ url: WebURL) -> HTTPRequest {
        var request = SourceAddress.get(url, secret: ("Authorization", "Bearer " + token))
        request.method = method
        return request
    }

    /// The actor's input: as it is given, or the target where the actor expects it.
    private var input: JSON {
        if let input = request.options["input"] { return input }
        guard case .actor = source.access else { return .object([:]) }
        return .object(ApifyInput.make(for: source.name, request))
    }

    // MARK: - Answers

    package func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let parts = SourceAddress.words(of: cursor)
        if response.status == 404, parts[0] == "match" {
            // A run without an input is none of ours.
            let rest = parts.dropFirst(3).joined(separator: " ")
            return rest.isEmpty ? neverStarted : later("match " + rest)
        }
        try AnswerFault(source, keys).check(response, target: request.target, now: now)
        let answer = try AnswerReader(response, source)
        if parts[0] == "items" { return try items(answer, parts, now) }
        if ["find", "match"].contains(parts[0]) { return try found(answer, parts) }
        let run = try answer.member("data")
        let identifier = try run.member("id").text()
        let looks = parts.count == 3 ? (Int(parts[2]) ?? 0) + 1 : 0
        switch try run.member("status").text() {
        case "SUCCEEDED":
            var page = AnswerPage(
                next: "items \(try run.member("defaultDatasetId").text()) 0")
            // What the start was charged stands for a run that does not say.
            page.batch.microdollars =
                try cost(run)
                ?? Int64(
                    Double(source.microdollarsPerCall(by: .actor)) * priceFactor)
            return page
        case "READY", "RUNNING", "TIMING-OUT", "ABORTING":
            guard looks < Self.maximumLooks else {
                throw failed("has not ended after an hour", run)
            }
            // The run tells its cost at its end.
            var page = later("run \(identifier) \(looks)")
            page.batch.microdollars = 0
            return page
        case let status:
            var error = failed("ended as \(status)", run)
            error.details["reason"] = "run_failed"
            throw error
        }
    }

    private func cost(_ run: AnswerReader) throws(AlmanacError) -> Int64? {
        guard let dollars = try run.optional("usageTotalUsd")?.number(), dollars >= 0,
            dollars < 1e9
        else { return nil }
        return Int64((dollars * 1e6).rounded())
    }

    private func failed(_ how: String, _ run: AnswerReader) -> AlmanacError {
        AlmanacError(
            .sourceUnavailable, "the run of \(actor) \(how)",
            details: [
                "source": .string(source.name), "actor": .string(actor),
                "run": run.json["id"] ?? .null,
                "says": run.json["statusMessage"] ?? .null,
                "microdollars": (try? cost(run)).flatMap { $0 }.map { .integer(Int($0)) } ?? .null,
            ], suggestion: "look at the run in Apify's console")
    }

    private func items(
        _ answer: AnswerReader, _ parts: [String], _ now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        let items = try answer.elements()
        var page = AnswerPage()
        var rest: [JSON] = []
        for item in items {
            let read = try ApifyItem(item, source)
            var records = read.records(now: now).filter { request.covers($0.time) }
            if source.isPersonal, let author = read.author {
                page.batch.writings.append(DataBatch.Writing(author: author, [item.json]))
                let place = page.batch.writings.count - 1
                for index in records.indices { records[index].writing = place }
            } else {
                rest.append(item.json)
            }
            page.batch.records += records
        }
        if !page.batch.writings.isEmpty {
            page.batch.rest = Array(JSON.array(rest).text().utf8)
        }
        // Empty items are skipped, so that a page may be short without being the last.
        if !items.isEmpty, let offset = Int(parts[2]) {
            page.next = "items \(parts[1]) \(offset + Self.pageLength)"
        }
        return page
    }
}
