#!/usr/bin/env python3
"""Writes Tests/ReferenceCases/refusals.json: strategies that must be refused, where, and what the refusal must say.

Each: name, strategy (data_schema, param_schema, code), params (bound at the run, may be absent), expected: type, line (in
the code, from 1; null when no line is at fault), lines (the lines that are right as well: where an expression over two
lines or a name that is set too late is at fault may be told in two ways; type may be a list for the like reason), words (each must occur in the message or the hint, in any case) and `any`
(lists of which one word at least must occur). In the code below, the line at fault ends in `#!`, which is removed.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(os.path.dirname(os.path.dirname(HERE)), "Tests", "ReferenceCases", "refusals.json")
REFUSALS = []
PRICES = {"prices": {"frequency": "1Day", "columns": ["open", "high", "low", "close", "volume"], "description": "bars"}}
LOOK_AHEAD = [["look-ahead", "look ahead", "lookahead", "future", "later bar", "later"]]
WHOLE = [["expanding"], ["rolling"]]
N = {"n": {"type": "int", "min": 1, "max": 100, "default": 20}}


def refuse(name, body, words=(), any_of=(), kind="validation_error", params=None, run=None, schema=None, whole=False):
    """`body`: the statements before `return entries, exits`; or the whole code."""
    code = body.strip("\n") if whole else (
        "def generate_signals(data, params):\n    p = data['prices']\n    close = p['close']\n" +
        "".join("    " + line + "\n" for line in body.strip("\n").split("\n")) +
        ("" if "return" in body else "    return entries, exits\n"))
    lines = code.split("\n")
    marked = [i + 1 for i, line in enumerate(lines) if line.endswith("#!")]
    code = "\n".join(line.removesuffix("#!").rstrip() for line in lines)
    expected = {"type": kind, "line": marked[0] if marked else None, "lines": marked, "words": list(words), "any": [list(a) for a in any_of]}
    case = {"name": name, "strategy": {"name": name, "data_schema": schema or PRICES, "param_schema": params or {}, "code": code},
            "expected": expected}
    if run is not None:
        case["params"] = run
    assert name not in {c["name"] for c in REFUSALS}, name
    REFUSALS.append(case)


EXITS = "\nexits = close < close.shift(1)"

# Look-ahead
refuse("shift_negative", "entries = close.shift(-1) > close #!" + EXITS, ["shift"], LOOK_AHEAD)
refuse("shift_negative_keyword", "entries = close.shift(periods=-2) > close #!" + EXITS, ["shift"], LOOK_AHEAD)
refuse("diff_negative", "entries = close.diff(-1) > 0 #!" + EXITS, ["diff"], LOOK_AHEAD)
refuse("pct_change_negative", "entries = close.pct_change(-5) > 0 #!" + EXITS, ["pct_change"], LOOK_AHEAD)
refuse("shift_negated_parameter", "entries = close.shift(-params['n']) > close #!" + EXITS, ["shift"], LOOK_AHEAD, params=N)
refuse("shift_parameter_may_be_negative", "entries = close.shift(params['lag']) > close #!" + EXITS, ["lag"], [],
       params={"lag": {"type": "int", "min": -3, "max": 10, "default": 1}})
refuse("shift_difference_may_be_negative", "entries = close.shift(params['a'] - params['b']) > close #!" + EXITS, ["shift"], [],
       params={"a": {"type": "int", "min": 1, "max": 10, "default": 5}, "b": {"type": "int", "min": 1, "max": 10, "default": 2}})
refuse("shift_in_loop_negative", "entries = close > close.shift(1)\nfor k in range(-2, 3):\n    entries = entries & (close > close.shift(k)) #!" + EXITS,
       ["shift"], LOOK_AHEAD)
refuse("bfill", "entries = close.bfill() > close.shift(1) #!" + EXITS, ["bfill"], LOOK_AHEAD)
refuse("fillna_bfill", "entries = close.fillna(method='bfill') > close.shift(1) #!" + EXITS, ["bfill"], LOOK_AHEAD)
refuse("rolling_center", "entries = close > close.rolling(5, center=True).mean() #!" + EXITS, ["center"], LOOK_AHEAD)
refuse("iloc_slice", "entries = close > close.iloc[-1] #!" + EXITS, ["iloc"])
refuse("reversed_series", "entries = close[::-1].rolling(5).mean() > close #!" + EXITS, [], [])
refuse("len_series", "entries = close > len(close) #!" + EXITS, ["len"])
refuse("mean_whole", "entries = close > close.mean() #!" + EXITS, ["mean"], WHOLE)
refuse("max_whole", "entries = close >= close.max() #!" + EXITS, ["max"], WHOLE)
refuse("std_whole", "z = (close - close.rolling(20).mean()) / close.std() #!\nentries = z < -2" + EXITS, ["std"], WHOLE)
refuse("quantile_whole", "entries = close > close.quantile(0.9) #!" + EXITS, ["quantile"], WHOLE)
refuse("rank_whole", "entries = close.rank(pct=True) > 0.9 #!" + EXITS, ["rank"], WHOLE)
refuse("np_mean_whole", "entries = close > np.mean(close) #!" + EXITS, ["mean"])
refuse("loop_reads_next", """
entries = pd.Series(False, index=close.index)
exits = pd.Series(False, index=close.index)
for i in range(1, len(close) - 1): #!
    if close.iloc[i + 1] > close.iloc[i]:
        entries.iloc[i] = True
