import AlmanacCore
import Backtesting
import Foundation
import Reporting
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVExportTests {
    @Test("trades read back as the run's numbers, bit for bit")
    func trades() throws {
        let runs = [try SampleRuns.stops("SPX"), try SampleRuns.run("AAPL")]
        let lines = CSVExport.trades(of: runs).split(separator: "\n")
        let trades = runs.flatMap { run in run.simulation.trades.map { (run, $0) } }
        try #require(lines.count == trades.count + 1)
        #expect(
            lines[0]
                == "symbol,direction,status,entry_bar,entry_time,entry_price,entry_reason,exit_bar,"
                + "exit_time,exit_price,exit_reason,size,pnl,return,fees,mae,mfe")
        for (line, (run, trade)) in zip(lines.dropFirst(), trades) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            try #require(fields.count == 17)
            #expect(String(fields[0]) == run.symbol)
            #expect(String(fields[4]) == run.market.times[trade.entryBar].iso8601)
            #expect(Double(fields[5]) == trade.entryPrice)
            #expect(String(fields[10]) == trade.exitReason?.rawValue ?? "")
            #expect(Double(fields[12]) == trade.pnl)
            #expect(Double(fields[16]) == trade.maximumFavourableExcursion)
        }
    }

    @Test("equity has a row for every bar")
    func equity() throws {
        let run = try SampleRuns.run("SPX")
        let lines = CSVExport.equity(of: [run]).split(separator: "\n")
        try #require(lines.count == run.count + 1)
        let held = run.simulation.positions()
        for (bar, line) in lines.dropFirst().enumerated() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            try #require(fields.count == 8)
            #expect(Double(fields[4]) == run.simulation.equity[bar])
            #expect(Double(fields[7]) == held[bar])
        }
    }

    @Test("symbols with commas, quotes and line breaks are quoted")
    func quoting() throws {
        let run = try SampleRuns.minutes(60, symbol: "a,\"b\"\nc")
        #expect(
            CSVExport.equity(of: [run]).contains("\n\"a,\"\"b\"\"\nc\",0,2020-01-01T00:00:00Z,"))
    }
}
