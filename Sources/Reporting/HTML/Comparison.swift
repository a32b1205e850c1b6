import Backtesting

/// Several runs beside each other: a chart of all and a table with a link to each.
struct Comparison {
    let pages: [RunPage]

    private static let columns: [(title: String, name: Metric.Name, signed: Bool)] = [
        ("Total return", .totalReturn, true), ("Buy and hold", .benchmarkReturn, true),
        ("Growth a year", .cagr, true), ("Sharpe ratio", .sharpe, false),
        ("Maximum drawdown", .maxDrawdown, false), ("Trades", .trades, false),
        ("Win rate", .winRate, false),
    ]

    var html: HTML {
        let heads = Self.columns.map { "<th scope=\"col\">\($0.title)</th>" as HTML }
        let rows = pages.map { page -> HTML in
            let cells = Self.columns.map {
                "<td>\(page.figure($0.name, signed: $0.signed))</td>" as HTML
            }
            return """
                <tr><th scope="row"><a href="#\(page.id)">\(page.wording.title)</a></th>\(cells)\
                <td>\(page.run.warnings.count)</td></tr>
                """
        }
        return """
            <section id="comparison" aria-labelledby="comparison-title">
            <h2 id="comparison-title">Side by side</h2>
            <div class="scroll" role="region" aria-label="Comparison" tabindex="0">
            <table><thead><tr><th scope="col">Run</th>\(heads)<th scope="col">Warnings</th></tr>\
            </thead>
            <tbody>
            \(HTML.lines(rows))</tbody></table></div>
            <figure><div class="chart tall" data-chart="comparison" role="img" \
            aria-label="Line chart of the equity of every run over its initial cash"></div>
            <figcaption>Equity over the initial cash. Each run trades on its own: the runs share \
            no money.</figcaption></figure>
            </section>

            """
    }
}
