"""Mean reversion, bands, pairs."""
from registry import case

case("bollinger_frame", "SPX", '''
import numpy as np
import pandas as pd

def bollinger_bands(close: pd.Series, window: int, num_std: float):
    """Returns (lower, middle, upper)."""
    middle = close.rolling(window).mean()
    std = close.rolling(window).std(ddof=0)
    return middle - num_std * std, middle, middle + num_std * std

def generate_signals(data: dict, params: dict):
    df = data["prices"].copy()
    lower, middle, upper = bollinger_bands(df["close"], params["window"], params["num_std"])
    df["percent_b"] = (df["close"] - lower) / (upper - lower)
    entries = (df["percent_b"] < 0).fillna(False)
    exits = (df["percent_b"] > 0.5).fillna(False)
    return entries, exits
''', {"window": ("int", 20, 2, 100), "num_std": ("float", 2.0, 0.5, 4)}, start="2004-01-02", end="2012-12-31")

case("bollinger_squeeze", "IXIC", '''
def generate_signals(data, params):
    c = data['prices']['close']
    sd = c.rolling(20).std()
    width = 4 * sd / c.rolling(20).mean()
    tight = width <= width.rolling(125, min_periods=60).quantile(params['quantile'])
    recent = tight.rolling(5).max() > 0
    steady = (width < 0.2).rolling(3).min() == 1
    entries = recent & steady & (c > c.rolling(20).max().shift(1))
    exits = c < c.rolling(20).mean()
    return entries, exits
''', {"quantile": ("float", 0.3, 0, 1)}, start="1999-01-04", end="2009-12-31",
     covers=["rolling.max on booleans (any)", "rolling.min on booleans (all)"])

case("pairs_log_spread", {"a": "KO", "b": "PEP"}, '''
def generate_signals(data, params):
    a, b = np.log(data['a']['close']), np.log(data['b']['close'])
    n = params['n']
    beta = a.rolling(n).cov(b) / b.rolling(n).var()
    spread = a - beta * b
    z = (spread - spread.rolling(n).mean()) / spread.rolling(n).std()
    return z < -params['z'], z > 0, z > params['z'], z < 0
''', {"n": ("int", 60, 5, 250), "z": ("float", 2.0, 0.5, 5)}, start="1995-01-03", end="2001-12-31", fees=0.0005)

case("pairs_correlation", {"a": "CVX", "b": "XOM"}, '''
def generate_signals(data, params):
    a = data['a']['close']
    b = data['b']['close']
    ra, rb = a.pct_change(), b.pct_change()
    rho = ra.rolling(params['n']).corr(rb)
    gap = (ra - rb).rolling(5).sum()
    entries = (rho > params['rho']) & (gap < -0.02)
    exits = gap > 0
    return entries, exits
''', {"n": ("int", 60, 5, 250), "rho": ("float", 0.7, -1, 1)}, start="2003-01-02", end="2010-12-31")

case("ragged_vix", {"prices": "SPX", "vix": "VIX"}, '''
def generate_signals(data, params):
    vix = data['vix']['close']
    calm = vix.rolling(params['n']).mean()
    entries = vix > calm * 1.2
    exits = (vix < calm) | vix.isna()
    return entries, exits
''', {"n": ("int", 20, 2, 100)}, start="2013-06-03", end="2018-12-31", covers=["ragged join"])

case("earnings_yield", {"prices": "SPX", "earnings": "SPX_EPS"}, '''
def generate_signals(data, params):
    yield_pct = data['earnings']['eps'] / data['prices']['close'] * 100
    known = data['earnings'].eps.notna()
    average = yield_pct.expanding(min_periods=250).mean()
    entries = known & (yield_pct > average + params['margin'])
    exits = yield_pct < average - params['margin']
    return entries, exits
''', {"margin": ("float", 0.5, 0, 10)}, covers=["join by known_at"])

case("earnings_growth_week", {"prices": "SPX", "earnings": "SPX_EPS"}, '''
def generate_signals(data, params):
    eps = data['earnings']['eps']
    growing = eps > eps.shift(26)
    cheap = data['prices']['close'] / eps < params['pe']
    return growing & cheap, ~growing
''', {"execution_frequency": ("enum", "1Week", ["1Day", "1Week", "1Month"]), "pe": ("float", 25, 0, 100)}, covers=["join by known_at"])

case("ibs", "SPX", '''
def generate_signals(data, params):
    # internal bar strength
    df = data['prices']
    ibs = (df['close'] - df['low']) / (df['high'] - df['low'])
    entries = ibs.lt(params['low']) & (df['close'] > df['close'].rolling(100).mean())
    exits = ibs.gt(params['high'])
    return entries, exits
''', {"low": ("float", 0.15, 0, 1), "high": ("float", 0.75, 0, 1)}, start="2009-01-02", end="2013-12-31")

case("rsi2_hand", "IXIC", '''
def wilder_rsi(close, n):
    delta = close.diff()
    gain = delta.clip(lower=0)
    loss = -delta.clip(upper=0)
    avg_gain = gain.ewm(alpha=1/n, adjust=False, min_periods=n).mean()
    avg_loss = loss.ewm(alpha=1/n, adjust=False, min_periods=n).mean()
    rs = avg_gain / avg_loss
    return 100 - 100 / (1 + rs)

def generate_signals(data, params):
    close = data['prices']['close']
    value = wilder_rsi(close, params['n'])
    trend = close > close.rolling(200).mean()
    entries = (value < params['buy']) & trend
    exits = value > params['sell']
    return entries, exits
''', {"n": ("int", 2, 2, 30), "buy": ("float", 10, 0, 50), "sell": ("float", 70, 50, 100)}, start="2003-01-02", end="2008-12-31")

