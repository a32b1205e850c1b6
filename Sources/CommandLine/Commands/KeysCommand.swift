import AlmanacCore
import DataSources
import TimeSeries

/// `almanac keys check`.
enum KeysCommand {
    static let check = Command(
        name: "keys check", summary: "Say which keys are there and work, without showing them.",
        operands: [
            Command.Operand(
                name: "SOURCE", summary: "only these sources", isOptional: true,
                isRepeatable: true)
        ],
        options: [
            Command.Option("--offline", nil, "only say which are there, and try none")
        ] + SourceAccess.options,
        examples: [
            ("almanac keys check", "tries each key that is there with one small call"),
            ("almanac keys check --offline", "says where each key was found"),
            ("ALPACA_API_KEY_ID=… ALPACA_API_SECRET_KEY=… almanac keys check alpaca", "one source"),
        ], run: run)

    /// How a source's keys are.
    private struct Finding {
        var source: SourceDescription
        var state: State
        var places: [String]
        var error: AlmanacError?
    }

    private enum State: String {
        case absent, found, works, refused
        case unknown = "not known"
    }

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var sources: [SourceDescription] = []
        for name in arguments.operands { sources.append(try SourceRegistry.require(name)) }
        if sources.isEmpty { sources = SourceRegistry.all }
        let access = try SourceAccess(arguments, complain: console.complain)
        var findings: [Finding] = []
        for source in sources where !source.keys.isEmpty {
            findings.append(finding(source, access, tries: !arguments.has("--offline")))
        }
        show(findings, arguments, console)
        return findings.contains { $0.state == .refused }
            ? AlmanacError.Kind.unauthorized.exitCode : 0
    }

    private static func finding(
        _ source: SourceDescription, _ access: SourceAccess, tries: Bool
    ) -> Finding {
        let names = source.keys.map(\.name)
        let places = names.compactMap { access.keys.places[$0] }
        let isComplete = source.keys.allSatisfy {
            !$0.isRequired || access.keys.places[$0.name] != nil
        }
        guard isComplete, !places.isEmpty else {
            return Finding(source: source, state: .absent, places: places)
        }
        guard tries else { return Finding(source: source, state: .found, places: places) }
        do throws(AlmanacError) {
            if source.access == .pages, let url = WebURL(source.example) {
                let page = try PageFetch(access.services, url, of: source.name)
                _ = try waitFor { try await page.run() }
            } else {
                try SourceTrial(source).run(access)
            }
            return Finding(source: source, state: .works, places: places)
        } catch {
            let state: State =
                error.kind == .unauthorized || error.kind == .forbidden ? .refused : .unknown
            return Finding(source: source, state: state, places: places, error: error)
        }
    }

    private static func show(
        _ findings: [Finding], _ arguments: Arguments, _ console: Console
    ) {
        if arguments.has("--json") {
            let rows = findings.map { finding -> JSON in
                [
                    "source": .string(finding.source.name),
                    "keys": .array(finding.source.keys.map { .string($0.name) }),
                    "state": .string(finding.state.rawValue),
                    "from": .array(Set(finding.places).sorted().map(JSON.string)),
                    "error": finding.error?.json["error"] ?? .null,
                ]
            }
            console.write(
                JSON.object(["success": true, "sources": .array(rows)]).text(pretty: true) + "\n")
            return
        }
        for finding in findings {
            let keys = finding.source.keys.map(\.name).joined(separator: ", ")
            var line = finding.source.name.padded(to: 12) + finding.state.rawValue.padded(to: 10)
            line += keys
            if finding.state == .absent, let from = finding.source.keys.first?.obtainedFrom {
                line += "  (from \(from))"
            } else if let place = finding.places.first {
                line += "  (\(place))"
            }
            console.write(line + "\n")
            if let error = finding.error { console.write("".padded(to: 12) + error.message + "\n") }
        }
    }
}
