import AlmanacCore
public import Backtesting

/// Writes runs as text for a terminal or a log.
///
/// No line is longer than the width; names from outside cannot steer the terminal. The same run
/// gives the same text.
public struct TerminalSummary: Sendable {
    /// The columns that a line may take, 40 to 200.
    public var width: Int
    /// Whether lines carry colour codes.
    public var style: Style
    /// Whether characters beyond ASCII may be used, for the plot above all.
    public var unicode: Bool

    /// Whether text carries colour codes.
    public enum Style: Sendable {
        case plain
        /// With ANSI (ECMA-48) colours.
        case colour
    }

    /// Makes a writer; a width beyond its bounds is brought within them.
    public init(width: Int = 80, style: Style = .plain, unicode: Bool = true) {
        self.width = min(max(width, 40), 200)
        self.style = style
        self.unicode = unicode
    }

    /// One run: figures beside buying and holding, the equity as a plot, trades, what was ignored,
    /// warnings, assumptions and the run's hash; ends with a line break.
    public func text(of run: BacktestRun) -> String {
        let wording = RunWording(run)
        var lines = heading(wording)
        lines.append("")
        lines += SummaryFigures(run.metrics).lines(width: width, paint: paint)
        lines.append("")
        lines += TerminalPlot(width: width, unicode: unicode).lines(
            run.simulation.equity, held: run.metrics.benchmarkEquity, times: run.market.times,
            paint: paint)
        lines.append("")
        lines += labelled("Trades", wording.trades)
        if let costs = wording.costs { lines += labelled("Costs", costs) }
        let ignored = wording.ignored
        if !ignored.isEmpty {
            lines += labelled(
                "Ignored",
                ignored.map { "\(NumberText.whole($0.count)) \($0.name)" }
                    .joined(separator: ", ") + " (bars).")
        }
        if let ambiguous = wording.ambiguous { lines += labelled("Ambiguous", ambiguous) }
        lines += list("Warnings", run.warnings, mark: "!", colour: .warning)
        lines += list("Assumptions", run.assumptions, mark: "-", colour: .plain)
        lines += labelled("Run", run.hash, colour: .faint)
        return finished(lines.joined(separator: "\n") + "\n")
    }

    private func heading(_ wording: RunWording) -> [String] {
        let (first, last) = wording.period
        let period = "\(first) to \(last), \(wording.bars)"
        let title = paint(wording.title, .strong)
        if TextLayout.width(wording.title) + 3 + TextLayout.width(period) <= width {
            let gap = width - TextLayout.width(wording.title) - TextLayout.width(period)
            return [title + String(repeating: " ", count: gap) + period]
        }
        return TextLayout.wrapped(wording.title, width).map { paint($0, .strong) }
            + TextLayout.wrapped(period, width)
    }

    func labelled(
        _ label: String, _ text: String, colour: TerminalColour = .plain
    ) -> [String] {
        let first = TextLayout.left(label, 11)
        let rest = String(repeating: " ", count: 11)
        let lines = TextLayout.wrapped(SafeText.line(text), width - 11)
        return lines.enumerated().map { index, line in
            (index == 0 ? paint(first, .strong) : rest) + paint(line, colour)
        }
    }

    func list(
        _ label: String, _ sentences: [String], mark: String, colour: TerminalColour
    ) -> [String] {
        guard !sentences.isEmpty else { return [] }
        return [paint(label, .strong)]
            + sentences.flatMap {
                TextLayout.wrapped(
                    SafeText.line($0), width, first: "  \(mark) ", rest: "    ")
            }
            .map { paint($0, colour) }
    }

    /// Text with a colour's codes around it, where colours are asked for.
    func paint(_ text: String, _ colour: TerminalColour) -> String {
        guard style == .colour, let code = colour.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The text with ordinary spaces, and where only ASCII is allowed, with nothing else.
    func finished(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\u{A0}" {
                plain.append(" ")
            } else if unicode || scalar.isASCII {
                plain.append(scalar)
            } else {
                let stand = Self.asciiForms[scalar] ?? "?"
                let columns = TextLayout.width(String(scalar))
                for _ in 0..<columns { plain.append(stand) }
            }
        }
        return String(plain)
    }

    private static let asciiForms: [Unicode.Scalar: Unicode.Scalar] = [
        "×": "x", "–": "-", "—": "-", "’": "'", "“": "\"", "”": "\"", "−": "-",
    ]
}
