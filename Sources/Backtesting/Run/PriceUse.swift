import StrategyLanguage
import TimeSeries

/// Finds uses of adjusted prices that only raw prices allow.
///
/// An adjusted series is scaled by what happened later, so its level means nothing: comparing it
/// with a constant, or with per-share data, gives signals that nobody could have had.
struct PriceUse {
    let warnings: [String]

    init(_ graph: Graph, _ backtest: Backtest) {
        let adjusted = Set(backtest.data.filter(\.isAdjusted).map(\.slot))
        guard !adjusted.isEmpty else {
            warnings = []
            return
        }
        let reports = Set(
            backtest.definition.slots.filter {
                $0.frequency == .quarterly || $0.frequency == .event
            }
            .map(\.name))
        var columns: [Int: (slot: String, name: String)] = [:]
        var constants: Set<Int> = []
        var found: [String] = []
        for node in graph.nodes {
            switch node.operation {
            case .column(let slot, let name): columns[node.firstOutput] = (slot, name)
            case .constant: constants.insert(node.firstOutput)
            case .binary(let function):
                let sides = [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])]
                for (price, other) in sides {
                    guard let column = columns[price], adjusted.contains(column.slot),
                        Self.prices.contains(column.name)
                    else { continue }
                    if constants.contains(other), Self.comparisons.contains(function) {
                        found.append(
                            "'\(column.slot).\(column.name)' is adjusted, so comparing it with a "
                                + "fixed number compares with a price that was never traded.")
                    } else if let report = columns[other], reports.contains(report.slot) {
                        found.append(
                            "'\(column.slot).\(column.name)' is adjusted and "
                                + "'\(report.slot).\(report.name)' is not: their ratio is off by "
                                + "every later split and dividend.")
                    }
                }
            default: break
            }
        }
        if backtest.settings.lotSize != nil, adjusted.contains(backtest.definition.slots[0].name) {
            found.append("Prices are adjusted, so a lot size does not stand for traded shares.")
        }
        found += Self.perShare(backtest.settings).filter { _ in
            adjusted.contains(backtest.definition.slots[0].name)
        }
        var seen: Set<String> = []
        warnings = found.filter { seen.insert($0).inserted }
    }

    /// What the settings count in shares.
    static func perShare(_ settings: ExecutionSettings) -> [String] {
        var found: [String] = []
        switch settings.costs?.commission?.schedule {
        case .perShare, .perContract:
            found.append(
                "Prices are adjusted, so a commission for each share is not what was paid.")
        default: break
        }
        if case .fixed = settings.costs?.slippage {
            found.append("Prices are adjusted, so a fixed slippage is not the one of its time.")
        }
        if case .quantity = settings.sizing {
            found.append("Prices are adjusted, so a quantity does not stand for traded shares.")
        }
        if settings.costs?.needsVolume == true {
            found.append(
                "Prices are adjusted: unless volumes are too, shares of the volume are off.")
        }
        return found
    }

    private static let prices: Set<String> = ["open", "high", "low", "close"]
    private static let comparisons: Set<BinaryFunction> = [
        .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
    ]
}
