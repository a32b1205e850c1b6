import AlmanacCore
import Archive
import Database

/// `almanac archive backup`, `restore` and `verify`.
enum ArchiveCommand {
    static let backup = Command(
        name: "archive backup", summary: "Copy the whole archive to a file, while it is in use.",
        operands: [Command.Operand(name: "FILE", summary: "the backup, which must not exist yet")],
        options: [DatabaseOptions.option],
        examples: [("almanac archive backup friday.backup", "one state of everything")]
    ) { (arguments, console) throws(AlmanacError) in
        let options = try DatabaseOptions(arguments, console)
        let path = arguments.operands[0]
        let report = try DatabaseBackup.make(of: options.location, to: path)
        // Bytes in files never change and go a day after their rows, so they may follow.
        let files = try Bronze(beside: options.location).folder?.copy(to: folder(of: path)) ?? 0
        show(report, "saved", files: files, arguments, console)
        return 0
    }

    static let restore = Command(
        name: "archive restore", summary: "Put a backup in the place of the archive.",
        operands: [Command.Operand(name: "FILE", summary: "the backup")],
        options: [
            DatabaseOptions.option,
            Command.Option("--replace", nil, "replace an archive that is there"),
        ],
        examples: [
            ("almanac archive restore friday.backup --database new.db", "into a new place")
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let options = try DatabaseOptions(arguments, console)
        let path = arguments.operands[0]
        let bronze = Bronze(beside: options.location)
        _ = try DatabaseBackup.verify(path)
        // Files first: a row never counts on a file that is not there.
        let files = try bronze.folder.map { (folder) throws(AlmanacError) in
            try ArchiveCommand.folder(of: path).copy(to: folder)
        }
        let report = try DatabaseBackup.restore(
            path, to: options.location, isReplacing: arguments.has("--replace"))
        show(report, "restored", files: files ?? 0, arguments, console)
        return 0
    }

    static let verify = Command(
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
            show(try DatabaseBackup.verify(path), "whole", files: 0, arguments, console)
            return 0
        }
        let archive = try ArchiveAccess(arguments, console)
        let check = try ArchiveAccess.translating {
            try ArchiveCheck(archive.database, archive.bronze)
        }
        if !check.faults.isEmpty {
            throw AlmanacError(
                .dataFetch,
                "\(check.faults.count) parts of the archive are damaged: "
                    + check.faults.prefix(20).joined(separator: " "),
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
                ]).text(pretty: true) + "\n")
            return 0
        }
        console.write(
            "whole: \(check.rows) rows in \(check.chunks) chunks, \(check.blobs) blobs\n")
        for (hash, reason) in check.erased { console.write("  erased \(hash): \(reason)\n") }
        return 0
    }

    static let sweep = Command(
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
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let archive = try ArchiveAccess(arguments, console)
        let now = console.now()
        if let name = arguments.value("--source") {
            guard let days = try arguments.wholeNumber("--keep-days") else {
                throw arguments.usage("--source needs --keep-days")
            }
            try ArchiveAccess.translating {
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
        let upkeep = try ArchiveAccess.translating {
            try archive.bronze.maintain(archive.database, at: now)
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

    static let erase = Command(
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
        let archive = try ArchiveAccess(arguments, console)
        let hash = arguments.operands[0]
        let records = try ArchiveAccess.translating {
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

    /// Where a backup keeps the bytes that lay in files.
    private static func folder(of path: String) -> BlobFolder { BlobFolder(path: path + "-blobs") }

    private static func show(
        _ report: DatabaseBackup.Report, _ what: String, files: Int, _ arguments: Arguments,
        _ console: Console
    ) {
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "path": .string(report.path), "files": .integer(files),
                    "database": .string(report.dialect.rawValue),
                    "bytes": .integer(report.byteCount), "sha256": .string(report.hash),
                    "tables": .integer(report.tableCount),
                ]).text(pretty: true) + "\n")
            return
        }
        console.write(
            "\(report.path) is \(what): \(report.dialect.rawValue), \(report.tableCount) tables,"
                + " \(report.byteCount) bytes" + (files > 0 ? ", \(files) files beside it" : "")
                + "\n")
    }
}
