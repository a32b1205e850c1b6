import AlmanacCore
import DataSources
import TestSupport
import Testing
import TimeSeries

/// Real faulty tables of Yahoo's beside what they should say.
@Suite struct YahooRepairTests {
    private static let folder = "data/prices/yfinance_price_repair/"

    struct Table {
        var frame: Frame
        var splits: [(time: Timestamp, ratio: Double)] = []

        init(_ name: String) throws {
            let bytes = try sharedBytes(YahooRepairTests.folder + name + ".csv.gz")
            var options = CSVOptions()
            options.sort = true
            frame = try CSVReader.read(bytes: bytes, name: name, options: options).frame
            let ratios = frame["stock_splits"] ?? frame["stock splits"] ?? []
            for (row, ratio) in ratios.enumerated() where ratio > 0 {
                splits.append((frame.times[row], ratio))
            }
        }

        func column(_ name: String) -> [Double] { frame[name] ?? [] }
    }

    /// The share of rows whose four prices are within 1 % of the right ones, before and after.
    private func measure(_ name: String) throws -> (before: Int, after: Int, of: Int) {
        let faulty = try Table(name)
        let right = try Table(name + "-fixed")
        let mended = YahooRepairProbe.mend(faulty.frame, splits: faulty.splits)
        func count(_ frame: Frame) -> Int {
            frame.times.indices.filter { row in
                ["open", "high", "low", "close"].allSatisfy { name in
                    guard let value = frame[name]?[row], let wanted = right.frame[name]?[row]
                    else { return false }
                    return abs(value / wanted - 1) < 0.01
                }
            }.count
        }
        #expect(faulty.frame.times == right.frame.times)
        return (count(faulty.frame), count(mended), right.frame.count)
    }

    @Test(
        "faulty tables are mended to their repaired twins", .requiresSharedData,
        arguments: [
            ("AET-L-1d-100x-error", 23), ("SSW-JO-1d-100x-error", 29),
            ("4063-T-1d-bad-stock-split", 22), ("ALPHA-PA-1d-bad-stock-split", 29),
            ("CNE-L-1d-bad-stock-split", 10), ("DEX-AX-1d-bad-stock-split", 23),
            ("LA-V-1d-bad-stock-split", 41), ("MOB-ST-1d-bad-stock-split", 16),
            ("ASAI-L-1h-bad-unit", 20),
        ])
    func twins(name: String, rows: Int) throws {
        let (before, after, count) = try measure(name)
        #expect(before < after && after == rows && count == rows, "\(before) -> \(after)")
    }

    @Test(
        "what cannot be told from the rows is left as it is", .requiresSharedData,
        arguments: ["SPM-MI-1d-bad-stock-split", "AV-L-1wk-bad-stock-split"])
    func abstention(name: String) throws {
        let (before, after, _) = try measure(name)
        #expect(after == before)
    }

    /// Tables that were collected for their dividends, and have prices in the wrong unit as well.
    private static let alsoFaulty = ["CLC-L", "LSC-L", "NVT-L", "SSNLF"]

    @Test("tables whose prices are right stay as they are", .requiresSharedData)
    func untouched() throws {
        var rows = 0
        let names = try SharedData.names(in: Self.folder, suffix: ".csv.gz")
            .filter { $0.contains("bad-div") || $0.contains("cg-double") || $0.contains("missing") }
        for name in names {
            let table = try Table(String(name.dropLast(7)))
            let mended = YahooRepairProbe.mend(table.frame, splits: table.splits)
            let changed = table.frame.times.indices.filter {
                let (old, new) = (table.column("close")[$0], mended["close"]?[$0] ?? .nan)
                return old != new && !(old.isNaN && new.isNaN)
            }
            rows += table.frame.count
            let isFaulty = Self.alsoFaulty.contains { name.hasPrefix($0) }
            #expect(changed.isEmpty != isFaulty, "\(name): \(changed.count) rows changed")
            let closes = (mended["close"] ?? []).filter(\.isFinite)
            let jumps = zip(closes, closes.dropFirst()).filter { $1 / $0 > 9 || $0 / $1 > 9 }
            // One company's shares were really consolidated fifteen to one.
            #expect(jumps.isEmpty || name.hasPrefix("SCR-TO"), "\(name): \(jumps)")
        }
        #expect(names.count == 59 && rows == 49_439)
    }
}
