"""NumPy's functions, Python's on scalars, frames, statements."""
from registry import case

case("np_logs", "SPX", '''
def generate_signals(data, params):
    c, v = data['prices']['close'], data['prices']['volume']
    a = np.log1p(c.pct_change()).rolling(10).sum()
    b = np.log10(v) - np.log10(v).rolling(20).mean()
    d = np.log2(c / c.shift(20))
    e = np.expm1(a)
    return (a > 0.005) & (b > -0.05), (e < -0.01) | (d < -0.06)
''', start="2003-01-02", end="2008-12-31")

case("np_shapes", "IXIC", '''
def generate_signals(data, params):
    c = data['prices']['close']
    r = c.pct_change()
    rms = np.sqrt(np.square(r).rolling(20).mean()) * np.sqrt(252)
    squashed = np.tanh(r / (rms / np.sqrt(252)))
    curve = np.power(np.abs(squashed), 1.5) * np.sign(squashed)
    smooth = curve.rolling(5).mean()
    return (smooth > 0.15) & (rms < 0.25), smooth < -0.1
''', start="2004-01-02", end="2009-12-31")

case("np_rounding", "GOOG", '''
def generate_signals(data, params):
    c = data['prices']['close']
    lower = np.floor(c / 10) * 10
    upper = np.ceil(c / 10) * 10
    near = np.round(c / 10) * 10
    to_two = np.round(c.pct_change(), 2)
    entries = (near == lower) & (to_two >= 0.01)
    exits = (near == upper) & (to_two <= -0.01)
    return entries, exits
''')

case("np_extremes", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    prev = p['close'].shift(1)
    true_high = np.maximum(p['high'], prev)
    true_low = np.minimum(p['low'], prev)
    pressure = (p['close'] - true_low).rolling(7).sum() / (true_high - true_low).rolling(7).sum()
    capped = np.clip(pressure, 0.25, 0.75)
    return capped <= 0.3, capped >= 0.7
''', start="2003-01-02", end="2009-12-31")

case("np_logic", "MSFT", '''
def generate_signals(data, params):
    c = data['prices']['close']
    fast = c.rolling(10).mean()
    slow = c.rolling(60).mean()
    up = np.logical_and(fast > slow, c > fast)
    broken = np.logical_or(c < slow * 0.97, np.logical_not(fast > slow * 0.99))
    ready = np.logical_not(np.isnan(slow))
    return up & ready, broken & ready
''', start="1998-01-02", end="2004-12-31")

case("np_finite", "BAC", '''
def generate_signals(data, params):
    c = data['prices']['close']
    up = c.diff().clip(lower=0).rolling(3).sum()
    down = (-c.diff()).clip(lower=0).rolling(3).sum()
    ratio = up / down
    endless = np.isinf(ratio)
    usable = np.isfinite(ratio)
    ratio_filled = ratio.replace(np.inf, 50.0)
    entries = usable & (ratio < 0.05)
    exits = endless | (ratio_filled > 3)
    return entries, exits
''', start="1996-01-02", end="2000-12-29")

case("np_nan_to_num", "AMD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    m = c.pct_change(20)
    score = np.nan_to_num(m, nan=-1.0)
    flat = np.nan_to_num(m)
    entries = pd.Series(score > 0.1, index=c.index)
    exits = pd.Series((flat < -0.05) | (score == -1.0), index=c.index)
    return entries, exits
''', start="2003-01-02", end="2009-12-31")

case("np_like", "XOM", '''
def generate_signals(data, params):
    c = data['prices']['close']
    base = np.zeros_like(c)
    one = np.ones_like(c)
    level = np.full_like(c, params['level'])
    z = (c - c.rolling(30).mean()) / c.rolling(30).std()
    entries = pd.Series(np.where(z < -level, one, base) == 1, index=c.index)
    exits = pd.Series(np.where(z > level / 2, one, base) > 0, index=c.index)
    return entries, exits
''', {"level": ("float", 1.5, 0, 5)}, start="2000-01-03", end="2007-12-31")

