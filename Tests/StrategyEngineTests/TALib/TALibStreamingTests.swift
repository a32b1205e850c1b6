import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing

/// What holds for every TA-Lib function, whatever it computes.
@Suite struct TALibStreamingTests {
    /// A function with options and columns.
    private struct Sample {
        var function: TALibFunction
        var options: [Double]
        var columns: [[Double]]
        var name: String { "\(function.rawValue)\(options)" }
        var bars: Int { columns.first?.count ?? 0 }
        var outputs: [[Double]] { talibOutputs(function, options, columns) }
    }

    /// Every function with its defaults and with small options, on a random walk with gaps.
    private static func samples(seed: UInt64, bars: Int) -> [Sample] {
        var generator = SeededGenerator(seed: seed)
        let prices = walk(bars, &generator)
        return TALibFunction.allCases.flatMap { function in
            let signature = function.signature
            let columns = prices.columns(signature.inputs)
            let small = signature.options.map { option in
                switch option.kind {
                case .integer: Double(Int.random(in: 2...7, using: &generator))
                case .averageType: Double(Int.random(in: 0...8, using: &generator))
                case .real: min(option.maximum, option.defaultValue * 1.5)
                }
            }
            return [signature.options.map(\.defaultValue), small].map {
                Sample(function: function, options: $0, columns: columns)
            }
        }
    }

    private static func walk(
        _ bars: Int, _ generator: inout SeededGenerator
    ) -> [String: [Double]] {
        var columns: [String: [Double]] = [:]
        var close = 100.0
        for bar in 0..<bars {
            let open = close
            close += (generator.unit() - 0.5) * (bar % 9 == 0 ? 0 : 2)
            let isMissing = bar < 4 || bar == bars - 40
            columns["open", default: []].append(bar < 3 ? .nan : open)
            columns["high", default: []].append(max(open, close) + generator.unit())
            columns["low", default: []].append(min(open, close) - generator.unit())
            columns["close", default: []].append(isMissing ? .nan : close)
            columns["volume", default: []].append(generator.unit() * 1000)
        }
        return columns
    }

    @Test func `How bars are cut into chunks does not change a bit`() {
        var generator = SeededGenerator(seed: 11)
        for sample in Self.samples(seed: 11, bars: 400) {
            let expected = sample.outputs
            let random = (0..<60).map { _ in Int.random(in: 1...25, using: &generator) }
            for chunks in [[1], random] {
                let actual = talibOutputs(
                    sample.function, sample.options, sample.columns, chunks: chunks)
                #expect(isSame(actual, expected), "\(sample.name) in chunks of \(chunks)")
            }
        }
    }

    @Test func `A restored snapshot goes on as the kernel that it was taken from`() {
        for sample in Self.samples(seed: 12, bars: 300) {
            let expected = sample.outputs
            for cut in [2, 30, 155, 259] {
                let (resumed, isComplete) = outputs(of: sample, resumedAt: cut)
                #expect(isComplete, "\(sample.name) at \(cut)")
                let rest = expected.map { Array($0[cut...]) }
                #expect(isSame(resumed, rest), "\(sample.name) resumed at \(cut)")
            }
        }
    }

    /// The outputs from a bar on, of a new kernel that took over the state of another there.
    private func outputs(of sample: Sample, resumedAt cut: Int) -> ([[Double]], Bool) {
        let count = sample.function.signature.outputs.count
        var first = makeTALibKernel(sample.function, options: sample.options)
        let head = sample.columns.map { Array($0[..<cut]) }
        _ = KernelRunner.run(&first, head, bars: cut, outputs: count, chunks: [cut])
        var saving = StateArchive.saving()
        first.visitState(&saving)

        var second = makeTALibKernel(sample.function, options: sample.options)
        var restoring = StateArchive.restoring(saving.words)
        second.visitState(&restoring)
        let tail = sample.columns.map { Array($0[cut...]) }
        let bars = sample.bars - cut
        let resumed = KernelRunner.run(&second, tail, bars: bars, outputs: count, chunks: [bars])
        return (resumed, restoring.isComplete)
    }

    @Test func `A snapshot is a copy: the kernel that goes on does not change it`() {
        for sample in Self.samples(seed: 13, bars: 120) {
            var kernel = makeTALibKernel(sample.function, options: sample.options)
            let count = sample.function.signature.outputs.count
            let head = sample.columns.map { Array($0[..<60]) }
            let tail = sample.columns.map { Array($0[60...]) }
            _ = KernelRunner.run(&kernel, head, bars: 60, outputs: count, chunks: [60])
            var copy = kernel
            let first = KernelRunner.run(&kernel, tail, bars: 60, outputs: count, chunks: [60])
            let second = KernelRunner.run(&copy, tail, bars: 60, outputs: count, chunks: [7])
            #expect(isSame(first, second), "\(sample.name)")
        }
    }

    @Test func `The first bars of a column give the first bars of the result`() {
        for sample in Self.samples(seed: 14, bars: 150) {
            let whole = sample.outputs
            for bars in [0, 1, 2, 3, 5, 9, 17, 33, 66, 111] {
                let head = sample.columns.map { Array($0[..<bars]) }
                let outputs = talibOutputs(sample.function, sample.options, head)
                #expect(
                    isSame(outputs, whole.map { Array($0[..<bars]) }), "\(sample.name) \(bars)")
            }
        }
    }

    @Test func `Columns that are missing throughout give no result`() {
        for function in TALibFunction.allCases {
            let signature = function.signature
            let columns = signature.inputs.map { _ in [Double](repeating: .nan, count: 90) }
            let options = signature.options.map(\.defaultValue)
            let expected = [Double](repeating: function.isCandlePattern ? 0 : .nan, count: 90)
            for output in talibOutputs(function, options, columns) {
                #expect(isSame(output, expected), "\(function.rawValue)")
            }
        }
    }

    @Test func `A damaged snapshot is reported and does not crash`() {
        var generator = SeededGenerator(seed: 15)
        for sample in Self.samples(seed: 15, bars: 100) {
            var kernel = makeTALibKernel(sample.function, options: sample.options)
            let count = sample.function.signature.outputs.count
            _ = KernelRunner.run(
                &kernel, sample.columns, bars: 100, outputs: count, chunks: [100])
            var saving = StateArchive.saving()
            kernel.visitState(&saving)
            let words = saving.words
            guard !words.isEmpty else { continue }

            var short = StateArchive.restoring(Array(words.dropLast()))
            var first = makeTALibKernel(sample.function, options: sample.options)
            first.visitState(&short)
            #expect(!short.isComplete, "\(sample.name)")

            let noise = words.map { Bool.random(using: &generator) ? $0 : generator.next() }
            var damaged = StateArchive.restoring(noise)
            var second = makeTALibKernel(sample.function, options: sample.options)
            second.visitState(&damaged)
            _ = KernelRunner.run(
                &second, sample.columns, bars: 100, outputs: count, chunks: [100])
        }
    }
}

/// Whether columns have the same bits.
private func isSame(_ left: [[Double]], _ right: [[Double]]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
}
