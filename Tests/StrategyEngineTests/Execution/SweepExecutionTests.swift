import AlmanacCore
import Foundation
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

/// The sweep executor gives the bits that a run over whole columns gives.
@Suite struct SweepExecutionTests {
    private static let programCount =
        ProcessInfo.processInfo.environment["ALMANAC_PROGRAMS"].flatMap(Int.init) ?? 1_500

    @Test("random programs with several parameter sets agree bit for bit", arguments: 0..<4)
    func randomPrograms(shard: Int) throws {
        var failures = 0
        for index in 0..<Self.programCount / 4 where failures < 5 {
            let seed = UInt64(index * 4 + shard)
            if let failure = try Self.difference(seed: seed) {
                failures += 1
                Issue.record("seed \(seed): \(failure)")
            }
        }
    }

    private static func difference(seed: UInt64) throws -> String? {
        var program = RandomProgram(seed: seed)
        let definition = program.definition
        let inputs = RandomInputs.make(for: definition.slots, &program.dice)
        guard inputs.count > 0 else { return nil }
        // With hardly any memory everything is given up after each run and computed again.
        let executor = SweepExecutor(
            inputs, memoryLimit: program.dice.chance(0.5) ? 1_000 : 1 << 20,
            comparesWidely: seed % 4 < 2)
        var sets: [BoundParameters] = []
        for _ in 0..<4 { sets.append(try program.boundParameters()) }
        for parameters in sets + [sets[0]] {
            let strategy = try definition.compile(parameters)
            if strategy.graph.columns.isEmpty { continue }
            try executor.begin(StrategyFamily(strategy), varied: [], counts: [])
            if let difference = try difference(executor, strategy, inputs) {
                return "\(difference) with \(parameters.json.text())\n\(definition.code)"
            }
        }
        return nil
    }

    @Test("families of random programs give the bits of each member", arguments: 0..<4)
    func families(shard: Int) throws {
        var failures = 0
        var shared = 0
        for index in 0..<Self.programCount / 4 where failures < 5 {
            let seed = UInt64(index * 4 + shard)
            let (failure, count) = try Self.familyDifference(seed: seed)
            shared += count
            if let failure {
                failures += 1
                Issue.record("seed \(seed): \(failure)")
            }
        }
        #expect(shared > 0, "some programs are compiled together")
    }

