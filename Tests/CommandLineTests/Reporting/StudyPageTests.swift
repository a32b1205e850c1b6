import AlmanacCore
import Backtesting
import Foundation
import Reporting
import StrategyLanguage
import Study
import TestSupport
import Testing

@Suite("Pages of sweeps and validations")
struct StudyPageTests {
    static func sweep(_ ranges: [(name: String, values: String)]) throws -> Sweep {
        let definition = SampleRuns.definition(name: "averages <b>", code: SampleRuns.crossover)
        let backtest = try SampleRuns.run("SPX", definition).backtest
        let chosen = try ranges.map { name, values in
            let parameter = try #require(definition.parameters.first { $0.name == name })
            return try ParameterRange(parameter, text: values)
        }
        return try Sweep([backtest], grid: try SweepGrid(definition, ranges: chosen))
    }

    static func sweepPage(
        _ ranges: [(name: String, values: String)], plotly: String
    ) throws -> (page: String, rows: [SweepRow], sweep: Sweep) {
        let sweep = try sweep(ranges)
        let rows = sweep.run()
        let report = SweepReport(sweep, rows: rows, top: 5)
        let returns = TrialReturns([
            (0..<200).map { sin(Double($0)) * 0.01 + 0.0005 },
            (0..<200).map { cos(Double($0)) * 0.01 },
        ])
        let luck = try OverfittingReport(returnsOfTrials: returns, barsPerYear: 252)
        return (
            HTMLReport(plotly: plotly).page(of: report, rows: rows, luck: luck), rows, sweep
        )
    }

    static func validationPage(plotly: String) throws -> (page: String, result: ValidationResult) {
        let sweep = try sweep([("fast", "3..6"), ("slow", "20,40")])
        let validation = try Validation(
            sweep, split: .walkForward(train: 1_500, test: 700, isAnchored: false))
        let result = try #require(try validation.run())
        return (HTMLReport(plotly: plotly).page(of: result), result)
    }

    private func data(in page: String) throws -> JSON {
        let text = page.components(separatedBy: "id=\"report-data\">").last?
            .components(separatedBy: "</script>").first
        return try JSON.parse(try #require(text))
    }

    @Test("a map holds each run's figure where two parameters vary, and medians where three do")
    func maps() throws {
        let stub = "var Plotly = {};"
        let (page, rows, sweep) = try Self.sweepPage(
            [("fast", "3..5"), ("slow", "20,30,40,60")], plotly: stub)
        let maps = try #require(try data(in: page)["sweep"]?["maps"]?.arrayValue)
        #expect(maps.count == 1)
        let cells = try #require(maps[0]["cells"]?.arrayValue)
        #expect(cells.count == 4 && maps[0]["columns"] == ["3", "4", "5"])
        for row in rows {
            let digits = sweep.grid.digits(of: row.combination)
            let shown = cells[digits[1]].arrayValue?[digits[0]].doubleValue
            let value = try #require(row.value(sweep.metric))
            #expect(shown.map { abs($0 - value) <= 1e-3 * abs(value) } == true)
        }
        #expect(page.contains("Skill or luck") && page.contains("Deflated Sharpe ratio"))
        #expect(!page.contains("averages <b>") && page.contains("averages &lt;b&gt;"))
        let three = try Self.sweepPage(
            [("rsi_window", "5,10"), ("fast", "3..4"), ("slow", "20,30")], plotly: stub)
        #expect(try data(in: three.page)["sweep"]?["maps"]?.arrayValue?.count == 3)
        let one = try Self.sweepPage([("fast", "3..9")], plotly: stub)
        #expect(try data(in: one.page)["sweep"]?["maps"]?.arrayValue?.first?["up"] == .null)
    }

    @Test("a validation's page lists every fold and draws its equity and the best in hindsight")
    func validation() throws {
        let (page, result) = try Self.validationPage(plotly: "var Plotly = {};")
        let validation = try #require(try data(in: page)["validation"])
        #expect(validation["curves"]?.arrayValue?.count == 3)
        #expect(validation["folds"]?.arrayValue?.count == result.choices.count)
        #expect(validation["parts"]?.arrayValue?.count == result.choices.count)
        #expect(page.components(separatedBy: "<tr><th scope=\"row\">").count > result.choices.count)
        for sentence in result.verdict {
            #expect(page.contains(sentence.replacing("\u{27}", with: "&#39;")))
        }
    }

    @Test(
        "pages of studies load without a message or a request and fit narrow windows",
        .enabled(if: Browser.isPresent && Browser.plotly != nil, "needs chromium and plotly.js"))
    func browser() throws {
        let plotly = try #require(Browser.plotly)
        let pages = [
            (
                "sweep",
                try Self.sweepPage([("fast", "3..8"), ("slow", "20,30,40")], plotly: plotly).0
            ),
            ("sweep-one", try Self.sweepPage([("fast", "3..9")], plotly: plotly).0),
            ("validation", try Self.validationPage(plotly: plotly).0),
        ]
        let views = try Browser.look(
            pages.map { (name: $0.0, text: $0.1) }, widths: [390, 1400])
        for view in views {
            let place: Comment = "\(view["page"]?.stringValue ?? "")"
            #expect(view["messages"] == [], place)
            #expect(view["requests"] == [], place)
            #expect(view["plots"]?.intValue ?? 0 >= 2, place)
            #expect((view["overflow"]?.intValue ?? 1) <= 0, place)
            #expect(view["repeatedIds"] == [] && view["missingIds"] == [], place)
        }
    }
}
