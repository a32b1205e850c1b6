"""Trend and momentum strategies in the styles that people and language models write."""
from registry import case

N = {"n": ("int", 20, 2, 200)}

case("ma_cross_types", "SPX", '''
from __future__ import annotations
from typing import Dict, Tuple
import pandas as pd
import numpy as np

def generate_signals(data: Dict[str, pd.DataFrame], params: Dict[str, float]) -> Tuple[pd.Series, pd.Series]:
    """
    Classic moving average crossover.

    Enter when the fast average crosses above the slow one, leave on the opposite cross.
    """
    prices: pd.DataFrame = data["prices"]
    close: pd.Series = prices["close"]
    fast_ma: pd.Series = close.rolling(window=int(params["fast"]), min_periods=1).mean()
    slow_ma: pd.Series = close.rolling(window=int(params["slow"]), min_periods=1).mean()
    # cross detection
    entries = (fast_ma > slow_ma) & (fast_ma.shift(1) <= slow_ma.shift(1))
    exits = (fast_ma < slow_ma) & (fast_ma.shift(1) >= slow_ma.shift(1))
    return entries, exits
''', {"fast": ("int", 12, 2, 50), "slow": ("int", 48, 5, 200)}, start="2003-01-02", end="2009-12-31")

case("ma_cross_attributes", "IXIC", '''
import pandas as p, numpy as numeric

def generate_signals(data, params):
    df = data['prices'].copy()
    df['fast'] = df.close.ewm(span=params['fast'], adjust=False).mean()
    df['slow'] = df.close.ewm(span=params['slow'], adjust=False).mean()
    df['position'] = numeric.where(df['fast'] > df['slow'], 1, 0)
    df['change'] = df['position'].diff()
    entries = df['change'] == 1
    exits = df['change'] == -1
    return entries, exits
''', {"fast": ("int", 9, 2, 50), "slow": ("int", 21, 5, 200)}, start="2008-01-02", end="2013-12-31")

case("donchian_attributes", "GOOG", '''
def generate_signals(data, params):
    upper = data['prices'].high.rolling(params['n']).max().shift(1)
    lower = data['prices'].low.rolling(params['n'] // 2).min().shift(1)
    middle = (upper + lower) / 2
    c = data['prices'].close
    return c > upper, (c < lower) | (c < middle * 0.98)
''', N)

case("turtle_four", "IXIC", '''
def channel(series, n, side):
    """Highest or lowest of the n bars before this one."""
    window = series.rolling(n)
    if side == 'high':
        return window.max().shift()
    return window.min().shift()

def generate_signals(data, params):
    p = data['prices']
    entry_n, exit_n = params['entry_n'], params['exit_n']
    entries = p['close'] > channel(p['high'], entry_n, 'high')
    exits = p['close'] < channel(p['low'], exit_n, 'low')
    short_entries = p['close'] < channel(p['low'], entry_n, 'low')
    short_exits = p['close'] > channel(p['high'], exit_n, 'high')
    return entries, exits, short_entries, short_exits
''', {"entry_n": ("int", 55, 5, 200), "exit_n": ("int", 20, 5, 100)}, start="2000-01-03", end="2010-12-31", covers=["reversal"])

case("always_in_reversal", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    trend = close.ewm(com=params['com'], min_periods=params['com']).mean()
    up = close > trend
    down = close < trend
    return {'entries': up & ~up.shift(1, fill_value=False),
            'exits': pd.Series(False, index=close.index),
            'short_entries': down & ~down.shift(1, fill_value=False),
            'short_exits': pd.Series(False, index=close.index)}
''', {"com": ("int", 40, 2, 100)}, start="2004-01-02", end="2009-12-31", covers=["reversal"])

case("momentum_rank", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    momentum = close.pct_change(periods=params['lookback'])
    strength = momentum.rolling(params['window']).rank(pct=True)
    entries = (strength >= params['high']) & (momentum > 0)
    exits = strength.le(params['low'])
    return entries, exits
''', {"lookback": ("int", 60, 1, 250), "window": ("int", 120, 10, 500), "high": ("float", 0.8, 0, 1), "low": ("float", 0.4, 0, 1)},
     start="2005-01-03", end="2013-12-31")

case("dual_momentum_two_slots", {"prices": "KO", "benchmark": "PEP"}, '''
def generate_signals(data, params):
    own = data['prices']['close'].pct_change(params['n'])
    other = data['benchmark']['close'].pct_change(params['n'])
    entries = own.gt(other) & own.gt(0)
    exits = own.lt(other) | own.le(0)
    return entries, exits
''', {"n": ("int", 126, 5, 300)}, start="1998-01-02", end="2008-12-31")

case("breakout_open", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['hh'] = df['high'].rolling(params['n']).max().shift(1)
    df['ll'] = df['low'].rolling(params['n']).min().shift(1)
    df['entry'] = False
    df.loc[df['close'] > df['hh'], 'entry'] = True
    df['exit'] = False
    df.loc[df['close'] < df['ll'], 'exit'] = True
    return df['entry'], df['exit']
''', {"execution_price": ("enum", "open", ["open", "close"]), "n": ("int", 15, 2, 200)}, start="2001-01-02", end="2007-12-31",
     slippage=0.0005)

case("breakout_open_four", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    hi = p['high'].shift(1).rolling(params['n']).max()
    lo = p['low'].shift(1).rolling(params['n']).min()
    return p['close'] > hi, p['close'] < lo.rolling(3).mean(), p['close'] < lo, p['close'] > hi.rolling(3).mean()
''', {"execution_price": ("enum", "open", ["open", "close"]), "n": ("int", 20, 2, 200)}, start="2006-01-03", end="2010-12-31",
     slippage=0.001, cash=50000.0, covers=["reversal"])

