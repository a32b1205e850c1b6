import AlmanacCore

/// Answers about all variants of a talk.
extension Answers {
    /// Which of the variants was best by a figure, with the figure of each.
    func bestVersion(_ figure: String, isLeast: Bool) -> String {
        var seen: [(text: String, value: Double)] = []
        for version in versions {
            guard let value = version.summary?.value(figure),
                !seen.contains(where: { $0.text == version.reading.understood })
            else { continue }
            seen.append((version.reading.understood, value))
        }
        guard
            let best = seen.sorted(by: { isLeast ? $0.value < $1.value : $0.value > $1.value })
                .first
        else { return "No variant has that figure." }
        let name = Self.names[figure] ?? figure
        guard seen.count > 1 else {
            return "Only one variant has been run; a change, such as \"use weekly\", makes another."
        }
        func said(_ value: Double) -> String {
            figure == "sharpe" || figure == "trades"
                ? NumberText.fixed(value, decimals: figure == "sharpe" ? 2 : 0)
                : NumberText.percent(value)
        }
        let way = isLeast ? "lowest" : "highest"
        var lines = ["The \(way) \(name) of \(seen.count) variants: \(said(best.value))"]
        lines[0] += ", \(best.text)"
        lines += seen.filter { $0.text != best.text }.map { "  \(said($0.value)): \($0.text)" }
        lines.append("The best of several tried looks better than it is.")
        return lines.joined(separator: "\n")
    }

    private static let names = [
        "total_return": "total return", "sharpe": "Sharpe ratio", "max_drawdown": "drawdown",
        "trades": "number of trades", "win_rate": "part of trades won",
    ]

    /// Why no better setting is named, and what looks for one.
    var improvement: String {
        "What would be better is not proposed here: what was best in the past need not be later. "
            + "Try a change, such as \"add a 5% stop\", and ask \"which was best?\"; `almanac "
            + "sweep` tries many parameters and says what luck explains (`almanac ask "
            + "\"\(now.reading.understood)\" --save FILE.json` writes the strategy)."
    }
}