case("rsi_cutler", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    delta = close.diff()
    up = delta.where(delta > 0, 0.0).rolling(window=params['period']).mean()
    down = (-delta.where(delta < 0, 0.0)).rolling(window=params['period']).mean()
    rs = up / down.replace(0, np.nan)
    rsi_value = 100 - (100 / (1 + rs))
    entries = rsi_value < params['oversold']
    exits = rsi_value > params['overbought']
    return entries, exits
''', {"period": ("int", 14, 2, 100), "oversold": ("float", 30, 0, 50), "overbought": ("float", 65, 50, 100)}, start="2000-01-03", end="2008-12-31")

case("stoch_hand", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    lowest = p['low'].rolling(params['n']).min()
    highest = p['high'].rolling(params['n']).max()
    k = 100 * (p['close'] - lowest) / (highest - lowest)
    d = k.rolling(3).mean()
    entries = (k < 25) & (k > d) & (k.shift(1) <= d.shift(1))
    exits = (k > 75) & (k < d) & (k.shift(1) >= d.shift(1))
    return entries, exits
''', {"n": ("int", 14, 2, 100)}, start="2000-01-03", end="2008-12-31")

case("cci_hand", "GOOG", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['tp'] = df[['high', 'low', 'close']].mean(axis=1)
    sma = df['tp'].rolling(20).mean()
    mad = (df['tp'] - sma).abs().rolling(20).mean()
    df['cci'] = (df['tp'] - sma) / (0.015 * mad)
    entries = (df['cci'] > -100) & (df['cci'].shift(1) <= -100)
    exits = (df['cci'] < 100) & (df['cci'].shift(1) >= 100)
    return entries, exits
''')

case("gap_fade", "SPX", '''
def generate_signals(data, params):
    prices = data['prices']
    gap = prices['open'] / prices['close'].shift(1) - 1
    move = prices['close'] / prices['open'] - 1
    entries = (move < -params['move']) & (gap <= 0)
    exits = (move > params['move'] / 2).fillna(False).astype(bool)
    return entries, exits
''', {"move": ("float", 0.012, 0, 1)}, start="2005-01-03", end="2010-12-31")

case("zscore_select", "JPM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    z = (close - close.rolling(30).mean()) / close.rolling(30).std()
    regime = np.select(
        [z < -2, (z >= -2) & (z < -1), z > 1],
        [2, 1, -1],
        default=0,
    )
    regime = pd.Series(regime, index=close.index)
    entries = regime == 2
    exits = regime == -1
    return entries, exits
''', start="1994-01-03", end="2003-12-31")

case("nested_where", "BAC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    fast, slow = close.rolling(10).mean(), close.rolling(40).mean()
    state = np.where(fast > slow * (1 + params['band']), 1, np.where(fast < slow * (1 - params['band']), -1, 0))
    signal = pd.Series(state, index=close.index)
    held = signal.replace(0, np.nan).ffill().fillna(0)
    entries = (held == 1) & (held.shift(1) != 1)
    exits = (held == -1) & (held.shift(1) != -1)
    return entries, exits
''', {"band": ("float", 0.01, 0, 1)}, start="1995-01-03", end="2009-12-31")

case("overnight_seasonal", "SPX", '''
def generate_signals(data, params):
    idx = data['prices'].index
    day = pd.Series(idx.dayofweek, index=idx)
    return day == params['enter'], day == params['leave']
''', {"enter": ("int", 0, 0, 4), "leave": ("int", 2, 0, 4)}, start="2010-01-04", end="2011-12-30")

case("turn_of_month", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    day = close.index.day
    entries = pd.Series(day >= 26, index=close.index)
    exits = pd.Series((day >= 4) & (day < 10), index=close.index)
    return entries, exits
''', start="2005-01-03", end="2011-12-30")

case("month_flags", "IXIC", '''
def generate_signals(data, params):
    index = data['prices']['close'].index
    entries = pd.Series(index.is_month_end, index=index)
    exits = pd.Series(index.is_month_start | index.is_quarter_end, index=index)
    return entries, exits
''', start="2002-01-02", end="2009-12-31")

case("halloween", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    month = close.index.month
    winter = (month >= 11) | (month <= 4)
    good_year = close.index.year % 4 != 2
    entries = pd.Series(winter & good_year, index=close.index)
    exits = pd.Series(month == 5, index=close.index)
    return entries, exits
''')

case("calendar_parts", "JNJ", '''
def generate_signals(data, params):
    close = data['prices']['close']
    quarter = pd.Series(close.index.quarter, index=close.index)
    day_of_year = pd.Series(close.index.dayofyear, index=close.index)
    weekday = pd.Series(close.index.weekday, index=close.index)
    entries = quarter.isin([1, 4]) & (weekday == 0) & (close > close.shift(5))
    exits = day_of_year.between(150, 180) | (weekday.eq(4) & (close < close.shift(5)))
    return entries, exits
''', start="1999-01-04", end="2006-12-29")
