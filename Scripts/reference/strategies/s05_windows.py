"""Every window function, over rolling and expanding windows and their options; the exponential ones; the odd methods."""
from registry import case

case("rolling_skew_kurt", "SPX", '''
def generate_signals(data, params):
    r = data['prices']['close'].pct_change()
    skew = r.rolling(params['n']).skew()
    kurt = r.rolling(params['n']).kurt()
    entries = (skew < -0.2) & (kurt > 0.5)
    exits = (skew > 0.3) | (kurt < -0.4)
    return entries, exits
''', {"n": ("int", 30, 4, 200)}, start="2006-01-03", end="2010-12-31")

case("rolling_median_mad", "RRC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    center = close.rolling(params['n']).median()
    spread = (close - center).abs().rolling(params['n']).median()
    score = (close - center) / (1.4826 * spread)
    return score < -2.5, score > 0, score > 4, score < 1
''', {"n": ("int", 21, 2, 200)}, start="2009-01-02", end="2013-12-31")

case("rolling_count_sum_bool", "BBY", '''
def generate_signals(data, params):
    close = data['prices']['close']
    up_only = close.diff().where(close.diff() > 0)
    rises = up_only.rolling(20, min_periods=1).count()
    gain = up_only.rolling(20, min_periods=5).sum()
    strong = (close > close.shift(1)).rolling(10).sum()
    share = (close > close.shift(1)).rolling(10).mean()
    entries = (rises >= 12) & (strong >= 6)
    exits = (rises <= 8) | (share < 0.35) | (gain < 0.4)
    return entries, exits
''', start="2003-01-02", end="2008-12-31", covers=["rolling on booleans"])

case("rolling_first_last", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    w = p['close'].rolling(params['n'])
    move = w.last() / w.first() - 1
    room = (w.max() - w.last()) / (w.max() - w.min())
    return (move > 0.01) & (room < 0.1), (move < 0) | (room > 0.6)
''', {"n": ("int", 15, 2, 200)}, start="2003-01-02", end="2008-12-31")

case("rolling_var_ddof", {"a": "HD", "b": "WMT"}, '''
def generate_signals(data, params):
    ra = data['a']['close'].pct_change()
    rb = data['b']['close'].pct_change()
    n = params['n']
    beta = ra.rolling(n).cov(rb, ddof=0) / rb.rolling(n).var(ddof=0)
    idio = (ra - beta * rb).rolling(10).sum()
    noise = (ra - beta * rb).rolling(n).std(ddof=0)
    return idio < -1.5 * noise * 10 ** 0.5, idio > 0
''', {"n": ("int", 40, 3, 200)}, start="1999-01-04", end="2005-12-30")

case("rolling_closed_left", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    top = p['high'].rolling(params['n'], closed='left').max()
    bottom = p['low'].rolling(params['n'], closed='left').min()
    middle = p['close'].rolling(params['n'], closed='left').mean()
    return p['close'] > top, p['close'] < middle - 0.3 * (top - bottom)
''', {"n": ("int", 12, 2, 200)}, start="2009-01-02", end="2014-12-31")

case("rolling_days", "GOOG", '''
def generate_signals(data, params):
    c = data['prices']['close']
    month = c.rolling('30D').mean()
    dev = c.rolling('30D').std()
    top = c.rolling('20D', closed='left').max()
    entries = (c > top) & (dev / month < 0.05)
    exits = c < month - dev
    return entries, exits
''')

case("rolling_quantile_rank", "VIX", '''
def generate_signals(data, params):
    v = data['prices']['close']
    w = v.rolling(params['n'], min_periods=30)
    upper = w.quantile(0.9)
    lower = w.quantile(0.1)
    place = w.rank()
    entries = (v <= lower) | (place <= 6)
    exits = (v >= upper) & (place >= 50)
    return entries, exits
''', {"n": ("int", 60, 30, 200)}, covers=["missing values in the traded slot"])

case("rolling_min_periods", "LLY", '''
def generate_signals(data, params):
    close = data['prices']['close']
    thin = close.where(close.index.dayofweek != 2)
    mean = thin.rolling(10, min_periods=4).mean()
    dev = thin.rolling(10, min_periods=4).std()
    low = thin.rolling(10, min_periods=8).min()
    high = thin.rolling(10, min_periods=8).max()
    var = thin.rolling(10, min_periods=6).var()
    entries = (close < mean - dev) & (close <= low * 1.02)
    exits = (close > high) | (close > mean + 1.5 * var ** 0.5)
    return entries, exits
''', start="2006-01-03", end="2011-12-30")

case("rolling_gappy_higher", "UNH", '''
def generate_signals(data, params):
    close = data['prices']['close']
    r = close.pct_change()
    gappy = r.mask(r.abs() > 0.04)
    n = params['n']
    skew = gappy.rolling(n, min_periods=10).skew()
    kurt = gappy.rolling(n, min_periods=10).kurt()
    med = gappy.rolling(n, min_periods=10).median()
    q = gappy.rolling(n, min_periods=10).quantile(0.25)
    rank = gappy.rolling(n, min_periods=10).rank(pct=True)
    total = gappy.rolling(n, min_periods=10).sum()
    entries = (skew > 0) & (med > 0) & (rank > 0.5)
    exits = (kurt > 1.5) | (gappy < q) & (total < 0)
    return entries, exits
''', {"n": ("int", 25, 10, 200)}, start="2000-01-03", end="2004-12-31")

case("expanding_one", "MRK", '''
def generate_signals(data, params):
    close = data['prices']['close']
    r = close.pct_change()
    e = r.expanding(min_periods=60)
    z = (r.rolling(20).mean() - e.mean()) / (e.std() / 20 ** 0.5)
    calm = r.rolling(20).var() < e.var() * params['calm']
    return (z > 0.5) & calm, (z < -0.5) | (r.rolling(10).var() > 2 * e.var())
''', {"calm": ("float", 0.9, 0, 10)}, start="2001-01-02", end="2007-12-31")

case("expanding_extremes", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    highest = p['high'].expanding().max()
    lowest = p['low'].expanding().min()
    first = p['close'].expanding().first()
    last = p['close'].expanding().last()
    place = (last - lowest) / (highest - lowest)
    return (place > 0.8) & (last > first), place < 0.6
''', start="2002-01-02", end="2013-12-31")

