import AlmanacCore
import Archive
import Database
import TimeSeries

/// `almanac instrument list`, `show` and `add`.
enum InstrumentCommand {
    static let list = Command(
        name: "instrument list",
        summary: "List what the archive knows to be traded, with today's tickers.",
        options: [DatabaseOptions.option],
        examples: [("almanac instrument list", "what pulls brought and `instrument add` stated")]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        let entries = try access.read { try all($0, Instruments.directory($0)) }
        if arguments.has("--json") {
            JobsCommand.write(["instruments": .array(entries.map { .object($0) })], console)
            return 0
        }
        if entries.isEmpty { console.write("no instruments\n") }
        for entry in entries {
            let tickers = (entry["tickers"]?.arrayValue ?? []).filter { $0["until"] == .null }
            let now = tickers.first?["ticker"]?.stringValue ?? "-"
            console.write(
                now.padded(to: 10) + (entry["id"]?.stringValue ?? "").padded(to: 26)
                    + (entry["name"]?.stringValue ?? "") + "\n")
        }
        return 0
    }

    static let show = Command(
        name: "instrument show",
        summary: "Show what a ticker names on a day: listing, tickers, issuer, series.",
        operands: [Command.Operand(name: "TICKER|ID", summary: "a ticker, or an identity")],
        options: [
            Command.Option("--on", "DATE", "the day on which the ticker is meant; else today"),
            DatabaseOptions.option,
        ],
        examples: [
            ("almanac instrument show FB --on 2020-01-02", "Meta, which was FB until June 2022")
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        var day = console.now().date
        if let text = arguments.value("--on") {
            day = try DataCommand.moment(text, "--on").date
        }
        let (name, date) = (arguments.operands[0], day)
        let entry = try access.read { transaction -> JSONObject in
            let (directory, id) = try find(transaction, name, on: date)
            var entry = try all(transaction, directory, only: id).first ?? JSONObject()
            let series = try SeriesStore().list(transaction).filter { $0.instrument == id }
            entry["series"] = .array(series.map { .string($0.name) })
            return entry
        }
        if arguments.has("--json") {
            JobsCommand.write(["instrument": .object(entry)], console)
            return 0
        }
        for (key, value) in entry.members where value != .null {
            console.write("\(key.padded(to: 12))\(value.stringValue ?? value.text())\n")
        }
        return 0
    }

    static let add = Command(
        name: "instrument add",
        summary: "State instruments with their tickers in time, delistings and issuers.",
        operands: [
            Command.Operand(
                name: "FILE",
                summary: "a JSON array of {id, name, currency, calendar, tickers: [{ticker, from, "
                    + "until}], listed, delisted, reason, entity: {id, kind, name}}, of which id, "
                    + "name and tickers must be there; or a map file of LEAN, named *.csv",
                isRepeatable: true)
        ],
        options: [DatabaseOptions.option],
        examples: [
            (
                "almanac instrument add renamed.json",
                "in place of what was known of the same identities; all of them or none"
            ),
            ("almanac instrument add map_files/*.csv", "what LEAN knows of tickers"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        var entries: [InstrumentFile.Entry] = []
        for path in arguments.operands { entries += try InstrumentFile(path).entries }
        let access = try DatabaseAccess(arguments)
        try access.write { [entries] transaction, _ in
            for entry in entries {
                if let entity = entry.entity {
                    try Instruments.saveEntity(
                        transaction, id: entity.id, kind: entity.kind, name: entity.name)
                }
                try Instruments.save(
                    transaction, entry.instrument, tickers: entry.tickers, entry.listing)
            }
        }
        if arguments.has("--json") {
            JobsCommand.write(
                ["added": .array(entries.map { .string($0.instrument.id.text) })], console)
        } else {
            console.write("\(entries.count) instruments\n")
        }
        return 0
    }

    /// What a ticker names on a day, or an identity at any time: of the archive, or else of what
    /// the program itself knows.
    private static func find(
        _ transaction: Transaction, _ name: String, on day: CivilDate
    ) throws(AlmanacError) -> (InstrumentDirectory, Instrument.ID) {
        let stored = try Instruments.directory(transaction)
        for directory in [stored, .knownChanges] {
            let found = directory[Instrument.ID(name)] ?? (try? directory.resolve(name, on: day))
            if let found { return (directory, found.id) }
        }
        return (stored, try stored.resolve(name, on: day).id)
    }

    /// Instruments as objects of a command's output, by identity.
    private static func all(
        _ transaction: Transaction, _ directory: InstrumentDirectory,
        only id: Instrument.ID? = nil
    ) throws -> [JSONObject] {
        let wanted = directory.instruments.filter { id == nil || $0.id == id }
        return try wanted.map { instrument in
            let listing = try Instruments.listing(transaction, instrument.id) ?? Listing()
            let entity = try listing.entity.map { ($0, try Instruments.entity(transaction, $0)) }
            return [
                "id": .string(instrument.id.text), "name": .string(instrument.name),
                "currency": .string(instrument.currency),
                "calendar": .string(instrument.calendar),
                "tickers": .array(
                    directory.tickers(of: instrument.id).map {
                        [
                            "ticker": .string($0.ticker), "from": .string($0.from.iso8601),
                            "until": $0.until.map { .string($0.iso8601) } ?? .null,
                        ]
                    }),
                "listed": listing.listedOn.map { .string($0.iso8601) } ?? .null,
                "delisted": listing.delistedOn.map { .string($0.iso8601) } ?? .null,
                "reason": listing.delistingReason.map(JSON.string) ?? .null,
                "entity": entity.map { id, entity in
                    [
                        "id": .string(id), "kind": .string(entity?.kind ?? ""),
                        "name": .string(entity?.name ?? ""),
                    ]
                } ?? .null,
            ]
        }
    }
}
