import AlmanacCore
import Backtesting

/// The tear sheet's figures in tables, each explained, each undefined one with its reason.
struct SheetTables {
    let page: RunPage

    private var sheet: TearSheet { page.sheet }

    /// The groups that the run's metrics do not have.
    var html: HTML {
        let groups: [SheetFigure.Group] = [.ratios, .bars, .periods, .drawdowns]
        return HTML.lines(
            groups.map { group in
                "<div>\(table(group.rawValue, columns(of: group)))</div>"
            })
    }

    /// The returns of the last months and years.
    var trailing: HTML {
        table("Returns up to the last bar", columns(of: .trailing))
    }

    /// The figures that compare with the benchmark.
    var against: HTML {
        let rows = sheet.against.map { figure in row(figure.name, [figure]) }
        return """
            <table class="figures"><caption>Regression on buying and holding</caption>
            <thead><tr><th scope="col">Figure</th><th scope="col">Value</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))</tbody></table>
            """
    }

    private func columns(of group: SheetFigure.Group) -> [HTML] {
        SheetFigure.Name.allCases.compactMap { name in
            guard name.group == group, Metric.Name(rawValue: name.rawValue) == nil,
                let own = sheet.strategy[name], let held = sheet.benchmark[name]
            else { return nil }
            return row(name, [own, held])
        }
    }

    private func table(_ title: String, _ rows: [HTML]) -> HTML {
        """
        <table class="figures"><caption>\(title)</caption>
        <thead><tr><th scope="col">Figure</th><th scope="col">Strategy</th>\
        <th scope="col">Buy and hold</th></tr></thead>
        <tbody>
        \(HTML.lines(rows))</tbody></table>
        """
    }

    private func row(_ name: SheetFigure.Name, _ figures: [SheetFigure]) -> HTML {
        let id = "\(page.id)-tip-\(name.rawValue)"
        let cells = figures.map { "<td>\(Self.value($0))</td>" as HTML }
        return """
            <tr><th scope="row"><span class="term" tabindex="0" aria-describedby="\(id)">\
            \(name.title)</span><span class="tip" role="tooltip" id="\(id)">\(name.explanation)\
            </span></th>\(cells)</tr>
            """
    }

    /// A figure as text, or why there is none.
    static func value(_ figure: SheetFigure) -> HTML {
        guard let value = figure.value else {
            return "undefined<br><small>\(figure.reason ?? "")</small>"
        }
        switch figure.name.unit {
        // The returns of bars are small.
        case .fraction where value != 0 && value.magnitude < 0.001:
            return "\(NumberText.fixed(value * 100, decimals: 3) + "\u{A0}%")"
        case .count: return "\(NumberText.fixed(value, decimals: value == value.rounded() ? 0 : 1))"
        default: return "\(NumberText.metric(value, figure.name.unit))"
        }
    }
}

/// Each calendar year of the strategy beside the benchmark.
struct YearTable {
    let sheet: TearSheet

    var html: HTML {
        let rows = sheet.years.reversed().map { year -> HTML in
            let lead = year.strategy.flatMap { own in year.benchmark.map { own - $0 } }
            let tone: HTML = (lead ?? 0) < 0 ? " class=\"bad\"" : " class=\"good\""
            return """
                <tr><th scope="row">\(year.year)</th><td>\(text(year.strategy))</td>\
                <td>\(text(year.benchmark))</td>\
                <td\(lead == nil ? "" : tone)>\(text(lead, signed: true))</td></tr>
                """
        }
        return """
            <div class="scroll tallest" role="region" aria-label="Returns by year" tabindex="0">
            <table><caption class="away">Return of each calendar year</caption>
            <thead><tr><th scope="col">Year</th><th scope="col">Strategy</th>\
            <th scope="col">Buy and hold</th><th scope="col">Difference</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))</tbody></table></div>

            """
    }

    private func text(_ value: Double?, signed: Bool = false) -> String {
        value.map { NumberText.percent($0, signed: signed) } ?? "undefined"
    }
}
