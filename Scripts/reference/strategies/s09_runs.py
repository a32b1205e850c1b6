"""How a run goes: size, stops, missing values, joins, and runs in which little happens."""
from registry import case

HOUR = {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])}
OPEN = {"execution_price": ("enum", "open", ["open", "close"])}

case("size_half", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    ma = close.rolling(50).mean()
    return {'entries': close > ma, 'exits': close < ma, 'size': 0.5}
''', start="2003-01-02", end="2008-12-31", fees=0.0)

case("size_volatility", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    vol = close.pct_change().rolling(20).std() * np.sqrt(252)
    size = (params['target'] / vol).clip(upper=1.0).fillna(0.1)
    trend = close > close.rolling(60).mean()
    return {'entries': trend, 'exits': ~trend, 'size': size}
''', {"target": ("float", 0.15, 0.01, 1)}, start="2000-01-03", end="2007-12-31", fees=0.0)

case("size_open_slippage", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    atr14 = talib.ATR(p['high'], p['low'], p['close'], timeperiod=14)
    size = (0.01 * p['close'] / atr14).clip(0.1, 1.0).fillna(0.1)
    top = p['high'].rolling(20).max().shift(1)
    bottom = p['low'].rolling(10).min().shift(1)
    return {'entries': p['close'] > top, 'exits': p['close'] < bottom, 'size': size}
''', OPEN, start="2003-01-02", end="2010-12-31", fees=0.0, slippage=0.0005)

case("size_parameter_vectorbt", "HD", '''
def generate_signals(data, params):
    close = data['prices']['close']
    low = close.rolling(10).min()
    return {'entries': close <= low, 'exits': close > close.rolling(10).mean(), 'size': params['fraction']}
''', {"fraction": ("float", 0.25, 0.01, 1)}, start="2001-01-02", end="2005-12-30", fees=0.001, fills="vectorbt")

case("size_short_only", "GE", '''
def generate_signals(data, params):
    close = data['prices']['close']
    mean = close.rolling(40).mean()
    never = pd.Series(False, index=close.index)
    return {'entries': never, 'exits': never, 'short_entries': close < mean * 0.97, 'short_exits': close > mean}
''', start="1999-01-04", end="2004-12-31")

case("stop_loss_close_only", "AMD", '''
def generate_signals(data, params):
    close = data['prices']['close']
    entries = close > close.rolling(20).max().shift(1)
    exits = pd.Series(False, index=close.index)
    return {'entries': entries, 'exits': exits, 'stop_loss': params['stop']}
''', {"stop": ("float", 0.1, 0.001, 1)}, start="2004-01-02", end="2012-12-31")

case("stop_series_close_only", "JPM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    vol = close.pct_change().rolling(20).std()
    entries = (close < close.rolling(20).mean() - close.rolling(20).std()) & vol.notna()
    return {'entries': entries, 'exits': close > close.rolling(60).max().shift(1),
            'stop_loss': 4 * vol, 'take_profit': 6 * vol}
''', start="2000-01-03", end="2006-12-29")

case("trailing_close_only", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    fast, slow = close.ewm(span=10).mean(), close.ewm(span=30).mean()
    cross = (fast > slow) & (fast.shift(1) <= slow.shift(1))
    return {'entries': cross, 'exits': fast < slow * 0.9, 'trailing_stop': 0.12}
''', start="1998-01-02", end="2006-12-29")

case("trailing_series_close_only", "XOM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    vol = close.pct_change().rolling(30).std().fillna(0.02)
    up = close.pct_change(60) > 0.03
    return {'entries': up & ~up.shift(1, fill_value=False), 'exits': pd.Series(False, index=close.index),
            'trailing_stop': (5 * vol).clip(0.03, 0.2), 'take_profit': params['profit']}
''', {"profit": ("float", 0.2, 0.01, 2)}, start="1996-01-02", end="2005-12-30")

case("stops_long_short_close_only", "BAC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    z = zscore(close, 40)
    return {'entries': z > 1.5, 'exits': z < 0, 'short_entries': z < -1.5, 'short_exits': z > 0,
            'stop_loss': 0.04, 'take_profit': 0.08}
''', start="2000-01-03", end="2006-12-29")

case("stop_nan_is_none", "KO", '''
def generate_signals(data, params):
    close = data['prices']['close']
    r = close.pct_change(20)
    stop = pd.Series(0.05, index=close.index)
    stop[r > 0.05] = np.nan
    return {'entries': r > 0, 'exits': r < -0.08, 'stop_loss': stop}
''', start="1997-01-02", end="2003-12-31")

case("stop_ohlc_vectorbt", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    top = p['high'].rolling(20).max().shift(1)
    return {'entries': p['close'] > top, 'exits': p['close'] < p['low'].rolling(20).min().shift(1),
            'stop_loss': 0.03, 'take_profit': 0.05}
''', start="2001-01-02", end="2009-12-31", slippage=0.001, fills="vectorbt")

