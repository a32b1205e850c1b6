import AlmanacCore
import Archive
import Database

/// `almanac archive backup`, `restore` and `verify`.
enum ArchiveCommand {
    static let all = [backup, verify, restore]

    private static let file = Command.Operand(
        name: "FILE", summary: "the backup; large bytes lie in FILE-blobs beside it")

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
        name: "archive verify",
        summary: "Read a whole backup, and say whether it is sound.",
        operands: [file],
        examples: [("almanac archive verify 2026-11-21.backup", "checks hashes and pages")]
    ) { (arguments, console) throws(AlmanacError) in
        try show(ArchiveBackup.verify(arguments.operands[0]), "sound:", arguments, console)
        return 0
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
