import Agents
import AlmanacCore
import Archive
import Backtesting
import Database
import Glibc
import StrategyLanguage
import TimeSeries

/// Finds the data for what a sentence asks: named files first, then bundled prices, then the
/// archive.
struct AskedData {
    private let arguments: Arguments
    private let console: Console
    /// Series of the archive by symbol: their names as `archive:` takes them.
    private let archived: [(symbol: String, name: String)]

    /// The flag that names files.
    static let option = Command.Option(
        "--data", "[SLOT=]FILE.csv",
        "a file for a slot of the strategy, or archive:SOURCE/SYMBOL", isRepeatable: true)

    /// Looks at what is there, without reading it.
    init(_ arguments: Arguments, _ console: Console) {
        self.arguments = arguments
        self.console = console
        archived = Self.archive(arguments, console)
    }

    /// The series of an archive that exists; one is never made here.
    private static func archive(
        _ arguments: Arguments, _ console: Console
    ) -> [(symbol: String, name: String)] {
        guard let options = try? DatabaseOptions(arguments, console) else { return [] }
        if !options.isNamed, case .sqlite(let path) = options.location,
            access(path, R_OK) != 0
        {
            return []
        }
        guard let archive = try? ArchiveAccess(arguments, console),
            let series = try? archive.read({ try archive.store.list($0) })
        else { return [] }
        return series.filter { $0.columns.contains("close") }.map {
            ($0.symbol, "\($0.source)/\($0.symbol)")
        }
    }

    /// What turns sentences into plans, knowing what is at hand.
    var planner: Planner {
        let archived = archived
        let bound = arguments.pairs("--data").map(\.name)
        let variable = console.environment
        var atHand = AtHand()
        atHand.isBound = { slot, isFirst in
            bound.contains(slot) || isFirst && bound.contains(nil)
        }
        atHand.archivedPrices = { symbol in archived.first { $0.symbol == symbol }?.name }
        atHand.hasKey = { variable($0).map { !$0.isEmpty } ?? false }
        return Planner(atHand: atHand)
    }

    /// The files that are named, by slot; no name is the first slot.
    private func files(_ definition: StrategyDefinition) -> [(slot: String, path: String)] {
        arguments.pairs("--data").map { ($0.name ?? definition.slots[0].name, $0.value) }
    }

    /// The slots of a reading that nothing at hand fills, each with what it is.
    func missing(
        _ reading: SentenceReading, _ definition: StrategyDefinition
    ) -> [(slot: String, what: String)] {
        let given = files(definition).map(\.slot)
        var missing: [(slot: String, what: String)] = []
        for binding in reading.symbols where !given.contains(binding.slot) {
            let isThere =
                SymbolCatalogue.isBundled(binding.symbol)
                || archived.contains { $0.symbol == binding.symbol }
            if !isThere { missing.append((binding.slot, "prices of \(binding.symbol)")) }
        }
        for signal in reading.signals where !given.contains(signal.slot) {
            missing.append((signal.slot, signal.source.name))
        }
        return missing
    }

    /// The data of every slot, the traded one first.
    ///
    /// - Throws: `data_fetch_error` that names each slot without data and what would fill it.
    func slots(
        _ reading: SentenceReading, _ definition: StrategyDefinition
    ) throws(AlmanacError) -> [SlotData] {
        let absent = missing(reading, definition)
        guard absent.isEmpty else { throw Self.error(absent, reading, definition) }
        let binding = try DataBinding(definition, arguments)
        var data: [SlotData] = []
        for slot in definition.slots {
            if let file = files(definition).last(where: { $0.slot == slot.name }) {
                data.append(try binding.file(file.path, slot.name))
                continue
            }
            guard let symbol = reading.symbols.first(where: { $0.slot == slot.name })?.symbol else {
                continue
            }
            if SymbolCatalogue.isBundled(symbol) {
                data.append(try binding.bundled(symbol, slot.name))
            } else if let series = archived.first(where: { $0.symbol == symbol }) {
                data.append(try binding.archived(series.name, slot.name))
            }
        }
        return data
    }

    private static func error(
        _ absent: [(slot: String, what: String)], _ reading: SentenceReading,
        _ definition: StrategyDefinition
    ) -> AlmanacError {
        let names = absent.map(\.what).joined(separator: ", ")
        let flags = absent.map { "--data \($0.slot)=FILE.csv" }.joined(separator: " ")
        let columns = absent.map { slot, _ in
            let needed = definition.slots.first { $0.name == slot }?.columns ?? []
            return "\(slot): time, \(needed.joined(separator: ", "))"
        }.joined(separator: "; ")
        return AlmanacError(
            .dataFetch, "not at hand: \(names)",
            details: [
                "missing": .array(
                    absent.map { ["slot": .string($0.slot), "what": .string($0.what)] })
            ],
            suggestion: "give files: \(flags) (columns \(columns)); prices come into the archive "
                + "with `almanac data pull`, posts become signals with `almanac signals`, and "
                + "`almanac symbols` lists what is bundled")
    }
}
