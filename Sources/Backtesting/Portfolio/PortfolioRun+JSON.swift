public import AlmanacCore
import StrategyLanguage
import TimeSeries

extension PortfolioRun {
    /// Parts of a portfolio's JSON that are left out unless they are asked for.
    public enum Part: String, Sendable, CaseIterable {
        case equity, cash, orders, positions, weights, rebalances
    }

    /// The run as JSON; the same run always gives the same bytes.
    public func json(including parts: Set<Part> = []) -> JSON {
        let times = simulation.axis.times
        var object: JSONObject = [
            "name": .string(portfolio.name), "kind": portfolio.isBook ? "book" : "portfolio",
            "hash": .string(hash), "bars": .integer(simulation.count),
            "first_bar": .string(times.first?.iso8601 ?? ""),
            "last_bar": .string(times.last?.iso8601 ?? ""),
            "bar_frequency": .string(barFrequency.rawValue),
            "bars_per_year": .number(simulation.settings.barsPerYear),
            "allocation": portfolio.allocation.json,
        ]
        object["strategies"] = .array(strategies)
        for (key, value) in metrics.figures.members { object[key] = value }
        object[portfolio.isBook ? "strategy_contributions" : "symbol_contributions"] = .array(
            groupRows)
        if portfolio.isBook { object["line_contributions"] = .array(lines.map(\.json)) }
        if simulation.costs.interest != 0 || simulation.costs.marginInterest != 0 {
            object["cash_contribution"] = simulation.cashContribution.json
        }
        object["costs"] = simulation.costs.json(
            under: simulation.settings, unpriced: simulation.unpricedOrders)
        object["correlation"] = correlation.json
        object["rebalances"] = .integer(simulation.rebalanceBars.count)
        let combined = simulation.combined
        object["trades"] = .array(
            zip(combined.simulation.trades, combined.tradeLines).map { trade, line in
                trade.json(times: times).named("line", simulation.lines[line].name)
            })
        object["drawdowns"] = .array(metrics.drawdowns.map { $0.json(times: times) })
        object["monthly_returns"] = .array(metrics.monthlyReturns.map(\.json))
        object["yearly_returns"] = .array(metrics.yearlyReturns.map(\.json))
        object["ignored_orders"] = combined.simulation.ignoredJSON
        object["warnings"] = .array(warnings.map(JSON.string))
        object["assumptions"] = .array(assumptions.map(JSON.string))
        object["data"] = .array(data.map(\.json))
        add(parts, combined, to: &object)
        return .object(object)
    }

    private func add(
        _ parts: Set<Part>, _ combined: PortfolioSimulation.Combined, to object: inout JSONObject
    ) {
        func columns(_ values: (PortfolioSimulation.Line) -> [Double]) -> JSON {
            var columns = JSONObject()
            for line in simulation.lines {
                columns[line.name] = .array(values(line).map(JSON.number))
            }
            return .object(columns)
        }
        let times = simulation.axis.times
        if parts.contains(.equity) { object["equity"] = .array(simulation.equity.map(JSON.number)) }
        if parts.contains(.cash) { object["cash"] = .array(simulation.cash.map(JSON.number)) }
        if parts.contains(.orders) {
            object["orders"] = .array(
                zip(combined.simulation.orders, combined.orderLines).map { order, line in
                    order.json(times: times).named("line", simulation.lines[line].name)
                })
        }
        if parts.contains(.positions) { object["positions"] = columns(\.position) }
        if parts.contains(.weights) { object["weights"] = columns { simulation.weights(of: $0) } }
        if parts.contains(.rebalances) {
            object["rebalance_shares"] = .array(
                zip(simulation.rebalanceBars, simulation.shares).map { bar, shares in
                    var row = JSONObject()
                    for (name, share) in zip(simulation.groups, shares) {
                        row[name] = .number(share)
                    }
                    return [
                        "bar": .integer(bar), "time": .string(times[bar].iso8601),
                        "shares": .object(row),
                    ]
                })
        }
    }

    private var strategies: [JSON] {
        let members = portfolio.members.sorted { $0.name < $1.name }
        guard portfolio.isBook else {
            let first = members.first?.backtests.first
            return [
                [
                    "strategy": .string(first?.definition.name ?? ""),
                    "parameters": first?.parameters.json ?? .null,
                    "symbols": .array(members.map { .string($0.name) }),
                ]
            ]
        }
        return members.map { member in
            [
                "name": .string(member.name),
                "strategy": .string(member.backtests.first?.definition.name ?? ""),
                "parameters": member.backtests.first?.parameters.json ?? .null,
                "symbols": .array(
                    member.backtests.map { .string($0.data.first?.symbol ?? "") }),
                "weight": .optional(member.weight),
            ]
        }
    }

    /// The groups' rows: what each did, its last share, and for a book what it is by itself.
    private var groupRows: [JSON] {
        groups.enumerated().map { index, group in
            guard case .object(var row) = group.json else { return .null }
            row["last_share"] = .optional(simulation.shares.last?[index])
            if portfolio.isBook {
                var own = JSONObject()
                for name in [
                    Metric.Name.totalReturn, .cagr, .annualVolatility, .sharpe, .maxDrawdown,
                    .exposure,
                ] { own[name.rawValue] = .optional(standalone[index].value(name)) }
                row["standalone"] = .object(own)
            }
            return .object(row)
        }
    }
}

extension PortfolioContribution {
    /// The row as JSON.
    var json: JSON {
        [
            "name": .string(name), "profit": .number(profit),
            "return_contribution": .number(returnFraction),
            "risk_contribution": .optional(riskFraction),
            "average_weight": .number(averageWeight), "fees": .number(fees),
            "costs": .number(costs),
            "orders": .integer(orders), "closed_trades": .integer(closedTrades),
        ]
    }
}

extension CorrelationTable {
    /// The table as JSON, with a row for each name.
    var json: JSON {
        [
            "names": .array(names.map(JSON.string)),
            "values": .array(values.map { .array($0.map(JSON.optional)) }),
            "average": .optional(average),
        ]
    }
}

extension Allocation {
    /// The allocation as JSON.
    public var json: JSON {
        [
            "weights": .string(scheme.rawValue), "rebalance": .string(rebalance.rawValue),
            "band": .number(band), "window": .integer(window),
            "covariance": .string(covariance.rawValue), "max_weight": .optional(maxWeight),
            "cash": .number(reserve), "idle": .string(idle.rawValue),
        ]
    }
}

extension JSON {
    /// The object with a name in front of its other members.
    func named(_ key: String, _ name: String) -> JSON {
        guard case .object(let object) = self else { return self }
        var named: JSONObject = [key: .string(name)]
        for (key, value) in object.members { named[key] = value }
        return .object(named)
    }
}
