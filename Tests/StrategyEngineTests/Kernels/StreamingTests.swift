import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing

/// What holds for every kernel, whatever it computes: checked on all the operations and columns of
/// the golden file, and on the operations that it does not know.
@Suite struct StreamingTests {
    /// An operation with columns for its inputs.
    struct Sample {
        var name: String
        var operation: StrategyLanguage.Operation
        var inputs: [[Double]]
        var bars: Int { inputs[0].count }
    }

    static func samples() throws -> [Sample] {
        let golden = try GoldenFile.load()
        var samples: [Sample] = golden.cases.compactMap { entry in
            guard let operation = entry.operation else { return nil }
            let name = "\(entry.name) \(entry.arguments.map { $0.text() })"
            return Sample(name: name, operation: operation, inputs: golden.inputs(of: entry))
        }
        let holes = golden.columns["holes"] ?? []
        let flags = holes.map { $0 > 1_300 ? 1.0 : $0.isNaN ? .nan : 0 }
        let others: [StrategyLanguage.Operation] = [
            .unary(.not), .unary(.isTrue), .unary(.requireInteger), .barsSince,
            .latch(bar: 0), .latch(bar: 57), .shift(bars: 33, fill: Number(-1)),
        ]
        for operation in others {
            samples.append(Sample(name: "\(operation)", operation: operation, inputs: [flags]))
        }
        for function in [BinaryFunction.and, .or, .xor] {
            samples.append(
                Sample(
                    name: "\(function)", operation: .binary(function), inputs: [flags, holes]))
        }
        samples.append(
            Sample(
                name: "session first", operation: .session(.first),
                inputs: [holes, golden.times.map { ($0 / 86_400_000_000).rounded(.down) }]))
        return samples
    }

    private static func whole(_ sample: Sample) -> [Double] {
        KernelRunner.run(makeKernel(for: sample.operation), sample.inputs, bars: sample.bars)
    }

    @Test func `How bars are cut into chunks does not change a bit`() throws {
        var generator = SeededGenerator(seed: 7)
        for sample in try Self.samples() {
            let expected = Self.whole(sample)
            let random = (0..<40).map { _ in Int.random(in: 1...30, using: &generator) }
            for chunks in [[1], random, [16, 1, 250]] {
                var kernel = makeKernel(for: sample.operation)
                let actual = KernelRunner.run(
                    &kernel, sample.inputs, bars: sample.bars, chunks: chunks)[0]
                #expect(isSame(actual, expected), "\(sample.name) in chunks of \(chunks)")
            }
        }
    }

    @Test func `A kernel restored from a snapshot goes on with the same bits`() throws {
        var generator = SeededGenerator(seed: 8)
        for sample in try Self.samples() where sample.bars > 1 {
            let expected = Self.whole(sample)
            let cut = Int.random(in: 1..<sample.bars, using: &generator)
            var first = makeKernel(for: sample.operation)
            let head = KernelRunner.run(
                &first, sample.inputs.map { Array($0[..<cut]) }, bars: cut, chunks: [7])[0]
            var saving = StateArchive.saving()
            first.visitState(&saving)
            var restoring = StateArchive.restoring(saving.words)
            var second = makeKernel(for: sample.operation)
            second.visitState(&restoring)
            #expect(restoring.isComplete, "\(sample.name)")
            let rest = sample.inputs.map { Array($0[cut...]) }
            // The original goes on too: saving must not disturb it.
            for var kernel in [second, first] {
                let tail = KernelRunner.run(&kernel, rest, bars: sample.bars - cut, chunks: [11])[0]
                #expect(isSame(head + tail, expected), "\(sample.name) cut at \(cut)")
            }
        }
    }

    @Test func `A copy of a kernel goes its own way`() throws {
        for sample in try Self.samples() where sample.bars > 40 {
            let expected = Self.whole(sample)
            var original = makeKernel(for: sample.operation)
            _ = KernelRunner.run(
                &original, sample.inputs.map { Array($0[..<40]) }, bars: 40, chunks: [40])
            var copy = original
            let rest = sample.inputs.map { Array($0[40...]) }
            let other = rest.map { $0.map { $0 * 3 - 1 } }
            _ = KernelRunner.run(&copy, other, bars: sample.bars - 40, chunks: [9])
            let tail = KernelRunner.run(&original, rest, bars: sample.bars - 40, chunks: [9])[0]
            #expect(isSame(tail, Array(expected[40...])), "\(sample.name)")
        }
    }

    @Test func `No result depends on a later bar`() throws {
        for sample in try Self.samples() where sample.bars > 40 {
            let expected = Self.whole(sample)
            let cut = sample.bars / 2
            let changed = sample.inputs.map { column in
                Array(column[..<cut]) + column[cut...].reversed().map { $0 * -2 }
            }
            let actual = KernelRunner.run(
                makeKernel(for: sample.operation), changed, bars: sample.bars)
            #expect(isSame(Array(actual[..<cut]), Array(expected[..<cut])), "\(sample.name)")
        }
    }

    @Test func `A damaged snapshot is refused or at least harmless`() throws {
        var generator = SeededGenerator(seed: 9)
        let sample = Sample(
            name: "mean",
            operation: .window(.max, Window(span: .bars(5), minPeriods: 1)),
            inputs: [(0..<50).map { Double($0 % 7) }])
        var kernel = makeKernel(for: sample.operation)
        _ = KernelRunner.run(&kernel, sample.inputs, bars: 50, chunks: [50])
        var saving = StateArchive.saving()
        kernel.visitState(&saving)
        for _ in 0..<200 {
            var words = saving.words
            words[Int.random(in: words.indices, using: &generator)] = UInt64.random(
                in: 0...40, using: &generator)
            var restoring = StateArchive.restoring(words)
            var restored = makeKernel(for: sample.operation)
            restored.visitState(&restoring)
            if restoring.isComplete {
                _ = KernelRunner.run(&restored, sample.inputs, bars: 50, chunks: [50])
            }
        }
    }
}
