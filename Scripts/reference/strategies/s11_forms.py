"""The forms in which strategies are commonly written: grouped streaks, frames made by assign, lists of conditions."""
from registry import case

case("form_consecutive_groupby_trick", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    up = (close > close.shift(1)).astype(int)
    streak = up.groupby((up != up.shift()).cumsum()).cumsum()
    return streak >= params['n'], up == 0
''', {"n": ("int", 3, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_consecutive_cumcount_trick", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    up = close.diff() > 0
    groups = (up != up.shift()).cumsum()
    streak = up.groupby(groups).cumcount() + 1
    return up & (streak >= 3), ~up & (streak >= 2)
''', start="2004-01-02", end="2009-12-31")

case("form_groupby_since_signal", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    sig = c > c.rolling(50).max().shift(1)
    since = (~sig).groupby(sig.cumsum()).cumsum()
    return sig, since == 10
''', start="2004-01-02", end="2009-12-31")

case("form_turn_of_month_calendar", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    idx = df.index
    day = idx.day
    month = idx.month
    month_change = pd.Series(month, index=idx) != pd.Series(month, index=idx).shift(1)
    trading_day = pd.Series(1, index=idx).groupby([idx.year, idx.month]).cumsum()
    entries = day >= 28
    exits = trading_day == 4
    return pd.Series(entries, index=idx), exits
''', start="2004-01-02", end="2009-12-31")

case("form_orb_date_column", "EURUSD", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['date'] = df.index.date
    df['session_high'] = df.groupby('date')['high'].cummax()
    df['session_low'] = df.groupby('date')['low'].cummin()
    entries = df['close'] >= df['session_high']
    exits = df['close'] <= df['session_low']
    return entries, exits
''', {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])})

case("form_orb_hourly_normalize", "EURUSD", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['date'] = df.index.normalize()
    df['bar'] = df.groupby('date').cumcount()
    df['or_high'] = df.groupby('date')['high'].transform('first')
    entries = (df['bar'] >= 1) & (df['close'] > df['or_high'])
    exits = df.index.hour >= 20
    return entries, pd.Series(exits, index=df.index)
''', {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])})

case("form_strftime_period", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    p = df.index.to_period('M')
    mo = df['open'].groupby(p).transform('first')
    return df['close'] > mo * 1.02, df['close'] < mo
''', start="2004-01-02", end="2009-12-31")

case("form_groupby_year", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    yh = df.groupby(df.index.year)['high'].cummax()
    return df['close'] >= yh, df['close'] < yh * 0.95
''', start="2004-01-02", end="2009-12-31")

case("form_dict_comprehension", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    smas = {w: close.rolling(w).mean() for w in [10, 20, 50]}
    return (smas[10] > smas[20]) & (smas[20] > smas[50]), smas[10] < smas[20]
''', start="2004-01-02", end="2009-12-31")

case("form_dict_comp_str", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    smas = {f'sma{w}': close.rolling(w).mean() for w in range(10, 60, 20)}
    total = sum(smas.values()) / len(smas)
    for k, v in smas.items():
        total = total + 0 * v
    return close > total, close < total
''', start="2004-01-02", end="2009-12-31")

case("form_star_args_unpack", "SPX", '''
def generate_signals(data, params):
    def cross(a, b):
        return (a > b) & (a.shift() <= b.shift())
    close = data['prices']['close']
    pair = (close.rolling(5).mean(), close.rolling(20).mean())
    return cross(*pair), cross(*pair[::-1])
''', start="2004-01-02", end="2009-12-31")

case("form_keyword_only_helpers", "SPX", '''
def generate_signals(data, params):
    def crossover(a, b, *, strict=True):
        return (a > b) & (a.shift(1) <= b.shift(1)) if strict else a > b
    close = data['prices']['close']
    return crossover(close, close.rolling(20).mean()), crossover(close.rolling(20).mean(), close, strict=False)
''', start="2004-01-02", end="2009-12-31")