case("np_sine_cycle", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    r = (c / c.shift(10) - 1).fillna(0)
    bounded = r.clip(-0.1, 0.1) * np.pi * 5
    energy = np.exp(-np.square(bounded))
    entries = (energy < 0.97) & (r < 0) & (r > -np.inf)
    exits = (energy > 0.995) | (r > 0.02)
    return entries, exits
''', start="2002-01-02", end="2006-12-29")

case("select_many", "GE", '''
def generate_signals(data, params):
    c = data['prices']['close']
    r = c.pct_change()
    fast = r.ewm(span=10).std()
    slow = r.ewm(span=60).std()
    conditions = [fast > slow * 1.5, fast > slow, fast < slow * 0.8]
    choices = [-2.0, -1.0, 1.0]
    regime = np.select(conditions, choices, default=0.0)
    weight = np.select([c > c.shift(20), c <= c.shift(20)], [fast, slow], default=np.nan)
    entries = pd.Series((regime == 1.0) & (weight > 0.005), index=c.index)
    exits = pd.Series(regime <= -2.0, index=c.index)
    return entries, exits
''', start="1995-01-03", end="2001-12-31")

case("scalars_math", "SPX", '''
import math

def generate_signals(data, params):
    c = data['prices']['close']
    n = max(2, int(params['n'] * 1.5))
    m = min(n, 200)
    half = int(math.floor(n / 2))
    root = int(math.ceil(math.sqrt(n)))
    decay = math.exp(-math.log(2) / half)
    hma_raw = 2 * c.rolling(half).mean() - c.rolling(m).mean()
    hma = hma_raw.rolling(root).mean()
    band = round(abs(-0.0149) * float(params['wide']), 3) if bool(params['wide']) else 0.0
    tilt = math.pi - 3.0
    slope = hma - hma.shift(1)
    smooth = slope.ewm(alpha=1 - decay, adjust=False).mean()
    return (c > hma * (1 + band * tilt)) & (smooth > 0), c < hma * (1 - band)
''', {"n": ("int", 30, 2, 100), "wide": ("bool", True)}, start="2003-01-02", end="2008-12-31")

case("statements_many", "JNJ", '''
import numpy as np
import pandas as pd
import talib as ta
import vectorbt as vb

def generate_signals(data: dict, params: dict) -> tuple:
    """Statements that do nothing to the values."""
    import math
    mode, n = params.get('mode', 'fast'), params.get('n', 20)
    assert n > 1, 'n must be greater than 1'
    if n < 2 or mode == '':
        raise ValueError(f'bad parameters: {n} {mode}')
    close = data['prices']['close']
    print('bars ready', n, f'mode {mode}')
    if mode == 'fast' and not params['wide']:
        width = 1.0
    elif mode == 'slow':
        width = 2.0
    else:
        width = math.sqrt(3) if n > 10 else 1.5
    try:
        average = ta.SMA(close, timeperiod=n)
        deviation = vb.MSTD.run(close, window=n).mstd
    except Exception:
        pass
    lower, upper = average - width * deviation, average + width * deviation
    entries = close < lower
    exits = close > upper
    if 5 < n <= 50:
        exits |= close > average * 1.02
    return entries, exits
''', {"mode": ("enum", "fast", ["fast", "slow", "both"]), "n": ("int", 20, 2, 100), "wide": ("bool", True)},
     run={"mode": "both", "wide": True}, start="2000-01-03", end="2007-12-31")

case("statements_slow", "MRK", '''
def generate_signals(data, params):
    close = data['prices']['close']
    if params['side'] == 'trend' or params['strict']:
        base = close.rolling(80).mean()
    else:
        base = close.rolling(20).mean()
    if params['strict'] is None:
        pass
    limit = None
    if limit is None:
        limit = 0.02
    entries = close > base * (1 + limit)
    exits = close < base * (1 - limit) if not params['strict'] else close < base
    return entries, exits
''', {"side": ("str", "trend"), "strict": ("bool", False)}, run={"side": "other", "strict": True}, start="1994-01-03", end="2001-12-31")

case("params_bound_many", "HD", '''
def generate_signals(data, params):
    p = params
    close = data['prices']['close']
    n = p['n']
    kind = p['kind']
    average = close.rolling(n).mean() if kind == 'sma' else close.ewm(span=n, adjust=False).mean()
    up = close > average * (1 + p['band'] / 100)
    down = close < average * (1 - p['band'] / 100)
    return up, down
''', {"n": ("int", 20, 2, 300), "kind": ("enum", "sma", ["sma", "ema"]), "band": ("float", 0, 0, 10)},
     run={"n": 75, "kind": "ema", "band": 1}, start="1995-01-03", end="2003-12-31")

case("comprehension_ladder", "PEP", '''
def generate_signals(data, params):
    c = data['prices']['close']
    spans = [5 * k for k in range(1, params['count'] + 1)]
    averages = [c.ewm(span=s, adjust=False).mean() for s in spans if s % 2 == 1 or s > 10]
    above = [(c > a).astype(int) for a in averages]
    votes = sum(above)
    entries = votes == len(averages)
    exits = votes <= len(averages) // 2
    return entries, exits
''', {"count": ("int", 6, 2, 20)}, start="2002-01-02", end="2009-12-31")

case("lambda_helpers", "UNH", '''
normalize = lambda s, n: (s - s.rolling(n).min()) / (s.rolling(n).max() - s.rolling(n).min())

def smooth(series, n=3):
    return series.rolling(n).mean()

def cross(a, b):
    def over(x, y):
        return (x > y) & (x.shift(1) <= y.shift(1))
    return over(a, b), over(b, a)

def generate_signals(data, params):
    close = data['prices']['close']
    k = smooth(normalize(close, params['n']))
    d = smooth(k, n=5)
    up, down = cross(k, d)
    return up & (k < 0.5), down & (k > 0.5)
''', {"n": ("int", 20, 2, 100)}, start="2003-01-02", end="2008-12-31")

case("frame_mixed", "IXIC", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ret'] = df['close'].pct_change()
    df['top'] = df[['open', 'close']].max(axis=1)
    df['bottom'] = df[['open', 'close']].min(axis=1)
    df['wick'] = (df['high'] - df['top']) - (df['bottom'] - df['low'])
    df['balance'] = df['wick'].rolling(10).sum() / df[['top', 'bottom']].sum(axis=1)
    df['signal'] = 0
    df.loc[df['balance'] < -params['level'], 'signal'] = 1
    df.loc[df.balance > params['level'], 'signal'] = -1
    df['signal'] = df['signal'].shift(1).fillna(0)
    return df['signal'] == 1, df['signal'] == -1
''', {"level": ("float", 0.01, 0, 1)}, start="2001-01-02", end="2006-12-29")

