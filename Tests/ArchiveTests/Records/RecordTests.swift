import AlmanacCore
import Archive
import Database
import TestSupport
import Testing
import TimeSeries

/// Records, what is made of them, and the way back to the bytes.
@Suite struct RecordTests {
    static let databases = DatabaseUnderTest.available

    private func page(
        _ transaction: Transaction, _ text: String, _ moment: Timestamp
    ) throws -> (id: Int64, hash: String) {
        let bronze = Bronze()
        let prepared = try bronze.prepare(Array(text.utf8))
        var fetch = Fetch(
            source: "forum", url: "http://forum/\(text)", tier: "static", fetchedAt: moment,
            completedAt: moment)
        fetch.job = 11
        fetch.plan = 5
        let id = try bronze.store(transaction, prepared, fetch, at: moment)
        return (id, prepared.hash)
    }

    private func draft(
        _ page: (id: Int64, hash: String), identity: String, score: Int, recipeVersion: Int = 1
    ) -> RecordDraft {
        var draft = RecordDraft(
            source: "forum", kind: "post", identity: identity, time: day(0), knownAt: day(0),
            fields: ["score": .integer(score)], recipe: "forum", recipeVersion: recipeVersion,
            raw: page.id, rawHash: page.hash)
        draft.provenance["score"] = "/posts/0/score"
        draft.quality = 0.9
        draft.job = 11
        return draft
    }

