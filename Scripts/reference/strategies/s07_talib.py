"""Every TA-Lib function of the language: four signals a case, so that each function moves a signal of its own."""
from registry import case

case("ta_averages", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    n = params['n']
    wma = talib.WMA(c, timeperiod=n)
    entries = (c > wma) & (c > talib.SMA(c, timeperiod=n))
    exits = c < talib.EMA(c, timeperiod=n)
    short_entries = (c < talib.TRIMA(c, timeperiod=n)) & (c < wma)
    short_exits = c > talib.KAMA(c, timeperiod=n)
    return entries, exits, short_entries, short_exits
''', {"n": ("int", 30, 2, 200)}, start="2005-01-03", end="2009-12-31", covers=["reversal"])

case("ta_averages_fast", "IXIC", '''
import talib

def generate_signals(data, params):
    c = data['prices']['close']
    dema = talib.DEMA(c, timeperiod=20)
    tema = talib.TEMA(c, timeperiod=20)
    t3 = talib.T3(c, timeperiod=8, vfactor=0.7)
    mama, fama = talib.MAMA(c, fastlimit=0.5, slowlimit=0.05)
    return (c > dema) & (mama > fama), c < tema, (c < t3) & (mama < fama), c > dema
''', start="2006-01-03", end="2009-12-31")

case("ta_defaults", "MSFT", '''
def generate_signals(data, params):
    close = data['prices']['close']
    sma = talib.SMA(close)
    ma = talib.MA(close, timeperiod=40, matype=1)
    rsi_value = talib.RSI(close)
    upper, middle, lower = talib.BBANDS(close)
    entries = (close > ma) & (rsi_value < 60) & (close < middle)
    exits = (close < sma * 0.97) | (close > upper * 1.01)
    return entries, exits
''', start="2001-01-02", end="2006-12-29")

case("ta_ma_types", "GE", '''
def generate_signals(data, params):
    c = data['prices']['close']
    plain = talib.MA(c, 20)
    weighted = talib.MA(c, timeperiod=20, matype=2)
    double = talib.MA(c, timeperiod=20, matype=3)
    triangular = talib.MA(c, timeperiod=20, matype=5)
    kaufman = talib.MA(c, timeperiod=20, matype=6)
    triple = talib.MA(c, timeperiod=20, matype=4)
    t3 = talib.MA(c, timeperiod=10, matype=8)
    return (weighted > triangular) & (c > kaufman), double < plain, triple < kaufman, t3 > plain
''', start="2002-01-02", end="2006-12-29")

case("ta_bands_matype", "SPX", '''
def generate_signals(data, params):
    close = data['prices']['close']
    upper, middle, lower = talib.BBANDS(close, timeperiod=params['n'], nbdevup=2.0, nbdevdn=1.5, matype=0)
    u2, m2, l2 = talib.BBANDS(close, timeperiod=params['n'], nbdevup=1, nbdevdn=1, matype=1)
    return close < lower, close > m2, close > upper, close < l2
''', {"n": ("int", 20, 2, 100)}, start="2004-01-02", end="2009-12-31", covers=["reversal"])

case("ta_macd", "GOOG", '''
def generate_signals(data, params):
    c = data['prices']['close']
    macd, signal, hist = talib.MACD(c, fastperiod=12, slowperiod=26, signalperiod=9)
    ext, ext_signal, ext_hist = talib.MACDEXT(c, fastperiod=10, fastmatype=1, slowperiod=30, slowmatype=0, signalperiod=5, signalmatype=2)
    entries = (hist > 0) & (hist.shift(1) <= 0)
    exits = (ext_hist < 0) & (macd < signal)
    return entries, exits
''')

case("ta_rsi_family", "AMD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    rsi14 = talib.RSI(c, timeperiod=14)
    fastk, fastd = talib.STOCHRSI(c, timeperiod=14, fastk_period=5, fastd_period=3, fastd_matype=0)
    cmo = talib.CMO(c, timeperiod=14)
    return (rsi14 < 40) & (fastk > fastd + 1), cmo > 30, (rsi14 > 65) & (fastk < 50), cmo < -20
''', start="2007-01-03", end="2012-12-31")

case("ta_rounding_ties", "AMD", '''
def generate_signals(data, params):
    # %K rests at 0 or 100 and %D is its running mean: which is greater hangs on the order of TA-Lib's additions
    c = data['prices']['close']
    fastk, fastd = talib.STOCHRSI(c, timeperiod=14, fastk_period=5, fastd_period=3, fastd_matype=0)
    return fastk > fastd, fastk < fastd
''', start="2007-01-03", end="2008-12-31", covers=["rounding of running sums"])