case("concat_four", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    prev = p['close'].shift(1)
    tr = pd.concat([p['high'] - p['low'], (p['high'] - prev).abs(), (p['low'] - prev).abs()], axis=1).max(axis=1)
    smallest = pd.concat([p['close'] - p['low'], p['high'] - p['close']], axis=1).min(axis=1)
    average = pd.concat([p['open'], p['high'], p['low'], p['close']], axis=1).mean(axis=1)
    total = pd.concat([tr, smallest], axis=1).sum(axis=1)
    noisy = total > total.rolling(20).mean() * 1.2
    return noisy & (p['close'] < average), (p['close'] > average) & (smallest < 0.1 * tr)
''', start="2004-01-02", end="2007-12-31")

case("dataframe_literal", {"prices": "KO", "other": "PEP"}, '''
def generate_signals(data, params):
    frame = pd.DataFrame({'a': data['prices']['close'], 'b': data['other']['close']})
    frame['ratio'] = frame['a'] / frame['b']
    ranks = pd.DataFrame({'r1': frame['a'].pct_change(21), 'r2': frame['b'].pct_change(21)})
    best = ranks[['r1', 'r2']].max(axis=1)
    entries = (ranks['r1'] == best) & (best > 0.01)
    exits = (ranks['r1'] < best) | (frame['ratio'] < frame['ratio'].rolling(50).min().shift(1))
    return entries, exits
''', start="2004-01-02", end="2011-12-30")

case("mask_assign_many", "CVX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    signal = pd.Series(0, index=c.index)
    momentum = c / c.shift(60) - 1
    signal[momentum > 0.05] = 1
    signal[momentum < -0.05] = -1
    signal.loc[(momentum > 0.2) | (momentum < -0.2)] = 0
    long_state = pd.Series(False, index=c.index)
    long_state[signal == 1] = True
    entries = long_state & (c > c.shift(1))
    exits = ~long_state
    return entries, exits
''', start="1999-01-04", end="2006-12-29")

case("xor_and_power", "LLY", '''
def generate_signals(data, params):
    c = data['prices']['close']
    short_up = c > c.shift(5)
    long_up = c > c.shift(60)
    disagree = short_up ^ long_up
    curve = (c / c.rolling(60).mean()) ** 2 - 1
    buckets = (c // 1) % 3
    entries = disagree & long_up & (curve > -0.05)
    exits = ~(short_up | long_up) | (curve > 0.25) & (buckets != 1)
    return entries, exits
''', start="1997-01-02", end="2003-12-31")

case("reversed_scalar_sides", "BBY", '''
def generate_signals(data, params):
    c = data['prices']['close']
    inverse = 1 / c
    left = 100 - 100 * inverse / inverse.shift(10)
    step = 7 // (c / c.rolling(20).mean() * 5)
    power = 2 ** (c.pct_change(5) * 10)
    entries = (5 < left) & (1 >= step)
    exits = (-3 > left) | (0.7 > power)
    return entries, exits
''', start="2003-01-02", end="2008-12-31")

case("zeros_signal", "PG", '''
def generate_signals(data, params):
    df = data['prices']
    close = df['close']
    position = pd.Series(np.zeros(len(df)), index=df.index)
    position[close > close.rolling(100).mean()] = 1.0
    entries = (position.diff() > 0).values
    exits = (position.diff() < 0).to_numpy()
    return pd.Series(entries, index=df.index), pd.Series(exits, index=df.index)
''', start="1996-01-02", end="2005-12-30")
