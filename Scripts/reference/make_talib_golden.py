"""Writes the expected results of the TA-Lib kernels, computed by TA-Lib itself.

    python make_talib_golden.py --prices SPX.csv --out ../../Tests/Golden/talib.json

`--prices` is a CSV with open, high, low, close, volume. The file holds, for every function, its
signature with the bounds that the library enforces; sampled values, first valid bar and sums on
the prices for several option sets; and whole columns on short synthetic series with missing
values, ties and constants. Prices are not in it. A column is run-length encoded as
`[value, count, ...]`; a missing value is null. Made with TA-Lib 0.8.1 (Python wrapper 0.8.2).
"""

import argparse
import json
import math

import numpy as np
import pandas as pd
import talib
from talib import abstract

FUNCTIONS = """SMA EMA WMA DEMA TEMA TRIMA KAMA T3 MAMA MA BBANDS MACD MACDEXT RSI STOCH STOCHF
STOCHRSI ADX ADXR PLUS_DI MINUS_DI PLUS_DM MINUS_DM DX AROON AROONOSC CCI CMO MFI MOM ROC ROCP ROCR
WILLR ULTOSC TRIX PPO APO BOP ATR NATR TRANGE OBV AD ADOSC SAR STDDEV VAR LINEARREG LINEARREG_SLOPE
LINEARREG_ANGLE LINEARREG_INTERCEPT TSF BETA CORREL MAX MIN SUM MIDPOINT MIDPRICE AVGPRICE MEDPRICE
TYPPRICE WCLPRICE HT_TRENDLINE CDLDOJI CDLENGULFING CDLHAMMER CDLHANGINGMAN CDLINVERTEDHAMMER
CDLSHOOTINGSTAR CDLHARAMI CDLPIERCING CDLMORNINGSTAR CDLEVENINGSTAR CDL3WHITESOLDIERS
CDL3BLACKCROWS""".split()

REAL_OPTIONS = {
    "vfactor": 0.4, "nbdevup": 1.5, "nbdevdn": 2.25, "nbdev": 0.7, "fastlimit": 0.6,
    "slowlimit": 0.02, "acceleration": 0.05, "maximum": 0.3, "penetration": 0.5,
}
MINIMA = {False: (0, 1, 2, 3), True: (-3e37, 0, 0.01)}
MAXIMA = {False: (100_000, 99_999), True: (3e37, 1, 0.99)}
# The wrapper also takes newer kinds of averages, which the language does not offer.
LARGEST_AVERAGE = 8


def inputs_of(name):
    if name == "OBV":
        return ["real", "volume"]
    inputs = []
    for key, value in abstract.Function(name).input_names.items():
        if isinstance(value, (list, tuple)):
            inputs += list(value)
        else:
            inputs.append(key.replace("price", "real"))
    return inputs


def column(series, name):
    return series[{"real": "close", "real0": "close", "real1": "open"}.get(name, name)]


def call(name, options, columns):
    names = list(abstract.Function(name).parameters)
    typed = [float(v) if n in REAL_OPTIONS else int(v) for n, v in zip(names, options)]
    result = getattr(talib, name)(*columns, *typed)
    return [np.asarray(r, dtype=float) for r in (result if isinstance(result, tuple) else (result,))]


def accepts(name, options):
    columns = [np.linspace(1, 2, 50) for _ in inputs_of(name)]
    try:
        call(name, options, columns)
        return True
    except Exception:
        return False


def bounds(name):
    """The least and greatest value that each option may have."""
    parameters = abstract.Function(name).parameters
    found = []
    for place, (option, default) in enumerate(parameters.items()):
        real = option in REAL_OPTIONS

        def ok(value):
            options = list(parameters.values())
            options[place] = value
            return accepts(name, options)

        if "matype" in option:
            least, most = 0, LARGEST_AVERAGE
            assert ok(least) and ok(most) and not ok(-1)
        else:
            step = 1e35 if real else 1
            least = next(v for v in MINIMA[real] if ok(v))
            most = next(v for v in MAXIMA[real] if ok(v))
            small = 1e-6 if real and abs(least) < 1 else step
            assert not ok(least - small), (name, option)
            small = 1e-6 if real and abs(most) <= 1 else step
            assert not ok(most + small), (name, option)
        found.append([option, default, least, most])
    return found


