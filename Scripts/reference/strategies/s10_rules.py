"""Fills that vectorbt cannot make: the language's own rules, read plainly by rules.py."""
from registry import case

OPEN = {"execution_price": ("enum", "open", ["open", "close"])}


def rules(name, *args, **more):
    case(name, *args, made_by="rules", **more)


rules("open_stop_loss", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    top = p['high'].rolling(20).max().shift(1)
    return {'entries': p['close'] > top, 'exits': p['close'] < p['close'].rolling(50).mean(), 'stop_loss': 0.025}
''', OPEN, start="2000-01-03", end="2008-12-31", slippage=0.0005)

rules("open_take_profit", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    dip = p['close'] < p['close'].rolling(10).mean() * 0.97
    return {'entries': dip, 'exits': p['close'] < p['close'].rolling(200).mean() * 0.8, 'take_profit': params['profit']}
''', {**OPEN, "profit": ("float", 0.05, 0.001, 1)}, slippage=0.001)

rules("open_stops_series", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    noise = talib.ATR(p['high'], p['low'], p['close'], timeperiod=14) / p['close']
    entries = (p['close'] > p['close'].shift(10)) & noise.notna()
    return {'entries': entries, 'exits': pd.Series(False, index=p.index), 'stop_loss': 1.5 * noise, 'take_profit': 2.5 * noise}
''', OPEN, start="2001-01-02", end="2006-12-29")

rules("open_trailing", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    up = p['close'] > p['close'].ewm(span=60, adjust=False).mean()
    return {'entries': up & ~up.shift(1, fill_value=False), 'exits': ~up & (p['close'] < p['low'].shift(1)), 'trailing_stop': 0.03}
''', OPEN, start="2003-01-02", end="2010-12-31", slippage=0.0003)

rules("open_four_stops", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    m = p['close'].pct_change(params['n'])
    return {'entries': m > 0.04, 'exits': m < 0, 'short_entries': m < -0.04, 'short_exits': m > 0,
            'stop_loss': 0.03, 'take_profit': 0.06}
''', {**OPEN, "n": ("int", 15, 1, 100)}, start="2000-01-03", end="2004-12-31", slippage=0.001, covers=["reversal"])

rules("open_stop_same_bar", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    wild = (p['high'] - p['low']) / p['close'] > 0.02
    return {'entries': wild, 'exits': ~wild.rolling(5).max().eq(1), 'stop_loss': 0.01, 'take_profit': 0.015}
''', OPEN, start="2000-09-01", end="2001-04-30")

rules("close_stops_slippage", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    top = p['high'].rolling(20).max().shift(1)
    return {'entries': p['close'] > top, 'exits': p['close'] < p['low'].rolling(20).min().shift(1),
            'stop_loss': 0.03, 'take_profit': 0.05}
''', start="2001-01-02", end="2009-12-31", slippage=0.001)

rules("close_stops_tight", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    up = p['close'] > p['close'].shift(1)
    down = p['close'] < p['close'].shift(3) * 0.96
    return {'entries': up & ~down, 'exits': pd.Series(False, index=p.index), 'short_entries': down,
            'short_exits': pd.Series(False, index=p.index), 'stop_loss': 0.008, 'take_profit': 0.009}
''', start="2007-01-03", end="2008-12-31", slippage=0.0002, covers=["reversal"])

rules("close_trailing_slippage", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    fast, slow = talib.EMA(p['close'], 10), talib.EMA(p['close'], 30)
    return {'entries': fast > slow, 'exits': fast < slow * 0.97, 'short_entries': fast < slow * 0.97, 'short_exits': fast > slow,
            'trailing_stop': 0.035, 'take_profit': 0.12}
''', start="2006-01-03", end="2011-12-30", slippage=0.0005)

rules("stop_and_trailing", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    high = p['close'].rolling(15).max()
    return {'entries': p['close'] >= high, 'exits': pd.Series(False, index=p.index),
            'stop_loss': 0.03, 'trailing_stop': 0.06, 'take_profit': 0.15}
''', slippage=0.0005)

rules("stop_and_trailing_open", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    low = p['close'].rolling(10).min()
    vol = p['close'].pct_change().rolling(20).std()
    return {'entries': (p['close'] <= low) & (vol > 0.012), 'exits': p['close'] > p['close'].rolling(10).max().shift(1),
            'stop_loss': 3 * vol, 'trailing_stop': 0.07}
''', OPEN, start="2000-01-03", end="2005-12-30", slippage=0.0005)

rules("size_reversal", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    vol = close.pct_change().rolling(20).std().fillna(0.02)
    up = close > close.rolling(30).mean()
    down = close < close.rolling(30).mean()
    return {'entries': up, 'exits': down, 'short_entries': down, 'short_exits': up, 'size': (0.01 / vol).clip(upper=0.9)}
''', start="2001-01-02", end="2005-12-30", fees=0.0, covers=["reversal"])

rules("size_short_stops_open", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    m = p['close'].pct_change(10)
    return {'entries': m > 0.02, 'exits': m < 0, 'short_entries': m < -0.03, 'short_exits': m > 0,
            'size': params['size'], 'stop_loss': 0.02, 'trailing_stop': params['trail']}
''', {**OPEN, "size": ("float", 0.4, 0, 1), "trail": ("float", 0.05, 0.001, 1)}, start="2007-01-03", end="2011-12-30", fees=0.0)

rules("margin_call", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    never = pd.Series(False, index=close.index)
    return never, never, close > close.shift(20), never
''', start="2003-01-02", end="2006-12-29", fees=0.0, covers=["margin call"])

rules("hour_stops_open", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    z = zscore(p['close'], 48)
    return {'entries': z < -2, 'exits': z > 0, 'short_entries': z > 2, 'short_exits': z < 0, 'stop_loss': 0.003, 'take_profit': 0.004}
''', {**OPEN, "execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])}, start="2017-06-01", end="2017-11-30", fees=0.00005, slippage=0.00002)

rules("week_stops_open", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    up = p['close'] > p['close'].rolling(10).mean()
    return {'entries': up, 'exits': ~up, 'stop_loss': 0.04, 'trailing_stop': 0.08}
''', {**OPEN, "execution_frequency": ("enum", "1Week", ["1Day", "1Week"])}, slippage=0.001)

rules("stop_nan_open", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    calm = p['close'].pct_change().rolling(20).std() < 0.015
    stop = pd.Series(0.04, index=p.index)
    stop[calm] = np.nan
    return {'entries': p['close'] > p['open'], 'exits': p['close'] < p['low'].rolling(10).min().shift(1), 'stop_loss': stop}
''', OPEN, start="2006-01-03", end="2010-12-31")