""", [], LOOK_AHEAD)
refuse("loop_reads_whole", """
entries = pd.Series(False, index=close.index)
exits = pd.Series(False, index=close.index)
for i in range(1, len(close)):
    if close.iloc[i] >= close.max(): #!
        entries.iloc[i] = True
""", ["max"])
refuse("loop_reads_slice_ahead", """
entries = pd.Series(False, index=close.index)
exits = pd.Series(False, index=close.index)
for i in range(1, len(close)):
    if close.iloc[i] > close.iloc[i:i + 5].max(): #!
        entries.iloc[i] = True
""")
refuse("loop_writes_ahead", """
entries = pd.Series(False, index=close.index)
exits = pd.Series(False, index=close.index)
for i in range(1, len(close) - 1): #!
    if close.iloc[i] > close.iloc[i - 1]:
        entries.iloc[i + 1] = True
""")
refuse("session_last", "entries = close.groupby(close.index.date).transform('last') > close #!" + EXITS, ["last"])
refuse("session_max", "entries = close.groupby(close.index.date).transform('max') > close #!" + EXITS, ["max"])

# Windows
refuse("window_zero", "entries = close > close.rolling(0).mean() #!" + EXITS, ["rolling"], [["1"]])
refuse("window_negative", "entries = close > close.rolling(-5).mean() #!" + EXITS, ["rolling"])
refuse("window_parameter_may_be_zero", "entries = close > close.rolling(params['n']).mean() #!" + EXITS, ["n"], [],
       params={"n": {"type": "int", "min": 0, "max": 100, "default": 20}})
refuse("window_difference", "entries = close > close.rolling(params['n'] - 5).mean() #!" + EXITS, ["rolling"], [], params=N)
refuse("window_float_parameter", "entries = close > close.rolling(params['x']).mean() #!" + EXITS, [], [["int", "whole"]],
       params={"x": {"type": "float", "min": 1, "max": 50, "default": 20}})
refuse("window_of_series", "entries = close > close.rolling(close).mean() #!" + EXITS, ["rolling"])

# Operators and types
refuse("and_on_series", "entries = (close > close.shift(1)) and (close > close.shift(2)) #!" + EXITS, ["&"])
refuse("or_on_series", "entries = (close > close.shift(1)) or (close > close.shift(2)) #!" + EXITS, ["|"])
refuse("not_on_series", "entries = not (close > close.shift(1)) #!" + EXITS, ["~"])
refuse("if_on_series", "entries = close > close.shift(1)\nif close > close.shift(1): #!\n    entries = close > 0" + EXITS,
       [], [["np.where", "where", "mask"]])
refuse("chained_on_series", "entries = 0 < close < 100 #!" + EXITS, ["&"])
refuse("precedence_and", "entries = close > close.shift(1) & close > close.shift(2) #!" + EXITS, [], [["parenthes", "bracket", "&"]])
refuse("invert_shifted_bool", "above = close > close.rolling(5).mean()\nentries = above & ~above.shift(1) #!" + EXITS,
       ["fill_value=False"])
refuse("invert_filled_bool", "above = close > close.rolling(5).mean()\nentries = above & ~above.shift(1).fillna(False) #!" + EXITS,
       ["fill_value=False", "astype(bool)"])
refuse("group_by_returning_key", "entries = close > close.groupby(close.index.month).cummax() #!" + EXITS, ["come back", "index.year"])
refuse("group_whole_statistic", "entries = close > close.groupby(close.index.to_period('M')).transform('max') #!" + EXITS,
       ["later bars", "cummax"])
refuse("list_statistic_along_bars", "entries = np.max([close, close.shift(1)], axis=1) > 0 #!" + EXITS, ["axis=0"])
refuse("index_name", "entries = pd.Series(p.index.day_name() == 'Monday', index=p.index) #!" + EXITS, ["dayofweek"])
refuse("talib_below_minimum", "entries = talib.RSI(close, timeperiod=params['n']) > 50 #!" + EXITS, ["timeperiod"],
       params={"n": {"type": "int", "min": 1, "max": 50, "default": 14}}, run={"n": 1})
refuse("list_not_on_each_bar", "signals = []\nfor i in range(len(close)):\n    if close.iloc[i] > 100:\n        signals.append(1) #!\n"
       "entries = pd.Series(signals, index=close.index) == 1" + EXITS, ["exactly once"])
refuse("loop_window_ahead", "entries = pd.Series(False, index=close.index)\nfor i in range(20, len(close)):\n"
       "    entries.iloc[i] = close.iloc[i] < close.iloc[i:i + 5].max() #!" + EXITS, ["later"])
refuse("slice_from_the_end", "entries = close[-50:] > 0 #!" + EXITS, ["shift(n)"])
refuse("string_arithmetic", "entries = close > 'high' #!" + EXITS)
refuse("number_as_signal_text", "entries = 'yes' #!\nexits = close < close.shift(1)\nreturn entries, exits #!")

# Names
refuse("unknown_function", "entries = close > talib.SMAA(close, 20) #!" + EXITS, ["SMAA", "SMA"])
refuse("unknown_method", "entries = close > close.rollling(5).mean() #!" + EXITS, ["rollling", "rolling"])
refuse("unknown_window_function", "entries = close > close.rolling(5).avg() #!" + EXITS, ["avg"], [["mean"]])
refuse("unknown_column", "entries = p['clsoe'] > 0 #!" + EXITS, ["clsoe", "close"])
refuse("column_not_declared", "entries = data['prices']['volume'] > 0 #!" + EXITS, ["volume"],
       schema={"prices": {"frequency": "1Day", "columns": ["close"], "description": ""}})
refuse("unknown_slot", "entries = data['price']['close'] > 0 #!" + EXITS, ["price", "prices"])
refuse("unknown_parameter", "entries = close > params['windw'] #!" + EXITS, ["windw", "window"],
       params={"window": {"type": "int", "min": 1, "max": 10, "default": 2}})
refuse("unknown_name", "entries = close > threshold #!" + EXITS, ["threshold"])
refuse("unknown_keyword", "entries = close > close.rolling(window=5, periods=2).mean() #!" + EXITS, ["periods"])
refuse("unknown_talib_keyword", "entries = close > talib.SMA(close, period=5) #!" + EXITS, ["period", "timeperiod"])
refuse("missing_argument", "entries = talib.ATR(p['high'], p['low']) > 1 #!" + EXITS, ["ATR"])

# Not in the language
refuse("rolling_apply", "entries = close.rolling(5).apply(lambda w: w[0]) > 0 #!" + EXITS, ["apply"])
refuse("resample", "entries = close > close.resample('W').last() #!" + EXITS, ["resample"], [["execution_frequency", "slot"]])
refuse("merge", "entries = p.merge(p) #!" + EXITS, ["merge"])
refuse("iterrows", "entries = close > 0\nfor i, row in p.iterrows(): #!\n    pass" + EXITS, ["iterrows"])
refuse("while_loop", "i = 0\nwhile i < 10: #!\n    i += 1\nentries = close > i" + EXITS, ["while"], [["for", "range"]])
refuse("dropna", "entries = close.dropna() > 0 #!" + EXITS, ["dropna"])
refuse("class_definition", """
class Strategy: #!
    pass

