public import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

extension BacktestRun {
    /// Parts of a run's JSON that are left out unless they are asked for.
    public enum Part: String, Sendable, CaseIterable {
        case signals, equity, orders, positions
        case tearSheet = "tear_sheet"
    }

    /// The run as JSON; the same run always gives the same bytes.
    ///
    /// Bars are numbered from 0 on the time axis of the run; an open trade ends at the last bar.
    public func json(including parts: Set<Part> = []) -> JSON {
        var object: JSONObject = [
            "symbol": .string(symbol), "strategy": .string(backtest.definition.name),
            "parameters": backtest.parameters.json, "hash": .string(hash), "bars": .integer(count),
            "first_bar": .string(market.times.first?.iso8601 ?? ""),
            "last_bar": .string(market.times.last?.iso8601 ?? ""),
            "bar_frequency": .string(barFrequency.rawValue),
            "bars_per_year": .number(simulation.settings.barsPerYear),
        ]
        if let costs = costsJSON { object["costs"] = costs }
        for (key, value) in metrics.figures.members { object[key] = value }
        let combined = portfolio?.combined
        func named(_ rows: [JSON], _ lines: [Int]?) -> JSON {
            guard let lines, let portfolio else { return .array(rows) }
            return .array(
                zip(rows, lines).map { $0.named("slot", portfolio.lines[$1].name) })
        }
        object["trades"] = named(
            simulation.trades.map { $0.json(times: market.times) }, combined?.tradeLines)
        object["drawdowns"] = .array(metrics.drawdowns.map { $0.json(times: market.times) })
        object["monthly_returns"] = .array(metrics.monthlyReturns.map(\.json))
        object["yearly_returns"] = .array(metrics.yearlyReturns.map(\.json))
        object["ignored_orders"] = simulation.ignoredJSON
        object["ambiguous_bars"] = .array(
            simulation.ambiguousBars.map { $0.json(times: market.times) })
        object["warnings"] = .array(warnings.map(JSON.string))
        if !quality.isEmpty { object["quality"] = .array(quality.map(\.json)) }
        if !inSample.isEmpty { object["in_sample"] = .array(inSample.map(\.json)) }
        object["assumptions"] = .array(assumptions.map(JSON.string))
        object["data"] = .array(backtest.data.map(\.json))
        if let portfolio { object["slots"] = slotsJSON(portfolio, parts) }
        if parts.contains(.signals) { object["signals"] = signalsJSON }
        if parts.contains(.equity) {
            object["equity"] = .array(simulation.equity.map(JSON.number))
            object["times"] = .array(market.times.map { .string($0.iso8601) })
        }
        if parts.contains(.orders) {
            object["orders"] = named(
                simulation.orders.map { $0.json(times: market.times) }, combined?.orderLines)
        }
        if parts.contains(.positions), portfolio == nil {
            object["positions"] = .array(simulation.positions().map(JSON.number))
        }
        if parts.contains(.tearSheet) { object["tear_sheet"] = TearSheet(self).json }
        return .object(object)
    }

    /// The costs in parts and what they were charged by; `nil` for a run with plain fees.
    private var costsJSON: JSON? {
        simulation.costs?.json(under: simulation.settings, unpriced: simulation.unpricedOrders)
    }

    /// What each slot did, where all share one account.
    private func slotsJSON(_ portfolio: PortfolioSimulation, _ parts: Set<Part>) -> JSON {
        .array(
            zip(portfolio.lines, portfolio.lineContributions).map { line, contribution in
                var row: JSONObject = ["slot": .string(line.name), "symbol": .string(line.symbol)]
                for (key, value) in contribution.json.objectValue?.members ?? []
                where key != "name" && key != "orders" { row[key] = value }
                row["last_position"] = .number(line.position.last ?? 0)
                if parts.contains(.orders) {
                    row["orders"] = .array(line.orders.map { $0.json(times: market.times) })
                }
                if parts.contains(.positions) {
                    row["positions"] = .array(line.position.map(JSON.number))
                    row["weights"] = .array(portfolio.weights(of: line).map(JSON.number))
                }
                return .object(row)
            })
    }

