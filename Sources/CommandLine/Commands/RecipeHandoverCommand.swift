import AlmanacCore
import Archive
import Database
import Extraction
import Jobs
import Scraping
import TimeSeries

/// `almanac recipe history`, `export` and `import`.
enum RecipeHandoverCommand {
    private static let name = Command.Operand(
        name: "NAME", summary: "the recipe's name, which is its source's")

    // MARK: - History

    static let history = Command(
        name: "recipe history", summary: "List a stored recipe's versions, and what each changed.",
        operands: [name], options: [DatabaseOptions.option],
        examples: [("almanac recipe history court", "when each version held, and whence it came")]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        let history = try access.read { try RecipeHistory($0, name: arguments.operands[0]) }
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "recipe": .string(history.name),
                    "versions": .array(history.entries.map(\.json)),
                ]).text(pretty: true) + "\n")
            return 0
        }
        for entry in history.entries {
            let until = entry.stored.validUntil.map { "to \($0)" } ?? "on"
            console.write(
                "version \(entry.stored.version), for pages from \(entry.stored.validFrom) "
                    + "\(until): \(entry.origin?.text ?? "its origin was not kept")\n")
            for change in entry.changes {
                console.write("  \(change.path)\n")
                if let before = change.before { console.write("    - \(before.text())\n") }
                if let after = change.after { console.write("    + \(after.text())\n") }
            }
        }
        return 0
    }

    // MARK: - Export

    static let export = Command(
        name: "recipe export",
        summary: "Write a stored recipe with its versions, for another installation.",
        operands: [name],
        options: [
            Command.Option("--out", "FILE", "write it here; else to the output"),
            Command.Option(
                "--with-values", nil,
                "also where the recipe carries values of the page that it was learned from"),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac recipe export court --out court.bundle.json",
                "all versions, where each came from, and the source without keys"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        let bundle = try access.read { try RecipeBundle($0, name: arguments.operands[0]) }
        let known = bundle.knownRecordCount
        guard known == 0 || arguments.has("--with-values") else {
            throw AlmanacError(
                .validation,
                "the recipe '\(bundle.name)' carries the values of \(known) records of the page "
                    + "that it was learned from, and cannot be read without them",
                details: ["recipe": .string(bundle.name), "known_records": .integer(known)],
                suggestion: "look at them in `almanac recipe history`; give --with-values to hand "
                    + "them on, where they are nobody's personal data")
        }
        let text = bundle.json.text(pretty: true) + "\n"
        guard let path = arguments.value("--out") else {
            console.write(text)
            return 0
        }
        try FileSystem.write(text, to: path)
        let count = bundle.versions.count
        console.write(
            arguments.has("--json")
                ? JSON.object([
                    "success": true, "recipe": .string(bundle.name), "versions": .integer(count),
                    "known_records": .integer(known), "file": .string(path),
                ]).text(pretty: true) + "\n"
                : "\(bundle.name): \(count) versions in \(path)"
                    + (known > 0 ? ", with the values of \(known) records\n" : "\n"))
        return 0
    }

    // MARK: - Import

    static let importing = Command(
        name: "recipe import",
        summary: "Check and store a recipe that another installation exported.",
        operands: [Command.Operand(name: "FILE", summary: "what was exported, or - for input")],
        options: [
            Command.Option("--name", "NAME", "what it is called here; else as it was"),
            Command.Option(
                "--every", "PERIOD", "read its source by it from then on, such as 1day"),
            Command.Option("--dry-run", nil, "check it and keep nothing"),
            DatabaseOptions.option,
        ],
        examples: [
            ("almanac recipe import court.bundle.json", "stores its versions"),
            (
                "almanac recipe import court.bundle.json --every 1day",
                "and reads its page every day under `almanac run`"
            ),
        ], run: runImport)

    private static func runImport(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let file = arguments.operands[0]
        let bytes =
            try file == "-"
            ? console.readInput(RecipeBundle.byteLimit).get()
            : FileSystem.read(file, limit: RecipeBundle.byteLimit)
        var bundle = try RecipeBundle(text: String(decoding: bytes, as: UTF8.self))
        if let name = arguments.value("--name") {
            bundle = bundle.renamed(try SourceAddCommand.checkedName(name, arguments))
        }
        let every = try arguments.value("--every").map { (_) throws(AlmanacError) in
            try SourceAddCommand.every(arguments)
        }
        if every != nil { try requireFetchable(bundle) }
        var added = 0
        if !arguments.has("--dry-run") {
            let access = try DatabaseAccess(arguments)
            added = try access.write { [bundle] transaction, now in
                let added = try bundle.store(transaction, at: now)
                if let every, let source = bundle.source {
                    try SourceAddCommand.requireFree(source, transaction)
                    try Sources.save(transaction, source.stored(.healthy), at: now)
                    try SourceAddCommand.start(source, every, access, transaction, now)
                }
                return added
            }
        }
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "recipe": .string(bundle.name),
                    "versions": .integer(bundle.versions.count), "added": .integer(added),
                    "kept": .bool(!arguments.has("--dry-run")),
                    "every": every.map { .string($0.text) } ?? .null,
                ]).text(pretty: true) + "\n")
            return 0
        }
        console.write("\(bundle.name): \(bundle.versions.count) versions, \(added) added\n")
        if let every, let source = bundle.source, !arguments.has("--dry-run") {
            console.write(
                "\(source.shownAddress) is looked at by `almanac run`, on the schedule "
                    + "'\(every.text)'\n")
        }
        if arguments.has("--dry-run") { console.write("nothing was kept\n") }
        return 0
    }

    /// Refuses to read a source that is on the other installation's disk, or none at all.
    private static func requireFetchable(_ bundle: RecipeBundle) throws(AlmanacError) {
        guard bundle.source.map({ $0.tier != "file" }) ?? false else {
            throw AlmanacError(
                .validation,
                bundle.source == nil
                    ? "the recipe '\(bundle.name)' was exported without a source"
                    : "the recipe '\(bundle.name)' reads a file of the other installation",
                details: ["recipe": .string(bundle.name)],
                suggestion: "import it without --every; `almanac recipe run` reads pages by it")
        }
    }
}

extension RecipeOrigin {
    /// The origin in words.
    fileprivate var text: String {
        switch how {
        case .added: "built on \(at)"
        case .given: "given as a file on \(at)"
        case .repaired: "repair \(details["repair"]?.intValue ?? 0), in force since \(at)"
        case .imported:
            "imported on \(at), digest "
                + String((details["digest"]?.stringValue ?? "unknown").prefix(16))
        }
    }
}
