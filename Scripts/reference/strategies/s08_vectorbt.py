"""vectorbt's indicators and crosses; the language's own short names."""
from registry import case

case("vbt_ma_cross", "SPX", '''
import vectorbt as vbt

def generate_signals(data, params):
    close = data['prices']['close']
    fast = vbt.MA.run(close, window=params['fast'])
    slow = vbt.MA.run(close, window=params['slow'])
    entries = fast.ma_crossed_above(slow)
    exits = fast.ma_crossed_below(slow)
    return entries, exits
''', {"fast": ("int", 10, 2, 100), "slow": ("int", 40, 2, 200)}, start="2002-01-02", end="2010-12-31")

case("vbt_ma_values", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    exponential = vbt.MA.run(close, window=20, ewm=True).ma
    simple = vbt.MA.run(close, 50).ma
    return (close > exponential) & (exponential > simple), close < simple
''', start="2001-01-02", end="2006-12-29")

case("vbt_rsi_cross", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    rsi = vbt.RSI.run(close, window=params['n'], ewm=True).rsi
    plain = vbt.RSI.run(close).rsi
    entries = rsi.vbt.crossed_below(params['low'])
    exits = plain.vbt.crossed_above(params['high'])
    return entries, exits
''', {"n": ("int", 10, 2, 100), "low": ("float", 35, 0, 100), "high": ("float", 65, 0, 100)}, start="2002-01-02", end="2010-12-31")

case("vbt_macd", "GOOG", '''
def generate_signals(data, params):
    result = vbt.MACD.run(data['prices']['close'], fast_window=12, slow_window=26, signal_window=9, macd_ewm=True, signal_ewm=False)
    entries = result.macd.vbt.crossed_above(result.signal)
    exits = result.hist < params['floor']
    return entries, exits
''', {"floor": ("float", -1.0, -100, 100)})

case("vbt_macd_default", "IXIC", '''
def generate_signals(data, params):
    m = vbt.MACD.run(data['prices']['close'])
    return (m.hist > 0) & (m.macd < 0), (m.macd < m.signal)
''', start="2003-01-02", end="2008-12-31")

case("vbt_bbands", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    bb = vbt.BBANDS.run(close, window=20, alpha=2)
    width = bb.bandwidth
    entries = (bb.percent_b < 0.05) & (width < width.rolling(100).max())
    exits = (close > bb.middle) & (bb.lower < bb.middle) | (close > bb.upper)
    return entries, exits
''', start="2003-01-02", end="2010-12-31")

case("vbt_bbands_ewm", "JPM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    bands = vbt.BBANDS.run(close, window=15, ewm=True, alpha=1.5)
    return close.vbt.crossed_below(bands.lower), close.vbt.crossed_above(bands.upper)
''', start="1998-01-02", end="2004-12-31")

case("vbt_stoch", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    stoch = vbt.STOCH.run(p['high'], p['low'], p['close'], k_window=14, d_window=3)
    entries = stoch.percent_k.vbt.crossed_above(stoch.percent_d) & (stoch.percent_d < 25)
    exits = stoch.percent_k > 90
    return entries, exits
''', start="2003-01-02", end="2008-12-31")

case("vbt_atr", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    result = vbt.ATR.run(p['high'], p['low'], p['close'], window=14, ewm=False)
    smooth = vbt.ATR.run(p['high'], p['low'], p['close']).atr
    entries = (result.tr > 1.5 * result.atr) & (p['close'] < p['open'])
    exits = (result.atr < smooth * 0.9) | (p['close'] > p['close'].shift(5) + result.atr)
    return entries, exits
''', start="2003-01-02", end="2008-12-31")

case("vbt_obv_mstd", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    obv = vbt.OBV.run(p['close'], p['volume']).obv
    dev = vbt.MSTD.run(p['close'], window=20).mstd
    wide = vbt.MSTD.run(p['close'], window=20, ewm=True).mstd
    entries = (obv > obv.rolling(20).max().shift(1)) & (dev > wide * 0.8)
    exits = obv < obv.rolling(20).min().shift(1)
    return entries, exits
''')

case("vbt_cross_equal", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    change = close.round(2).diff().where(close.index.day % 5 != 0)
    zero = close * 0
    return change.vbt.crossed_above(zero), change.vbt.crossed_below(zero)
''', start="1990-01-02", end="1993-12-31")

case("own_cross_equal", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    change = close.round(2).diff().where(close.index.day % 5 != 0)
    zero = close * 0
    return crossed_above(change, zero), crossed_below(change, zero)
''', start="1990-01-02", end="1993-12-31")

case("own_cross_scalar", "GE", '''
def generate_signals(data, params):
    close = data['prices']['close']
    value = rsi(close, params['n'])
    return crossed_above(value, params['low']), crossed_below(value, params['high'])
''', {"n": ("int", 14, 2, 100), "low": ("float", 30, 0, 100), "high": ("float", 70, 0, 100)}, start="1994-01-03", end="2004-12-31")

case("own_zscore", {"prices": "KO", "other": "PEP"}, '''
def generate_signals(data, params):
    ratio = data['prices']['close'] / data['other']['close']
    z = zscore(ratio, params['n'])
    return z < -2, z > -0.5, z > 2, z < 0.5
''', {"n": ("int", 30, 2, 200)}, start="2004-01-02", end="2010-12-31")

case("own_bars_since", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    shock = c.pct_change() < -params['drop']
    age = bars_since(shock)
    high = bars_since(c >= c.rolling(60).max())
    entries = (age >= 3) & (age <= 5)
    exits = (age > 20) | (high == 0)
    return entries, exits
''', {"drop": ("float", 0.02, 0, 1)}, start="2007-01-03", end="2013-12-31")

case("own_atr_vwap", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    fair = vwap(p, params['n'])
    noise = atr(p, 14)
    entries = p['close'] < fair - 1.5 * noise
    exits = p['close'] > fair
    return entries, exits
''', {"n": ("int", 20, 2, 200)})

case("own_week", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    strength = rsi(p['close'], 5)
    since = bars_since(crossed_below(strength, 30))
    return (since <= 2) & (p['close'] > vwap(p, 4)), (strength > 75) | (atr(p, 5) > 0.06 * p['close'])
''', {"execution_frequency": ("enum", "1Week", ["1Day", "1Week"])})

case("own_loop_range", "LLY", '''
def generate_signals(data, params):
    close = data['prices']['close']
    score = close * 0
    for k in range(params['first'], params['last'], 5):
        score += (zscore(close, k) < -1).astype(int)
    for name, weight in [('fast', 1), ('slow', 2)]:
        n = 10 if name == 'fast' else 50
        score -= weight * (close > close.rolling(n).mean()).astype(int)
    return score >= 3, score <= -3
''', {"first": ("int", 10, 2, 50), "last": ("int", 41, 10, 100)}, start="2003-01-02", end="2009-12-31")