    private var signalsJSON: JSON {
        func bars(_ column: [Bool]?) -> JSON {
            guard let column else { return .array([]) }
            return .array(column.indices.filter { column[$0] }.map(JSON.integer))
        }
        return [
            "entries": bars(signals.entries), "exits": bars(signals.exits),
            "short_entries": bars(signals.shortEntries), "short_exits": bars(signals.shortExits),
        ]
    }
}

extension Metrics {
    /// The members `metrics` and `undefined_metrics` of a run.
    var figures: JSONObject {
        var values = JSONObject()
        var reasons = JSONObject()
        for metric in all {
            let isCount = metric.name.unit == .count || metric.name.unit == .bars
            if isCount, let value = metric.value, let whole = Int(exactly: value) {
                values[metric.name.rawValue] = .integer(whole)
            } else {
                values[metric.name.rawValue] = .optional(metric.value)
            }
            if metric.value == nil { reasons[metric.name.rawValue] = .string(metric.reason ?? "") }
        }
        return ["metrics": .object(values), "undefined_metrics": .object(reasons)]
    }
}

extension Simulation {
    /// How often each reason for not filling a signal occurred, and the bars of each.
    var ignoredJSON: JSON {
        var object = JSONObject()
        for (note, name, count) in noteCounts {
            let bars = notes.indices.lazy.filter { notes[$0].contains(note) }
            let sentence = SignalNotes.descriptions.first { $0.note == note }?.sentence ?? ""
            object[name] = [
                "count": .integer(count), "meaning": .string(sentence),
                "bars": .array(bars.map(JSON.integer)),
            ]
        }
        return .object(object)
    }
}

extension SlotData {
    var json: JSON {
        [
            "slot": .string(slot), "symbol": .string(symbol), "source": .string(source),
            "rows": .integer(frame.count), "adjusted": .bool(isAdjusted),
            "first": .string(frame.times.first?.iso8601 ?? ""),
            "last": .string(frame.times.last?.iso8601 ?? ""),
            "calendar": .string(calendar.name), "notes": .array(notes.map(JSON.string)),
        ]
    }
}

extension Trade {
    func json(times: [Timestamp]) -> JSON {
        [
            "direction": .string(direction.rawValue), "status": .string(status.rawValue),
            "entry_bar": .integer(entryBar), "exit_bar": .integer(exitBar),
            "entry_time": .string(times[entryBar].iso8601),
            "exit_time": .string(times[exitBar].iso8601), "size": .number(size),
            "entry_price": .number(entryPrice), "exit_price": .number(exitPrice),
            "pnl": .number(pnl), "return": .number(returnFraction), "fees": .number(fees),
            "entry_reason": .string(entryReason.rawValue),
            "exit_reason": exitReason.map { .string($0.rawValue) } ?? .null,
            "mae": .number(maximumAdverseExcursion), "mfe": .number(maximumFavourableExcursion),
        ]
    }
}

extension Order {
    func json(times: [Timestamp]) -> JSON {
        [
            "bar": .integer(bar), "time": .string(times[bar].iso8601),
            "side": .string(side.rawValue), "size": .number(size), "price": .number(price),
            "fees": .number(fees), "reason": .string(reason.rawValue),
            "position_after": .number(positionAfter),
        ]
    }
}

extension Drawdown {
    func json(times: [Timestamp]) -> JSON {
        [
            "depth": .number(depth), "start": .string(times[peakBar].iso8601),
            "trough": .string(times[troughBar].iso8601),
            "end": recoveryBar.map { .string(times[$0].iso8601) } ?? .null,
            "length_bars": .integer(lengthBars),
        ]
    }
}

extension PeriodReturn {
    var json: JSON {
        [
            "year": .integer(year), "month": month.map(JSON.integer) ?? .null,
            "return": .number(returnFraction),
        ]
    }
}

extension Simulation.AmbiguousBar {
    func json(times: [Timestamp]) -> JSON {
        [
            "bar": .integer(bar), "time": .string(times[bar].iso8601),
            "stop_price": .number(stopPrice), "take_profit_price": .number(takeProfitPrice),
            "stop_pnl": .number(stopPnL), "take_profit_pnl": .number(takeProfitPnL),
        ]
    }
}
