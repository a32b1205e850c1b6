public import AlmanacCore
import StrategyEngine
import StrategyLanguage
public import TimeSeries

/// Several strategies over several symbols that share one account.
///
/// ``init(symbols:allocation:)`` makes a portfolio of one strategy over several symbols, each of
/// which is a group; ``init(book:strategies:allocation:)`` a book whose strategies are the groups.
public struct Portfolio: Sendable {
    /// One strategy of a book with its share, or one symbol of a portfolio.
    public struct Member: Sendable {
        /// The member's name, unlike any other.
        public var name: String
        /// A run for each symbol, or the one run of a strategy that speaks for each of its slots.
        public var backtests: [Backtest]
        /// Its share under fixed weights.
        public var weight: Double?

        /// Makes a member.
        public init(name: String, backtests: [Backtest], weight: Double? = nil) {
            self.name = name
            self.backtests = backtests
            self.weight = weight
        }
    }

    /// What the portfolio is called.
    public var name: String
    /// Whether its groups are strategies rather than symbols.
    public var isBook: Bool
    /// The members, in any order.
    public var members: [Member]
    /// How the equity is divided among the members.
    public var allocation: Allocation
    /// Cash, costs and limits; execution price and bars in a year come from the strategies.
    public var settings: ExecutionSettings
    /// The first day or moment, included.
    public var from: AlignmentRequest.Edge?
    /// The last day or moment, included.
    public var to: AlignmentRequest.Edge?
    /// The bars in a year; `nil` takes the calendar's.
    public var barsPerYear: Double?

    /// Makes a portfolio of one strategy over several symbols.
    ///
    /// - Parameter symbols: A run for each symbol, alike but for their data; settings and dates are
    ///   the first one's.
    /// - Throws: A `validation_error` for fewer than two symbols or one given twice.
    public init(symbols: [Backtest], allocation: Allocation) throws(AlmanacError) {
        let members = symbols.map { backtest in
            Member(name: backtest.data.first?.symbol ?? "", backtests: [backtest])
        }
        guard let first = symbols.first, symbols.count > 1 else {
            throw AlmanacError(
                .validation, "a portfolio needs at least two symbols",
                details: ["symbols": .array(members.map { .string($0.name) })],
                suggestion: "add --symbol, or run one symbol with `almanac backtest`")
        }
        self.init(
            name: first.definition.name, isBook: false, members: members, allocation: allocation,
            like: first)
        try checkNames("symbol")
    }

    /// Makes a book of strategies.
    ///
    /// - Throws: A `validation_error` for fewer than two strategies or a name given twice.
    public init(
        book name: String, strategies: [Member], allocation: Allocation
    ) throws(AlmanacError) {
        guard let first = strategies.first?.backtests.first, strategies.count > 1 else {
            throw AlmanacError(
                .validation, "a book needs at least two strategies",
                details: ["strategies": .integer(strategies.count)],
                suggestion: "add one, or run it by itself with `almanac backtest`")
        }
        self.init(
            name: name, isBook: true, members: strategies, allocation: allocation, like: first)
        try checkNames("strategy")
    }

    private init(
        name: String, isBook: Bool, members: [Member], allocation: Allocation,
        like backtest: Backtest
    ) {
        self.name = name
        self.isBook = isBook
        self.members = members
        self.allocation = allocation
        settings = backtest.settings
        from = backtest.from
        to = backtest.to
        barsPerYear = backtest.barsPerYear
    }

    private func checkNames(_ what: String) throws(AlmanacError) {
        var seen: Set<String> = []
        for member in members where !seen.insert(member.name).inserted {
            throw AlmanacError(
                .validation, "the \(what) '\(member.name)' is given twice",
                details: ["name": .string(member.name)],
                suggestion: isBook ? "give each strategy a \"name\" of its own" : "give it once")
        }
    }

    /// Runs every strategy on its data, puts all on one axis, and trades them with shared cash.
    ///
    /// The same members in any order give the same result, bit for bit.
    /// - Throws: as ``Backtest/run()`` with the member's name in front; a `backtest_error` where
    ///   dates do not overlap; a `validation_error` for settings, allocation or weights.
    /// - Complexity: the strategies' own, and O(bars × lines).
    public func run() throws(AlmanacError) -> PortfolioRun {
        try settings.check()
        try allocation.check()
        let members = members.sorted { $0.name < $1.name }
        var voices: [PortfolioVoice] = []
        for member in members {
            do {
                voices += try member.voices(from: from, to: to, isBook: isBook)
            } catch {
                var error = error
                error.message = "\(member.name): \(error.message)"
                throw error
            }
        }
        let stage = try PortfolioStage(self, members, voices)
        return try PortfolioRun(self, stage)
    }
}

/// What one strategy says about one instrument, on the strategy's own bars.
struct PortfolioVoice {
    var name: String
    var member: String
    var instrument: CommonAxis.Instrument
    var content: SlotSignals.Content
    var unit: Double
    /// The closes of the bars of the strategy's own axis.
    var closes: ArraySlice<Timestamp>
    var strategy: CompiledStrategy
}

extension Portfolio.Member {
    /// Runs the member's strategy on its data.
    fileprivate func voices(
        from: AlignmentRequest.Edge?, to: AlignmentRequest.Edge?, isBook: Bool
    ) throws(AlmanacError) -> [PortfolioVoice] {
        var voices: [PortfolioVoice] = []
        for backtest in backtests {
            var backtest = backtest
            (backtest.from, backtest.to) = (from, to)
            let prepared = try backtest.prepared()
            try backtest.checkOverlap(prepared.aligned)
            backtest = prepared.backtest
            if !isBook { try prepared.strategy.requireSingleSlot() }
            let said = try prepared.slotSignals()
            for slot in said {
                guard let data = backtest.data.first(where: { $0.slot == slot.slot }),
                    let schema = backtest.definition.slots.first(where: { $0.name == slot.slot })
                else { continue }
                var part = prepared.strategy.isPortfolio ? slot.slot : data.symbol
                if prepared.strategy.isPortfolio, backtests.count > 1 {
                    part = "\(backtest.data.first?.symbol ?? "")/\(part)"
                }
                let aligned = prepared.aligned
                voices.append(
                    PortfolioVoice(
                        name: isBook ? "\(name)/\(part)" : name, member: name,
                        instrument: CommonAxis.Instrument(data: data, slot: schema),
                        content: slot.content.dropping(aligned.warmupBars),
                        unit: 1 / Double(said.count * backtests.count),
                        closes: aligned.closes[aligned.warmupBars...],
                        strategy: prepared.strategy))
            }
        }
        return voices.sorted { $0.name < $1.name }
    }
}

extension SlotSignals.Content {
    /// What is said without the first bars.
    fileprivate func dropping(_ bars: Int) -> SlotSignals.Content {
        switch self {
        case .signals(let signals): .signals(signals.dropping(bars))
        case .weight(let weights): .weight(Array(weights.dropFirst(bars)))
        }
    }
}
