import AlmanacCore
import Backtesting
import StrategyLanguage
import Study

/// The ranked figure of a sweep over the values of two parameters, or of one.
///
/// Where further parameters vary, a cell holds the median over all of their values, so that a
/// plateau looks like one and a lucky combination does not.
struct SweepMap {
    /// The parameters across and up; the second is `nil` where only one varies.
    let across: Int
    let up: Int?
    /// The number of the symbol.
    let symbol: Int
    /// The labels of columns and rows.
    let columns: [String]
    let lines: [String]
    /// The medians by row and column; NaN where no run has the figure.
    let cells: [[Double]]
    /// The best of each cell's runs.
    let peaks: [[Double]]

    /// The most columns and rows; longer ranges are cut into so many stretches.
    private static let limit = 120

    init(_ sweep: Sweep, rows: [SweepRow], symbol: Int, across: Int, up: Int?) {
        (self.across, self.up, self.symbol) = (across, up, symbol)
        let ranges = sweep.grid.ranges
        func labels(_ range: Int) -> [String] {
            let values = ranges[range].values.map(\.text)
            let count = min(values.count, Self.limit)
            return (0..<count).map { values[$0 * values.count / count] }
        }
        let columns = labels(across)
        let lines = up.map(labels) ?? [""]
        var found = [[[Double]]](
            repeating: [[Double]](repeating: [], count: columns.count), count: lines.count)
        for row in rows where row.symbol == symbol {
            guard let value = row.value(sweep.metric) else { continue }
            let digits = sweep.grid.digits(of: row.combination)
            let column = digits[across] * columns.count / ranges[across].values.count
            let line = up.map { digits[$0] * lines.count / ranges[$0].values.count } ?? 0
            found[line][column].append(value)
        }
        (self.columns, self.lines) = (columns, lines)
        cells = found.map { $0.map(Self.median) }
        peaks = found.map { line in
            line.map { values in
                (sweep.metric.isLowerBetter ? values.min() : values.max()) ?? .nan
            }
        }
    }

    private static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The map as the page's data.
    func json(_ sweep: Sweep) -> JSON {
        [
            "across": .string(sweep.grid.ranges[across].name),
            "up": up.map { .string(sweep.grid.ranges[$0].name) } ?? .null,
            "symbol": .string(sweep.symbols[symbol]),
            "columns": .array(columns.map(JSON.string)), "lines": .array(lines.map(JSON.string)),
            "cells": .array(cells.map { PackedNumbers.values($0, digits: 4) }),
            "peaks": .array(peaks.map { PackedNumbers.values($0, digits: 4) }),
        ]
    }

    /// The maps of a sweep: every pair of the first four parameters that vary, on the first ten
    /// symbols.
    static func all(_ sweep: Sweep, _ rows: [SweepRow]) -> [SweepMap] {
        let varied = sweep.grid.ranges.indices.filter { sweep.grid.ranges[$0].values.count > 1 }
            .prefix(4)
        return sweep.symbols.indices.prefix(10).flatMap { symbol -> [SweepMap] in
            if varied.count == 1 {
                return [SweepMap(sweep, rows: rows, symbol: symbol, across: varied[0], up: nil)]
            }
            return varied.indices.flatMap { first in
                varied[(first + 1)...].map { second in
                    SweepMap(
                        sweep, rows: rows, symbol: symbol, across: varied[first], up: second)
                }
            }
        }
    }
}

/// How the best run of a sweep compares with those that differ from it by one step of one
/// parameter.
struct SweepNeighbours {
    let best: Double
    /// The mean of the neighbours' figures.
    let mean: Double
    let count: Int

    init?(_ report: SweepReport, rows: [SweepRow]) {
        let sweep = report.sweep
        guard let top = report.best.first, let best = top.value(sweep.metric) else { return nil }
        let digits = sweep.grid.digits(of: top.combination)
        var numbers: Set<Int> = []
        for (index, count) in sweep.grid.counts.enumerated() {
            for step in [-1, 1] where (0..<count).contains(digits[index] + step) {
                var other = digits
                other[index] += step
                numbers.insert(sweep.grid.combination(of: other))
            }
        }
        let values = rows.compactMap { row in
            row.symbol == top.symbol && numbers.contains(row.combination)
                ? row.value(sweep.metric) : nil
        }
        guard !values.isEmpty else { return nil }
        self.best = best
        mean = values.reduce(0, +) / Double(values.count)
        count = values.count
    }
}
