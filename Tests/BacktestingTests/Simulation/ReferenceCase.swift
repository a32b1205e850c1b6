import AlmanacCore
import Backtesting
import Foundation
import TestSupport
import TimeSeries

/// The names of the reference cases, in order; empty where there is no shared data.
enum ReferenceCases {
    static let names: [String] = {
        guard SharedData.folder != nil else { return [] }
        let files = (try? SharedData.names(in: "reference/cases", suffix: ".json")) ?? []
        return files.map { String($0.dropLast(5)) }
    }()
}

/// One reference case, with its data read and its signals taken from what was expected.
struct ReferenceCase {
    var document: JSON
    var market: Market
    var signals: Signals
    var settings = ExecutionSettings()

    init(_ name: String) throws {
        document = try JSON.parse(SharedData.text("reference/cases/\(name).json"))
        let run = document["run"]
        let symbols = run?["symbols"]?.objectValue?.members ?? []
        let slot = document["strategy"]?["data_schema"]?.objectValue?.keys.first ?? ""
        let symbol = symbols.first { $0.key == slot }?.value.stringValue ?? ""
        let table = try Table(SharedData.text("reference/data/\(symbol).csv"))
            .cut(from: run?["start"]?.stringValue, to: run?["end"]?.stringValue)
        // Stops see only the columns that the strategy declares: without high and low, closes.
        let declared = document["strategy"]?["data_schema"]?[slot]?["columns"]?.arrayValue ?? []
        market = table.market(symbol: symbol, columns: declared.compactMap(\.stringValue))
        let expected = document["expected"]
        func flags(_ key: String) -> [Bool]? {
            guard let bars = expected?[key]?.arrayValue else { return nil }
            var flags = [Bool](repeating: false, count: table.count)
            for bar in bars.compactMap(\.intValue) where bar < flags.count { flags[bar] = true }
            return flags
        }
        signals = Signals(
            entries: flags("entries") ?? [], exits: flags("exits") ?? [],
            shortEntries: flags("short_entries"), shortExits: flags("short_exits"))
        let code = document["strategy"]?["code"]?.stringValue ?? ""
        signals.stopLoss = Self.level("stop_loss", in: code)
        signals.takeProfit = Self.level("take_profit", in: code)
        signals.trailingStop = Self.level("trailing_stop", in: code)
        settings.initialCash = run?["init_cash"]?.doubleValue ?? 10_000
        settings.fees = run?["fees"]?.doubleValue ?? 0
        settings.slippage = run?["slippage"]?.doubleValue ?? 0
        settings.fillRules = run?["fills"]?.stringValue == "vectorbt" ? .vectorbt : .standard
        let price = document["strategy"]?["param_schema"]?["execution_price"]?["default"]
        settings.executionPrice = price?.stringValue == "open" ? .open : .close
    }

    /// A constant level, read off the strategy's `return {...}`.
    private static func level(_ name: String, in code: String) -> Signals.Level {
        guard let range = code.range(of: "'\(name)': ") else { return .none }
        let digits = code[range.upperBound...].prefix { $0.isNumber || $0 == "." }
        return Double(digits).map(Signals.Level.scalar) ?? .none
    }
}

/// A small comma-separated table of dates and numbers.
struct Table {
    var dates: [String] = []
    var names: [String] = []
    var columns: [[Double]] = []

    var count: Int { dates.count }

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        names = lines[0].split(separator: ",").dropFirst().map(String.init)
        columns = names.map { _ in [] }
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            dates.append(String(fields[0].prefix(10)))
            for index in names.indices {
                columns[index].append(Double(fields[index + 1]) ?? .nan)
            }
        }
    }

    /// The rows from one date to another, both included.
    func cut(from start: String?, to end: String?) -> Table {
        var table = self
        let rows = dates.indices.filter {
            dates[$0] >= (start ?? "") && dates[$0] <= (end ?? "9999")
        }
        table.dates = rows.map { dates[$0] }
        table.columns = columns.map { column in rows.map { column[$0] } }
        return table
    }

    func market(symbol: String, columns declared: [String]) -> Market {
        func column(_ name: String) -> [Double]? {
            declared.contains(name) ? names.firstIndex(of: name).map { columns[$0] } : nil
        }
        return Market(
            symbol: symbol, times: dates.map(Self.time), open: column("open"),
            high: column("high"), low: column("low"), close: column("close") ?? [],
            volume: column("volume"))
    }

    private static func time(_ date: String) -> Timestamp {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        let components = DateComponents(
            timeZone: TimeZone(secondsFromGMT: 0), year: parts[0], month: parts[1], day: parts[2])
        let moment = Calendar(identifier: .gregorian).date(from: components) ?? .distantPast
        return Timestamp(nanoseconds: Int64(moment.timeIntervalSince1970) * 1_000_000_000)
    }
}

/// Whether two numbers agree as the reference demands: 1e-9 relative, 1e-12 absolute.
func agrees(_ a: Double?, _ b: Double?, _ relative: Double = 1e-9) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-12
}