def generate_signals(data, params):
    c = data['prices']['close']
    return c > 0, c < 0
""", ["class"], whole=True)
refuse("eval_call", "entries = eval('close > 0') #!" + EXITS, ["eval"])
refuse("exec_call", "exec('x = 1') #!\nentries = close > 0" + EXITS, ["exec"])
refuse("open_file", "text = open('/etc/passwd').read() #!\nentries = close > 0" + EXITS, ["open"])
refuse("import_os", """
import os #!

def generate_signals(data, params):
    c = data['prices']['close']
    return c > 0, c < 0
""", ["os"], whole=True)
refuse("import_scipy", """
import pandas as pd
from scipy import stats #!

def generate_signals(data, params):
    c = data['prices']['close']
    return c > 0, c < 0
""", ["scipy"], whole=True)
refuse("read_csv", "other = pd.read_csv('x.csv') #!\nentries = close > 0" + EXITS, ["read_csv"])
refuse("random_numbers", "entries = pd.Series(np.random.rand(10), index=close.index) > 0.5 #!" + EXITS, ["random"])
refuse("clock", "now = pd.Timestamp.now() #!\nentries = close > 0" + EXITS)
refuse("polyfit", "k = np.polyfit(close.values, close.values, 1) #!\nentries = close > 0" + EXITS, ["polyfit"])
refuse("dunder", "entries = close.__class__ #!" + EXITS, ["__class__"])
refuse("recursion", """
def f(x, n):
    return f(x.shift(1), n - 1) if n > 0 else x #!

