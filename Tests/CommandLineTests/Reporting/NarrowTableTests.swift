import TestSupport
import Testing

/// Tables in narrow terminals show a figure whole or not at all.
@Suite struct NarrowTableTests {
    private static let commands = [
        "sweep bollinger --symbol SPX,KO --param window=5..40:5 --param width=1..3:1 --top 4 "
            + "--no-luck",
        "sweep zscore_reversion --symbol SPX,KO --param window=20,30 --param entry=1,2 "
            + "--param hold=5,10 --top 2 --no-luck",
        "validate ma_crossover --symbol SPX --param fast=5..25:10 --param slow=50..60:10 "
            + "--walk-forward 2000,1000",
        "stress rsi --symbol SPX", "portfolio rsi --symbol SPX,KO,PEP",
        "backtest rsi --symbol SPX,KO,PEP",
    ]

    @Test("every command's tables fit 40 columns, as their golden text")
    func golden() throws {
        var text = ""
        for command in Self.commands {
            let words = command.split(separator: " ").map(String.init)
            let narrow = CommandRunner(words, width: 40)
            #expect(narrow.exitCode == 0, "\(command): \(narrow.complaint)")
            text += "$ \(command)\n\(narrow.output)\n"
            for line in narrow.output.split(separator: "\n") {
                #expect(line.count <= 40, "\(line)")
            }
            // Numbers with decimals are those that a wide terminal shows.
            let wide = Set(Self.figures(CommandRunner(words, width: 160).output))
            for figure in Self.figures(narrow.output) {
                #expect(wide.contains(figure), "\(command): \(figure)")
            }
        }
        #expect(!text.contains("~"))
        try expectGolden(text, "narrow-tables.txt")
    }

    private static func figures(_ text: String) -> [Substring] {
        text.split { !"0123456789.,+-~".contains($0) }.filter { $0.contains(".") && $0.count > 2 }
            .map { $0.last == "," || $0.last == "." ? $0.dropLast() : $0 }
    }
}