case("week_trend", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    fast = close.rolling(params['fast']).mean()
    slow = close.rolling(params['slow']).mean()
    return fast > slow, fast < slow
''', {"execution_frequency": ("enum", "1Week", ["1Day", "1Week", "1Month"]), "fast": ("int", 4, 2, 20), "slow": ("int", 30, 5, 60)},
     start="1992-01-01", end="2012-12-31")

case("week_range_open", "SPX", '''
def generate_signals(data, params):
    bars = data['prices']
    middle = (bars['high'] + bars['low'] + bars['close']) / 3
    heavy = bars['volume'] > bars['volume'].rolling(10).mean()
    entries = (bars['close'] > middle.shift(1)) & heavy & (bars['close'] > bars['open'])
    exits = bars['close'] < bars['low'].shift(1)
    return entries, exits
''', {"execution_frequency": ("enum", "1Week", ["1Day", "1Week"]), "execution_price": ("enum", "open", ["open", "close"])})

case("month_faber", "IXIC", '''
def generate_signals(data, params):
    """Ten-month average rule."""
    close = data['prices']['close']
    average = close.rolling(params['months']).mean()
    return close > average, close <= average
''', {"execution_frequency": ("enum", "1Month", ["1Day", "1Week", "1Month"]), "months": ("int", 10, 2, 24)})

case("month_two_slots", {"prices": "KO", "other": "PEP"}, '''
def generate_signals(data, params):
    ratio = data['prices']['close'] / data['other']['close']
    mean = ratio.rolling(12).mean()
    return ratio < mean, ratio > mean * 1.02
''', {"execution_frequency": ("enum", "1Month", ["1Day", "1Week", "1Month"])}, start="1990-01-01", end="2010-12-31")

case("month_start_cut_inside", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    up = p['close'] > p['open']
    return up & up.shift(1, fill_value=False), ~up
''', {"execution_frequency": ("enum", "1Month", ["1Day", "1Week", "1Month"])}, start="2001-05-16", end="2011-08-10")

case("sum_of_signs", "JNJ", '''
def generate_signals(data, params):
    close = data['prices']['close']
    windows = [10, 20, 50, 100]
    votes = sum([np.sign(close - close.rolling(w).mean()) for w in windows])
    share = votes / len(windows)
    entries = share >= 0.5
    exits = share <= -params['leave']
    return entries, exits
''', {"leave": ("float", 0.0, 0, 1)}, start="1996-01-02", end="2003-12-31")

case("loop_over_list", "XOM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    score = pd.Series(0.0, index=close.index)
    for n, weight in [(5, 0.2), (20, 0.3), (60, 0.5)]:
        score += weight * (close / close.shift(n) - 1)
    entries = score > params['threshold']
    exits = score < 0
    return entries, exits
''', {"threshold": ("float", 0.02, 0, 1)}, start="2001-01-02", end="2008-12-31")

case("kama_hand", "AMD", '''
def generate_signals(data, params):
    close = data['prices']['close']
    n = params['n']
    change = (close - close.shift(n)).abs()
    path = close.diff().abs().rolling(n).sum()
    efficiency = change / path
    smooth = efficiency.ewm(halflife=params['halflife'], adjust=True).mean()
    entries = (smooth > params['level']) & (close > close.shift(n))
    exits = (efficiency < 0.1) | (close < close.shift(n))
    return entries, exits
''', {"n": ("int", 20, 2, 60), "halflife": ("float", 4.0, 0.5, 20), "level": ("float", 0.3, 0, 1)}, start="2010-01-04", end="2017-12-29")

case("streaks", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    down = (close.diff() < 0).astype(int)
    up = (close.diff() > 0).astype(int)
    entries = down.rolling(params['days']).sum() >= params['days']
    exits = up.rolling(2).sum().eq(2)
    return entries, exits
''', {"days": ("int", 3, 1, 10)}, start="2009-01-02", end="2014-12-31")

case("running_high", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    peak = close.cummax()
    trough = close.cummin()
    drawdown = close / peak - 1
    entries = (drawdown < -params['depth']) & (close > close.shift(5))
    exits = drawdown.ge(-0.02) | (close <= trough)
    return entries, exits
''', {"depth": ("float", 0.15, 0, 1)}, start="1994-01-03", end="2004-12-31")

case("log_growth", "PG", '''
def generate_signals(data, params):
    close = data['prices']['close']
    r = np.log(close).diff()
    growth = np.exp(r.fillna(0).cumsum())
    compounded = (1 + close.pct_change().fillna(0)).cumprod()
    gap = growth - growth.rolling(params['n']).mean()
    entries = (gap > 0) & (compounded > compounded.shift(params['n']))
    exits = gap < 0
    return entries, exits
''', N, start="2000-01-03", end="2006-12-29")