def option_sets(name):
    """The defaults, then sets of other periods, numbers and kinds of averages."""
    parameters = abstract.Function(name).parameters
    sets = [list(parameters.values())]
    for periods, average in (([2, 5, 3], 1), ([21, 10, 6], 2), ([3, 7, 2], 6)):
        options, used = [], 0
        for option in parameters:
            if "matype" in option:
                options.append(average)
                average = (average + 1) % 9
            elif option in REAL_OPTIONS:
                options.append(REAL_OPTIONS[option])
            else:
                options.append(periods[used % 3])
                used += 1
        if options not in sets:
            sets.append(options)
    return sets


def short_series():
    """Series with leading and inner gaps, with ties, and without any change."""
    random = np.random.default_rng(8)

    def bars(count, step, unit):
        close = 100 + np.cumsum(random.integers(-step, step + 1, count)) * unit
        open_ = close + random.integers(-step, step + 1, count) * unit
        high = np.maximum(open_, close) + random.integers(0, step + 1, count) * unit
        low = np.minimum(open_, close) - random.integers(0, step + 1, count) * unit
        volume = random.integers(0, 4, count) * 100.0
        values = dict(open=open_, high=high, low=low, close=close, volume=volume)
        return {k: np.round(v.astype(float), 2) for k, v in values.items()}

    gaps = bars(70, 150, 0.01)
    for lead, values in enumerate(gaps.values()):
        values[:lead] = np.nan
    gaps["close"][45] = np.nan
    gaps["high"][52] = np.nan
    flat = {k: np.full(70, 7.3) for k in ("open", "high", "low", "close", "volume")}
    return {"gaps": gaps, "ties": bars(50, 1, 0.25), "constant": flat}


def encode(value):
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def run_lengths(values):
    out = []
    for value in (encode(v) for v in values.tolist()):
        if out and out[-2] == value and type(out[-2]) is type(value):
            out[-1] += 1
        else:
            out += [value, 1]
    return out


def summary(values, rows):
    """First valid bar, sums over the valid ones, and the values of some rows."""
    valid = np.flatnonzero(~np.isnan(values))
    return {
        "first": int(valid[0]) if len(valid) else -1,
        "sum": math.fsum(values[valid]),
        "magnitude": math.fsum(np.abs(values[valid])),
        "samples": [encode(values[row]) for row in rows],
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--prices", required=True)
    arguments.add_argument("--out", required=True)
    arguments = arguments.parse_args()
    table = pd.read_csv(arguments.prices)
    prices = {k: table[k].to_numpy(float) for k in ("open", "high", "low", "close", "volume")}
    count = len(table)
    rows = sorted({*range(0, 40, 4), *range(40, count, count // 50), count - 1})
    few = rows[::5]
    series = short_series()
    functions = []
    for name in FUNCTIONS:
        inputs = inputs_of(name)
        runs, shorts = [], []
        for index, options in enumerate(option_sets(name)):
            chosen = rows if index == 0 else few
            outputs = call(name, options, [column(prices, i) for i in inputs])
            runs.append([options, [summary(o, chosen) for o in outputs]])
        small = option_sets(name)[-1]
        for label, bars in series.items():
            outputs = call(name, small, [column(bars, i) for i in inputs])
            shorts.append([label, small, [run_lengths(o) for o in outputs]])
        functions.append({
            "name": name, "inputs": inputs, "outputs": abstract.Function(name).output_names,
            "options": bounds(name), "runs": runs, "short": shorts,
        })
    result = {
        "version": talib.__ta_version__.decode().split()[0], "bars": count, "rows": rows,
        "fewRows": few,
        "series": {k: {c: run_lengths(v) for c, v in s.items()} for k, s in series.items()},
    }
    with open(arguments.out, "w") as file:
        file.write(json.dumps(result, separators=(",", ":"))[:-1] + ',"functions":[\n')
        lines = [json.dumps(f, separators=(",", ":")) for f in functions]
        file.write(",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
