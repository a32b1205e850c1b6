import AlmanacCore
import Archive
import Database
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
        let (fingerprint, forgotten) = try DatabaseAccess.translating {
            (
                try archive.database.writeNow { try Authors.fingerprint($0, name, at: now) },
                try Authors.forget(
                    archive.database, archive.bronze, name: name, source: source, reason: reason,
                    at: now)
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
                    "backup_keys": .integer(keys),
                ], console)
        } else {
            console.write(
                "forgotten: \(forgotten.blobs) blobs and the fields of \(forgotten.records)"
                    + " records at \(forgotten.sources) sources"
                    + (keys > 0 ? ", and \(keys) keys beside backups" : "") + "\n")
        }
        return 0
    }
}