case("ta_stochastics", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    h, l, c = p['high'], p['low'], p['close']
    slowk, slowd = talib.STOCH(h, l, c)
    fastk, fastd = talib.STOCHF(h, l, c, fastk_period=10, fastd_period=4, fastd_matype=1)
    return crossed_above(slowk, slowd) & (slowk < 30), fastd > 85, (fastk < fastd) & (slowd > 80), fastk < 15
''', start="2004-01-02", end="2009-12-31")

case("ta_directional", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    n = params['n']
    adx = talib.ADX(p['high'], p['low'], p['close'], timeperiod=n)
    adxr = talib.ADXR(p['high'], p['low'], p['close'], timeperiod=n)
    dx = talib.DX(p['high'], p['low'], p['close'], timeperiod=n)
    plus = talib.PLUS_DI(p['high'], p['low'], p['close'], timeperiod=n)
    minus = talib.MINUS_DI(p['high'], p['low'], p['close'], timeperiod=n)
    plus_dm = talib.PLUS_DM(p['high'], p['low'], timeperiod=n)
    minus_dm = talib.MINUS_DM(p['high'], p['low'], timeperiod=n)
    return (adx > adxr) & (plus > minus), minus_dm > plus_dm * 1.1, (dx > 25) & (minus > plus), plus_dm > minus_dm
''', {"n": ("int", 14, 2, 100)}, start="2006-01-03", end="2010-12-31")

case("ta_aroon", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    down, up = talib.AROON(p['high'], p['low'], timeperiod=25)
    osc = talib.AROONOSC(p['high'], p['low'], timeperiod=14)
    return (up > 70) & (down < 30), osc < -50, (down > 90) & (up < 30), osc > 50
''', covers=["reversal"])

case("ta_oscillators", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    cci = talib.CCI(p['high'], p['low'], p['close'], timeperiod=20)
    mfi = talib.MFI(p['high'], p['low'], p['close'], p['volume'], timeperiod=14)
    willr = talib.WILLR(p['high'], p['low'], p['close'], timeperiod=14)
    ultosc = talib.ULTOSC(p['high'], p['low'], p['close'], timeperiod1=7, timeperiod2=14, timeperiod3=28)
    return (cci < -100) & (mfi < 50), willr > -10, ultosc > 68, mfi < 30
''', start="2001-01-02", end="2006-12-29")

case("ta_momentum", "JPM", '''
def generate_signals(data, params):
    c = data['prices']['close']
    mom = talib.MOM(c, timeperiod=10)
    roc = talib.ROC(c, timeperiod=20)
    rocp = talib.ROCP(c, timeperiod=5)
    rocr = talib.ROCR(c, timeperiod=60)
    return (mom > 0) & (roc > 4), rocp < -0.03, (rocr < 0.95) & (mom < 0), rocp > 0.03
''', start="2004-01-02", end="2009-12-31")

case("ta_trix_ppo_apo", "XOM", '''
def generate_signals(data, params):
    c = data['prices']['close']
    trix = talib.TRIX(c, timeperiod=15)
    ppo = talib.PPO(c, fastperiod=12, slowperiod=26, matype=1)
    apo = talib.APO(c, fastperiod=10, slowperiod=25, matype=0)
    simple = talib.PPO(c)
    return (trix > 0) & (trix.shift(1) <= 0), apo < 0, ppo < -1, simple > 0.5
''', start="1998-01-02", end="2004-12-31")

case("ta_ranges", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    atr14 = talib.ATR(h, l, c, timeperiod=14)
    natr = talib.NATR(h, l, c, timeperiod=14)
    tr = talib.TRANGE(h, l, c)
    bop = talib.BOP(o, h, l, c)
    return (c > c.shift(1) + 0.8 * atr14), tr > 1.8 * atr14, (natr > 1.2) & (bop < -0.9), bop > 0.6
''', start="2003-01-02", end="2007-12-31")

case("ta_volume", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    obv = talib.OBV(p['close'], p['volume'])
    ad = talib.AD(p['high'], p['low'], p['close'], p['volume'])
    adosc = talib.ADOSC(p['high'], p['low'], p['close'], p['volume'], fastperiod=3, slowperiod=10)
    entries = (obv > obv.rolling(30).mean()) & (adosc > 0) & (adosc.shift(1) <= 0)
    exits = ad < ad.rolling(20).mean()
    return entries, exits
''')

case("ta_sar", "SPX", '''
def generate_signals(data, params):
    p = data['prices']
    sar = talib.SAR(p['high'], p['low'], acceleration=params['step'], maximum=params['top'])
    above = p['close'] > sar
    return above & ~above.shift(1, fill_value=True), ~above
''', {"step": ("float", 0.02, 0.001, 1), "top": ("float", 0.2, 0.01, 1)}, start="2003-01-02", end="2009-12-31")

case("ta_statistics", "HD", '''
def generate_signals(data, params):
    c = data['prices']['close']
    dev = talib.STDDEV(c, timeperiod=20, nbdev=1.0)
    var = talib.VAR(c, timeperiod=20, nbdev=1.0)
    total = talib.SUM(c, timeperiod=20)
    z = (c - total / 20) / dev
    quiet = var < var.shift(20)
    return z < -1.8, z > 1, (z > 1.9) & quiet, z < 0
''', start="1999-01-04", end="2004-12-31")

