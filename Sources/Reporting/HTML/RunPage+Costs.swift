import AlmanacCore
import Backtesting

extension RunPage {
    /// The distance between the ideal and the real profit, by its causes.
    var costsSection: HTML {
        guard !run.simulation.orders.isEmpty else { return "<p>No order was filled.</p>\n" }
        return CostTable(costs: data.sheet.costs).html
    }

    /// What the run ledger's count of trials makes of the run.
    var luckSection: HTML { luck.map { LuckTable(report: $0).html } ?? "" }
}

/// The costs of a run in parts: a table and a chart from the ideal profit to the real one.
struct CostTable {
    let costs: CostBreakdown

    private static let names: [String: String] = [
        "delay": "Delay", "spread": "Spread", "slippage": "Slippage", "impact": "Market impact",
        "commission": "Commission and fees", "borrow": "Borrowed shares",
        "margin_interest": "Borrowed cash", "interest": "Interest earned",
        "dividends": "Dividends",
    ]

    /// The parts that cost or earned anything, in the order of the breakdown.
    var parts: [(title: String, amount: Double)] {
        costs.parts.filter { $0.amount != 0 }.map { name, amount in
            (Self.names[name] ?? name, amount)
        }
    }

    var html: HTML {
        let traded = costs.tradedValue
        func row(_ title: String, _ amount: Double, _ isCost: Bool) -> HTML {
            let points =
                isCost && traded > 0
                ? NumberText.fixed(amount / traded * 10_000, decimals: 2) : ""
            return """
                <tr><th scope="row">\(title)</th>\
                <td>\(NumberText.fixed(amount, decimals: 2))</td><td>\(points)</td></tr>
                """
        }
        let rows =
            [row("Ideal profit", costs.idealPnL, false)]
            + parts.map { row($0.title, $0.amount, true) }
            + [row("All costs", costs.total, true), row("Real profit", costs.realPnL, false)]
        return """
            <p class="sub">The ideal run trades the same quantities at the prices at which they \
            were decided, at once and for nothing (implementation shortfall, Perold 1988). \
            Earnings are negative costs.</p>
            <div class="two">
            <div>\(RunPage.scrollingTable(
                "Costs", heads: ["", "Amount", "Basis points of traded value"], rows: rows))</div>
            <div>\(RunPage.chart(
                "costs",
                description: "Waterfall chart from the ideal to the real profit.",
                caption: "From the ideal profit to the real one."))</div>
            </div>

            """
    }
}

extension SheetData {
    /// The breakdown as the page's data.
    static func json(of costs: CostBreakdown) -> JSON {
        let parts = CostTable(costs: costs).parts
        return [
            "ideal": PackedNumbers.number(costs.idealPnL),
            "real": PackedNumbers.number(costs.realPnL),
            "names": .array(parts.map { .string($0.title) }),
            "amounts": PackedNumbers.values(parts.map(\.amount)),
        ]
    }
}
