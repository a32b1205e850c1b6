import AlmanacCore
import Foundation
import TestSupport
import Testing

@Suite struct RunsCommandTests {
    static let line = """
        {"version":1,"time":"2026-11-21T18:55:26Z","kind":"backtest","strategy":"atr_breakout",\
        "idea":"2657d5eefe482e3981eb69fa9a375cc3","symbol":"SPX",\
        "first_bar":"1999-01-04T00:00:00Z","last_bar":"2018-12-31T00:00:00Z","bars":5031,\
        "trials":1,"sharpe_count":1,"sharpe_mean":-0.25,"sharpe_variance":0,\
        "hash":"61a2cd91d1010542734e7672ba1d45b7fe0b603fa4056c470d1d5b672cc02431","includes":[]}

        """

    @Test("runs are listed from the ledger, shown by their hash, and unknown ones are not found")
    func lists() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/ledger.jsonl"
            let ledger = ["--ledger", path, "--json"]
            #expect(try CommandRunner(["runs"] + ledger).json()["count"] == 0)
            try Self.line.write(toFile: path, atomically: true, encoding: .utf8)
            let listed = try CommandRunner(["runs", "61a2cd91"] + ledger).json()
            let run = listed["runs"]?.arrayValue?.first
            #expect(run?["strategy"] == "atr_breakout" && run?["mean_sharpe"] == .number(-0.25))
            #expect(
                CommandRunner(["runs", "nosuch"] + ledger).exitCode
                    == AlmanacError.Kind.notFound.exitCode)
        }
    }
}
