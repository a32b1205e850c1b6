"""Loops as they are commonly written: lists that grow with the bars, rows, helpers, windows, and functions of each value."""
from registry import case

case("form_heikin_ashi_at", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ha_close'] = (df['open'] + df['high'] + df['low'] + df['close']) / 4
    df['ha_open'] = np.nan
    for i in range(len(df)):
        if i == 0:
            df.at[df.index[i], 'ha_open'] = (df['open'].iloc[0] + df['close'].iloc[0]) / 2
        else:
            df.at[df.index[i], 'ha_open'] = (df.at[df.index[i-1], 'ha_open'] + df.at[df.index[i-1], 'ha_close']) / 2
    green = df['ha_close'] > df['ha_open']
    entries = green & (green.shift(1) == False)
    exits = (green == False) & (green.shift(1) == True)
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("form_heikin_list_append", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    ha_close = (df['open'] + df['high'] + df['low'] + df['close']) / 4
    ha_open = [(df['open'].iloc[0] + df['close'].iloc[0]) / 2]
    for i in range(1, len(df)):
        ha_open.append((ha_open[i-1] + ha_close.iloc[i-1]) / 2)
    ha_open = pd.Series(ha_open, index=df.index)
    green = ha_close > ha_open
    return green & ~green.shift(1, fill_value=False), ~green
''', start="2004-01-02", end="2009-12-31")

case("form_list_append_signals", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    close = df['close']
    sma = close.rolling(20).mean()
    signals = []
    position = 0
    for i in range(len(df)):
        if pd.isna(sma.iloc[i]):
            signals.append(0)
            continue
        if close.iloc[i] > sma.iloc[i] and position == 0:
            position = 1
            signals.append(1)
        elif close.iloc[i] < sma.iloc[i] and position == 1:
            position = 0
            signals.append(-1)
        else:
            signals.append(0)
    signal = pd.Series(signals, index=df.index)
    return signal == 1, signal == -1
''', start="2004-01-02", end="2009-12-31")

case("form_list_append_zip", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    ma = c.rolling(20).mean()
    entries = []
    exits = []
    in_pos = False
    for price, m in zip(c, ma):
        enter = False
        leave = False
        if not in_pos and price > m:
            enter = True
            in_pos = True
        elif in_pos and price < m:
            leave = True
            in_pos = False
        entries.append(enter)
        exits.append(leave)
    return pd.Series(entries, index=df.index), pd.Series(exits, index=df.index)
''', start="2004-01-02", end="2009-12-31")

case("form_list_prealloc_series", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    signals = [0] * len(df)
    holding = False
    for i in range(10, len(df)):
        if not holding and c.iloc[i] < c.iloc[i-10] * 0.97:
            signals[i] = 1
            holding = True
        elif holding and c.iloc[i] > c.iloc[i-10]:
            signals[i] = -1
            holding = False
    df = df.assign(signal=signals)
    return df['signal'] == 1, df['signal'] == -1
''', start="2004-01-02", end="2009-12-31")

case("form_row_iloc", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ma'] = df['close'].rolling(20).mean()
    entries = pd.Series(False, index=df.index)
    exits = pd.Series(False, index=df.index)
    for i in range(1, len(df)):
        row = df.iloc[i]
        prev = df.iloc[i - 1]
        if row['close'] > row['ma'] and prev['close'] <= prev['ma']:
            entries.iloc[i] = True
        elif row.close < row.ma:
            exits.iloc[i] = True
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("form_loop_nested_function", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close'].to_numpy()
    def update(state, price):
        if price > state * 1.05:
            return price
        if price < state * 0.95:
            return price
        return state
    anchor = c[0]
    out = np.zeros(len(c))
    for i in range(len(c)):
        anchor = update(anchor, c[i])
        out[i] = anchor
    out = pd.Series(out, index=df.index)
    return out > out.shift(1), out < out.shift(1)
''', start="2004-01-02", end="2009-12-31")

case("form_loop_window_np", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close'].values
    e = np.zeros(len(c), dtype=bool)
    for i in range(20, len(c)):
        window = c[i-20:i]
        if c[i] > np.mean(window) + 2 * np.std(window):
            e[i] = True
    return pd.Series(e, index=df.index), df['close'] < df['close'].rolling(10).mean()
''', start="2004-01-02", end="2009-12-31")

case("form_loop_window_iloc", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    e = pd.Series(False, index=c.index)
    for i in range(20, len(c)):
        if c.iloc[i] >= c.iloc[i-19:i+1].max():
            e.iloc[i] = True
    return e, c < c.rolling(10).mean()
''', start="2004-01-02", end="2009-12-31")

case("form_enumerate_index", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    ma = c.rolling(20).mean()
    entries = pd.Series(False, index=df.index)
    exits = pd.Series(False, index=df.index)
    holding = False
    for i, date in enumerate(df.index):
        if i < 20:
            continue
        if not holding and c.loc[date] > ma.loc[date]:
            entries.loc[date] = True
            holding = True
        elif holding and c.loc[date] < ma.loc[date]:
            exits.loc[date] = True
            holding = False
    return entries, exits
''', start="2004-01-02", end="2009-12-31")

case("form_list_seeded_nan", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    n = params['n']
    out = [np.nan] * n
    for i in range(n, len(c)):
        prev = out[i-1]
        if np.isnan(prev):
            prev = c.iloc[i-n]
        out.append(prev + 0.1 * (c.iloc[i] - prev))
    out = np.array(out)
    s = pd.Series(out, index=c.index)
    return c > s, c < s
''', {"n": ("int", 10, 1, 500)}, start="2004-01-02", end="2009-12-31")

case("form_list_len_guard", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    state = []
    for i in range(len(c)):
        if len(state) > 0 and state[-1] == 1 and c.iloc[i] > c.iloc[i-1] * 0.99:
            state.append(1)
        elif i > 10 and c.iloc[i] > c.iloc[i-10]:
            state.append(1)
        else:
            state.append(0)
    s = pd.Series(state, index=c.index)
    return s == 1, s == 0
''', start="2004-01-02", end="2009-12-31")

case("form_helper_in_loop_multi", "SPX", '''
def decide(pos, price, ma, entry, stop):
    if pos == 0:
        if price > ma:
            return 1
        return 0
    if price < entry * (1 - stop):
        return 0
    elif price < ma:
        return 0
    else:
        return 1
def generate_signals(data, params):
    c = data['prices']['close']
    ma = c.rolling(30).mean()
    pos = 0
    entry = 0.0
    out = np.zeros(len(c))
    for i in range(30, len(c)):
        new = decide(pos, c.iloc[i], ma.iloc[i], entry, stop=0.05)
        if new == 1 and pos == 0:
            entry = c.iloc[i]
        pos = new
        out[i] = pos
    s = pd.Series(out, index=c.index)
    return (s == 1) & (s.shift(1, fill_value=0) == 0), (s == 0) & (s.shift(1, fill_value=0) == 1)
''', start="2004-01-02", end="2009-12-31")

case("form_helper_in_loop_tuple", "SPX", '''
def step(state, peak, price):
    """One step."""
    peak = max(peak, price)
    if state and price < peak * 0.95:
        return False, price
    if not state and price > peak * 0.99:
        return True, price
    return state, peak
def generate_signals(data, params):
    c = data['prices']['close'].to_numpy()
    state, peak = False, c[0]
    inn = np.zeros(len(c), dtype=bool)
    for i in range(len(c)):
        state, peak = step(state, peak, c[i])
        inn[i] = state
    s = pd.Series(inn, index=data['prices'].index)
    p = s.shift(1, fill_value=False)
    return s & ~p, ~s & p
''', start="2004-01-02", end="2009-12-31")

case("form_date_in_loop", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    e = pd.Series(False, index=df.index)
    x = pd.Series(False, index=df.index)
    for i in range(1, len(df)):
        date = df.index[i]
        if date.month != df.index[i-1].month and c.iloc[i] > c.iloc[i-1]:
            e.loc[date] = True
        elif date.weekday() == 4:
            x.loc[date] = True
    return e, x
''', start="2004-01-02", end="2009-12-31")

case("form_comprehension_over_bars", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    c = df['close']
    ma = c.rolling(20).mean()
    sig = [1 if p > m else 0 for p, m in zip(c, ma)]
    s = pd.Series(sig, index=df.index)
    e = pd.Series([x == 1 for x in s.diff()], index=df.index)
    return e, s.diff() == -1
''', start="2004-01-02", end="2009-12-31")

case("form_apply_axis1", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ma'] = df['close'].rolling(20).mean()
    def classify(row):
        if row['close'] > row['ma'] * 1.01:
            return 1
        elif row['close'] < row['ma'] * 0.99:
            return -1
        return 0
    df['sig'] = df.apply(classify, axis=1)
    df['body'] = df.apply(lambda r: abs(r.close - r.open), axis=1)
    return (df['sig'] == 1) & (df['body'] > 2), df['sig'] == -1
''', start="2004-01-02", end="2009-12-31")

case("form_apply_named", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    def tanh_like(x, k=2):
        if x > k:
            return k
        if x < -k:
            return -k
        return x
    z = ((c - c.rolling(20).mean()) / c.rolling(20).std()).apply(tanh_like)
    return z <= -2, z >= 1.5
''', start="2004-01-02", end="2009-12-31")

case("form_map_dict", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    dow = pd.Series(df.index.dayofweek, index=df.index).map({0: 1.0, 1: 0.5, 4: -1.0})
    return dow > 0, dow < 0
''', start="2004-01-02", end="2009-12-31")

case("form_window_partial", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close'].values
    e = np.zeros(len(c), dtype=bool)
    x = np.zeros(len(c), dtype=bool)
    for i in range(1, len(c)):
        hi = max(c[max(0, i-20):i])
        lo = np.min(c[max(0, i-10):i+1])
        if c[i] > hi:
            e[i] = True
        if c[i] <= lo:
            x[i] = True
    return pd.Series(e, index=data['prices'].index), pd.Series(x, index=data['prices'].index)
''', start="2004-01-02", end="2009-12-31")

case("form_window_named_stats", "SPX", '''
def generate_signals(data, params):
    df = data['prices']
    h = df['high'].values
    l = df['low'].values
    c = df['close'].values
    pos = np.zeros(len(c))
    for i in range(20, len(c)):
        window_high = h[i-20:i]
        window_low = l[i-10:i]
        if pos[i-1] == 0 and c[i] > window_high.max():
            pos[i] = 1
        elif pos[i-1] == 1 and c[i] < np.min(window_low):
            pos[i] = 0
        else:
            pos[i] = pos[i-1]
    s = pd.Series(pos, index=df.index)
    return s.diff() == 1, s.diff() == -1
''', start="2004-01-02", end="2009-12-31")

case("form_window_std_series", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    e = pd.Series(False, index=c.index)
    x = pd.Series(False, index=c.index)
    for i in range(20, len(c)):
        w = c.iloc[i-20:i]
        if c.iloc[i] < w.mean() - 2 * w.std():
            e.iloc[i] = True
        if c.iloc[i] > w.mean():
            x.iloc[i] = True
    return e, x
''', start="2004-01-02", end="2009-12-31")

case("form_window_first_last", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close'].values
    e = np.zeros(len(c), dtype=bool)
    for i in range(10, len(c)):
        w = c[i-10:i+1]
        if w[-1] > w[0] * 1.03:
            e[i] = True
    return pd.Series(e, index=data['prices'].index), data['prices']['close'] < data['prices']['close'].shift(3)
''', start="2004-01-02", end="2009-12-31")

case("form_items_loop", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    e = pd.Series(False, index=c.index)
    last = None
    for date, price in c.items():
        if last is not None and price > last * 1.01:
            e[date] = True
        last = price
    return e, ~e
''', start="2004-01-02", end="2009-12-31")

case("form_gaps_windows", "IXIC_GAPS", '''
def generate_signals(data, params):
    close = data['prices']['close']
    values = close.values
    e = np.zeros(len(values), dtype=bool)
    x = np.zeros(len(values), dtype=bool)
    for i in range(1, len(values)):
        hi = max(values[max(0, i - 20):i])
        lo = np.min(values[max(0, i - 10):i + 1])
        mean = close.iloc[max(0, i - 5):i].mean()
        e[i] = values[i] > hi and values[i] > mean
        x[i] = values[i] <= lo
    peak = np.maximum.accumulate(np.where(close.isna(), 0, close))
    return pd.Series(e, index=close.index), pd.Series(x, index=close.index) | (close < peak * 0.9)
''')
