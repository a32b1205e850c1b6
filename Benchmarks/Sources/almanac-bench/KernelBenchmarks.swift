import StrategyEngine

/// Single operations over columns: the time of one pass with the operation in it.
///
/// Each row also pays what `kernel-none` shows: the column's copy into its chunk, two comparisons
/// and the writing of both signals.
let kernelBenchmarks: [Benchmark] = kernels.map { name, expression in
    Benchmark(
        name: "kernel-\(name)", purpose: expression, items: 500_000, item: "bar"
    ) {
        let inputs = syntheticInputs(500_000)
        let strategy = try strategy("x = \(expression)\nreturn x > 0.5, x < -0.5")
        return { blackHole(try strategy.signals(over: inputs)) }
    }
}

private let kernels: [(name: String, expression: String)] = [
    ("none", "p.close"),
    ("add", "p.close + p.open"),
    ("divide", "p.close / p.open"),
    ("log", "np.log(p.close)"),
    ("select", "np.where(p.close > p.open, p.high, p.low)"),
    ("shift-1", "p.close.shift(1)"),
    ("shift-20", "p.close.shift(20)"),
    ("pct-change", "p.close.pct_change()"),
    ("mean-20", "p.close.rolling(20).mean()"),
    ("mean-500", "p.close.rolling(500).mean()"),
    ("sum-20", "p.close.rolling(20).sum()"),
    ("std-20", "p.close.rolling(20).std()"),
    ("skew-20", "p.close.rolling(20).skew()"),
    ("corr-20", "p.close.rolling(20).corr(p.volume)"),
    ("max-20", "p.close.rolling(20).max()"),
    ("max-500", "p.close.rolling(500).max()"),
    ("median-20", "p.close.rolling(20).median()"),
    ("median-500", "p.close.rolling(500).median()"),
    ("rank-100", "p.close.rolling(100).rank(pct=True)"),
    ("ewm-mean", "p.close.ewm(span=20).mean()"),
    ("ewm-std", "p.close.ewm(span=20).std()"),
    ("cumsum", "p.volume.cumsum()"),
    ("ffill", "p.close.ffill()"),
    ("zscore-20", "zscore(p.close, 20)"),
    ("talib-sma", "talib.SMA(p.close, 20)"),
    ("talib-ema", "talib.EMA(p.close, 20)"),
    ("talib-rsi", "talib.RSI(p.close, 14)"),
    ("talib-atr", "talib.ATR(p.high, p.low, p.close, 14)"),
    ("talib-adx", "talib.ADX(p.high, p.low, p.close, 14)"),
    ("talib-macd", "talib.MACD(p.close)[0]"),
    ("talib-bbands", "talib.BBANDS(p.close, 20)[0]"),
    ("talib-stoch", "talib.STOCH(p.high, p.low, p.close)[0]"),
    ("talib-doji", "talib.CDLDOJI(p.open, p.high, p.low, p.close)"),
    ("vbt-rsi", "vbt.RSI.run(p.close, 14).rsi"),
    ("scan", "scan(lambda s, c: s * 0.9 + c * 0.1 if c > s else c, 0.0, p.close)"),
    ("calendar", "p.close.index.dayofweek"),
]
