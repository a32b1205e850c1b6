import AlmanacCore
import Foundation
import TestSupport
import Testing

/// What portfolios and books cost, their page, and how they are counted.
@Suite struct PortfolioCostTests {
    private static let line =
        "portfolio rsi --symbol KO,PEP,XOM --from 2015-01-01 --commission per-share=0.005,min=1 "
        + "--spread 0.0005 --slippage volatility=0.05 --interest 0.03"

    private func run(_ line: String) -> CommandRunner {
        CommandRunner(line.split(separator: " ").map(String.init))
    }

    @Test("the parts are the distance from the ideal run, and the profits the whole one")
    func split() throws {
        let run = run(Self.line + " --json")
        let portfolio = try #require(try run.json()["portfolio"])
        let costs = try #require(portfolio["costs"])
        func amount(_ key: String) -> Double { costs[key]?.doubleValue ?? .nan }
        let parts = ["delay", "spread", "slippage", "impact", "commission", "borrow"]
        let sum = parts.reduce(0) { $0 + amount($1) } + amount("margin_interest")
        let distance = amount("ideal_pnl") - amount("real_pnl")
        #expect(abs(sum - amount("interest") - amount("dividends") - distance) <= 1e-5)
        #expect(amount("spread") > 0 && amount("slippage") > 0 && amount("commission") > 0)
        let rows = try #require(portfolio["symbol_contributions"]?.arrayValue)
        let profits = rows.reduce(portfolio["cash_contribution"]?["profit"]?.doubleValue ?? 0) {
            $0 + ($1["profit"]?.doubleValue ?? .nan)
        }
        #expect(abs(profits - amount("real_pnl")) <= 1e-5)
        #expect(costs["models"]?["spread"] == "fraction=0.0005" || costs["models"] != nil)
        let text = self.run(Self.line).output
        #expect(text.contains("Costs ") && text.contains("commission"))
        #expect(text.contains("(interest)"))
        #expect(text.contains("Prices are adjusted, so a commission for each share"))
    }

    @Test("the order of symbols changes no byte")
    func order() throws {
        let other = Self.line.replacing("KO,PEP,XOM", with: "XOM,KO,PEP")
        #expect(run(Self.line + " --json").output == run(other + " --json").output)
    }

    @Test("each strategy and symbol counts as a trial, and a validation's combinations do")
    func ledger() throws {
        try withTemporaryFolder { folder in
            let ledger = folder + "/ledger.jsonl"
            #expect(run(Self.line + " --ledger \(ledger)").exitCode == 0)
            let validation = run(
                "validate rsi --symbol SPX --param rsi_window=10,14 --hold-out 500 "
                    + "--ledger \(ledger)")
            #expect(validation.exitCode == 0, "\(validation.complaint)")
            let lines = try String(contentsOfFile: ledger, encoding: .utf8).split(separator: "\n")
            let entries = try lines.map { try JSON.parse(String($0)) }
            #expect(entries.map { $0["symbol"] } == ["KO", "PEP", "XOM", "SPX"])
            #expect(entries.map { $0["trials"] } == [1, 1, 1, 2])
            #expect(entries.map { $0["kind"] }.last == "validate")
        }
    }

    @Test("a symbol that is named twice is refused", arguments: ["backtest", "sweep", "portfolio"])
    func twice(command: String) {
        let run = run("\(command) rsi --symbol SPX,SPX")
        #expect(run.exitCode == AlmanacError.Kind.validation.exitCode)
        #expect(run.complaint.contains("--symbol names 'SPX' twice"))
    }

    @Test("a page holds weights, correlations and costs, and says where there is no library")
    func page() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/page.html"
            let run = run(Self.line + " --report \(path)")
            guard run.exitCode == 0 else {
                #expect(run.complaint.contains("the chart library"))
                return
            }
            let page = try String(contentsOfFile: path, encoding: .utf8)
            for chart in ["equity", "weights", "correlation", "costs"] {
                #expect(page.contains("data-chart=\"\(chart)\""), "\(chart)")
            }
            for title in ["What each part did", "What trading cost", "Monthly returns"] {
                #expect(page.contains(">\(title)</h2>"), "\(title)")
            }
            #expect(page.contains("Interest on cash"))
        }
    }
}
