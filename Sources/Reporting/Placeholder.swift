// Stands in until the report lands; its commit deletes this file.
public import AlmanacCore
public import Backtesting

/// Stands in for the page.
public struct HTMLReport {
    /// Makes nothing.
    public init(plotly: String) {}
    /// Gives an error.
    public func page(for runs: [BacktestRun]) throws(AlmanacError) -> String {
        throw AlmanacError(.internalError, "reports are not built yet")
    }
}

/// Stands in for the files.
public enum CSVExport {
    /// Gives nothing.
    public static func trades(of runs: [BacktestRun]) -> String { "" }
    /// Gives nothing.
    public static func equity(of runs: [BacktestRun]) -> String { "" }
}

/// Stands in for the summary.
public struct TerminalSummary {
    /// Whether colour is used.
    public enum Style: Sendable { case plain, colour }
    /// Makes nothing.
    public init(width: Int, style: Style, unicode: Bool) {}
    /// Gives the metrics.
    public func text(of run: BacktestRun) -> String {
        run.metrics.all.map { "\($0.name.rawValue) \($0.value.map { "\($0)" } ?? "null")\n" }
            .joined()
    }
    /// Gives the metrics of each.
    public func table(of runs: [BacktestRun]) -> String { runs.map(text(of:)).joined() }
}