case("trailing_ohlc_vectorbt", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    up = talib.EMA(p['close'], 20) > talib.EMA(p['close'], 50)
    return {'entries': up, 'exits': ~up, 'trailing_stop': params['trail']}
''', {"trail": ("float", 0.04, 0.001, 1)}, start="2003-01-02", end="2010-12-31", slippage=0.0005, fills="vectorbt")

case("trailing_four_ohlc_vectorbt", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    m = p['close'].pct_change(15)
    return {'entries': m > 0.05, 'exits': m < 0, 'short_entries': m < -0.05, 'short_exits': m > 0, 'trailing_stop': 0.05,
            'take_profit': 0.1}
''', fills="vectorbt")

case("no_trades", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    return close > params['never'], close < 0
''', {"never": ("float", 1000000.0, 0, 10000000)}, start="2004-01-02", end="2004-06-30", covers=["no trades"])

case("one_trade_open_end", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    first = close.expanding().count() == 5
    return first, pd.Series(False, index=close.index)
''', start="2010-01-04", end="2011-12-30", cash=2500.0)

case("last_bar_signal_open", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    number = close.expanding().count()
    return number % 10 == 1, number % 10 == 4
''', OPEN, start="2012-01-03", end="2012-02-29")

case("conflicts_cancel", "IXIC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    number = close.expanding().count()
    return {'entries': number % 7 == 0, 'exits': number % 5 == 0,
            'short_entries': number % 11 == 0, 'short_exits': number % 3 == 0}
''', start="2003-01-02", end="2006-12-29", covers=["reversal"])

case("gaps_windows", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    c = p['close']
    mean = c.rolling(15, min_periods=8).mean()
    dev = c.rolling(15, min_periods=8).std()
    filled = c.ffill()
    r = filled.pct_change()
    ema = c.ewm(span=20, adjust=False).mean()
    entries = (c < mean - dev) & (filled > ema * 0.9) & r.lt(0)
    exits = (c > mean + 0.5 * dev) | c.isna() & (r > 0.01)
    return entries, exits
''', covers=["missing values in the traded slot"])

case("gaps_open", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    c = p['close'].ffill()
    entries = c > c.rolling(5).mean()
    exits = c < c.rolling(5).mean()
    return entries, exits
''', OPEN, covers=["missing values in the traded slot"])

case("gaps_four", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    volume = p['volume'].fillna(0)
    quiet = volume.rolling(10).mean() < volume.rolling(50).mean()
    m = p['close'].ffill().pct_change(10)
    return (m > 0.01) & quiet, m < 0, (m < -0.01), m > 0
''', covers=["missing values in the traded slot", "reversal"])

case("gaps_talib", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    tr = talib.TRANGE(p['high'], p['low'], p['close'])
    mom = talib.MOM(p['close'], timeperiod=10)
    line = talib.LINEARREG(p['close'], timeperiod=14)
    typical = talib.TYPPRICE(p['high'], p['low'], p['close'])
    rocp = talib.ROCP(p['close'], timeperiod=5)
    return (mom > 0) & (p['close'] > typical), (tr > 45) | (rocp < -0.02), (p['close'] < line) & (mom < 0), rocp > 0.01
''', covers=["missing values in TA-Lib"])

case("gaps_talib_poisoned", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    sma = talib.SMA(p['close'], timeperiod=10)
    repaired = talib.EMA(p['close'].ffill(), timeperiod=10)
    value = talib.RSI(p['close'].ffill(), timeperiod=7)
    entries = (value < 40) & (repaired.notna()) | (p['close'] > sma * 1.03)
    exits = (value > 60) & (repaired < p['close'])
    return entries, exits
''', covers=["missing values in TA-Lib"])

case("talib_of_talib", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    smooth = talib.EMA(talib.RSI(c, timeperiod=14), timeperiod=9)
    returns_sd = talib.STDDEV(c.pct_change(), timeperiod=20)
    rank = returns_sd.rolling(100).rank(pct=True)
    return (smooth > 50) & (rank < 0.7), (smooth < 45) | (rank > 0.95)
''', start="2004-01-02", end="2009-12-31")

