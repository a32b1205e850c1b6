import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Everything that a portfolio's simulation needs, on one axis.
struct PortfolioStage {
    let common: CommonAxis
    let lines: [PortfolioLine]
    let settings: ExecutionSettings
    let instruments: [CommonAxis.Instrument]
    /// The different instruments' prices, for the benchmark.
    private(set) var markets: [Market] = []
    /// The compiled strategies' warnings.
    let codeWarnings: [String]

    init(
        _ portfolio: Portfolio, _ members: [Portfolio.Member], _ voices: [PortfolioVoice]
    ) throws(AlmanacError) {
        let voices = voices.sorted { $0.name < $1.name }
        let atOpen = try Self.fillsAtOpen(voices)
        let frequencies = voices.map(\.strategy.executionFrequency)
        let order = Frequency.executable
        let finest =
            frequencies.min {
                (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0)
            } ?? .day1
        instruments = voices.map(\.instrument)
        common = try CommonAxis(
            instruments, finest, from: portfolio.from, to: portfolio.to,
            costs: portfolio.settings.costs)
        var lines: [PortfolioLine] = []
        var names: Set<String> = []
        for (index, voice) in voices.enumerated() {
            let (market, hasBar) = try common.market(index, voice.instrument, atOpen: atOpen)
            lines.append(
                PortfolioLine(
                    name: voice.name, group: voice.member, market: market, hasBar: hasBar,
                    content: PortfolioLine.Content(
                        voice.content, at: common.bars(of: voice.closes),
                        count: common.axis.count),
                    unit: voice.unit))
            if names.insert(market.symbol).inserted { markets.append(market) }
        }
        self.lines = lines
        markets.sort { $0.symbol < $1.symbol }
        var settings = portfolio.settings
        settings.executionPrice = atOpen ? .open : .close
        guard
            let bars = portfolio.barsPerYear
                ?? voices.first?.instrument.data.calendar.barsPerYear(finest)
        else {
            throw AlmanacError(
                .backtest, "the traded data has no regular frequency",
                suggestion: "give the number of bars in a year: --bars-per-year N")
        }
        settings.barsPerYear = bars
        self.settings = settings
        var seen: Set<String> = []
        codeWarnings = voices.flatMap { voice in
            voice.strategy.warnings.map {
                "\(portfolio.isBook ? voice.member + ": " : "")line \($0.position.line): "
                    + $0.message
            }
        }.filter { seen.insert($0).inserted }
        try checkOverlap()
    }

    private static func fillsAtOpen(_ voices: [PortfolioVoice]) throws(AlmanacError) -> Bool {
        let atOpen = voices.map(\.strategy.parameters.fillsAtOpen)
        guard let first = atOpen.first, let other = atOpen.firstIndex(of: !first) else {
            return atOpen.first ?? false
        }
        throw AlmanacError(
            .validation,
            "'\(voices[0].member)' and '\(voices[other].member)' fill at different prices: one "
                + "at the open, the other at the close",
            details: ["parameter": "execution_price"],
            suggestion: "give all the same: \"params\": {\"execution_price\": \"open\"}")
    }

    /// Every line needs a bar to trade on, and one on which another instrument trades too.
    private func checkOverlap() throws(AlmanacError) {
        var traded = [Int](repeating: 0, count: common.axis.count)
        for line in lines {
            for (bar, hasBar) in (line.hasBar ?? []).enumerated() where hasBar { traded[bar] += 1 }
        }
        let several = Set(lines.map(\.market.symbol)).count > 1
        for (line, instrument) in zip(lines, instruments) {
            guard let hasBar = line.hasBar else { continue }
            let overlaps = hasBar.indices.contains {
                hasBar[$0] && (!several || traded[$0] > 1)
            }
            if overlaps { continue }
            let ranges = zip(lines, instruments).map { line, instrument -> String in
                let times = instrument.data.frame.times
                return "\(line.market.symbol) \(times.first?.dateText ?? "") to "
                    + (times.last?.dateText ?? "")
            }
            let ownBars = instrument.data.frame.times.contains { time in
                common.axis.times.contains(time)
            }
            throw AlmanacError(
                .backtest,
                ownBars && !hasBar.contains(true)
                    ? "the bars of '\(line.market.symbol)' do not close with the others', so it "
                        + "cannot be traded beside them at the close"
                    : "the dates of '\(line.market.symbol)' do not overlap with any other's: "
                        + Set(ranges).sorted().joined(separator: ", "),
                details: [
                    "symbol": .string(line.market.symbol),
                    "ranges": .array(Set(ranges).sorted().map(JSON.string)),
                ],
                suggestion: ownBars && !hasBar.contains(true)
                    ? "fill at the open (--param execution_price=open), or name one calendar for "
                        + "all: --calendar"
                    : "leave the symbol out, or use data of the same period")
        }
    }
}
