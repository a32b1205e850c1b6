import AlmanacCore
import Archive
import Database
import LanguageModel
import Scraping
import TimeSeries

/// `almanac archive …`: copies of everything, its soundness, and what is taken away.
enum ArchiveCommand {
    static let all = [backup, verify, restore, sweep, erase]

    private static let file = Command.Operand(
        name: "FILE",
        summary: "the backup; beside it lie large bytes in FILE-blobs, and people's keys in"
            + " FILE-keys")

    private static let backup = Command(
        name: "archive backup",
        summary: "Copy the whole archive into a file, while others use it.",
        operands: [file], options: [DatabaseOptions.option],
        examples: [
            ("almanac archive backup 2026-11-21.backup", "copies, and notes the file's hash")
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let options = try DatabaseOptions(arguments, console)
        let path = arguments.operands[0]
        try show(
            ArchiveBackup.make(of: options.location, to: path), "backed up \(options.location) to",
            arguments, console)
        return 0
    }

    private static let verify = Command(
        name: "archive verify", summary: "Read everything and compare it with its checksums.",
        operands: [
            Command.Operand(
                name: "FILE", summary: "a backup instead of the archive", isOptional: true)
        ],
        options: [DatabaseOptions.option],
        examples: [
            ("almanac archive verify", "every chunk, every page, and what was erased"),
            ("almanac archive verify friday.backup", "whether a backup is whole"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        if let path = arguments.operands.first {
            try show(ArchiveBackup.verify(path), "sound:", arguments, console)
            return 0
        }
        let archive = try DatabaseAccess(arguments)
        let check = try DatabaseAccess.translating {
            try ArchiveCheck(archive.database, archive.bronze)
        }
        if !check.faults.isEmpty {
            throw AlmanacError(
                .dataFetch,
                "\(check.faults.count) parts of the archive are damaged: "
                    + check.faults.prefix(20).joined(separator: "; "),
                details: ["faults": .array(check.faults.map(JSON.string))],
                suggestion: "restore a backup (`almanac archive restore`), or import the data again"
            )
        }
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "chunks": .integer(check.chunks),
                    "rows": .integer(check.rows), "blobs": .integer(check.blobs),
                    "erased": .array(
                        check.erased.map { ["sha256": .string($0), "reason": .string($1)] }),
                    "forgotten": .array(check.forgotten.map(forgotten)),
                ]).text(pretty: true) + "\n")
            return 0
        }
        console.write(
            "sound: \(check.rows) rows in \(check.chunks) chunk\(check.chunks == 1 ? "" : "s"), "
                + "\(check.blobs) blob\(check.blobs == 1 ? "" : "s")\n")
        for (hash, reason) in check.erased { console.write("  erased \(hash): \(reason)\n") }
        for person in check.forgotten {
            console.write(
                "  forgotten \(person.fingerprint) of \(person.source): \(person.reason)\n")
        }
        return 0
    }

    private static func forgotten(_ person: Authors.Tombstone) -> JSON {
        [
            "fingerprint": .string(person.fingerprint), "source": .string(person.source),
            "at": .string(person.at.iso8601), "reason": .string(person.reason),
        ]
    }

    private static let restore = Command(
        name: "archive restore",
        summary: "Verify a backup and put it in the archive's place.",
        operands: [file],
        options: [
            DatabaseOptions.option,
            Command.Option(
                "--replace", nil,
                "replace what is there; a file is kept beside as NAME.before-restore"),
        ],
        examples: [
            (
                "almanac archive restore 2026-11-21.backup --replace",
                "stop all workers first; a file that is in use is refused"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let options = try DatabaseOptions(arguments, console)
        options.makeFolders()
        do throws(AlmanacError) {
            let backup = try ArchiveBackup.restore(
                arguments.operands[0], to: options.location,
                isReplacing: arguments.has("--replace"))
            try show(backup, "restored \(options.location) from", arguments, console)
        } catch {
            var error = error
            if error.kind == .conflict { error.suggestion = "add --replace to replace it" }
            throw error
        }
        return 0
    }

    private static let sweep = Command(
        name: "archive sweep",
        summary: "End fetches by age, and take bytes that nothing refers to.",
        options: [
            Command.Option("--source", "NAME", "a source whose retention to set"),
            Command.Option("--keep-days", "N", "how many days its fetches are kept from now on"),
            DatabaseOptions.option,
        ],
        examples: [
            ("almanac archive sweep", "applies every source's retention"),
            ("almanac archive sweep --source forum --keep-days 90", "and sets one"),
            (
                "almanac archive sweep --source language-model --keep-days 400",
                "the same for what was asked of language models"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let archive = try DatabaseAccess(arguments)
        let now = console.now()
        if let name = arguments.value("--source") {
            guard let days = try arguments.wholeNumber("--keep-days") else {
                throw arguments.usage("--source needs --keep-days")
            }
            try DatabaseAccess.translating {
                try archive.database.writeNow { transaction in
                    guard var source = try Sources.find(transaction, name) else {
                        throw AlmanacError(
                            .notFound, "the archive has no source '\(name)'",
                            details: ["source": .string(name)],
                            suggestion: "`almanac data list` shows what it has")
                    }
                    source.retentionDays = days
                    try Sources.save(transaction, source, at: now)
                }
            }
        }
        let upkeep = try DatabaseAccess.translating {
            try ModelCalls.maintain(archive.database, at: now)
            return try archive.bronze.maintain(
                archive.database, at: now, keeping: ScrapeFlow.keptFetches)
        }
        let (ended, sweep) = (upkeep.ended, upkeep.sweep)
        console.write(
            arguments.has("--json")
                ? JSON.object([
                    "success": true, "ended": .integer(ended), "marked": .integer(sweep.marked),
                    "swept": .integer(sweep.swept), "orphans": .integer(sweep.orphans),
                ]).text(pretty: true) + "\n"
                : "\(ended) fetches ended; \(sweep.marked) blobs marked, \(sweep.swept) swept,"
                    + " \(sweep.orphans) files removed\n")
        return 0
    }

    private static let erase = Command(
        name: "archive erase", summary: "Erase bytes for good, and what was read from them.",
        operands: [Command.Operand(name: "SHA256", summary: "the hash that `lineage` shows")],
        options: [
            Command.Option("--reason", "TEXT", "why, for whoever finds the tombstone"),
            DatabaseOptions.option,
        ],
        examples: [("almanac archive erase 4c91… --reason 'author asked'", "leaves a tombstone")]
    ) { (arguments, console) throws(AlmanacError) in
        guard let reason = arguments.value("--reason"), !reason.isEmpty else {
            throw arguments.usage("--reason is missing")
        }
        let archive = try DatabaseAccess(arguments)
        let hash = arguments.operands[0]
        // Before the bytes, so that whoever is broken off between the two says it again.
        try DatabaseAccess.translating {
            try archive.database.shredding { try RecordStore.eraseBadRows($0, hash: hash) }
        }
        let records = try DatabaseAccess.translating {
            try archive.bronze.erase(
                archive.database, hash: hash, reason: reason, at: console.now())
        }
        console.write(
            arguments.has("--json")
                ? JSON.object([
                    "success": true, "sha256": .string(hash), "records": .integer(records),
                ]).text(pretty: true) + "\n"
                : "erased, with the fields of \(records) records\n")
        return 0
    }

    private static func show(
        _ backup: ArchiveBackup, _ verb: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        let report = backup.database
        if arguments.has("--json") {
            let document: JSON = [
                "success": true, "path": .string(report.path),
                "dialect": .string(report.dialect.rawValue), "bytes": .integer(report.byteCount),
                "sha256": .string(report.hash), "tables": .integer(report.tableCount),
                "files": .integer(backup.fileCount),
                "checked_blobs": backup.checkedBlobs.map(JSON.integer) ?? .null,
            ]
            return console.write(document.text(pretty: true) + "\n")
        }
        console.write("\(verb) \(report.path)\n")
        console.write(
            "  \(report.tableCount) tables, \(report.byteCount) bytes, "
                + "\(backup.fileCount) files of large bytes\n")
        if let checked = backup.checkedBlobs {
            console.write("  \(checked) stored bytes read, each has its hash\n")
        }
        console.write("  sha256 \(report.hash)\n")
    }
}