case("form_missing_column_guard", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    required = {'high', 'low', 'close'}
    if not required.issubset(df.columns):
        raise ValueError(f'missing {required}')
    for col in ['open', 'high']:
        if col not in df.columns:
            raise KeyError(col)
    c = df['close']
    return c > c.rolling(50).mean(), c < c.rolling(50).mean()
''', start="2004-01-02", end="2009-12-31")

case("form_heikin_ashi_iloc", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ha_close'] = (df['open'] + df['high'] + df['low'] + df['close']) / 4
    df['ha_open'] = df['open']
    for i in range(1, len(df)):
        df.iloc[i, df.columns.get_loc('ha_open')] = (df['ha_open'].iloc[i-1] + df['ha_close'].iloc[i-1]) / 2
    green = df['ha_close'] > df['ha_open']
    entries = green & green.shift(1).eq(False)
    exits = ~green
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("form_assign_method", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].assign(ma=lambda d: d['close'].rolling(20).mean())
    df = df.assign(dist=df['close'] / df['ma'] - 1)
    return df['dist'] < -0.03, df['dist'] > 0
''', start="2004-01-02", end="2009-12-31")

case("form_frame_pct_change", "SPX", '''
def generate_signals(data, params):
    df = data['prices'][['open', 'close']].pct_change()
    return df['close'] > 0.01, df['close'] < -0.01
''', start="2004-01-02", end="2009-12-31")

case("form_list_windows_all", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    windows = [5, 10, 20, 60]
    cols = []
    for w in windows:
        name = 'mom_{}'.format(w)
        df[name] = df['close'].pct_change(w)
        cols.append(name)
    score = (df[cols] > 0).sum(axis=1)
    return score >= 3, score <= 1
''', start="2004-01-02", end="2009-12-31")

case("form_zscore_inline", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    zz = c.rolling(params['n']).agg(['mean', 'std'])
    z = (c - zz['mean']) / zz['std']
    return z < -params['z'], z > 0
''', {"n": ("int", 20, 1, 500), "z": ("float", 2.0, 0.0, 1000.0)}, start="2004-01-02", end="2009-12-31")

