import AlmanacCore
import Foundation
import StrategyLanguage
import TestSupport

/// What `Scripts/reference/make_talib_golden.py` had TA-Lib compute.
struct TALibGolden: Sendable {
    /// One function's signature and results.
    struct Function: Sendable {
        var name: String
        var inputs: [String]
        var outputs: [String]
        /// Name, default, least and greatest value.
        var options: [(name: String, values: [Double])]
        var runs: [Run]
        var shorts: [Short]
    }

    /// Samples of a run over the prices.
    struct Run: Sendable {
        var options: [Double]
        var outputs: [Summary]
    }

    /// One output of such a run.
    struct Summary: Sendable {
        var first: Int
        var sum: Double
        var magnitude: Double
        var samples: [Double]
    }

    /// A run over one of the short series, as whole columns.
    struct Short: Sendable {
        var series: String
        var options: [Double]
        var outputs: [[Double]]
    }

    var bars: Int
    var rows: [Int]
    var fewRows: [Int]
    var series: [String: [String: [Double]]]
    var functions: [Function]

    static let shared: Result<TALibGolden, any Error> = Result { try load() }

    private static func load() throws -> TALibGolden {
        let path = PackageRoot.path + "/Tests/Golden/talib.json"
        return TALibGolden(try JSON.parse(String(contentsOfFile: path, encoding: .utf8)))
    }

    private init(_ json: JSON) {
        bars = json["bars"]?.intValue ?? 0
        rows = (json["rows"]?.arrayValue ?? []).compactMap(\.intValue)
        fewRows = (json["fewRows"]?.arrayValue ?? []).compactMap(\.intValue)
        series = [:]
        for (name, columns) in json["series"]?.objectValue?.members ?? [] {
            for (column, values) in columns.objectValue?.members ?? [] {
                series[name, default: [:]][column] = Self.runLengths(values)
            }
        }
        functions = (json["functions"]?.arrayValue ?? []).map(Self.function)
    }

    private static func function(_ json: JSON) -> Function {
        Function(
            name: json["name"]?.stringValue ?? "", inputs: strings(json["inputs"]),
            outputs: strings(json["outputs"]),
            options: (json["options"]?.arrayValue ?? []).map { option in
                let fields = option.arrayValue ?? []
                return (fields.first?.stringValue ?? "", fields.dropFirst().map(number))
            },
            runs: (json["runs"]?.arrayValue ?? []).map { run in
                let fields = run.arrayValue ?? []
                return Run(
                    options: numbers(fields.first),
                    outputs: (fields.last?.arrayValue ?? []).map(summary))
            },
            shorts: (json["short"]?.arrayValue ?? []).map { short in
                let fields = short.arrayValue ?? []
                return Short(
                    series: fields.first?.stringValue ?? "",
                    options: fields.count > 1 ? numbers(fields[1]) : [],
                    outputs: (fields.last?.arrayValue ?? []).map(runLengths))
            })
    }

    private static func summary(_ json: JSON) -> Summary {
        Summary(
            first: json["first"]?.intValue ?? -2, sum: number(json["sum"] ?? .null),
            magnitude: number(json["magnitude"] ?? .null), samples: numbers(json["samples"]))
    }

    private static func strings(_ json: JSON?) -> [String] {
        (json?.arrayValue ?? []).compactMap(\.stringValue)
    }

    private static func number(_ json: JSON) -> Double { json.doubleValue ?? .nan }

    private static func numbers(_ json: JSON?) -> [Double] { (json?.arrayValue ?? []).map(number) }

    private static func runLengths(_ json: JSON) -> [Double] {
        let flat = json.arrayValue ?? []
        return stride(from: 0, to: flat.count - 1, by: 2).flatMap { index in
            [Double](repeating: number(flat[index]), count: flat[index + 1].intValue ?? 0)
        }
    }
}

extension [String: [Double]] {
    /// The columns that a function of these inputs takes; `real` is the close, `real1` the open.
    func columns(_ inputs: [String]) -> [[Double]] {
        let standIns = ["real": "close", "real0": "close", "real1": "open"]
        return inputs.map { self[standIns[$0] ?? $0] ?? [] }
    }
}
