import Backtesting
import StrategyLanguage
import TimeSeries

/// A run whose names, code and notes try to leave the place where a report puts them.
enum HostileRun {
    static let attack =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&amp;<!--]]>"

    static let code = """
        # </script><script>document.title = 'owned'</script> <!-- \u{202E}desrever
        def generate_signals(data, params):
            '''</code></pre><b onclick="alert(3)">'''
            close = data['prices']['close']
            return close > close.shift(1), close < close.shift(1)
        """

    static func make() throws -> BacktestRun {
        var definition = SampleRuns.definition(
            name: attack, code: code, summary: "\u{1B}[31mred \(attack)")
        definition.parameters[0].summary = attack
        let long = String(repeating: "x", count: 300)
        let data = SlotData(
            slot: "prices", symbol: "\u{1B}]0;owned\u{07}" + attack,
            frame: try SampleRuns.frame("SPX"), calendar: .newYork, isAdjusted: true,
            source: attack, notes: [attack, long, "\u{2028}line"])
        return try SampleRuns.run(definition, data)
    }
}
