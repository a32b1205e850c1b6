import AlmanacCore
import Foundation
import StrategyEngine
import Testing

/// Kernels against pandas, NumPy and vectorbt.
@Suite struct GoldenTests {
    /// How far results may be from the expected ones, relatively; the same bits where not listed.
    ///
    /// NumPy's vector versions of these functions are not the C library's.
    private static let tolerances: [String: Double] = [
        "unary exp": 1e-15, "unary expm1": 1e-15, "unary log": 1e-15, "unary log1p": 1e-15,
        "unary log10": 1e-15, "unary log2": 1e-15, "unary tanh": 1e-15, "unary sin": 1e-15,
        "unary cos": 1e-15, "unary tan": 1e-15, "unary arcsin": 1e-15, "unary arccos": 1e-15,
        "unary arctan": 1e-15, "unary sinh": 1e-15, "unary cosh": 1e-15, "binary power": 1e-15,
        "binary arctan2": 1e-15, "binary hypotenuse": 1e-15,
    ]

    private struct Tally {
        var columns = 0
        var sameColumns = 0
        var values = 0
        var sameValues = 0
        var worst = 0.0
        var worstCase = ""
    }

    @Test func `Every kernel gives the columns of the reference libraries`() throws {
        let golden = try GoldenFile.load()
        #expect(golden.cases.count > 1_000)
        var tallies: [String: Tally] = [:]
        for entry in golden.cases {
            guard let operation = entry.operation else {
                Issue.record("no operation for \(entry.name)")
                continue
            }
            let inputs = golden.inputs(of: entry)
            let result = KernelRunner.run(
                makeKernel(for: operation), inputs, bars: inputs.first?.count ?? 0)
            let actual = golden.sample(result)
            #expect(actual.count == entry.expected.count)
            var tally = tallies[entry.name] ?? Tally()
            compare(actual, entry, &tally)
            tallies[entry.name] = tally
        }
        for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            let tolerance = Self.tolerances[name] ?? (name.hasPrefix("powerOf") ? 1e-15 : 0)
            #expect(tally.worst <= tolerance, "\(name): \(tally.worstCase)")
            if ProcessInfo.processInfo.environment["ALMANAC_KERNEL_GOLDEN"] != nil {
                print(
                    "RATE \(name): columns \(tally.sameColumns)/\(tally.columns) values"
                        + " \(tally.sameValues)/\(tally.values) worst \(tally.worst)")
            }
        }
    }

    private func compare(_ actual: [Double], _ entry: GoldenFile.Case, _ tally: inout Tally) {
        var same = 0
        for (row, pair) in zip(actual, entry.expected).enumerated() {
            if isSame(pair.0, pair.1) {
                same += 1
                continue
            }
            let error = abs(pair.0 - pair.1) / max(abs(pair.0), abs(pair.1))
            // A difference that cannot be measured, as of a NaN, is the greatest.
            let difference = error.isNaN ? .infinity : max(error, .leastNonzeroMagnitude)
            if difference > tally.worst {
                tally.worst = difference
                tally.worstCase =
                    "\(entry.arguments.map { $0.text() }) \(entry.inputs) sampled row \(row):"
                    + " \(pair.0), expected \(pair.1)"
            }
        }
        tally.columns += 1
        tally.sameColumns += same == actual.count ? 1 : 0
        tally.values += actual.count
        tally.sameValues += same
    }
}
