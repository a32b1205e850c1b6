import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import TimeSeries

/// `almanac doctor`.
enum DoctorCommand {
    static let command = Command(
        name: "doctor",
        summary: "Look at what the database stands on, and say how to mend what is wrong.",
        options: [DatabaseOptions.option],
        examples: [
            ("almanac doctor", "looks at the default database, and changes nothing"),
            (
                "almanac doctor --database postgresql://almanac@db.example/almanac",
                "looks at a server: version, settings, clock, rights, tables"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let options = try DatabaseOptions(arguments, console)
        let found = Installation.survey(
            options.location,
            DatabaseAccess.migrators, now: console.now().nanoseconds)
        let findings = found.findings()
        let isSound = !findings.contains { $0.verdict == .fault }
        if arguments.has("--json") {
            console.write(json(findings, options.location, isSound).text(pretty: true) + "\n")
        } else {
            show(findings, options.location, console)
        }
        return isSound ? 0 : AlmanacError.Kind.dataFetch.exitCode
    }

    private static func json(
        _ findings: [Finding], _ location: DatabaseLocation, _ isSound: Bool
    ) -> JSON {
        let rows = findings.map { finding -> JSON in
            [
                "verdict": .string(finding.verdict.rawValue),
                "subject": .string(finding.subject), "message": .string(finding.message),
                "remedy": finding.remedy.map(JSON.string) ?? .null,
            ]
        }
        return [
            "success": .bool(isSound), "database": .string(location.description),
            "findings": .array(rows),
        ]
    }

    private static func show(
        _ findings: [Finding], _ location: DatabaseLocation, _ console: Console
    ) {
        console.write("database: \(location)\n\n")
        for finding in findings {
            let mark =
                switch finding.verdict {
                case .fine: "ok"
                case .warning: "look"
                case .fault: "BROKEN"
                }
            console.write("\(mark.padded(to: 8))\(finding.subject.padded(to: 13))")
            console.write(finding.message + "\n")
            if let remedy = finding.remedy {
                console.write("\("".padded(to: 21))to mend: \(remedy)\n")
            }
        }
    }
}
