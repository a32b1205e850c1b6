import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing

/// The functions against the results of TA-Lib itself.
@Suite struct TALibGoldenTests {
    private let golden: TALibGolden

    init() throws { golden = try TALibGolden.shared.get() }

    @Test func `The functions are those of the golden file`() {
        let names = golden.functions.map(\.name)
        #expect(Set(names) == Set(TALibFunction.allCases.map(\.rawValue)))
        #expect(names.count == TALibFunction.allCases.count)
    }

    @Test func `Signatures have TA-Lib's names, order, defaults and bounds`() throws {
        for expected in golden.functions {
            let function = try #require(TALibFunction(rawValue: expected.name))
            let signature = function.signature
            #expect(signature.inputs == expected.inputs, "\(expected.name)")
            #expect(signature.outputs == expected.outputs, "\(expected.name)")
            #expect(
                signature.options.map(\.name) == expected.options.map(\.name), "\(expected.name)")
            for (option, known) in zip(signature.options, expected.options) {
                #expect(
                    [option.defaultValue, option.minimum, option.maximum] == known.values,
                    "\(expected.name) \(option.name)")
            }
        }
    }

    @Test func `Short series with gaps, ties and constants give TA-Lib's columns`() throws {
        for expected in golden.functions {
            let function = try #require(TALibFunction(rawValue: expected.name))
            for short in expected.shorts {
                let columns = try #require(golden.series[short.series]).columns(expected.inputs)
                let outputs = talibOutputs(function, short.options, columns)
                for (output, known) in zip(outputs, short.outputs) {
                    let bar = firstDifference(output, known)
                    #expect(
                        bar == nil,
                        "\(expected.name)\(short.options) on \(short.series) at bar \(bar ?? -1)")
                }
                #expect(outputs.count == short.outputs.count)
            }
        }
    }

    @Test(.requiresSharedData)
    func `Prices of an index give TA-Lib's values, first bars and sums`() throws {
        let prices = try sharedPrices("reference/data/SPX.csv")
        try #require(prices["close"]?.count == golden.bars)
        for expected in golden.functions {
            let function = try #require(TALibFunction(rawValue: expected.name))
            let columns = prices.columns(expected.inputs)
            for run in expected.runs {
                let outputs = talibOutputs(function, run.options, columns)
                #expect(outputs.count == run.outputs.count)
                for (output, known) in zip(outputs, run.outputs) {
                    expect(output, known, "\(expected.name)\(run.options)")
                }
            }
        }
    }

    private func expect(_ output: [Double], _ known: TALibGolden.Summary, _ name: String) {
        #expect((output.firstIndex { !$0.isNaN } ?? -1) == known.first, "\(name): first bar")
        let valid = output.filter { !$0.isNaN }
        let sum = valid.reduce(0, +)
        let magnitude = valid.reduce(0) { $0 + abs($1) }
        #expect(abs(sum - known.sum) <= 1e-9 * known.magnitude, "\(name): sum")
        #expect(isClose(magnitude, known.magnitude), "\(name): sum of magnitudes")
        let rows = known.samples.count == golden.rows.count ? golden.rows : golden.fewRows
        for (row, value) in zip(rows, known.samples) {
            #expect(isClose(output[row], value), "\(name): bar \(row)")
        }
    }

    private func firstDifference(_ left: [Double], _ right: [Double]) -> Int? {
        guard left.count == right.count else { return min(left.count, right.count) }
        return left.indices.first { !isClose(left[$0], right[$0]) }
    }

    /// Whether two numbers agree within 1e-9 relative; zero only with zero.
    private func isClose(_ left: Double, _ right: Double) -> Bool {
        if left.isNaN || right.isNaN { return left.isNaN && right.isNaN }
        return abs(left - right) <= 1e-9 * max(abs(left), abs(right))
    }
}

/// The outputs of a TA-Lib function over whole columns.
func talibOutputs(
    _ function: TALibFunction, _ options: [Double], _ columns: [[Double]], chunks: [Int]? = nil
) -> [[Double]] {
    var kernel = makeTALibKernel(function, options: options)
    let bars = columns.first?.count ?? 0
    return KernelRunner.run(
        &kernel, columns, bars: bars, outputs: function.signature.outputs.count,
        chunks: chunks ?? [max(bars, 1)])
}

/// The columns of a CSV below the shared folder, by name.
private func sharedPrices(_ path: String) throws -> [String: [Double]] {
    let lines = try SharedData.text(path).split(whereSeparator: \.isNewline)
    let names = try #require(lines.first).split(separator: ",").map(String.init)
    var columns: [String: [Double]] = [:]
    for line in lines.dropFirst() {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        for (name, field) in zip(names, fields).dropFirst() {
            columns[name, default: []].append(Double(field) ?? .nan)
        }
    }
    return columns
}
