import AlmanacCore
import Backtesting

extension RunPage {
    private static let costNames: [String: String] = [
        "delay": "Delay", "spread": "Spread", "slippage": "Slippage", "impact": "Market impact",
        "commission": "Commission and fees", "borrow": "Borrowed shares",
        "margin_interest": "Borrowed cash", "interest": "Interest earned",
        "dividends": "Dividends",
    ]

    /// The parts that cost or earned anything, in the order of the breakdown.
    static func costParts(_ costs: CostBreakdown) -> [(title: String, amount: Double)] {
        costs.parts.filter { $0.amount != 0 }.map { name, amount in
            (costNames[name] ?? name, amount)
        }
    }

    /// The distance between the ideal and the real profit, by its causes.
    var costsSection: HTML {
        guard !run.simulation.orders.isEmpty else { return "<p>No order was filled.</p>\n" }
        guard let costs = data.sheet.costs else {
            return "<p>The costs of several slots are not split into parts.</p>\n"
        }
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
            + Self.costParts(costs).map { row($0.title, $0.amount, true) }
            + [row("All costs", costs.total, true), row("Real profit", costs.realPnL, false)]
        return """
            <p class="sub">The ideal run trades the same quantities at the prices at which they \
            were decided, at once and for nothing (implementation shortfall, Perold 1988). \
            Earnings are negative costs.</p>
            <div class="two">
            <div>\(table(
                "Costs", heads: ["", "Amount", "Basis points of traded value"], rows: rows))</div>
            <div>\(chart(
                "costs",
                description: "Waterfall chart from the ideal to the real profit.",
                caption: "From the ideal profit to the real one."))</div>
            </div>

            """
    }

    /// What the run ledger's count of trials makes of the run.
    var luckSection: HTML { luck.map { LuckTable(report: $0).html } ?? "" }
}

extension SheetData {
    /// The breakdown as the page's data.
    static func json(of costs: CostBreakdown) -> JSON {
        let parts = RunPage.costParts(costs)
        return [
            "ideal": PackedNumbers.number(costs.idealPnL),
            "real": PackedNumbers.number(costs.realPnL),
            "names": .array(parts.map { .string($0.title) }),
            "amounts": PackedNumbers.values(parts.map(\.amount)),
        ]
    }
}
