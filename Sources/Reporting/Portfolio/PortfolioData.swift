import AlmanacCore
import Backtesting

/// The numbers that the charts of a portfolio's page are drawn from, as compact JSON.
struct PortfolioData {
    private let run: PortfolioRun
    private static let limit = 12_000
    /// The most values that the chart of weights may have in all.
    private static let weightLimit = 60_000

    init(_ run: PortfolioRun) { self.run = run }

    private var simulation: PortfolioSimulation { run.simulation }

    var json: JSON {
        [
            "runs": [
                [
                    "name": .string(run.portfolio.name),
                    "cash": PackedNumbers.number(simulation.settings.initialCash), "dates": true,
                    "equity": equity,
                    "sheet": ["costs": SheetData.json(of: simulation.costs), "rolling": []],
                ]
            ],
            "portfolio": [
                "weights": weights,
                "names": .array(run.correlation.names.map(JSON.string)),
                "correlation": .array(
                    run.correlation.values.map { .array($0.map(JSON.optional)) }),
            ],
        ]
    }

    private var equity: JSON {
        let drawdown = EquitySeries.drawdown(simulation.equity).map { -$0 }
        let held = run.metrics.benchmarkEquity
        let shown = PlotBars(limit: Self.limit, of: [simulation.equity, held, drawdown])
        return [
            "time": PackedNumbers.times(shown.bars, of: simulation.axis.times),
            "own": PackedNumbers.values(shown.bars, of: simulation.equity),
            "held": PackedNumbers.values(shown.bars, of: held),
            "drawdown": PackedNumbers.values(shown.bars, of: drawdown, digits: 5),
        ]
    }

    /// Each group's weight at evenly spaced bars: an area has no single points to lose.
    private var weights: JSON {
        let groups = simulation.groups.map { name in
            simulation.lines(of: name).map { simulation.weights(of: $0) }
        }
        let points = max(200, Self.weightLimit / max(1, groups.count))
        let step = max(1, (simulation.count + points - 1) / points)
        let bars = Array(stride(from: 0, to: simulation.count, by: step))
        return [
            "time": PackedNumbers.times(bars, of: simulation.axis.times),
            "names": .array(simulation.groups.map(JSON.string)),
            "values": .array(
                groups.map { lines in
                    PackedNumbers.values(
                        bars.map { bar in lines.reduce(0) { $0 + $1[bar] } }, digits: 4)
                }),
        ]
    }
}