case("expanding_order", "MSFT", '''
def generate_signals(data, params):
    r = data['prices']['close'].pct_change(5)
    low = r.expanding(min_periods=100).quantile(0.1)
    mid = r.expanding(min_periods=100).median()
    rank = r.expanding(min_periods=100).rank(pct=True)
    return r < low, r > mid, rank > 0.95, rank < 0.5
''', start="2009-01-02", end="2012-12-31")

case("expanding_shape", "JNJ", '''
def generate_signals(data, params):
    r = data['prices']['close'].pct_change()
    skew = r.expanding(min_periods=50).skew()
    kurt = r.expanding(min_periods=50).kurt()
    count = r.expanding().count()
    total = r.expanding().sum()
    recent_skew = r.rolling(50).skew()
    recent_kurt = r.rolling(50).kurt()
    entries = (recent_skew > skew) & (count > 60) & (total > total.shift(10))
    exits = (recent_kurt > kurt) | (recent_skew < skew - 0.5)
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("expanding_two_series", {"prices": "PG", "other": "KO"}, '''
def generate_signals(data, params):
    a = data['prices']['close'].pct_change()
    b = data['other']['close'].pct_change()
    beta = a.expanding(60).cov(b) / b.expanding(60).var(ddof=1)
    rho = a.expanding(60).corr(b)
    excess = (a - beta * b).rolling(10).sum()
    return (excess < -0.03) & (rho > 0.1), excess > 0.01
''', start="2002-01-02", end="2008-12-31")

case("ewm_std_bands", "IXIC", '''
def generate_signals(data, params):
    c = data['prices']['close']
    mean = c.ewm(span=params['span']).mean()
    dev = c.ewm(span=params['span']).std()
    var = c.pct_change().ewm(alpha=0.06, adjust=False).var()
    quiet = var < var.shift(20)
    return (c < mean - 1.5 * dev), (c > mean) & quiet
''', {"span": ("int", 20, 2, 200)}, start="2010-01-04", end="2015-12-31")

case("ewm_pair", {"a": "JPM", "b": "BAC"}, '''
def generate_signals(data, params):
    a, b = data['a'].close.pct_change(), data['b'].close.pct_change()
    beta = a.ewm(halflife=20, min_periods=40).cov(b) / b.ewm(halflife=20, min_periods=40).var()
    rho = a.ewm(com=30, min_periods=40).corr(b)
    excess = (a - beta * b).ewm(span=5, adjust=False).mean()
    return (excess < -0.002) & (rho > 0.5), (excess > 0) | (rho < 0.3)
''', start="2002-01-02", end="2008-12-31")

case("ewm_gappy", "CVX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    thin = close.where(close.index.day % 3 != 0)
    keep = thin.ewm(span=20, ignore_na=False).mean()
    skip = thin.ewm(span=20, ignore_na=True).mean()
    slow = thin.ewm(span=60, adjust=False, ignore_na=True, min_periods=20).mean()
    entries = (skip > keep) & (close > slow)
    exits = (keep > skip) & (close < slow)
    return entries, exits
''', start="2001-01-02", end="2007-12-31")