def generate_signals(data, params):
    c = data['prices']['close']
    return f(c, 3) > c, c < 0
""", [], [["recurs", "calls itself"]], whole=True)
refuse("global_statement", "global state #!\nentries = close > 0" + EXITS, ["global"])
refuse("with_statement", "with np.errstate(): #!\n    entries = close > 0" + EXITS, ["with"])
refuse("loop_unbounded", "entries = close > 0\nfor k in iter(int, 1): #!\n    entries = entries" + EXITS)
refuse("loop_too_many_operations", "total = close * 0\nfor k in range(1, 20001): #!\n    total = total + close.shift(1)\nentries = total > 0" + EXITS,
       [], [["10,000", "10000", "10 000"]])

# Form
refuse("syntax_error", "entries = (close > close.shift(1) #!\nexits = close < close.shift(1) #!\nreturn entries, exits #!")
refuse("bad_indentation", """
def generate_signals(data, params):
    close = data['prices']['close']
      entries = close > 0 #!
    return entries, entries
""", [], [["indent"]], whole=True)
refuse("no_entry_function", """
def signals(data, params):
    return data['prices']['close'] > 0, data['prices']['close'] < 0
""", ["generate_signals"], whole=True)
refuse("no_return", """
def generate_signals(data, params): #!
    close = data['prices']['close'] #!
    entries = close > 0 #!
""", ["return"], whole=True)
refuse("returns_one", "entries = close > 0\nreturn entries #!", ["entries", "exits"])
refuse("returns_three", "entries = close > 0\nreturn entries, entries, entries #!")
refuse("returns_unknown_key", "return {'entries': close > 0, 'exit': close < 0} #!", ["exit", "exits"])
refuse("use_before_assignment", "entries = signal > 0 #!\nsignal = close" + EXITS, ["signal"])
refuse("assigned_in_one_branch", "if params['n'] > 5: #!\n    level = 1.0 #!\nentries = close > level #!" + EXITS, ["level"], params=N,
       run={"n": 3})

# Parameters at the run
USE = "entries = close > close.rolling(params['n']).mean()" + EXITS
BOUNDED = {"n": {"type": "int", "min": 2, "max": 50, "default": 20}}
refuse("parameter_too_large", USE, ["n", "51", "50"], params=BOUNDED, run={"n": 51})
refuse("parameter_too_small", USE, ["n", "1", "2"], params=BOUNDED, run={"n": 1})
refuse("parameter_wrong_type", USE, ["n"], [["int", "whole"]], params=BOUNDED, run={"n": 2.5})
refuse("parameter_unknown", USE, ["m"], params=BOUNDED, run={"m": 5})
refuse("parameter_enum", "entries = close > 0" + EXITS, ["mode", "slow", "fast"],
       params={"mode": {"type": "enum", "values": ["fast", "slow"], "default": "fast"}}, run={"mode": "medium"})
refuse("parameter_bool", "entries = close > 0" + EXITS, ["flag"], params={"flag": {"type": "bool", "default": True}}, run={"flag": "perhaps"})
refuse("execution_finer_than_data", "entries = close > 0" + EXITS, [], [["1Hour"], ["1Day"]], run={"execution_frequency": "1Hour"},
       kind=["validation_error", "schema_mismatch_error", "backtest_error", "execution_error"])
refuse("execution_price_unknown", "entries = close > 0" + EXITS, ["execution_price"], run={"execution_price": "vwap"})
refuse("default_outside_bounds", USE, ["n"], params={"n": {"type": "int", "min": 2, "max": 50, "default": 60}})

# Reached while it runs
refuse("raise_reached", "if params['n'] > 10:\n    raise ValueError('n is too large') #!\nentries = close > 0" + EXITS, ["n is too large"],
       kind="execution_error", params=BOUNDED)
refuse("assert_reached", "assert params['n'] < 10, 'n must be below 10' #!\nentries = close > 0" + EXITS, ["n must be below 10"],
       kind="execution_error", params=BOUNDED)
refuse("astype_int_of_nan", "whole = close.pct_change(3).astype(int) #!\nentries = whole > 0" + EXITS, [], [["NaN", "missing"], ["bar"]],
       kind="execution_error")


def main():
    with open(OUT, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(r) for r in REFUSALS) + "\n]\n")
    print(f"{len(REFUSALS)} refusals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
