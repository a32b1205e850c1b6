import AlmanacCore
import Archive
import Extraction
import TimeSeries

/// `almanac repairs list` and `show`.
enum RepairsCommand {
    static let list = Command(
        name: "repairs list", summary: "List the repairs of recipes, and what became of them.",
        operands: [
            Command.Operand(name: "SOURCE", summary: "only of this one", isOptional: true)
        ],
        options: [DatabaseOptions.option],
        examples: [("almanac repairs list", "each repair with its verdict")]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        let recipe = arguments.operands.first
        let (repairs, isKnown) = try access.read { transaction in
            (
                try Repairs.list(transaction, recipe: recipe),
                try recipe.map { try Sources.find(transaction, $0) != nil } ?? true
            )
        }
        guard isKnown || !repairs.isEmpty else {
            throw AlmanacError(
                .notFound, "there is no source '\(recipe ?? "")'",
                details: ["source": .string(recipe ?? "")],
                suggestion: "`almanac repairs list` lists the repairs of all sources")
        }
        if arguments.has("--json") {
            let rows = repairs.map { JSON.object(summary($0)) }
            console.write(
                JSON.object(["success": true, "repairs": .array(rows)]).text(pretty: true) + "\n")
            return 0
        }
        if repairs.isEmpty { console.write("nothing was ever repaired\n") }
        for repair in repairs {
            console.write(
                "\(repair.id)".padded(to: 6) + repair.at.iso8601.padded(to: 22)
                    + repair.recipe.padded(to: 24) + repair.verdict.padded(to: 13)
                    + (repair.evidence["reason"]?.stringValue ?? "") + "\n")
        }
        return 0
    }

    static let show = Command(
        name: "repairs show", summary: "Show what a repair changed, and what it rests on.",
        operands: [Command.Operand(name: "ID", summary: "the repair's number")],
        options: [DatabaseOptions.option],
        examples: [("almanac repairs show 1", "evidence, and where the recipes differ")]
    ) { (arguments, console) throws(AlmanacError) in
        guard let id = Int64(arguments.operands[0]), id > 0 else {
            throw arguments.usage("a repair's number is 1 or more")
        }
        let access = try DatabaseAccess(arguments)
        guard let repair = try access.read({ try Repairs.find($0, id) }) else {
            throw AlmanacError(
                .notFound, "there is no repair \(id)", details: ["repair": .integer(Int(id))],
                suggestion: "`almanac repairs list` lists them")
        }
        if arguments.has("--json") {
            var document = summary(repair)
            document["evidence"] = .object(repair.evidence)
            console.write(
                JSON.object(["success": true, "repair": .object(document)]).text(pretty: true)
                    + "\n")
            return 0
        }
        console.write("repair \(repair.id) of \(repair.recipe), \(repair.at): \(repair.verdict)\n")
        for (name, value) in repair.evidence.members where name != "before" && name != "after" {
            console.write("  \(name): \(value.stringValue ?? value.text())\n")
        }
        guard let before = repair.evidence["before"], let after = repair.evidence["after"],
            after != .null
        else { return 0 }
        let difference = try Extraction.Recipe(before).differences(to: Extraction.Recipe(after))
        for entry in difference {
            console.write("\(entry.path)\n")
            if let before = entry.before { console.write("  - \(before.text())\n") }
            if let after = entry.after { console.write("  + \(after.text())\n") }
        }
        return 0
    }

    private static func summary(_ repair: StoredRepair) -> JSONObject {
        [
            "id": .integer(Int(repair.id)), "recipe": .string(repair.recipe),
            "from_version": .integer(repair.fromVersion),
            "to_version": repair.toVersion.map(JSON.integer) ?? .null,
            "verdict": .string(repair.verdict), "at": .string(repair.at.iso8601),
            "reason": repair.evidence["reason"] ?? .null,
        ]
    }
}
