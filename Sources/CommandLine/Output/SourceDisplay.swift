import AlmanacCore
import Browsing
import DataSources
import Jobs

/// What is known of a source, for a person and for a program.
enum SourceDisplay {
    /// A page with one line for each thing.
    static func page(
        _ source: SourceDescription, state: String, health: String?, rates: [RateLimit],
        used: SourceUsage
    ) -> String {
        var lines: [(String, String)] = [
            ("state", state), ("health", health ?? "not asked yet"),
            ("gives", source.gives.map(\.rawValue).joined(separator: ", ")),
            ("by", source.tiers.map(tier).joined(separator: ", then ")),
            ("target", source.target), ("example", source.example),
        ]
        if !source.platform.isEmpty { lines.insert(("site", source.platform), at: 1) }
        for (row, option) in source.options.enumerated() {
            lines.append((row == 0 ? "options" : "", "\(option.name): \(option.summary)"))
        }
        for key in source.keys {
            lines.append(
                ("key", "\(key.name)\(key.isRequired ? "" : " (optional)"), \(key.obtainedFrom)"))
        }
        let limits = rates.isEmpty ? "once a second" : rates.map(\.text).joined(separator: ", ")
        lines.append(("limits", limits))
        lines.append(("kept for", source.schedule.rawValue))
        lines.append(("cost", source.costs.isEmpty ? "free" : ""))
        for cost in source.costs { lines.append(("", cost.note)) }
        if source.isPersonal {
            lines.append(
                ("people", "what each wrote is sealed with a key of theirs; see `data forget`"))
        }
        lines.append(("terms", source.terms))
        lines.append(("30 days", PullText.usage(used)))
        return "\(source.title)\n"
            + lines.map { "  " + $0.0.padded(to: 10) + $0.1 + "\n" }.joined()
    }

    private static func tier(_ tier: SourceTier) -> String {
        tier == .browser && !Browser.isInstalled ? "browser (not installed)" : tier.rawValue
    }
}
