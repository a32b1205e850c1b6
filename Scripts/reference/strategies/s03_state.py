"""State from bar to bar: the loops that people write for trailing logic."""
from registry import case

case("loop_flag_values", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close'].values
    ma = data['prices']['close'].rolling(params['n']).mean().values
    n = len(close)
    entries = np.zeros(n, dtype=bool)
    exits = np.zeros(n, dtype=bool)
    in_position = False
    for i in range(1, n):
        if not in_position and close[i] > ma[i] and close[i - 1] <= ma[i - 1]:
            entries[i] = True
            in_position = True
        elif in_position and close[i] < ma[i] * 0.98:
            exits[i] = True
            in_position = False
    index = data['prices'].index
    return pd.Series(entries, index=index), pd.Series(exits, index=index)
''', {"n": ("int", 50, 2, 200)}, start="2003-01-02", end="2010-12-31", covers=["bar loop: position flag"])

case("loop_entry_none", "MSFT", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    df['ma'] = df['close'].rolling(50).mean()
    entries = pd.Series(False, index=df.index)
    exits = pd.Series(False, index=df.index)
    entry_price = None
    for i in range(len(df)):
        price = df['close'].iloc[i]
        ma = df['ma'].iloc[i]
        if entry_price is None:
            if price > ma:
                entries.iloc[i] = True
                entry_price = price
        else:
            change = price / entry_price - 1
            if change <= -params['stop'] or change >= params['target']:
                exits.iloc[i] = True
                entry_price = None
    return entries, exits
''', {"stop": ("float", 0.05, 0.001, 1), "target": ("float", 0.1, 0.001, 1)}, start="2004-01-02", end="2012-12-31",
     covers=["bar loop: entry price None"])

