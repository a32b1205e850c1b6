public import AlmanacCore
public import Backtesting

/// Several saved runs beside each other: every figure, which run has the best, and what differs.
public struct RunComparison: Sendable {
    /// The runs, in the order in which they were given.
    public let runs: [SavedRun]
    /// What each run is called; no two alike.
    public let labels: [String]
    /// The figures that at least one run has.
    public let rows: [Row]
    /// What keeps the figures from being compared as they stand, as sentences.
    public let differences: [String]

    /// One figure of all runs.
    public struct Row: Sendable {
        /// Which figure.
        public var name: Metric.Name
        /// The values, one for each run.
        public var values: [Double?]
        /// The runs with the best value; empty where no value is better than another.
        public var best: Set<Int>
    }

    /// Compares runs.
    ///
    /// - Throws: A `usage_error` for fewer than two.
    public init(_ runs: [SavedRun]) throws(AlmanacError) {
        guard runs.count >= 2 else {
            throw AlmanacError(
                .usage, "there is nothing to compare with a single run",
                suggestion: "name at least two: almanac compare one.json two.json")
        }
        self.runs = runs
        labels = Self.labels(runs)
        rows = Metric.Name.allCases.compactMap { name in
            let values = runs.map { $0.metrics[name] }
            guard values.contains(where: { $0 != nil }) else { return nil }
            return Row(name: name, values: values, best: Self.best(values, name))
        }
        differences = RunDifferences(runs, labels: labels).sentences
    }

    /// Which way a figure is better; `nil` where that depends on what is wanted.
    public static func prefersHigher(_ name: Metric.Name) -> Bool? { preferences[name] }

    private static let preferences: [Metric.Name: Bool] = [
        .finalEquity: true, .totalReturn: true, .cagr: true, .excessReturn: true, .sharpe: true,
        .sortino: true, .calmar: true, .omega: true, .worstDay: true, .winRate: true,
        .profitFactor: true, .expectancy: true, .maxDrawdown: false, .longestDrawdownBars: false,
        .annualVolatility: false, .valueAtRisk95: false, .conditionalValueAtRisk95: false,
        .totalFees: false,
    ]

    private static func best(_ values: [Double?], _ name: Metric.Name) -> Set<Int> {
        let present = values.compactMap(\.self)
        guard let higher = preferences[name], present.count > 1,
            let best = higher ? present.max() : present.min(),
            present.contains(where: { $0 != best })
        else { return [] }
        return Set(values.indices.filter { values[$0] == best })
    }

    /// Strategy and symbol, with the file's name where that is not enough, and a number at last.
    private static func labels(_ runs: [SavedRun]) -> [String] {
        func stem(_ run: SavedRun) -> String {
            let name = run.file.split(separator: "/").last.map(String.init) ?? run.file
            return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
        }
        func repeated(_ names: [String]) -> [Bool] {
            names.map { name in names.filter { $0 == name }.count > 1 }
        }
        let plain = runs.map { SafeText.line("\($0.strategy) on \($0.symbol)") }
        let named = zip(zip(plain, repeated(plain)), runs).map { name, run in
            name.1 ? SafeText.line("\(name.0) (\(stem(run)))") : name.0
        }
        return zip(named, repeated(named)).enumerated().map { index, name in
            name.1 ? "\(name.0) [\(index + 1)]" : name.0
        }
    }
}

/// What differs between runs and should not, for figures to be comparable.
struct RunDifferences {
    private(set) var sentences: [String] = []

    init(_ runs: [SavedRun], labels: [String]) {
        let named = Array(zip(labels, runs))
        func note(_ what: String, _ value: (SavedRun) -> String) {
            guard Set(runs.map(value)).count > 1 else { return }
            let list = named.map { "\($0): \(value($1))" }.joined(separator: "; ")
            sentences.append("\(what) (\(list)).")
        }
        note("The runs cover different periods, so returns and drawdowns say different things") {
            "\(RunComparison.date($0.period.first)) to \(RunComparison.date($0.period.last))"
        }
        note("The runs trade different symbols") { SafeText.line($0.symbol) }
        if Set(runs.map(\.symbol)).count == 1 {
            note("The runs use different data") { run in
                SafeText.line(run.data.joined(separator: " + "))
            }
        }
        note("The runs have bars of different lengths, which changes figures over bars") {
            $0.frequency
        }
        note("The runs count different numbers of bars as a year") {
            NumberText.price($0.barsPerYear)
        }
        note("The runs begin with different amounts of cash") { run in
            run.initialCash.map { NumberText.fixed($0, decimals: 2) } ?? "unknown"
        }
        for assumption in Self.unshared(runs) {
            let holders = named.filter { $1.assumptions.contains(assumption) }.map(\.0)
            sentences.append(
                "Only \(holders.joined(separator: ", ")) assumes: \(SafeText.line(assumption))")
        }
        for (index, run) in runs.enumerated() {
            if let other = runs[..<index].firstIndex(where: { $0.hash == run.hash }) {
                sentences.append("\(labels[other]) and \(labels[index]) are the same run.")
            }
        }
    }

    /// The assumptions that some runs make and others do not, in the order in which they occur.
    private static func unshared(_ runs: [SavedRun]) -> [String] {
        var found: [String] = []
        for assumption in runs.flatMap(\.assumptions) where !found.contains(assumption) {
            if !runs.allSatisfy({ $0.assumptions.contains(assumption) }) {
                found.append(assumption)
            }
        }
        return found
    }
}

extension RunComparison {
    /// The date of a moment in ISO 8601, or all of it where it is not midnight.
    static func date(_ moment: String) -> String {
        SafeText.line(
            moment.hasSuffix("T00:00:00Z") ? String(moment.prefix { $0 != "T" }) : moment)
    }

    /// The comparison as JSON; the same runs always give the same bytes.
    public var json: JSON {
        let described = zip(labels, runs).map { label, run -> JSON in
            [
                "name": .string(label), "file": .string(run.file),
                "strategy": .string(run.strategy), "symbol": .string(run.symbol),
                "hash": .string(run.hash), "first_bar": .string(run.period.first),
                "last_bar": .string(run.period.last), "bars": .integer(run.bars),
                "bar_frequency": .string(run.frequency), "warnings": .integer(run.warnings),
            ]
        }
        let figures = rows.map { row -> JSON in
            let better = Self.prefersHigher(row.name).map { $0 ? "higher" : "lower" }
            return [
                "name": .string(row.name.rawValue),
                "better": better.map(JSON.string) ?? .null,
                "values": .array(row.values.map { .optional($0) }),
                "best": .array(row.best.sorted().map(JSON.integer)),
            ]
        }
        return [
            "success": true, "runs": .array(described), "metrics": .array(figures),
            "differences": .array(differences.map(JSON.string)),
        ]
    }
}