case("ewm_bias_std", "PEP", '''
def generate_signals(data, params):
    r = data['prices']['close'].pct_change()
    fast = r.ewm(halflife=5.5).std()
    slow = r.ewm(com=40.0, min_periods=30, adjust=False).std()
    ratio = fast / slow
    return ratio < 0.8, ratio > params['alarm']
''', {"alarm": ("float", 1.3, 0, 10)}, start="1998-01-02", end="2004-12-31")

case("method_operators", "GE", '''
def generate_signals(data, params):
    c = data['prices']['close']
    mean = c.rolling(25).mean()
    gap = c.sub(mean).div(mean).mul(100)
    shifted = gap.add(gap.shift(1)).div(2)
    same_side = np.sign(gap).eq(np.sign(gap.shift(1)))
    turned = np.sign(gap).ne(np.sign(gap.shift(1)))
    entries = shifted.lt(-params['pct']) & same_side
    exits = shifted.ge(0) & turned | gap.gt(params['pct'])
    return entries, exits
''', {"pct": ("float", 3.0, 0, 50)}, start="1996-01-02", end="2003-12-31")

case("between_round", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    body = ((p['close'] - p['open']) / (p['high'] - p['low'])).round(1)
    level = (p['close'] / 10).round()
    entries = body.between(-0.5, -0.2, inclusive='left') & level.between(80, 140)
    exits = body.between(0.6, 1.0, inclusive='right') | body.between(0.2, 0.3, inclusive='neither')
    return entries, exits
''', start="2002-01-02", end="2006-12-29")

case("isin_levels", "AAPL", '''
def generate_signals(data, params):
    close = data['prices']['close']
    step = np.floor(close * 20) % 10
    entries = step.isin([0, 1]) & close.diff().lt(0)
    exits = step.isin([7.0, 8.0]) | step.eq(9)
    return entries, exits
''', start="1996-01-02", end="1999-12-31")

case("ffill_limit", "XOM", '''
def generate_signals(data, params):
    close = data['prices']['close']
    signal = pd.Series(np.nan, index=close.index)
    signal[close > close.rolling(20).max().shift(1)] = 1
    signal[close < close.rolling(20).min().shift(1)] = 0
    held = signal.ffill(limit=params['hold'])
    entries = held.eq(1)
    exits = held.isna() | (held == 0)
    return entries, exits
''', {"hold": ("int", 10, 1, 100)}, start="2003-01-02", end="2008-12-31")

case("mask_where_clip", "WMT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    r = close.pct_change().clip(lower=-0.03, upper=0.03)
    trend = r.where(r.abs() > 0.002, 0.0).ewm(span=30).mean()
    limited = trend.mask(trend.abs() < 0.0002, 0)
    capped = limited.clip(-0.001, 0.001)
    return capped > 0.0003, capped <= 0
''', start="2002-01-02", end="2006-12-29")

case("astype_three", "PFE", '''
def generate_signals(data, params):
    close = data['prices']['close']
    up = (close > close.shift(1)).astype(int)
    weight = (close > close.rolling(50).mean()).astype(float)
    score = up.rolling(5).sum() * 0.1 + weight
    bought = (up * 2 - 1).cumsum()
    entries = ((score > 1.25) & (bought > bought.shift(10))).astype(bool)
    exits = (score < 0.95).astype(bool)
    return entries, exits
''', start="1999-01-04", end="2003-12-31")

case("shift_variants", "IXIC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    above = close > close.ewm(span=20, adjust=False).mean()
    was = above.shift(1, fill_value=False)
    was_two = above.shift(2).fillna(False).astype(bool)
    fresh = above & ~was & ~was_two
    lost = ~above & above.shift(1, fill_value=True)
    jump = close.shift(periods=3, fill_value=0.0) > close
    return fresh, lost | jump & ~above
''', start="2004-01-02", end="2009-12-31")

case("bool_shift_missing_false", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    up = close > close.shift(1)
    entries = up & up.shift(1) & up.shift(2)
    exits = (close < close.shift(1)) | (close < close.shift(5)).shift(1)
    return entries, exits
''', start="2011-01-03", end="2014-12-31")