    @Test("a correction is a version, and a repeat is nothing", arguments: databases)
    func versions(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let page = try page(transaction, "a", day(1))
                let first = try Records.store(
                    transaction, draft(page, identity: "1", score: 3)
                ) { day(1) }
                #expect(first == .new(first.id))
                let repeated = try Records.store(
                    transaction, draft(page, identity: "1", score: 3)
                ) { day(2) }
                #expect(repeated == .repeated(first.id))
                let second = try Records.store(
                    transaction, draft(page, identity: "1", score: 4)
                ) { day(3) }
                #expect(second == .version(second.id))
                _ = try Records.store(
                    transaction, draft(page, identity: "2", score: 9), isLive: false
                ) { day(4) }
                func scores(_ moment: Timestamp) throws -> [JSON?] {
                    try Records.asOf(transaction, source: "forum", kind: "post", moment)
                        .map { $0.content.fields["score"] }
                }
                #expect(try scores(day(0)) == [9])
                #expect(try scores(day(1)) == [3, 9])
                #expect(try scores(day(3)) == [4, 9])
                let versions = try Records.versions(
                    transaction, source: "forum", kind: "post", identity: "1")
                #expect(versions.map(\.content.knownAt) == [day(1), day(3)])
                #expect(versions[0].content.provenance["score"] == "/posts/0/score")
                #expect(versions[0].content.quality == 0.9)
            }
        }
    }

    @Test("another recipe version makes new versions of the same bytes", arguments: databases)
    func reprocessing(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                for (version, moment) in [(1, day(0)), (2, day(5))] {
                    let recipe = try Recipes.add(
                        transaction, name: "forum", schemaVersion: 1,
                        document: ["version": .integer(version)], validFrom: moment, at: moment)
                    #expect(recipe.version == version)
                }
                #expect(
                    try Recipes.inForce(transaction, name: "forum", at: day(4))?.version == 1)
                #expect(
                    try Recipes.inForce(transaction, name: "forum", at: day(5))?.version == 2)
                #expect(try Recipes.versions(transaction, name: "forum").count == 2)
                let page = try page(transaction, "a", day(1))
                let old = try Records.store(
                    transaction, draft(page, identity: "1", score: 3)
                ) { day(1) }
                for moment in [day(6), day(7)] {
                    for fetch in try Bronze().fetches(transaction, source: "forum") {
                        let bytes = try Bronze().bytes(transaction, fetch.hash)
                        #expect(bytes == Array("a".utf8))
                        _ = try Records.store(
                            transaction,
                            draft(
                                (fetch.id, fetch.hash), identity: "1", score: 3,
                                recipeVersion: 2)
                        ) { moment }
                    }
                }
                let versions = try Records.versions(
                    transaction, source: "forum", kind: "post", identity: "1")
                #expect(versions.map(\.content.recipeVersion) == [1, 2])
                #expect(versions[0].id == old.id && versions[1].content.knownAt == day(6))
            }
        }
    }

    @Test("a signal leads back to its record, recipe and bytes", arguments: databases)
    func lineage(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let (signal, hash) = try database.writeNow { transaction in
                _ = try Recipes.add(
                    transaction, name: "forum", schemaVersion: 1, document: [:],
                    validFrom: day(0), at: day(0))
                let page = try page(transaction, "a", day(1))
                let record = try Records.store(
                    transaction, draft(page, identity: "1", score: 3)
                ) { day(1) }
                let signal = Signal(
                    source: "forum", symbol: "ABC", type: "sentiment", time: day(0),
                    knownAt: day(0), value: 0.5, record: record.id)
                let id = try Signals.store(transaction, signal, at: day(2))
                #expect(try Signals.find(transaction, id)?.knownAt == day(2))
                let list = try Signals.list(
                    transaction, symbol: "ABC", type: "sentiment", asOf: day(2))
                #expect(list.map(\.id) == [id])
                #expect(
                    try Signals.list(
                        transaction, symbol: "ABC", type: "sentiment", asOf: day(1)
                    ).isEmpty)
                return (id, page.hash)
            }
            try database.readNow { transaction throws in
                let way = try Lineage(transaction, .signal(signal))
                #expect(way.record?.content.identity == "1")
                #expect(way.recipe?.version == 1)
                #expect(way.fetch?.fetch.url == "http://forum/a")
                #expect(way.bytes?.hash == hash && way.bytes?.tombstone == nil)
                #expect(way.jobNumber == 11 && way.job == nil && way.plan == nil)
                let error = #expect(throws: AlmanacError.self) {
                    try Lineage(transaction, .signal(999))
                }
                #expect(error?.kind == .notFound)
            }
            // Erasing the bytes takes the fields, and leaves the way.
            #expect(
                try Bronze().erase(database, hash: hash, reason: "author asked", at: day(9)) == 1)
            try database.writeNow { transaction throws in
                try Bronze().retain(transaction, source: "forum", since: day(9))
                let way = try Lineage(transaction, .signal(signal))
                #expect(way.record?.content.fields.isEmpty == true)
                #expect(way.record?.erasureReason == "author asked")
                #expect(way.fetch == nil && way.bytes?.tombstone?.reason == "author asked")
                // What was erased is not read again from the same bytes.
                let page = try page(transaction, "a", day(10))
                let again = try Records.store(
                    transaction, draft(page, identity: "1", score: 3)
                ) { day(10) }
                #expect(again == .repeated(way.record?.id ?? 0))
            }
        }
    }

    @Test(
        "the start of a way is read",
        arguments: [
            ("signal:1", Lineage.Start.signal(1)), ("record:2", .record(2)), ("raw:3", .fetch(3)),
            ("4", .signal(4)), ("x:1", nil), ("signal:", nil), ("a:b:1", nil), ("", nil),
        ])
    func starts(_ text: String, _ start: Lineage.Start?) {
        #expect(Lineage.Start(text) == start)
    }

    @Test("sources, measurements and repairs are kept", arguments: databases)
    func catalogue(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                var source = DataSource(name: "forum", tier: "static")
                source.configuration["pace"] = 3
                try Sources.save(transaction, source, at: day(0))
                source.health = .down
                source.retentionDays = 30
                try Sources.save(transaction, source, at: day(1))
                #expect(try Sources.list(transaction) == [source])
                #expect(try Sources.find(transaction, "none") == nil)

                try Journal.add(
                    transaction, .init(source: "forum", metric: "missing", value: 0.1),
                    at: day(1))
                #expect(
                    try Journal.metrics(
                        transaction, source: "forum", metric: "missing", since: day(0)
                    )
                    .map(\.metric.value) == [0.1])
                let repair = try Repairs.add(
                    transaction, recipe: "forum", from: 1, evidence: ["seen": 1],
                    verdict: "staged", at: day(1))
                try Repairs.settle(transaction, repair, verdict: "promoted", to: 2)
                let stored = try #require(try Repairs.find(transaction, repair))
                #expect(stored.verdict == "promoted" && stored.toVersion == 2)
                #expect(try Repairs.list(transaction, recipe: "forum") == [stored])
                #expect(try Repairs.list(transaction, recipe: "other").isEmpty)
            }
        }
    }

    @Test("a ticker names one instrument on a day", arguments: databases)
    func instruments(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                try Instruments.saveEntity(
                    transaction, id: "cik:1652044", kind: "company", name: "Alphabet")
                let known = InstrumentDirectory.knownChanges
                for instrument in known.instruments {
                    try Instruments.save(
                        transaction, instrument, tickers: known.tickers(of: instrument.id),
                        Listing(
                            listedOn: known.tickers(of: instrument.id).first?.from,
                            entity: instrument.id.text.contains("alphabet")
                                ? "cik:1652044" : nil))
                }
                let directory = try Instruments.directory(transaction)
                #expect(directory.instruments.count == known.instruments.count)
                let goog = try directory.resolve("GOOG", at: day(0))
                #expect(goog.id.text == "us.alphabet.c")
                #expect(
                    try Instruments.listing(transaction, goog.id)?.entity == "cik:1652044")
                let taken = Instrument(id: Instrument.ID("other"), name: "Other")
                #expect(throws: AlmanacError.self) {
                    try Instruments.save(
                        transaction, taken,
                        tickers: [
                            TickerSpan(
                                ticker: "META", instrument: taken.id,
                                from: CivilDate(daysSinceEpoch: 19_500))
                        ])
                }
                #expect(try Instruments.directory(transaction)[taken.id] == nil)
            }
        }
    }

    @Test("what a source tells of is made known once, from the day on", arguments: databases)
    func registration(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            try database.writeNow { transaction throws in
                let id = Instrument.ID("NMS:TSLA:2010-06-29")
                let tesla = Instrument(id: id, name: "Tesla, Inc.")
                let today = day(0).date
                let listed = Listing(listedOn: CivilDate(iso8601: "2010-06-29"))
                for _ in 0..<2 {
                    #expect(
                        try Instruments.register(
                            transaction, tesla, ticker: "TSLA", listed, on: today) == id)
                }
                #expect(try Instruments.listing(transaction, id) == listed)
                #expect(try Instruments.named(transaction, "tsla", on: today) == id)
                #expect(
                    try Instruments.named(transaction, "TSLA", on: today.adding(days: -1)) == nil)
                // One whose past is known comes with it, whatever the source calls it.
                let meta = Instrument(id: Instrument.ID("NMS:META:2012-05-18"), name: "Meta")
                let known = try Instruments.register(
                    transaction, meta, ticker: "META", Listing(), on: today)
                #expect(known?.text == "us.meta")
                let then = try #require(CivilDate(iso8601: "2020-01-02"))
                for ticker in ["FB", "fb"] {
                    #expect(
                        try Instruments.present(transaction, ticker, on: then, today: today)
                            == "META")
                }
                // What is not stored is taken from what the program knows.
                #expect(
                    try Instruments.present(transaction, "QQQQ", on: then, today: today) == nil)
                let before = try #require(CivilDate(iso8601: "2010-01-04"))
                #expect(
                    try Instruments.present(transaction, "QQQQ", on: before, today: today) == "QQQ")

                let store = SeriesStore()
                let series = try store.findOrMake(
                    transaction, source: "yahoo", slot: "prices", symbol: "TSLA",
                    frequency: .day1, calendar: "XNYS", at: day(0))
                #expect(series.instrument == nil)
                try store.link(transaction, series, to: id)
                try store.link(transaction, series, to: Instrument.ID("us.meta"))
                #expect(try store.list(transaction).map(\.instrument) == [id])
            }
        }
    }
}
