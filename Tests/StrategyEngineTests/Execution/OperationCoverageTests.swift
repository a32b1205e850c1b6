import StrategyEngine
import StrategyLanguage
import Testing

/// The random programs reach every operation of the engine, with values that mean something.
@Suite struct OperationCoverageTests {
    private struct Seen {
        var names: Set<String> = []
        var values = 0
        var presentValues = 0
        var bars = 0
        var signals = 0
        var faults = 0
    }

    @Test("random programs use every operation, statistic, indicator and loop instruction")
    func coverage() throws {
        var seen = Seen()
        for seed in 0..<3_000 { try visit(RandomProgram(seed: UInt64(seed)), &seen) }
        let missing = Self.expected.subtracting(seen.names).sorted()
        #expect(missing.isEmpty)
        // Neither mostly missing nor never missing, and signals of both kinds.
        let present = Double(seen.presentValues) / Double(seen.values)
        #expect((0.4...0.95).contains(present), "\(present) of the values are present")
        let signals = Double(seen.signals) / Double(seen.bars)
        #expect((0.1...0.7).contains(signals), "\(signals) of the bars have an entry")
        #expect(seen.faults > 5, "some programs meet a fault on a bar")
    }

    private func visit(_ program: RandomProgram, _ seen: inout Seen) throws {
        var program = program
        guard let strategy = try? program.definition.compile(program.boundParameters()) else {
            return
        }
        for node in strategy.graph.nodes { Self.name(node.operation, into: &seen.names) }
        let inputs = RandomInputs.make(for: program.definition.slots, &program.dice)
        let values = ProgramAgreement.values(
            of: strategy.graph, inputs, bars: 0..<inputs.count, largestChunk: 512
        ) { 512 }.values
        for column in values.columns {
            seen.values += column.count
            seen.presentValues += column.count { !$0.isNaN }
        }
        let entries = values.columns[strategy.outputs.entries]
        seen.bars += entries.count
        seen.signals += entries.count { $0 == 1 }
        if values.fault != nil { seen.faults += 1 }
    }

    private static let expected: Set<String> = {
        var names: Set<String> = [
            "column", "barTime", "constant", "select", "round", "shift", "latch", "ffill",
            "ffill limit", "bars since", "scan", "rolling", "time window", "expanding",
        ]
        names.formUnion(UnaryFunction.allCases.map { "unary \($0)" })
        names.formUnion(BinaryFunction.allCases.map { "binary \($0)" })
        names.formUnion(CumulativeFunction.allCases.map { "cumulative \($0)" })
        names.formUnion(SessionFunction.allCases.map { "session \($0)" })
        names.formUnion(TALibFunction.allCases.map { "talib \($0.rawValue)" })
        names.formUnion(Window.Closed.allCases.map { "closed \($0)" })
        names.formUnion(QuantileInterpolation.allCases.map { "quantile \($0)" })
        names.formUnion(RankMethod.allCases.map { "rank \($0)" })
        for field in CalendarField.allCases where !unreachable.contains(field) {
            names.insert("calendar \(field)")
        }
        for name in [
            "mean", "sum", "min", "max", "count", "first", "last", "standardDeviation", "variance",
            "median", "quantile", "skew", "kurtosis", "rank", "correlation", "covariance",
        ] { names.insert("window \(name)") }
        for name in ["mean", "standardDeviation", "variance", "correlation", "covariance"] {
            names.insert("exponential \(name)")
        }
        for name in [
            "rollingMean", "rollingStandardDeviation", "exponentialMean",
            "exponentialStandardDeviation", "rollingMinimum", "rollingMaximum", "crossedAbove",
        ] { names.insert("vectorbt \(name)") }
        for name in [
            "constant", "barNumber", "history", "move", "unary", "binary", "round", "select",
            "isNone", "requireValue", "jump", "jumpIfFalse", "fault", "stop",
        ] { names.insert("scan \(name)") }
        return names
    }()

    /// Fields that the language has no name for or uses within other operations only.
    private static let unreachable: Set<CalendarField> = [.weekOfYear]

    private static func name(_ operation: Operation, into names: inout Set<String>) {
        switch operation {
        case .column: names.insert("column")
        case .barTime: names.insert("barTime")
        case .constant: names.insert("constant")
        case .unary(let function): names.insert("unary \(function)")
        case .binary(let function): names.insert("binary \(function)")
        case .select: names.insert("select")
        case .round: names.insert("round")
        case .shift: names.insert("shift")
        case .latch: names.insert("latch")
        case .cumulative(let function): names.insert("cumulative \(function)")
        case .forwardFill(let limit): names.insert(limit == nil ? "ffill" : "ffill limit")
        case .window(let function, let window):
            names.insert("window \(label(function))")
            names.insert("closed \(window.closed)")
            switch window.span {
            case .bars: names.insert("rolling")
            case .microseconds: names.insert("time window")
            case .expanding: names.insert("expanding")
            }
            if case .quantile(_, let interpolation) = function {
                names.insert("quantile \(interpolation)")
            }
            if case .rank(_, let method, _) = function { names.insert("rank \(method)") }
        case .exponential(let function, _): names.insert("exponential \(label(function))")
        case .calendar(let field): names.insert("calendar \(field)")
        case .session(let function): names.insert("session \(function)")
        case .barsSince: names.insert("bars since")
        case .talib(let function, _): names.insert("talib \(function.rawValue)")
        case .vectorbt(let function): names.insert("vectorbt \(label(function))")
        case .scan(let program):
            names.insert("scan")
            for instruction in program.instructions { names.insert("scan \(label(instruction))") }
        }
    }

    /// The name of an enumeration's case without what it holds.
    private static func label(_ value: some Sendable) -> String {
        String("\(value)".prefix { $0.isLetter })
    }
}
