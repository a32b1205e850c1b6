import AlmanacCore
import Foundation
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

/// Random programs over random series give the same bits however they are run.
///
/// A failure prints the seed and the program; `ALMANAC_PROGRAM_SEED` repeats one seed alone, and
/// `ALMANAC_PROGRAMS` sets how many programs run in all.
@Suite struct RandomProgramTests {
    static let shardCount = 8
    private static let environment = ProcessInfo.processInfo.environment
    private static let programCount = environment["ALMANAC_PROGRAMS"].flatMap(Int.init) ?? 12_000

    @Test(
        "columns, chunks, single bars, restored state and fewer bars agree bit for bit",
        arguments: 0..<shardCount)
    func agreement(shard: Int) throws {
        if let seed = Self.environment["ALMANAC_PROGRAM_SEED"].flatMap(UInt64.init) {
            if shard == 0 { try Self.check(seed: seed, isVerbose: true) }
            return
        }
        var failures = 0
        for index in 0..<Self.programCount / Self.shardCount {
            let seed = UInt64(index * Self.shardCount + shard)
            if try !Self.check(seed: seed) { failures += 1 }
            if failures >= 5 { break }
        }
    }

    /// Checks one program; false, with an issue that shows it, where something differs.
    @discardableResult
    private static func check(seed: UInt64, isVerbose: Bool = false) throws -> Bool {
        var program = RandomProgram(seed: seed)
        let definition = program.definition
        if isVerbose { print(definition.code) }
        do {
            guard let failure = try difference(&program) else { return true }
            Issue.record("seed \(seed): \(failure)\n\(definition.code)")
        } catch {
            Issue.record("seed \(seed): \(error)\n\(definition.code)")
        }
        return false
    }

    private static func difference(_ program: inout RandomProgram) throws -> String? {
        let definition = program.definition
        let faults = definition.check().filter { $0.severity == .error }
        if let fault = faults.first {
            return "refused: " + fault.rendered(in: SourceText(definition.code))
        }
        let strategy: CompiledStrategy
        let parameters = try program.boundParameters()
        do {
            strategy = try definition.compile(parameters)
        } catch {
            return "accepted, but not compiled with \(parameters.json.text()): \(error.message)"
        }
        let inputs = RandomInputs.make(for: definition.slots, &program.dice)
        return try executionDifference(strategy, inputs, &program)
    }

    private static func executionDifference(
        _ strategy: CompiledStrategy, _ inputs: StrategyInputs, _ program: inout RandomProgram
    ) throws -> String? {
        let graph = strategy.graph
        let bars = 0..<inputs.count
        let whole = ProgramAgreement.values(
            of: graph, inputs, bars: bars, largestChunk: GraphRunner.columnChunk
        ) { GraphRunner.columnChunk }.values
        let saved = program.dice.int(0...inputs.count)
        let (single, state, _) = ProgramAgreement.values(
            of: graph, inputs, bars: bars, largestChunk: 1, savingStateAfter: saved
        ) { 1 }
        if let difference = whole.difference(from: single) { return "bar by bar: \(difference)" }
        var dice = program.dice
        let largest = dice.int(2...64)
        let chunked = ProgramAgreement.values(
            of: graph, inputs, bars: bars, largestChunk: largest
        ) { dice.int(1...largest) }.values
        if let difference = whole.difference(from: chunked) { return "in chunks: \(difference)" }
        let resumed = ProgramAgreement.values(
            of: graph, inputs, bars: saved..<inputs.count, largestChunk: 7, from: state
        ) { 7 }
        guard resumed.isRestored else { return "the state after bar \(saved) is refused" }
        let rest = GraphValues(
            columns: whole.columns.map { Array($0[saved...]) }, fault: whole.fault)
        if let difference = rest.difference(from: resumed.values) {
            return "restored after bar \(saved): \(difference)"
        }
        if graph.columns.isEmpty && inputs.count == 0 { return nil }
        return try signalDifference(strategy, inputs, whole, restoredAfter: saved, &dice, program)
    }

    private static func signalDifference(
        _ strategy: CompiledStrategy, _ inputs: StrategyInputs, _ whole: GraphValues,
        restoredAfter saved: Int, _ dice: inout Dice, _ program: RandomProgram
    ) throws -> String? {
        let live = try ProgramAgreement.liveSignals(strategy, inputs, restoredAfter: saved)
        if live.faultBar != whole.fault?.bar {
            return "live fault \(String(describing: live.faultBar))"
        }
        let signals: StrategySignals
        do {
            signals = try strategy.signals(over: inputs)
        } catch {
            let isNamed = error.kind == .execution && error.details["bar"] != nil
            return whole.fault == nil || !isNamed ? "unexpected error \(error)" : nil
        }
        if whole.fault != nil { return "a fault at a bar is not thrown" }
        if let difference = signals.difference(from: live.signals) { return "live: \(difference)" }
        guard inputs.count > 1 else { return nil }
        let count = dice.int(0...inputs.count - 1)
        let fewer = try strategy.signals(
            over: inputs.prefix(count, slots: program.definition.slots))
        return signals.difference(fromTruncated: fewer).map { "over \(count) bars: \($0)" }
    }
}