case("loop_entry_zero", "AMD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    fast = c.ewm(span=10, adjust=False).mean()
    slow = c.ewm(span=40, adjust=False).mean()
    long_signal = pd.Series(False, index=c.index)
    exit_signal = pd.Series(False, index=c.index)
    position = 0
    entry = 0.0
    for i in range(1, len(c)):
        if position == 0:
            if fast.iloc[i] > slow.iloc[i] and fast.iloc[i - 1] <= slow.iloc[i - 1]:
                position = 1
                entry = c.iloc[i]
                long_signal.iloc[i] = True
        elif position == 1:
            stopped = c.iloc[i] < entry * (1 - params['risk'])
            turned = fast.iloc[i] < slow.iloc[i]
            if stopped or turned:
                position = 0
                entry = 0.0
                exit_signal.iloc[i] = True
    return long_signal, exit_signal
''', {"risk": ("float", 0.07, 0.001, 1)}, start="2008-01-02", end="2016-12-30", covers=["bar loop: entry price 0"])

case("loop_entry_nan", "GE", '''
def generate_signals(data, params):
    close = data['prices']['close']
    low_band = close.rolling(20).mean() - 2 * close.rolling(20).std()
    entries = pd.Series(False, index=close.index)
    exits = pd.Series(False, index=close.index)
    entry_price = np.nan
    for i in range(1, len(close)):
        if np.isnan(entry_price):
            if close.iloc[i] < low_band.iloc[i]:
                entries.iloc[i] = True
                entry_price = close.iloc[i]
        elif close.iloc[i] > entry_price * 1.05 or close.iloc[i] < entry_price * 0.9:
            exits.iloc[i] = True
            entry_price = np.nan
    return entries, exits
''', start="2000-01-03", end="2008-12-31", covers=["bar loop: entry price NaN"])

case("loop_trailing_high_low", "IXIC", '''
def generate_signals(data, params):
    df = data['prices']
    high = df['high'].to_numpy()
    low = df['low'].to_numpy()
    close = df['close'].to_numpy()
    atr = talib.ATR(df['high'], df['low'], df['close'], timeperiod=14).to_numpy()
    entries = np.full_like(close, False, dtype=bool)
    exits = np.zeros(len(df), dtype=bool)
    highest = 0.0
    holding = False
    for i in range(20, len(df)):
        if holding:
            highest = max(highest, high[i])
            if low[i] < highest - params['mult'] * atr[i]:
                exits[i] = True
                holding = False
        elif close[i] > close[i - 20] and close[i] > close[i - 1]:
            entries[i] = True
            holding = True
            highest = high[i]
    return pd.Series(entries, index=df.index), pd.Series(exits, index=df.index)
''', {"mult": ("float", 3.0, 0.1, 10)}, start="2003-01-02", end="2009-12-31",
     covers=["bar loop: trailing extreme", "bar loop: position flag", "bar loop: from k"])

case("loop_cooldown", "JNJ", '''
def generate_signals(data, params):
    close = data['prices']['close']
    drop = close.pct_change(3) < -params['drop']
    entries = pd.Series(False, index=close.index)
    exits = pd.Series(False, index=close.index)
    cooldown = 0
    held = 0
    in_trade = False
    for i in range(1, len(close)):
        if cooldown > 0:
            cooldown -= 1
        if in_trade:
            held += 1
            if held >= params['hold']:
                exits.iloc[i] = True
                in_trade = False
                cooldown = params['wait']
        elif cooldown == 0 and drop.iloc[i]:
            entries.iloc[i] = True
            in_trade = True
            held = 0
    return entries, exits
''', {"drop": ("float", 0.03, 0, 1), "hold": ("int", 8, 1, 100), "wait": ("int", 15, 0, 100)}, start="1998-01-02", end="2010-12-31",
     covers=["bar loop: cooldown", "bar loop: bars held"])

case("loop_continue", "WMT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    vol = close.pct_change().rolling(20).std()
    entries = pd.Series(False, index=close.index)
    exits = pd.Series(False, index=close.index)
    bars_held = 0
    for i in range(1, len(close)):
        if vol.iloc[i] != vol.iloc[i]:
            continue
        if bars_held > 0:
            bars_held += 1
            if bars_held > params['max_bars'] or close.iloc[i] < close.iloc[i - 1] * (1 - 3 * vol.iloc[i]):
                exits.iloc[i] = True
                bars_held = 0
            continue
        if close.iloc[i] > close.iloc[i - 1] * (1 + params['k'] * vol.iloc[i]):
            entries.iloc[i] = True
            bars_held = 1
    return entries, exits
''', {"max_bars": ("int", 12, 1, 100), "k": ("float", 1.5, 0, 5)}, start="2001-01-02", end="2008-12-31", covers=["bar loop: bars held"])

case("loop_enumerate", "KO", '''
def generate_signals(data, params):
    close = data['prices']['close']
    entries = pd.Series(False, index=close.index)
    exits = pd.Series(False, index=close.index)
    last_buy = 0.0
    for i, price in enumerate(close):
        if last_buy == 0.0:
            if i >= 10 and price < close.iloc[i - 10] * 0.97:
                entries.iloc[i] = True
                last_buy = price
        elif price > last_buy * (1 + params['gain']):
            exits.iloc[i] = True
            last_buy = 0.0
    return entries, exits
''', {"gain": ("float", 0.04, 0, 1)}, start="1995-01-03", end="2004-12-31", covers=["bar loop: entry price 0"])

