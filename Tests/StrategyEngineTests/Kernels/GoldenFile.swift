import AlmanacCore
import Foundation
import StrategyEngine
import StrategyLanguage

/// The expected columns that `Scripts/reference/make_kernel_golden.py` had pandas, NumPy and
/// vectorbt compute.
struct GoldenFile {
    /// One column.
    struct Case {
        var kind: String
        var arguments: [JSON]
        var inputs: [String]
        var expected: [Double]

        var name: String {
            kind + " " + (arguments.first?.stringValue ?? arguments.first?.text() ?? "")
        }
    }

    private var head: Int
    private var stride: Int
    private(set) var times: [Double]
    private(set) var columns: [String: [Double]]
    private(set) var cases: [Case]

    /// Reads the committed file, or the one that `ALMANAC_KERNEL_GOLDEN` names.
    static func load() throws -> GoldenFile {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let committed = tests.appending(path: "Golden/kernels.json").path
        let path = ProcessInfo.processInfo.environment["ALMANAC_KERNEL_GOLDEN"] ?? committed
        return try GoldenFile(JSON.parse(String(contentsOfFile: path, encoding: .utf8)))
    }

    private init(_ json: JSON) {
        head = json["head"]?.intValue ?? 0
        stride = json["stride"]?.intValue ?? 1
        times = json["times"].map(Self.column) ?? []
        columns = [:]
        for (name, column) in json["inputs"]?.objectValue?.members ?? [] {
            columns[name] = Self.column(column)
        }
        cases = (json["cases"]?.arrayValue ?? []).compactMap { entry in
            guard let fields = entry.arrayValue, fields.count == 4 else { return nil }
            return Case(
                kind: fields[0].stringValue ?? "", arguments: fields[1].arrayValue ?? [],
                inputs: (fields[2].arrayValue ?? []).compactMap(\.stringValue),
                expected: Self.column(fields[3]))
        }
    }

    private static func column(_ json: JSON) -> [Double] {
        (json.arrayValue ?? []).map { value in
            switch value.stringValue {
            case "inf": .infinity
            case "-inf": -.infinity
            default: value.doubleValue ?? .nan
            }
        }
    }

    /// The sampled rows of a column.
    func sample(_ column: [Double]) -> [Double] {
        column.indices.filter {
            $0 < head || $0 % stride == stride - 1 || $0 == column.count - 1
        }.map { column[$0] }
    }

    /// The columns that a case reads, times last where its operation wants them.
    func inputs(of entry: Case) -> [[Double]] {
        let named = entry.inputs.map { columns[$0] ?? [] }
        let bars = named.first?.count ?? times.count
        let bound = entry.arguments.first?.doubleValue
        let clock = Array(times[..<bars])
        switch entry.kind {
        case "calendar": return [clock]
        case "session": return named + [clock.map { ($0 / 86_400_000_000).rounded(.down) }]
        case "window":
            let isInTime = entry.arguments[1].stringValue?.hasPrefix("us:") == true
            return isInTime ? named + [clock] : named
        case "powerOf", "moduloOf", "floorDivideOf":
            return named + [[Double](repeating: bound ?? 0, count: bars)]
        case "select": return [named[1].map { $0 > 0 ? 1 : 0 }, named[0], named[1]]
        default: return named
        }
    }
}

// MARK: - Operations

extension GoldenFile.Case {
    /// The operation that the case is about.
    var operation: StrategyLanguage.Operation? {
        switch kind {
        case "window": windowFunction.map { .window($0, window) }
        case "ewm": exponentialFunction.map { .exponential($0, weights) }
        case "cumulative": CumulativeFunction(rawValue: text(0)).map { .cumulative($0) }
        case "session": SessionFunction(rawValue: text(0)).map { .session($0) }
        case "ffill": .forwardFill(limit: arguments[0].intValue)
        case "shift": .shift(bars: integer(0), fill: Number(.nan))
        case "round": .round(decimals: integer(0))
        case "unary": UnaryFunction(rawValue: text(0)).map { .unary($0) }
        case "binary": BinaryFunction(rawValue: text(0)).map { .binary($0) }
        case "powerOf": .binary(.power)
        case "moduloOf": .binary(.modulo)
        case "floorDivideOf": .binary(.floorDivide)
        case "select": .select
        case "calendar": CalendarField(rawValue: text(0)).map { .calendar($0) }
        case "vectorbt": vectorbtFunction.map { .vectorbt($0) }
        default: nil
        }
    }

    private func text(_ index: Int) -> String { arguments[index].stringValue ?? "" }
    private func integer(_ index: Int) -> Int { arguments[index].intValue ?? 0 }

    private var windowFunction: WindowFunction? {
        let parts = text(0).split(separator: ":").map(String.init)
        let ddof = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        switch parts[0] {
        case "mean": return .mean
        case "sum": return .sum
        case "min": return .min
        case "max": return .max
        case "count": return .count
        case "first": return .first
        case "last": return .last
        case "median": return .median
        case "skew": return .skew
        case "kurt": return .kurtosis
        case "std": return .standardDeviation(ddof: ddof)
        case "var": return .variance(ddof: ddof)
        case "cov": return .covariance(ddof: ddof)
        case "corr": return .correlation(ddof: 1)
        case "quantile":
            return QuantileInterpolation(rawValue: parts[2]).map {
                .quantile(Number(Double(parts[1]) ?? 0), $0)
            }
        case "rank":
            return RankMethod(rawValue: parts[1]).map {
                .rank(percent: parts[2] == "pct", method: $0, ascending: parts[2] != "desc")
            }
        default: return nil
        }
    }

    private var window: Window {
        let parts = text(1).split(separator: ":").map(String.init)
        let size = parts.count > 1 ? Int64(parts[1]) ?? 0 : 0
        let span: Window.Span =
            switch parts[0] {
            case "bars": .bars(Int(size))
            case "us": .microseconds(size)
            default: .expanding
            }
        return Window(
            span: span, minPeriods: integer(2), closed: Window.Closed(rawValue: text(3)) ?? .right)
    }

    private var exponentialFunction: ExponentialFunction? {
        switch text(0) {
        case "mean": .mean
        case "std:0": .standardDeviation(bias: true)
        case "std:1": .standardDeviation(bias: false)
        case "var:1": .variance(bias: false)
        case "corr": .correlation
        case "cov:0": .covariance(bias: true)
        case "cov:1": .covariance(bias: false)
        default: nil
        }
    }

    private var weights: ExponentialWeights {
        ExponentialWeights(
            alpha: Double(text(1)) ?? 0, adjust: integer(2) == 1, ignoreMissing: integer(3) == 1,
            minPeriods: integer(4))
    }

    private var vectorbtFunction: VectorbtFunction? {
        switch text(0) {
        case "rollingMean": .rollingMean(window: integer(1))
        case "rollingMin": .rollingMinimum(window: integer(1))
        case "rollingMax": .rollingMaximum(window: integer(1))
        case "rollingStd": .rollingStandardDeviation(window: integer(1), ddof: integer(2))
        case "ewmMean":
            .exponentialMean(span: integer(1), minPeriods: integer(2), adjust: integer(3) == 1)
        case "ewmStd":
            .exponentialStandardDeviation(
                span: integer(1), minPeriods: integer(2), adjust: integer(3) == 1,
                ddof: integer(4))
        case "crossedAbove": .crossedAbove
        default: nil
        }
    }
}
