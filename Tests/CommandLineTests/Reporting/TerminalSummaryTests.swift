import Glibc
import Reporting
import TestSupport
import Testing

@Suite struct TerminalSummaryTests {
    @Test("a run reads as its golden text", arguments: [60, 80, 120])
    func golden(width: Int) throws {
        let run = try SampleRuns.stops("SPX")
        try expectGolden(
            TerminalSummary(width: width).text(of: run), "terminal-\(width).txt")
    }

    @Test("without Unicode a run is drawn in ASCII")
    func ascii() throws {
        let text = TerminalSummary(unicode: false).text(of: try SampleRuns.run("SPX"))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try expectGolden(text, "terminal-ascii.txt")
    }

    @Test("no line is wider than asked for", arguments: [1, 40, 47, 60, 73, 80, 100, 120])
    func widths(width: Int) throws {
        let runs = [try SampleRuns.run("SPX"), try HostileRun.make(), try SampleRuns.minutes(500)]
        let summary = TerminalSummary(width: width)
        for text in runs.map(summary.text(of:)) + [summary.table(of: runs)] {
            for line in text.split(separator: "\n") {
                #expect(line.unicodeScalars.count <= max(width, 40), "\(line)")
            }
        }
    }

    @Test("equity from the smallest to the largest numbers is drawn")
    func extremes() throws {
        for step in [2.0, 1, 0.01] {
            let closes = (0..<300).map { Glibc.pow(10, step * (Double($0) - 150)) }
            let text = TerminalSummary().text(of: try SampleRuns.held(closes))
            #expect(text.contains("Run        "))
            #expect(step == 0.01 || text.contains("log scale"))
        }
    }

    @Test("names cannot steer the terminal")
    func hostile() throws {
        let text = TerminalSummary().text(of: try HostileRun.make())
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(text.contains("<U+001B>"))
    }

    @Test("colour codes come only where they are asked for, and end on their lines")
    func colours() throws {
        let run = try SampleRuns.stops("SPX")
        let plain = TerminalSummary().text(of: run)
        let coloured = TerminalSummary(style: .colour).text(of: run)
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[36m"))
        var stripped = coloured
        for code in [1, 2, 31, 32, 33, 36, 0] {
            stripped = stripped.replacing("\u{1B}[\(code)m", with: "")
        }
        #expect(stripped == plain)
        for line in coloured.split(separator: "\n") where line.contains("\u{1B}") {
            #expect(line.contains("\u{1B}[0m"))
        }
    }

    @Test(
        "several runs stand in one table, which drops columns to fit", arguments: [40, 60, 80, 120])
    func table(width: Int) throws {
        let runs = [
            try SampleRuns.run("SPX"), try SampleRuns.run("AAPL"), try SampleRuns.stops("KO"),
        ]
        try expectGolden(
            TerminalSummary(width: width).table(of: runs), "terminal-table-\(width).txt")
    }

    @Test("a run of two bars and a run without trades have a summary", arguments: [2, 30])
    func short(bars: Int) throws {
        let text = TerminalSummary().text(of: try SampleRuns.minutes(bars))
        #expect(text.contains("Run        "))
        #expect(bars == 30 || text.contains("No order was filled."))
    }
}