    @Test(
        "columns that single precision cannot tell apart are compared to the bit",
        arguments: [true, false])
    func neighbours(comparesWidely: Bool) throws {
        var random = SeededGenerator(seed: 7)
        let bars = 0..<300
        var inputs = StrategyInputs(
            times: bars.map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) })
        inputs["prices", "close"] = bars.map { _ in
            random.unit() < 0.02 ? .nan : 1e6 + (random.unit() * 4).rounded(.down) / 1024
        }
        let example = try #require(ExampleStrategies.named("ma_crossover"))
        let definition = try StrategyDefinition(json: example.document, name: "ma_crossover")
        let bind = { @Sendable (digits: [Int]) in
            try? BoundParameters(
                definition.parameters,
                given: [
                    .init(name: "fast", value: .int(2 + digits[0])),
                    .init(name: "slow", value: .int(4 + digits[1])),
                ])
        }
        let sets = (0..<16).map { [$0 / 4, $0 % 4] }
        var builder = FamilyBuilder(
            definition, names: ["fast", "slow"], counts: [4, 4], bind: bind)
        let built = builder.build(sets.count) { $1 = sets[$0] }
        try #require(built.familyOf.allSatisfy { $0 == 0 })
        let executor = SweepExecutor(
            inputs, memoryLimit: 1 << 20, comparesWidely: comparesWidely)
        try executor.begin(
            built.families[0], varied: [.init(index: 0), .init(index: 1)], counts: [4, 4])
        for digits in sets {
            let strategy = try definition.compile(try #require(bind(digits)))
            let difference = try Self.difference(executor, strategy, inputs, digits: digits)
            #expect(difference == nil, "\(digits)")
        }
    }

    /// Runs a small grid as families, and says how many sets were members of one.
    private static func familyDifference(seed: UInt64) throws -> (String?, Int) {
        var program = RandomProgram(seed: seed)
        let definition = program.definition
        let inputs = RandomInputs.make(for: definition.slots, &program.dice)
        guard inputs.count > 0 else { return (nil, 0) }
        var axes: [(name: String, values: [ParameterValue])] = []
        for parameter in definition.parameters
        where !parameter.name.hasPrefix("execution_") && parameter.type != .string {
            var values: [ParameterValue] = []
            for _ in 0..<4 {
                let entry = try program.boundParameters()[parameter.name]
                if let entry, !values.contains(entry) { values.append(entry) }
            }
            axes.append((parameter.name, values))
            if axes.count == 3 { break }
        }
        let counts = axes.map(\.values.count)
        var sets: [[Int]] = [[]]
        for count in counts { sets = sets.flatMap { set in (0..<count).map { set + [$0] } } }
        let bind = { @Sendable [axes] (digits: [Int]) in
            try? BoundParameters(
                definition.parameters,
                given: zip(axes, digits).map { .init(name: $0.name, value: $0.values[$1]) })
        }
        var builder = FamilyBuilder(
            definition, names: axes.map(\.name), counts: counts,
            // Pieces may end in any order.
            concurrently: { count, body in (0..<count).reversed().forEach(body) }, bind: bind)
        let built = builder.build(sets.count) { $1 = sets[$0] }
        var varied: ParameterSubset = []
        for index in counts.indices where counts[index] > 1 {
            varied.insert(ParameterSubset(index: index))
        }
        let executor = SweepExecutor(
            inputs, memoryLimit: program.dice.chance(0.5) ? 1_000 : 1 << 20,
            comparesWidely: seed % 4 < 2)
        var current: Int?
        for (place, digits) in sets.enumerated() {
            let family = Int(built.familyOf[place])
            guard family >= 0, let parameters = bind(digits) else {
                continue
            }
            if current != family {
                try executor.begin(built.families[family], varied: varied, counts: counts)
                current = family
            }
            let strategy = try definition.compile(parameters)
            if let difference = try difference(executor, strategy, inputs, digits: digits) {
                return (
                    "\(difference) with \(parameters.json.text())\n\(definition.code)", 0
                )
            }
        }
        return (nil, built.familyOf.filter { $0 >= 0 }.count)
    }

    /// How an executor's next run differs from the run over whole columns.
    static func difference(
        _ executor: SweepExecutor, _ strategy: CompiledStrategy, _ inputs: StrategyInputs,
        digits: [Int] = [0]
    ) throws -> String? {
        // A program without parameters has no digits.
        let digits = digits.isEmpty ? [0] : digits
        let isWhole = digits.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(executor.run) ?? false
        }
        let expected: StrategySignals
        do {
            expected = try strategy.signals(over: inputs)
        } catch {
            return isWhole ? "no fault, but \(error.message)" : nil
        }
        guard isWhole else { return "a fault that is none" }
        return expected.difference(fromTruncated: executor.signals(digits, like: expected))
    }
}

extension SweepExecutor {
    /// The signals of the last run in the form that a run over columns gives.
    func signals(_ digits: [Int], like expected: StrategySignals) -> StrategySignals {
        digits.withUnsafeBufferPointer { buffer -> StrategySignals in
            guard let digits = buffer.baseAddress else { preconditionFailure("digits are given") }
            func truths(_ index: Int) -> [Bool] {
                var flags = [Bool](repeating: false, count: bars)
                flags.withUnsafeMutableBufferPointer { flags in
                    guard let base = flags.baseAddress else { return }
                    copySignal(index, 0..<bars, digits, into: base)
                }
                return flags
            }
            func numbers(_ index: Int) -> StrategySignals.Level {
                switch level(index, digits) {
                case .none: .none
                case .scalar(let value): .scalar(value)
                case .series(let values):
                    .series(Array(UnsafeBufferPointer(start: values, count: bars)))
                }
            }
            var found = expected
            found.entries = truths(0)
            found.exits = truths(1)
            found.shortEntries = signalCount == 4 ? truths(2) : nil
            found.shortExits = signalCount == 4 ? truths(3) : nil
            (found.size, found.stopLoss) = (numbers(0), numbers(1))
            (found.takeProfit, found.trailingStop) = (numbers(2), numbers(3))
            return found
        }
    }
}