case("zero_volume", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    volume = p['volume'].replace(0, np.nan)
    relative = volume / volume.rolling(20, min_periods=10).mean()
    raw_change = p['volume'].pct_change()
    entries = (relative > 1.2) & (p['close'] > p['open'])
    exits = (relative < 0.8) | np.isinf(raw_change) | (p['volume'] == 0)
    return entries, exits
''', covers=["zero volume"])

case("restated_earnings", {"prices": "SPX", "earnings": "EPS_RESTATED"}, '''
def generate_signals(data, params):
    eps = data['earnings']['eps']
    pe = data['prices']['close'] / eps
    rising = eps > eps.shift(1)
    entries = rising | (pe < params['cheap'])
    exits = (eps < eps.shift(1)) | (pe > 25)
    return entries, exits
''', {"cheap": ("float", 12, 0, 100)}, start="2003-01-02", end="2009-06-30", covers=["restated observation", "join by known_at"])

case("vix_joined_gaps", {"prices": "SPX", "vix": "VIX"}, '''
def generate_signals(data, params):
    vix = data['vix']['close']
    jump = vix / vix.shift(1) - 1
    same = vix == vix.shift(1)
    entries = (jump > 0.15) | same & (vix > 14)
    exits = (vix < 12) & (jump < 0)
    return entries, exits
''', start="2013-12-02", end="2018-12-31", covers=["missing values in a joined slot", "ragged join"])

case("daily_joined_to_hours", {"fx": "EURUSD", "stocks": "SPX"}, '''
def generate_signals(data, params):
    fx = data['fx']['close']
    spx = data['stocks']['close']
    changed = spx != spx.shift(1)
    entries = changed & (spx > spx.shift(24)) & (fx > fx.shift(24))
    exits = (fx < fx.shift(12)) & ~changed
    return entries, exits
''', HOUR, start="2017-06-01", end="2017-10-31", fees=0.0, columns={"stocks": ["close"]}, covers=["ragged join"])

case("hours_joined_to_days", {"stocks": "SPX", "fx": "EURUSD"}, '''
def generate_signals(data, params):
    spx, fx = data['stocks']['close'], data['fx']['close']
    weak_dollar = fx > fx.rolling(5).mean()
    return weak_dollar & (spx > spx.shift(3)), ~weak_dollar & (spx < spx.shift(3))
''', start="2017-03-01", end="2018-02-28", columns={"fx": ["close"]}, covers=["ragged join"])

case("three_slots_week", {"a": "JPM", "b": "BAC", "c": "SPX"}, '''
def generate_signals(data, params):
    bank = (data['a']['close'].pct_change(4) + data['b']['close'].pct_change(4)) / 2
    market = data['c']['close'].pct_change(4)
    return bank > market + 0.02, bank < market
''', run={"execution_frequency": "1Week"}, params={"execution_frequency": ("enum", "1Day", ["1Day", "1Week", "1Month"])},
     start="2000-01-03", end="2010-12-31", columns={"c": ["close"]})

case("month_run_parameter", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    return p['close'] > p['open'], p['close'] < p['open']
''', {"execution_frequency": ("enum", "1Day", ["1Day", "1Month"])}, run={"execution_frequency": "1Month"}, fees=0.0)

case("day_of_hours_open", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    spread = (p['high'] - p['low']).rolling(5).mean()
    return p['close'] > p['close'].shift(1) + 0.5 * spread, p['close'] < p['close'].shift(1) - 0.5 * spread
''', OPEN, fees=0.0001, start="2017-05-01", end="2018-01-31")

case("short_history", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    return c > c.rolling(200).mean(), c < c.rolling(3).mean()
''', start="2004-01-02", end="2004-02-10")

case("big_fees", "AMD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    up = c > c.shift(1)
    return up, ~up, ~up, up
''', start="2015-01-02", end="2015-06-30", fees=0.01, slippage=0.005, cash=777.77, covers=["reversal"])

case("gaps_talib_extremes", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    top = talib.MAX(p['close'], timeperiod=10)
    bottom = talib.MIN(p['close'], timeperiod=10)
    middle = talib.MIDPOINT(p['close'], timeperiod=14)
    willr = talib.WILLR(p['high'], p['low'], p['close'], timeperiod=14)
    cci = talib.CCI(p['high'], p['low'], p['close'], timeperiod=14)
    return (p['close'] >= top) | (cci < -150), willr > -5, (p['close'] <= bottom) & (p['close'] < middle), cci > 120
''', covers=["missing values in TA-Lib"])

case("gaps_talib_comparisons", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    strength = talib.RSI(p['close'], timeperiod=5)
    cmo = talib.CMO(p['close'], timeperiod=5)
    adx = talib.ADX(p['high'], p['low'], p['close'], timeperiod=5)
    plus = talib.PLUS_DM(p['high'], p['low'], timeperiod=5)
    minus = talib.MINUS_DM(p['high'], p['low'], timeperiod=5)
    sar = talib.SAR(p['high'], p['low'])
    engulfing = talib.CDLENGULFING(p['open'], p['high'], p['low'], p['close'])
    return (strength < 45) | (engulfing > 0), (plus < minus) & (adx > 20), cmo < -20, (p['close'] > sar) & (engulfing < 0)
''', covers=["missing values in TA-Lib"])

case("gaps_pandas_expanding", "IXIC_GAPS", '''
def generate_signals(data, params):
    p = data['prices']
    r = p['close'] / p['close'].shift(1) - 1
    e = r.expanding(min_periods=20)
    low, high = e.quantile(0.2), e.quantile(0.8)
    ewm_mean = r.ewm(span=10, ignore_na=True, min_periods=5).mean()
    ewm_dev = r.ewm(span=10).std()
    rho = r.rolling(30, min_periods=10).corr(p['volume'].pct_change())
    peak = p['close'].cummax()
    total = r.cumsum()
    entries = (r < low) & (ewm_mean < 0) | (p['close'] >= peak)
    exits = (r > high) | (rho > 0.2) & (ewm_dev > 0.01) | (total < total.shift(3)) & (e.rank() > 500)
    return entries, exits
''', covers=["missing values in the traded slot"])
