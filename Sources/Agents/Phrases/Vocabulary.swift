/// The words that sentences are made of, apart from symbols.
enum Vocabulary {
    /// Words that may stand between phrases without changing what they mean.
    static let fillers: Set<String> = [
        "a", "an", "the", "and", "then", "also", "please", "i", "we", "you", "me", "us", "my",
        "want", "wants", "would", "like", "to", "let", "let's", "lets", "can", "could", "should",
        "will", "shall", "what", "if", "how", "did", "does", "do", "done", "have", "had", "been",
        "it", "them", "this", "that", "backtest", "backtests", "backtesting", "test", "tests",
        "testing", "try", "run", "runs", "show", "simulate", "trade", "trades", "trading", "using",
        "use", "with", "strategy", "strategies", "system", "on", "in", "of", "for", "by", "via",
        "stock", "stocks", "shares", "index", "position", "rule", "rules", "plus", "so", "well",
        "perform", "performed", "performs", "performance", "happens", "happened", "is", "be",
        "hello", "hi", "hey", "thanks", "thank", "just", "simply", "simple", "there", "apply",
        "start", "starting", "again", "based", "work", "works", "worked", "suppose", "supposing",
        "imagine", "i'd", "i'm", "i'll", "we'd", "what's", "how's", "wondering", "curious",
        "made", "earned", "maybe", "okay", "ok", "kindly", "assuming",
    ]

    /// Marks that may stand between phrases.
    static let fillerMarks: Set<Character> = [",", ".", ";", ":", "!", "?", "(", ")", "&"]

    /// Other words that phrases use; a lower-case ticker that is one of them is read as the word.
    private static let grammar: Set<String> = Set(
        """
        above account adx after against all all-time along annual as at atr average averages avg \
        back band bands bar bars below beneath best between bollinger both bottom bought break \
        breakout breaks buy buying buys capital cash channel climb climbs close closed closes \
        closing cost costs cover covers cross crosses crossing crossover cut daily day days death \
        decade declines dip dips donchian down drop drops during each ema enter enters entry equal \
        equity every exceeds exit exits exponential fall falls fee fees fell fill fills first five \
        from funds gain gains get go goes going golden half has here high higher highest hit hits \
        hold holding holds hour hourly hours its invest it's jump keep last least less level \
        levels line long loss low lower lowest ma macd mean median middle minute minutes momentum \
        money month monthly months more most move moves moving negative new next no not now off \
        once one open opens or oscillator out over overbought oversold own pair pairs past percent \
        period periods point portfolio positive price prices profit quarter range rate ratio \
        reaches return returns reversion rise rises rose rsi run sell selling sells session \
        sessions short shorts signal since size sma spread standard stay stays stop stops take \
        target than their they through till time times today top touches trail trailing trend \
        turns two under until up upper value volatility volume week weekly weeks when whenever \
        only unless otherwise except never always \
        monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays \
        too upon vol annualised annualized rid upper where while within year yearly years \
        yesterday z zero
        """.split(separator: " ").map(String.init))

    /// Words of everyday English that are tickers too; they count as tickers in capitals only.
    static let everyday: Set<String> = [
        "c", "f", "t", "v", "ma", "ms", "ea", "ai", "ba", "cat", "de", "mo", "cl", "now", "net",
        "arm", "coin", "hood", "pm", "ups", "dal", "gold", "oil", "link", "shop", "snap", "spot",
        "snow", "block", "low", "cop", "bb",
    ]

    /// Names of indicators that are tickers too; these are never tickers without a dollar sign.
    static let indicators: Set<String> = ["ma"]

    /// All words of the grammar, for finding what a misspelt word meant.
    static var all: Set<String> { fillers.union(grammar) }

    /// Whether a word belongs to the grammar.
    static func contains(_ word: String) -> Bool {
        fillers.contains(word) || grammar.contains(word) || NumberWords.contains(word)
            || Calendar.months[word] != nil
    }

    /// Whether a word speaks of prices, sources, times or orders, so that dropping it could change
    /// what is meant.
    static func isOfTheMarket(_ word: String) -> Bool {
        grammar.contains(word) || NumberWords.contains(word) || Calendar.months[word] != nil
            || named.contains(word) || unread.contains(word) || nameable.contains(word)
    }

    /// Indicators, averages, shapes of bars and ways to size that nothing here reads, and words
    /// that make another indicator of one that is: dropping them would trade something else.
    static let unread: Set<String> = Set(
        """
        adaptive alma anchored breakeven cumulative dca decile detrended displaced divergence \
        divergences divergent fib fibonacci fractal fractals frama hurst kalman kelly kst \
        marubozu mcginley modified optimise optimize percentile pivot pivots predictive pyramid \
        pyramiding qqe quantile quintile rainbow renko stc twap ulcer vidya vortex wavetrend \
        zigzag
        """.split(separator: " ").map(String.init))

    /// Indicators, averages and shapes of bars that are read where the words around them are, too:
    /// a plan that has none of them trades something else.
    static let nameable: Set<String> = Set(
        """
        ashi candlestick chaikin choppiness cmf cmo coppock dema doji engulfing hammer harami \
        chikou heiken heikin hma hull ichimoku kama kaufman kijun kumo lsma lwma ppo rma smma \
        smoothed \
        soldiers squeeze tema tenkan trix tsi vwma weighted wma zlema
        """.split(separator: " ").map(String.init))

    /// The words that the tables of sources, ideas and rules are made of, without small words.
    private static let named: Set<String> =
        SourceNames.people.words.union(SourceNames.places.words).union(SourceNames.values.words)
        .union(SourceNames.traders.words).union(SourceNames.announcements.words)
        .union(WordClasses.all)
        .subtracting(fillers)

    /// Names of calendar months.
    enum Calendar {
        /// The number of a month by its name or its usual abbreviation.
        static let months: [String: Int] = [
            "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4,
            "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8,
            "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10, "november": 11,
            "nov": 11, "december": 12, "dec": 12,
        ]
    }
}
