public import AlmanacCore
import Backtesting
import StrategyLanguage

/// A sweep's rows as CSV, and back.
///
/// The first line names the sweep by its hash and says whether the file is whole; the second
/// describes it. Numbers have the fewest digits that read back as the same value, so that rows that
/// were read again are the rows that were written.
public struct SweepFile: Sendable {
    private let sweep: Sweep

    /// Makes a writer and reader for a sweep.
    public init(_ sweep: Sweep) { self.sweep = sweep }

    private static let mark = "# almanac sweep "

    /// Whether a file holds every row of its sweep.
    public enum State: String, Sendable { case partial, complete }

    // MARK: - Writing

    /// The lines before the rows.
    public func header(_ state: State) -> String {
        let count = sweep.combinations.count
        let names = sweep.grid.ranges.map(\.name)
        var columns = ["symbol", "combination"] + names
        columns += [
            "final_equity", "total_return", "sharpe", "max_drawdown", "orders", "closed_trades",
            "margin_call_bar",
        ]
        if !sweep.metric.isQuick { columns.append(sweep.metric.name.rawValue) }
        columns.append("error")
        return "\(Self.mark)\(sweep.hash) \(state.rawValue)\n"
            + "# \(Self.field(sweep.grid.definition.name)): \(count) combinations of "
            + "\(names.joined(separator: ", "))"
            + (sweep.grid.constraint.map { " where \(Self.line($0))" } ?? "")
            + " on \(sweep.symbols.count) symbols, ranked by \(sweep.metric.name.rawValue)\n"
            + columns.map(Self.field).joined(separator: ",") + "\n"
    }

    /// Some rows as lines.
    public func lines(_ rows: some Sequence<SweepRow>) -> String {
        var text = ""
        for row in rows {
            var fields = [Self.field(sweep.symbols[row.symbol]), String(row.combination)]
            fields += sweep.grid.values(of: row.combination).map { Self.field($0.text) }
            switch row.outcome {
            case .figures(let figures, let metric):
                fields += [
                    JSON.text(of: figures.finalEquity), JSON.text(of: figures.totalReturn),
                    figures.sharpe.map { JSON.text(of: $0) } ?? "",
                    JSON.text(of: figures.maxDrawdown), String(figures.orders),
                    String(figures.closedTrades), figures.marginCallBar.map { String($0) } ?? "",
                ]
                if !sweep.metric.isQuick { fields.append(metric.map { JSON.text(of: $0) } ?? "") }
                fields.append("")
            case .failure(let kind, let message):
                let empty = sweep.metric.isQuick ? 7 : 8
                fields += [String](repeating: "", count: empty)
                fields.append(Self.field("\(kind.rawValue): \(Self.line(message))"))
            }
            text += fields.joined(separator: ",") + "\n"
        }
        return text
    }

    /// The whole file of a finished sweep, rows by symbol and combination.
    public func text(_ rows: [SweepRow]) -> String { header(.complete) + lines(rows) }

    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    // MARK: - Reading

    /// The rows of an interrupted run of the same sweep.
    ///
    /// What stands behind the last line break was being written when the run ended and is left out.
    /// - Throws: A `validation_error` where the file is another sweep's, or not one at all.
    public func rows(in text: String, path: String) throws(AlmanacError) -> [SweepRow] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard let first = lines.first, first.hasPrefix(Self.mark) else {
            throw refusal(path, "is not the file of a sweep")
        }
        let words = first.dropFirst(Self.mark.count).split(separator: " ")
        guard words.count == 2, words[0] == sweep.hash else {
            throw refusal(
                path,
                "holds rows of another sweep: the strategy, the data, the settings or the "
                    + "ranges differ")
        }
        var rows: [SweepRow] = []
        var seen: Set<[Int]> = []
        let wanted = Set(sweep.combinations)
        for line in lines.dropFirst(3) {
            guard let row = row(Self.fields(line)), wanted.contains(row.combination) else {
                throw refusal(path, "has a line that is not a row of this sweep")
            }
            if seen.insert([row.symbol, row.combination]).inserted { rows.append(row) }
        }
        return rows
    }

    private func refusal(_ path: String, _ reason: String) -> AlmanacError {
        AlmanacError(
            .validation, "\(path) \(reason)",
            details: ["path": .string(path), "hash": .string(sweep.hash)],
            suggestion: "give another file with --out, or remove this one")
    }

    private func row(_ fields: [String]) -> SweepRow? {
        let names = sweep.grid.ranges.count
        let start = 2 + names
        guard fields.count == start + (sweep.metric.isQuick ? 8 : 9),
            let symbol = sweep.symbols.firstIndex(of: fields[0]),
            let combination = Int(fields[1]), combination >= 0, combination < sweep.grid.size
        else { return nil }
        if let failure = fields.last, !failure.isEmpty {
            let parts = failure.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let kind = AlmanacError.Kind(rawValue: String(parts[0])) else {
                return nil
            }
            return SweepRow(
                symbol: symbol, combination: combination,
                outcome: .failure(kind: kind, message: String(parts[1].dropFirst())))
        }
        guard let equity = Double(fields[start]), let total = Double(fields[start + 1]),
            let fall = Double(fields[start + 3]), let orders = Int(fields[start + 4]),
            let closed = Int(fields[start + 5])
        else { return nil }
        let figures = QuickResult.recorded(
            finalEquity: equity, totalReturn: total, sharpe: Double(fields[start + 2]),
            maxDrawdown: fall, orders: orders, closedTrades: closed,
            marginCallBar: Int(fields[start + 6]))
        return SweepRow(
            symbol: symbol, combination: combination,
            outcome: .figures(
                figures, metric: sweep.metric.isQuick ? nil : Double(fields[start + 7])))
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        let bytes = Array(line.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isDoubled = byte == 0x22 && index + 1 < bytes.count && bytes[index + 1] == 0x22
            if byte == 0x22, isQuoted, isDoubled {
                field.append(byte)
                index += 1
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == 0x2C, !isQuoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            } else {
                field.append(byte)
            }
            index += 1
        }
        return fields + [String(decoding: field, as: UTF8.self)]
    }
}