case("loop_zip", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    mid = (p['high'] + p['low']) / 2
    entries = pd.Series(False, index=p.index)
    exits = pd.Series(False, index=p.index)
    floor_level = 0.0
    long = False
    for i, (h, l, c) in enumerate(zip(p['high'], p['low'], mid)):
        if long:
            floor_level = max(floor_level, h * (1 - params['trail']))
            if l < floor_level:
                exits.iloc[i] = True
                long = False
        elif c > floor_level * (1 + params['trail']) or floor_level > c * 1.1:
            entries.iloc[i] = True
            long = True
            floor_level = l * (1 - params['trail'])
    return entries, exits
''', {"trail": ("float", 0.06, 0.001, 0.9)}, covers=["bar loop: trailing extreme", "bar loop: zip"])

case("loop_supertrend", "SPX", '''
def generate_signals(data, params):
    """Supertrend."""
    df = data['prices']
    hl2 = (df['high'] + df['low']) / 2
    atr = talib.ATR(df['high'], df['low'], df['close'], timeperiod=params['period'])
    upper = (hl2 + params['multiplier'] * atr).values
    lower = (hl2 - params['multiplier'] * atr).values
    close = df['close'].values
    final_upper = np.zeros(len(df))
    final_lower = np.zeros(len(df))
    trend = np.zeros(len(df))
    for i in range(params['period'] + 1, len(df)):
        if upper[i] < final_upper[i - 1] or close[i - 1] > final_upper[i - 1]:
            final_upper[i] = upper[i]
        else:
            final_upper[i] = final_upper[i - 1]
        if lower[i] > final_lower[i - 1] or close[i - 1] < final_lower[i - 1]:
            final_lower[i] = lower[i]
        else:
            final_lower[i] = final_lower[i - 1]
        if close[i] > final_upper[i]:
            trend[i] = 1
        elif close[i] < final_lower[i]:
            trend[i] = -1
        else:
            trend[i] = trend[i - 1]
    direction = pd.Series(trend, index=df.index)
    entries = (direction == 1) & (direction.shift(1) != 1)
    exits = (direction == -1) & (direction.shift(1) != -1)
    return entries, exits
''', {"period": ("int", 10, 2, 50), "multiplier": ("float", 3.0, 0.5, 10)}, covers=["bar loop: own earlier result"])

case("loop_ema_by_hand", "GOOG", '''
def generate_signals(data, params):
    close = data['prices']['close'].to_numpy()
    index = data['prices'].index
    alpha = 2 / (params['span'] + 1)
    ema = np.zeros_like(close)
    ema[0] = close[0]
    for i in range(1, len(close)):
        ema[i] = alpha * close[i] + (1 - alpha) * ema[i - 1]
    ema = pd.Series(ema, index=index)
    price = data['prices']['close']
    entries = (price > ema) & (price.shift(1) <= ema.shift(1))
    exits = (price < ema) & (price.shift(1) >= ema.shift(1))
    return entries, exits
''', {"span": ("int", 30, 2, 200)}, covers=["bar loop: own earlier result"])

case("loop_hysteresis_four", "IXIC", '''
def generate_signals(data, params):
    close = data['prices']['close']
    z = (close - close.rolling(40).mean()) / close.rolling(40).std()
    long_in = pd.Series(False, index=close.index)
    long_out = pd.Series(False, index=close.index)
    short_in = pd.Series(False, index=close.index)
    short_out = pd.Series(False, index=close.index)
    position = 0
    for i in range(40, len(close)):
        value = z.iloc[i]
        if position == 0 and value > params['enter']:
            long_in.iloc[i] = True
            position = 1
        elif position == 0 and value < -params['enter']:
            short_in.iloc[i] = True
            position = -1
        elif position == 1 and value < params['leave']:
            long_out.iloc[i] = True
            position = 0
        elif position == -1 and value > -params['leave']:
            short_out.iloc[i] = True
            position = 0
    return long_in, long_out, short_in, short_out
''', {"enter": ("float", 1.5, 0, 5), "leave": ("float", 0.0, -5, 5)}, start="2001-01-02", end="2008-12-31",
     covers=["bar loop: position flag", "bar loop: from k"])

case("loop_position_series", "HD", '''
def generate_signals(data, params):
    close = data['prices']['close']
    rsi_values = talib.RSI(close, timeperiod=14)
    position = pd.Series(0, index=close.index)
    for i in range(1, len(close)):
        previous = position.iloc[i - 1]
        if previous == 0 and rsi_values.iloc[i] < params['low']:
            position.iloc[i] = 1
        elif previous == 1 and rsi_values.iloc[i] > params['high']:
            position.iloc[i] = 0
        else:
            position.iloc[i] = previous
    change = position.diff()
    return change == 1, change == -1
''', {"low": ("float", 30, 0, 100), "high": ("float", 60, 0, 100)}, start="1996-01-02", end="2006-12-29",
     covers=["bar loop: own earlier result"])

case("loop_two_counters_week", "XOM", '''
def generate_signals(data, params):
    close = data['prices']['close'].values
    index = data['prices'].index
    buy = np.zeros(len(close))
    sell = np.zeros(len(close))
    ups = 0
    downs = 0
    for i in range(1, len(close)):
        ups = ups + 1 if close[i] > close[i - 1] else 0
        downs = downs + 1 if close[i] < close[i - 1] else 0
        if downs >= params['n']:
            buy[i] = 1
        if ups >= params['n']:
            sell[i] = 1
    return pd.Series(buy, index=index) == 1, pd.Series(sell, index=index) == 1
''', {"execution_frequency": ("enum", "1Week", ["1Day", "1Week"]), "n": ("int", 3, 1, 10)}, start="1992-01-02", end="2015-12-31",
     covers=["bar loop: bars held"])

case("loop_chandelier_both", "SPX", '''
def generate_signals(data, params):
    df = data['prices'].copy()
    tr = np.maximum(df['high'] - df['low'], np.maximum((df['high'] - df['close'].shift(1)).abs(), (df['low'] - df['close'].shift(1)).abs()))
    df['atr'] = tr.rolling(params['n']).mean()
    df['top'] = df['high'].rolling(params['n']).max()
    df['bottom'] = df['low'].rolling(params['n']).min()
    long_stop = df['top'] - params['k'] * df['atr']
    short_stop = df['bottom'] + params['k'] * df['atr']
    side = 1
    sides = np.zeros(len(df))
    for i in range(params['n'], len(df)):
        if side == 1 and df['close'].iloc[i] < long_stop.iloc[i - 1]:
            side = -1
        elif side == -1 and df['close'].iloc[i] > short_stop.iloc[i - 1]:
            side = 1
        sides[i] = side
    s = pd.Series(sides, index=df.index)
    return (s == 1) & (s.shift(1) != 1), (s == -1) & (s.shift(1) != -1)
''', {"n": ("int", 22, 2, 100), "k": ("float", 3.0, 0.1, 10)}, start="2005-01-03", end="2013-12-31", covers=["bar loop: from k"])

case("loop_pyramid_dip_time", "PFE", '''
def generate_signals(data, params):
    prices = data['prices']['close']
    max_hold = params.get('max_hold', 30)
    entries = pd.Series(False, index=prices.index)
    exits = pd.Series(False, index=prices.index)
    entry_bar = -1
    peak = 0.0
    for i in range(1, len(prices)):
        now, before = prices.iloc[i], prices.iloc[i - 1]
        peak = max(peak * 0.999, now)
        if entry_bar < 0:
            if now < peak * (1 - params['dip']) and now > before:
                entry_bar = i
                entries.iloc[i] = True
        elif i - entry_bar >= max_hold:
            entry_bar = -1
            exits.iloc[i] = True
    return entries, exits
''', {"dip": ("float", 0.06, 0, 1), "max_hold": ("int", 25, 1, 200)}, start="1995-01-03", end="2007-12-31",
     covers=["bar loop: bars held", "bar loop: trailing extreme"])

case("scan_trailing", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    level = scan(lambda state, price: max(price * 0.95, state), 0.0, close)
    decayed = scan(lambda state, price: max(price, state * 0.9995), 0.0, close)
    return close > decayed * params['near'], close < decayed * params['far']
''', {"near": ("float", 0.99, 0, 1), "far": ("float", 0.95, 0, 1)}, start="2000-01-03", end="2010-12-31")

case("scan_two_columns", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    money = scan(lambda state, c, v: 0.95 * state + c * v, 0.0, p['close'], p['volume'])
    shares = scan(lambda state, v: 0.95 * state + v, 0.0, p['volume'])
    fair = money / shares
    return crossed_above(p['close'], fair), crossed_below(p['close'], fair)
''')
