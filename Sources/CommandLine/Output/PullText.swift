import AlmanacCore
import DataSources
import Synchronization
import TimeSeries

/// How far a pull is, on a terminal's error stream: rows, rate, and where there is a range the time
/// that is left.
final class PullProgress: Sendable {
    private let progress: Progress
    private let console: Console
    private let request: DataRequest
    private let start: Double
    private let stored = Mutex(0)

    init(_ console: Console, _ request: DataRequest) {
        (self.console, self.request) = (console, request)
        progress = Progress(console)
        start = console.seconds()
    }

    /// Rows that were stored until now.
    var rows: Int { stored.withLock { $0 } }

    func note(_ event: PullEvent) {
        guard case .stored(let rows, let last, let stretch) = event else { return }
        stored.withLock { $0 = rows }
        progress.report(line(rows, last, stretch))
    }

    func finish() { progress.clear() }

    private func line(
        _ rows: Int, _ last: Timestamp?, _ stretch: PullPlan.Stretch
    ) -> String {
        let seconds = max(1e-9, console.seconds() - start)
        var text = "\(request.target): \(rows) rows, \(Int(Double(rows) / seconds))/s"
        guard let last, let from = stretch.from, last > from, stretch.until > from else {
            return text
        }
        let all = Double(stretch.until.nanoseconds - from.nanoseconds)
        let share = min(1, Double(last.nanoseconds - from.nanoseconds) / all)
        let left = Int((seconds * (1 - share) / max(share, 1e-9)).rounded(.up))
        text += ", up to \(last.dateText), \(Int(share * 100)) %"
        if left < 100_000 {
            text += ", \(left / 60):" + (left % 60 < 10 ? "0" : "") + "\(left % 60)"
        }
        return text + " left"
    }
}

/// What a pull did, for a person.
enum PullText {
    static func text(_ outcome: PullOutcome) -> String {
        let receipt = outcome.receipt
        let name = "\(outcome.source)/\(outcome.request.target)"
        if outcome.wasThere {
            let until = outcome.covered.map { " to \($0.until.date.iso8601)" } ?? ""
            return "\(name): all there\(until), nothing fetched\n"
        }
        var parts: [String] = []
        for (count, one, many) in [
            (receipt.added, "row added", "rows added"),
            (receipt.corrected, "row corrected", "rows corrected"),
            (receipt.records, "record added", "records added"),
            (receipt.versions, "record changed", "records changed"),
            (receipt.repeated, "already there", "already there"),
        ] where count > 0 {
            parts.append("\(count) \(count == 1 ? one : many)")
        }
        if parts.isEmpty { parts = [outcome.emptiness == nil ? "nothing new" : "nothing there"] }
        var text = "\(name): \(parts.joined(separator: ", "))\n"
        text += "  \(usage(outcome.usage)) by \(outcome.tier.rawValue)"
        if outcome.resumed { text += ", went on where it was broken off" }
        text += "\n"
        if let stale = outcome.stale {
            text +=
                "  STALE: the source failed (\(stale.reason)); this was fetched \(stale.since)\n"
        }
        for note in outcome.notes { text += "  \(note)\n" }
        if let series = receipt.series.first(where: { !$0.hasSuffix("#actions") }) {
            text += "  use it with --data archive:\(series)\n"
        }
        if receipt.records + receipt.versions > 0 {
            text += "  read it with `almanac data records \(outcome.source)`\n"
        }
        return text
    }

    /// Calls, bytes and money, as far as there were any.
    static func usage(_ usage: SourceUsage) -> String {
        var parts = ["\(usage.calls) \(usage.calls == 1 ? "call" : "calls")"]
        if usage.bytes > 0 { parts.append("\((usage.bytes + 999) / 1_000) kB") }
        if usage.kept > 0 { parts.append("\(usage.kept) from the cache") }
        if usage.unchanged > 0 { parts.append("\(usage.unchanged) not modified") }
        if usage.microdollars > 0 { parts.append(dollars(usage.microdollars)) }
        return parts.joined(separator: ", ")
    }

    /// Money to a hundredth of a cent.
    static func dollars(_ microdollars: Int64) -> String {
        let units = (microdollars + 50) / 100
        let fraction = String(units % 10_000)
        return "$\(units / 10_000)."
            + String(repeating: "0", count: 4 - fraction.count) + fraction
    }
}

/// Estimates of cost, for a person and for a program.
enum SourceCostText {
    static func show(
        _ estimates: [CostEstimate], _ arguments: Arguments, _ console: Console
    ) {
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "estimates": .array(estimates.map { .object($0.json) }),
                ]).text(pretty: true) + "\n")
            return
        }
        for estimate in estimates {
            console.write(
                "\(estimate.source) by \(estimate.tier.rawValue): "
                    + "\(Int(estimate.callsPerMonth.rounded())) calls a month, "
                    + (estimate.microdollarsPerMonth == 0
                        ? "free" : PullText.dollars(estimate.microdollarsPerMonth)) + "\n")
            if let allowed = estimate.callsAllowed {
                console.write(
                    "  its limits leave room for \(Int(min(allowed, 9e15).rounded())) calls"
                        + (estimate.isWithinLimits ? "\n" : ": too few\n"))
            }
            for note in estimate.notes { console.write("  \(note)\n") }
        }
    }
}