case("form_logical_reduce", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    conds = [c > c.shift(1), c > c.rolling(10).mean(), c > c.rolling(30).mean()]
    entries = np.logical_and.reduce(conds)
    return pd.Series(entries, index=df.index), c < c.rolling(10).mean()
''', start="2004-01-02", end="2009-12-31")

case("form_adx_by_hand", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    n = params['n']
    df['up_move'] = df['high'] - df['high'].shift(1)
    df['down_move'] = df['low'].shift(1) - df['low']
    df['plus_dm'] = np.where((df['up_move'] > df['down_move']) & (df['up_move'] > 0), df['up_move'], 0)
    df['minus_dm'] = np.where((df['down_move'] > df['up_move']) & (df['down_move'] > 0), df['down_move'], 0.0)
    df['tr'] = np.maximum.reduce([df['high'] - df['low'], (df['high'] - df['close'].shift(1)).abs(), (df['low'] - df['close'].shift(1)).abs()])
    atr_ = df['tr'].ewm(alpha=1/n, adjust=False).mean()
    plus_di = 100 * df['plus_dm'].ewm(alpha=1/n, adjust=False).mean() / atr_
    minus_di = 100 * df['minus_dm'].ewm(alpha=1/n, adjust=False).mean() / atr_
    dx = 100 * (plus_di - minus_di).abs() / (plus_di + minus_di)
    adx = dx.ewm(alpha=1/n, adjust=False).mean()
    return (adx > 25) & (plus_di > minus_di), (plus_di < minus_di)
''', {"n": ("int", 14, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_pipe_use", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    def z(s, n):
        return (s - s.rolling(n).mean()) / s.rolling(n).std()
    zz = c.pipe(z, 20)
    return zz < -2, zz > 0
''', start="2004-01-02", end="2009-12-31")

case("form_to_frame", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    f = c.to_frame('close')
    f['ma'] = f['close'].rolling(10).mean()
    return f['close'] > f['ma'], f['close'] < f['ma']
''', start="2004-01-02", end="2009-12-31")

case("form_vix_reindex", {"prices": "SPX", "vix": "VIX"}, '''
def generate_signals(data, params):
    c = data['prices']['close']
    v = data['vix']['close'].reindex(c.index).ffill()
    v = v.reindex(c.index, method='ffill')
    return (v > 30), (v < 20)
''', start="2014-03-03", end="2018-12-31")

case("form_turn_of_month_series_dt", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    dates = pd.Series(df.index, index=df.index)
    dom = dates.dt.day
    entries = dom >= 26
    exits = (dom > 3) & (dom < 10)
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("form_np_where_timestamp", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    e = df['close'] > df['close'].rolling(20).mean()
    e[df.index < pd.Timestamp('2006-01-01')] = False
    return e, ~e
''', start="2004-01-02", end="2009-12-31")

case("form_set_literal_isin", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    dow = pd.Series(df.index.dayofweek, index=df.index)
    return dow.isin({0, 1}), dow.isin((3, 4))
''', start="2004-01-02", end="2009-12-31")

case("form_kelly_win_rate", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    ret = close.pct_change()
    wins = (ret > 0).rolling(params['n']).mean()
    avg_win = ret.where(ret > 0).rolling(params['n'], min_periods=1).mean()
    avg_loss = ret.where(ret < 0).abs().rolling(params['n'], min_periods=1).mean()
    b = avg_win / avg_loss
    f = wins - (1 - wins) / b
    size = np.clip(f, 0.0, 1.0)
    entries = f > 0.05
    exits = f < 0
    return dict(entries=entries, exits=exits, size=size)
''', {"n": ("int", 60, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_boolean_diff", "JNJ", '''
def generate_signals(data, params):
    close = data['prices']['close']
    above = close > close.rolling(40).mean()
    changed = above.diff()
    return changed & above, (changed == True) & ~above
''', start="2001-01-02", end="2008-12-31")

case("form_filled_booleans", "KO", '''
def generate_signals(data, params):
    close = data['prices']['close']
    above = close > close.rolling(30).mean()
    before = above.shift(1).fillna(False)
    fresh = above & (before == False)
    lost = ~above & before
    return fresh, lost
''', start="2001-01-02", end="2008-12-31")

case("form_grouped_shift", "EURUSD", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['date'] = df.index.date
    by_day = df.groupby('date', sort=False)['close']
    within = by_day.pct_change()
    return (within > 0.0008) & (by_day.diff(2) > 0), by_day.shift(3) > df['close'] * 1.001
''', {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])})

case("form_list_statistics", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    previous = df['close'].shift(1)
    true_range = np.max([df['high'] - df['low'], (df['high'] - previous).abs(), (df['low'] - previous).abs()], axis=0)
    atr_values = pd.Series(true_range, index=df.index).rolling(14).mean()
    trend = np.sum([df['close'] > df['close'].rolling(n).mean() for n in (10, 20, 50)], axis=0)
    turns = np.diff(np.where(trend >= 2, 1, 0), prepend=0)
    every = np.arange(len(df)) % 3 == 0
    return pd.Series((turns == 1) | every, index=df.index) & (atr_values > 5), pd.Series(turns == -1, index=df.index)
''', start="2004-01-02", end="2009-12-31")

case("form_loc_slice_start", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['signal'] = 0.0
    df.loc[df.index[50:], 'signal'] = np.where(df['close'][50:] > df['close'].rolling(50).mean()[50:], 1.0, 0.0)
    df['positions'] = df['signal'].diff()
    return df['positions'] == 1.0, df['positions'] == -1.0
''', start="2004-01-02", end="2009-12-31")

case("form_loc_index_slice_write", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['sig'] = (df['close'] > df['close'].rolling(20).mean()).astype(int)
    df.loc[df.index[:60], 'sig'] = 0
    df.loc[:df.index[20], 'sig'] = 0
    df.iloc[:30, df.columns.get_loc('sig')] = 0
    return df['sig'] == 1, df['sig'] == 0
''', start="2004-01-02", end="2009-12-31")

case("form_replace_list", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    s = np.sign(c.diff()).replace([0, -1], [np.nan, 0]).ffill()
    return s == 1, s == 0
''', start="2004-01-02", end="2009-12-31")

case("form_columns_lower", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df.columns = [c.upper() for c in df.columns]
    return df['CLOSE'] > df['OPEN'], df.CLOSE < df.OPEN
''', start="2004-01-02", end="2009-12-31")

case("form_concat_keys", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    f = pd.concat([df['close'].rolling(10).mean().rename('fast'), df['close'].rolling(30).mean().rename('slow')], axis=1)
    return f['fast'] > f['slow'], f['fast'] < f['slow']
''', start="2004-01-02", end="2009-12-31")

case("form_add_fill_value", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    a = c.pct_change(5).add(c.pct_change(60), fill_value=0)
    return a > 0.02, a < -0.02
''', start="2004-01-02", end="2009-12-31")

case("form_score_loc_increments", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['score'] = 0
    df.loc[df['close'] > df['close'].rolling(20).mean(), 'score'] += 1
    df.loc[df['close'] > df['close'].rolling(50).mean(), 'score'] += 1
    df.loc[df['volume'] > df['volume'].rolling(20).mean(), 'score'] += 1
    return df['score'] >= 3, df['score'] == 0
''', start="2004-01-02", end="2009-12-31")

case("form_two_slot_loop_items", {"a": "KO", "b": "PEP"}, '''
def generate_signals(data, params):
    closes = pd.DataFrame({name: frame['close'] for name, frame in data.items()})
    rets = closes.pct_change(60)
    e = rets['a'] > rets['b']
    return e, ~e
''', start="2004-01-02", end="2009-12-31")

case("form_digitize", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    r = c.pct_change(20)
    b = np.digitize(r, [-0.05, 0.0, 0.05])
    return pd.Series(b == 3, index=c.index), pd.Series(b == 0, index=c.index)
''', start="2004-01-02", end="2009-12-31")

case("form_params_str_choice", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    n = params['n']
    ma_funcs = {'sma': lambda s: s.rolling(n).mean(), 'ema': lambda s: s.ewm(span=n).mean(), 'wma': lambda s: s * 0 + s.shift(1)}
    m = ma_funcs[params['ma_type']](c)
    return c > m, c < m
''', {"ma_type": ("enum", "ema", ["sma", "ema", "wma"]), "n": ("int", 20, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_params_column_choice", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['hl2'] = (df['high'] + df['low']) / 2
    src = df[params['price']]
    return src > src.rolling(20).mean(), src < src.rolling(20).mean()
''', {"price": ("enum", "close", ["close", "open", "hl2"])}, start="2004-01-02", end="2009-12-31")

case("form_f_defaults_merge", "SPX", '''
def generate_signals(data, params):
    defaults = {'a': 5, 'b': 15}
    p = {k: params.get(k, v) for k, v in defaults.items()}
    p2 = dict(defaults)
    p2.update(params)
    c = data['prices']['close']
    return c.rolling(p['a']).mean() > c.rolling(p['b']).mean(), c.rolling(p2['a']).mean() < c.rolling(p2['b']).mean()
''', {"a": ("int", 3, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_f_dict_spread", "SPX", '''
def generate_signals(data, params):
    defaults = {'a': 5, 'b': 15}
    p = {**defaults, **params}
    cfg = {'span': 12, 'adjust': False}
    c = data['prices']['close']
    f = c.ewm(**{**cfg, 'span': 26}).mean()
    return (c.rolling(p['a']).mean() > c.rolling(p['b']).mean()) & (c > f), c.rolling(p['a']).mean() < c.rolling(p['b']).mean()
''', {"a": ("int", 3, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_f_first_slot", "SPX", '''
def generate_signals(data, params):
    df = next(iter(data.values()))
    sym = list(data.keys())[0]
    c = data[sym]['close']
    k = list(data)[0]
    return (df['close'] > c.shift(1)) & (data[k]['close'] > 0), c < c.shift(1)
''', start="2004-01-02", end="2009-12-31")

case("form_f_join", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].join(data['prices']['close'].rolling(10).mean().rename('ma'))
    return df['close'] > df['ma'], df['close'] < df['ma']
''', start="2004-01-02", end="2009-12-31")

case("form_f_session_lambda", "EURUSD", '''
def generate_signals(data, params):
    df = data['prices']
    hi = df.groupby(df.index.date)['high'].transform(lambda s: s.cummax())
    ph = df.groupby(df.index.date)['high'].transform(lambda s: s.shift(1))
    return (df['close'] >= hi) & (df['high'] > ph), df['low'] < ph * 0.999
''', {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])})

case("form_f_week_groups", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    wk = df.index.to_period('W')
    ret = df['close'] / df['open'].groupby(wk).transform('first') - 1
    return ret < -0.02, ret > 0.01
''', start="2004-01-02", end="2009-12-31")

case("form_f_params_copy", "SPX", '''
def generate_signals(data, params):
    p = params.copy()
    p['b'] = 15
    p.setdefault('a', 9)
    p.setdefault('z', 9)
    c = data['prices']['close']
    return c.rolling(p['a']).mean() > c.rolling(p['b']).mean(), c.rolling(p['z']).mean() < c.rolling(p['b']).mean()
''', {"a": ("int", 3, 1, 500)}, start="2004-01-02", end="2009-12-31")
