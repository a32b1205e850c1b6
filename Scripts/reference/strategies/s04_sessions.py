"""Hourly bars, sessions, hours; days made of hours."""
from registry import case

HOUR = {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])}

case("hour_breakout", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    highest = p['high'].rolling(params['n']).max().shift(1)
    lowest = p['low'].rolling(params['n']).min().shift(1)
    return p['close'] > highest, p['close'] < lowest
''', {**HOUR, "n": ("int", 48, 2, 200)}, start="2017-06-01", end="2017-10-31", fees=0.0001)

case("hour_of_day", "EURUSD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    hour = c.index.hour
    minute = c.index.minute
    weekday = c.index.dayofweek
    entries = pd.Series((hour == params['open_hour']) & (minute == 0) & (weekday < 4), index=c.index)
    exits = pd.Series(hour == params['close_hour'], index=c.index)
    return entries, exits
''', {**HOUR, "open_hour": ("int", 7, 0, 23), "close_hour": ("int", 16, 0, 23)}, start="2017-05-01", end="2017-07-31", fees=0.0)

case("session_range", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    session = p.index.date
    bars = p['close'].groupby(session).cumcount()
    day_open = p['open'].groupby(p.index.date).transform('first')
    entries = (p['close'] > day_open * 1.001) & (bars >= params['wait']) & (bars < 18)
    exits = bars >= 20
    return entries, exits
''', {**HOUR, "wait": ("int", 5, 0, 23)}, start="2017-05-01", end="2017-09-29", fees=0.0)

case("session_vwap", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    typical = (p['high'] + p['low'] + p['close']) / 3
    money = (typical * p['volume']).groupby(p.index.date).cumsum()
    volume = p['volume'].groupby(p.index.date).cumsum()
    vwap_line = money / volume
    entries = p['close'] < vwap_line * (1 - params['band'])
    exits = p['close'] >= vwap_line
    return entries, exits
''', {**HOUR, "band": ("float", 0.002, 0, 1)}, start="2017-05-01", end="2017-12-29", fees=0.0)

case("session_extremes", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    high_so_far = p['high'].groupby(p.index.date).cummax()
    low_so_far = p['low'].groupby(p.index.date).cummin()
    place = (p['close'] - low_so_far) / (high_so_far - low_so_far)
    wide = (high_so_far - low_so_far) > params['range']
    return wide & (place > 0.9), place < 0.3, wide & (place < 0.1), place > 0.7
''', {**HOUR, "range": ("float", 0.006, 0, 1)}, start="2017-06-01", end="2017-08-31", fees=0.0001, covers=["reversal"])

case("session_first_bar", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    first_open = p['open'].groupby(p.index.date).transform('first')
    number = p['close'].groupby(p.index.date).cumcount()
    first = number == 0
    gap = first_open / p['close'].shift(1) - 1
    entries = first & (gap < -params['gap'])
    exits = number == 12
    return entries, exits
''', {**HOUR, "gap": ("float", 0.00005, 0, 1)}, fees=0.0)

case("hours_to_days", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    momentum = p['close'] - p['close'].shift(params['n'])
    busy = p['volume'] > p['volume'].rolling(10).median()
    return (momentum > 0) & busy, momentum < 0
''', {"n": ("int", 5, 1, 50)}, fees=0.0001)

case("hours_to_weeks", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    return (p['close'] > p['open']) & (p['close'] > p['close'].shift(1)), p['close'] < p['low'].shift(1)
''', {"execution_frequency": ("enum", "1Week", ["1Hour", "1Day", "1Week"])}, fees=0.0)

case("hour_session_open_fill", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    ret = p['close'].pct_change()
    vol = ret.rolling(24 * 5).std()
    entries = ret < -2.5 * vol
    exits = ret.gt(1.5 * vol) | (p.index.hour == 21)
    return entries, exits
''', {**HOUR, "execution_price": ("enum", "open", ["open", "close"])}, start="2017-07-03", end="2018-01-31", fees=0.00005, slippage=0.00002)

case("hour_time_window", "EURUSD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    day_mean = c.rolling('24h').mean()
    span = c.rolling('3D').max() - c.rolling('3D').min()
    london = pd.Series((c.index.hour >= 7) & (c.index.hour <= 15), index=c.index)
    entries = london & (c > day_mean) & (span > 0.008)
    exits = (c < day_mean) | ~london
    return entries, exits
''', HOUR, start="2017-06-01", end="2017-10-31", fees=0.0)