case("ta_regression", "MSFT", '''
def generate_signals(data, params):
    c = data['prices']['close']
    n = params['n']
    line = talib.LINEARREG(c, timeperiod=n)
    slope = talib.LINEARREG_SLOPE(c, timeperiod=n)
    angle = talib.LINEARREG_ANGLE(c, timeperiod=n)
    start = talib.LINEARREG_INTERCEPT(c, timeperiod=n)
    forecast = talib.TSF(c, timeperiod=n)
    return (slope > 0) & (c < line), angle < -1.5, (forecast < start) & (c > line * 1.02), angle > 1
''', {"n": ("int", 20, 2, 100)}, start="1999-01-04", end="2004-12-31")

case("ta_beta_correl", {"prices": "CVX", "other": "XOM"}, '''
def generate_signals(data, params):
    a = data['prices']['close']
    b = data['other']['close']
    beta = talib.BETA(b, a, timeperiod=20)
    correl = talib.CORREL(a, b, timeperiod=30)
    return (beta < 0.8) & (correl > 0.8), (beta > 1.1) | (correl < 0.5)
''', start="2000-01-03", end="2005-12-30")

case("ta_extremes", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    c = p['close']
    top = talib.MAX(c, timeperiod=20)
    bottom = talib.MIN(c, timeperiod=20)
    middle = talib.MIDPOINT(c, timeperiod=30)
    mid_price = talib.MIDPRICE(p['high'], p['low'], timeperiod=14)
    return (c == top) & (c > middle), c < mid_price, c == bottom, c > middle * 1.01
''', start="2003-01-02", end="2007-12-31")

case("ta_prices", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    avg = talib.AVGPRICE(o, h, l, c)
    med = talib.MEDPRICE(h, l)
    typ = talib.TYPPRICE(h, l, c)
    wcl = talib.WCLPRICE(h, l, c)
    strong = wcl - med
    return (strong > 0.006 * c) & (c > typ), c < med * 0.99, (strong < -0.008 * c), c > avg * 1.008
''')

case("ta_trendline", "SPX", '''
def generate_signals(data, params):
    c = data['prices']['close']
    trendline = talib.HT_TRENDLINE(c)
    return c > trendline * 1.005, c < trendline
''', start="2004-01-02", end="2010-12-31")

case("ta_candles_one", "GOOG", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    doji = talib.CDLDOJI(o, h, l, c)
    engulfing = talib.CDLENGULFING(o, h, l, c)
    hammer = talib.CDLHAMMER(o, h, l, c)
    hanging = talib.CDLHANGINGMAN(o, h, l, c)
    return (engulfing == 100) | (hammer > 0), hanging < 0, engulfing == -100, doji == 100
''')

case("ta_candles_two", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    inverted = talib.CDLINVERTEDHAMMER(o, h, l, c)
    shooting = talib.CDLSHOOTINGSTAR(o, h, l, c)
    harami = talib.CDLHARAMI(o, h, l, c)
    piercing = talib.CDLPIERCING(o, h, l, c)
    return (inverted != 0) | (piercing != 0), harami < 0, shooting != 0, harami > 0
''', start="2000-01-03", end="2008-12-31")

case("ta_candles_three", "IXIC", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    morning = talib.CDLMORNINGSTAR(o, h, l, c, penetration=0.3)
    evening = talib.CDLEVENINGSTAR(o, h, l, c)
    soldiers = talib.CDL3WHITESOLDIERS(o, h, l, c)
    crows = talib.CDL3BLACKCROWS(o, h, l, c)
    return morning > 0, evening < 0, crows != 0, soldiers != 0
''')

case("ta_candles_hourly", "EURUSD", '''
def generate_signals(data, params):
    p = data['prices']
    o, h, l, c = p['open'], p['high'], p['low'], p['close']
    bull = (talib.CDLENGULFING(o, h, l, c) > 0) | (talib.CDLMORNINGSTAR(o, h, l, c) > 0)
    bear = (talib.CDLHARAMI(o, h, l, c) < 0) & (talib.CDLDOJI(o, h, l, c) == 0) | (talib.CDLSHOOTINGSTAR(o, h, l, c) < 0)
    falling = c < c.shift(10)
    return bull & falling, bear, (talib.CDL3BLACKCROWS(o, h, l, c) < 0), talib.CDLHAMMER(o, h, l, c) > 0
''', {"execution_frequency": ("enum", "1Hour", ["1Hour", "1Day"])}, start="2017-05-01", end="2017-10-31", fees=0.0)

case("ta_params_swept", "BAC", '''
def generate_signals(data, params):
    c = data['prices']['close']
    rsi_now = talib.RSI(c, params['rsi_n'])
    trend = talib.EMA(c, params['trend_n'])
    return (rsi_now < params['buy']) & (c > trend), rsi_now > params['sell']
''', {"rsi_n": ("int", 14, 2, 100), "trend_n": ("int", 100, 2, 300), "buy": ("float", 40, 0, 100), "sell": ("float", 65, 0, 100)},
     run={"rsi_n": 3, "trend_n": 60, "buy": 20.5, "sell": 80}, start="1994-01-03", end="2001-12-31")
