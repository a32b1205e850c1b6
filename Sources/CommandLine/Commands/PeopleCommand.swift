import AlmanacCore
import Archive
import Database
import Scraping
import TimeSeries

/// `almanac data mask` and `forget`: what is kept of the people who wrote something.
enum PeopleCommand {
    static let mask = Command(
        name: "data mask", summary: "Keep pages of a source only without the names of people.",
        operands: [
            Command.Operand(
                name: "SOURCE", summary: "the source whose pages are masked from now on")
        ],
        options: [
            Command.Option(
                "--names", "MEMBERS",
                "members of its JSON that hold names, separated by commas; handles such as @name "
                    + "and e-mail addresses are masked anyway"),
            Command.Option("--off", nil, "keep its pages as they come"),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac data mask www.reddit.com --names author,author_fullname",
                "who wrote what can still be counted, but not told"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let name = arguments.operands[0]
        let members = arguments.value("--names")?.split(separator: ",").map(String.init) ?? []
        if arguments.has("--off"), !members.isEmpty {
            throw arguments.usage("--off takes no --names")
        }
        let isOff = arguments.has("--off")
        let now = console.now()
        let archive = try DatabaseAccess(arguments)
        try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                var source =
                    try Sources.find(transaction, name) ?? DataSource(name: name, tier: "static")
                source.configuration["mask"] = isOff ? nil : .array(members.map(JSON.string))
                try Sources.save(transaction, source, at: now)
            }
        }
        if arguments.has("--json") {
            JobsCommand.write(
                [
                    "source": .string(name),
                    "mask": isOff ? .null : .array(members.map(JSON.string)),
                ], console)
        } else {
            console.write(
                isOff
                    ? "pages of \(name) are kept as they come\n"
                    : "pages of \(name) are kept without names from now on\n")
        }
        return 0
    }

    static let forget = Command(
        name: "data forget",
        summary: "Forget a person: what they wrote can be read no more, and is not kept again.",
        operands: [
            Command.Operand(
                name: "NAME",
                summary: "the name as the source writes it, or the fingerprint that"
                    + " `archive verify` shows")
        ],
        options: [
            Command.Option("--source", "SOURCE", "only there, where others may bear the name"),
            Command.Option("--reason", "TEXT", "why, for whoever finds the tombstones"),
            Command.Option(
                "--backup", "FILE", "also in the keys beside this backup", isRepeatable: true),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac data forget some_user --source www.reddit.com --reason 'asked by mail'",
                "drops the person's key, and leaves tombstones"
            ),
            (
                "almanac data forget some_user --reason asked --backup friday.backup",
                "the words in that backup stay closed too"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        guard let reason = arguments.value("--reason"), !reason.isEmpty else {
            throw arguments.usage("--reason is missing")
        }
        let (name, source) = (arguments.operands[0], arguments.value("--source"))
        let archive = try DatabaseAccess(arguments)
        let now = console.now()
        let (refused, known, pages) = try forgetInTheOpen(archive, name, source)
        let (fingerprint, forgotten) = try DatabaseAccess.translating {
            (
                try archive.database.writeNow { try Authors.fingerprint($0, name, at: now) },
                try forgetSealed(
                    archive, name, source, reason, (refused, known, pages), at: now)
            )
        }
        try archive.write { transaction, now in
            try SignalStore.forget(transaction, author: fingerprint, at: now)
        }
        var keys = 0
        for backup in arguments.all("--backup") {
            keys += try BackupKeys.forget(fingerprint, source: source, beside: backup)
        }
        if arguments.has("--json") {
            JobsCommand.write(
                [
                    "fingerprint": .string(fingerprint), "sources": .integer(forgotten.sources),
                    "blobs": .integer(forgotten.blobs), "records": .integer(forgotten.records),
                    "refused_rows": .integer(refused), "known_records": .integer(known.records),
                    "backup_keys": .integer(keys), "pages": .array(pages.map(JSON.string)),
                    "recipes": .array(known.recipes.map(JSON.string)),
                ], console)
        } else {
            console.write(
                "forgotten: \(forgotten.blobs) blobs and the fields of \(forgotten.records)"
                    + " records at \(forgotten.sources) sources"
                    + (refused > 0 ? ", \(refused) refused rows" : "")
                    + (known.records > 0 ? ", \(known.records) records that recipes know" : "")
                    + (keys > 0 ? ", and \(keys) keys beside backups" : "") + "\n")
            if !pages.isEmpty { console.write("  \(Self.stillNamed(pages))\n") }
            if !known.recipes.isEmpty {
                console.write(
                    "  recipes still name them: " + known.recipes.joined(separator: ", ") + "\n")
            }
        }
        return 0
    }

    /// Takes the refused rows and the known records of recipes that name somebody, and finds the
    /// pages that do, stored without mask.
    private static func forgetInTheOpen(
        _ archive: DatabaseAccess, _ name: String, _ source: String?
    ) throws(AlmanacError) -> (refused: Int, known: KnownPeople.Forgotten, pages: [String]) {
        guard let person = PersonName(name) else { return (0, .init(), []) }
        return try DatabaseAccess.translating {
            let (refused, known) = try archive.database.shredding {
                (
                    try RecordStore.forgetBadRows($0, person, source: source),
                    try KnownPeople.forget($0, person, source: source)
                )
            }
            let pages = try archive.database.readNow { try person.pages($0, source: source) }
            return (refused, known, pages)
        }
    }

    /// Forgets what is kept under a key of the person's.
    ///
    /// - Throws: `notFound` for somebody of whom nothing at all was kept, or only pages that have
    ///   to be erased.
    private static func forgetSealed(
        _ archive: DatabaseAccess, _ name: String, _ source: String?, _ reason: String,
        _ open: (refused: Int, known: KnownPeople.Forgotten, pages: [String]), at now: Timestamp
    ) throws -> (sources: Int, blobs: Int, records: Int) {
        do {
            let gone = try Authors.forget(
                archive.database, archive.bronze, name: name, source: source, reason: reason,
                at: now)
            return (gone.sources, gone.blobs, gone.records)
        } catch var error as AlmanacError where error.kind == .notFound {
            if open.refused + open.known.records > 0 { return (0, 0, 0) }
            if !open.pages.isEmpty {
                error.message += " under a key of theirs"
                error.suggestion = stillNamed(open.pages)
                error.details["pages"] = .array(open.pages.map(JSON.string))
            }
            if !open.known.recipes.isEmpty {
                error.message += ", but recipes name them"
                error.details["recipes"] = .array(open.known.recipes.map(JSON.string))
            }
            throw error
        }
    }

    private static func stillNamed(_ pages: [String]) -> String {
        let erased = "almanac archive erase \(pages[0]) --reason TEXT"
        return pages.count == 1
            ? "a page that was stored without a mask names them: \(erased)"
            : "\(pages.count) pages that were stored without a mask name them, such as: \(erased)"
    }
}
