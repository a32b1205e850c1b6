"""Writes the expected results of the kernels, computed by pandas, NumPy and vectorbt themselves.

    python make_kernel_golden.py --prices PRICES.csv --out ../../Tests/Golden/kernels.json
    python make_kernel_golden.py --random 500 --seed 1 --out random.json

`--prices` is a CSV with a column `close`. Expected columns are sampled: the first rows, every
`stride`-th row and the last one. A missing value is null, an infinity the string "inf" or "-inf".
Made with pandas 3.1.1, NumPy 2.4, vectorbt 1.2.0.
"""

import argparse
import json
import math
import warnings

import numpy as np
import pandas as pd
from vectorbt.generic import nb as vbt

warnings.filterwarnings("ignore")
np.seterr(all="ignore")

HEAD = 10


def encode(values):
    out = []
    for value in np.asarray(values, dtype=float).tolist():
        if math.isnan(value):
            out.append(None)
        elif math.isinf(value):
            out.append("inf" if value > 0 else "-inf")
        else:
            out.append(int(value) if value.is_integer() and 0 < abs(value) < 1e15 else value)
    return out


def sample(values, stride):
    rows = range(len(values))
    kept = [r for r in rows if r < HEAD or r % stride == stride - 1 or r == len(values) - 1]
    return encode(np.asarray(values, dtype=float)[kept])


# ---------------------------------------------------------------------------------------- inputs


def make_times(n, rng):
    """Irregular, strictly increasing times in microseconds, a few hours to some weeks apart."""
    hours = rng.choice([1, 3, 24, 24, 24, 72, 240], size=n) * 3_600_000_000
    jitter = rng.integers(0, 1_000_000_000, size=n)
    start = pd.Timestamp("1999-11-28 07:31:02").value // 1000
    return start + np.cumsum(hours + jitter)


def make_inputs(closes, rng):
    n = len(closes)
    holes = closes.copy()
    holes[rng.random(n) < 0.15] = np.nan
    holes[:3] = np.nan
    holes[60:90] = np.nan
    infinite = closes.copy()
    infinite[rng.random(n) < 0.04] = np.inf
    infinite[rng.random(n) < 0.04] = -np.inf
    infinite[rng.random(n) < 0.04] = np.nan
    runs = np.repeat(np.round(rng.normal(size=n // 6 + 1), 1) + 0.1, 6)[:n]
    runs[100:140] = 0.3
    scales = rng.normal(size=n) * 10.0 ** rng.integers(-9, 10, size=n)
    scales[n // 2] = 1e18
    returns = np.diff(closes, prepend=closes[0]) / closes
    ties = rng.integers(-3, 4, size=n).astype(float)
    ties[rng.random(n) < 0.1] = -0.0
    return {
        "close": closes,
        "holes": holes,
        "infinite": infinite,
        "constant": np.full(60, 0.1),
        "runs": runs,
        "scales": scales,
        "returns": returns,
        "ties": ties,
        "empty": np.array([]),
        "one": np.array([3.25]),
        "missing": np.full(8, np.nan),
    }


def random_input(rng, n):
    kind = rng.integers(0, 8)
    walk = 100 * np.exp(np.cumsum(rng.normal(scale=0.02, size=n)))
    x = [
        walk,
        rng.normal(size=n),
        np.round(rng.normal(size=n), 1),
        rng.normal(size=n) * 10.0 ** rng.integers(-12, 13, size=n),
        np.repeat(rng.normal(size=n // 5 + 1), 5)[:n],
        rng.integers(0, 2, size=n).astype(float),
        np.full(n, rng.normal()),
        1e9 + rng.normal(size=n),
    ][kind].copy()
    if rng.random() < 0.5:
        x[rng.random(n) < rng.choice([0.02, 0.3, 0.9])] = np.nan
    if rng.random() < 0.2:
        x[rng.random(n) < 0.05] = rng.choice([np.inf, -np.inf])
    return x


# ------------------------------------------------------------------------------------- operations


def rolling(series, spec):
    span, minimum, closed = spec
    if span == "expanding":
        return series.expanding(min_periods=minimum)
    if span.startswith("us:"):
        window = pd.Timedelta(int(span[3:]), "us")
        return series.rolling(window, min_periods=minimum, closed=closed)
    return series.rolling(int(span[5:]), min_periods=minimum, closed=closed)


ONE = {
    "mean": lambda w: w.mean(),
    "sum": lambda w: w.sum(),
    "min": lambda w: w.min(),
    "max": lambda w: w.max(),
    "count": lambda w: w.count(),
    "first": lambda w: w.first(),
    "last": lambda w: w.last(),
    "std:0": lambda w: w.std(ddof=0),
    "std:1": lambda w: w.std(),
    "var:1": lambda w: w.var(),
    "var:2": lambda w: w.var(ddof=2),
    "median": lambda w: w.median(),
    "quantile:0.25:linear": lambda w: w.quantile(0.25),
    "quantile:0.9:lower": lambda w: w.quantile(0.9, interpolation="lower"),
    "quantile:0.1:higher": lambda w: w.quantile(0.1, interpolation="higher"),
    "quantile:0.5:nearest": lambda w: w.quantile(0.5, interpolation="nearest"),
    "quantile:0.3:midpoint": lambda w: w.quantile(0.3, interpolation="midpoint"),
    "quantile:0.0:linear": lambda w: w.quantile(0.0),
    "quantile:1.0:linear": lambda w: w.quantile(1.0),
    "skew": lambda w: w.skew(),
    "kurt": lambda w: w.kurt(),
    "rank:average:asc": lambda w: w.rank(),
    "rank:average:pct": lambda w: w.rank(pct=True),
    "rank:min:asc": lambda w: w.rank(method="min"),
    "rank:max:desc": lambda w: w.rank(method="max", ascending=False),
}
TWO = {
    "corr": lambda w, y: w.corr(y),
    "cov:0": lambda w, y: w.cov(y, ddof=0),
    "cov:1": lambda w, y: w.cov(y),
}
DAY = 86_400_000_000
SPECS = [
    ("bars:1", 1, "right"),
    ("bars:2", 2, "right"),
    ("bars:5", 1, "right"),
    ("bars:20", 20, "right"),
    ("bars:20", 0, "right"),
    ("bars:4", 4, "left"),
    ("bars:4", 1, "both"),
    ("bars:4", 1, "neither"),
    ("bars:300", 3, "right"),
    (f"us:{7 * DAY}", 1, "right"),
    (f"us:{7 * DAY}", 2, "left"),
    (f"us:{20 * DAY}", 1, "both"),
    (f"us:{DAY}", 1, "neither"),
    ("expanding", 1, "right"),
    ("expanding", 5, "right"),
]
EWM_ONE = {
    "mean": lambda e: e.mean(),
    "std:0": lambda e: e.std(bias=True),
    "std:1": lambda e: e.std(),
    "var:1": lambda e: e.var(),
}
EWM_TWO = {
    "corr": lambda e, y: e.corr(y),
    "cov:0": lambda e, y: e.cov(y, bias=True),
    "cov:1": lambda e, y: e.cov(y),
}
UNARY = {
    "negate": lambda x: -x,
    "abs": lambda x: x.abs(),
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "truncate": np.trunc,
    "square": np.square,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "log10": np.log10,
    "log2": np.log2,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "isMissing": lambda x: x.isna(),
    "isFinite": np.isfinite,
    "isInfinite": np.isinf,
}
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "floorDivide": lambda x, y: x // y,
    "modulo": lambda x, y: x % y,
    "power": lambda x, y: x**y,
    "less": lambda x, y: x < y,
    "lessOrEqual": lambda x, y: x <= y,
    "greater": lambda x, y: x > y,
    "greaterOrEqual": lambda x, y: x >= y,
    "equal": lambda x, y: x == y,
    "notEqual": lambda x, y: x != y,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "maximumIgnoringMissing": lambda x, y: pd.concat([x, y], axis=1).max(axis=1),
    "minimumIgnoringMissing": lambda x, y: pd.concat([x, y], axis=1).min(axis=1),
    "addIgnoringMissing": lambda x, y: pd.concat([x, y], axis=1).sum(axis=1),
    "arctan2": np.arctan2,
    "hypotenuse": np.hypot,
}
CALENDAR = {
    "year": "year",
    "month": "month",
    "day": "day",
    "dayOfWeek": "dayofweek",
    "dayOfYear": "dayofyear",
    "hour": "hour",
    "minute": "minute",
    "second": "second",
    "quarter": "quarter",
    "isMonthStart": "is_month_start",
    "isMonthEnd": "is_month_end",
    "isQuarterStart": "is_quarter_start",
    "isQuarterEnd": "is_quarter_end",
    "isYearStart": "is_year_start",
    "isYearEnd": "is_year_end",
}


def ewm_of(series, spec):
    com, adjust, ignore, minimum = spec
    return series.ewm(com=com, adjust=adjust, ignore_na=ignore, min_periods=minimum)


def ewm_name(spec):
    com, adjust, ignore, minimum = spec
    return [repr(1.0 / (1.0 + com)), int(adjust), int(ignore), minimum]


def session(series, name):
    groups = series.groupby(series.index.date)
    return {
        "sum": groups.cumsum,
        "product": groups.cumprod,
        "maximum": groups.cummax,
        "minimum": groups.cummin,
        "count": groups.cumcount,
    }[name]()


def vectorbt_cases(x, y, windows):
    for w in windows:
        yield ["rollingMean", w], [0], vbt.rolling_mean_1d_nb(x, w)
        yield ["rollingMin", w], [0], vbt.rolling_min_1d_nb(x, w)
        yield ["rollingMax", w], [0], vbt.rolling_max_1d_nb(x, w)
        for d in (0, 1):
            yield ["rollingStd", w, d], [0], vbt.rolling_std_1d_nb(x, w, ddof=d)
        for a in (False, True):
            yield ["ewmMean", w, w, int(a)], [0], vbt.ewm_mean_1d_nb(x, w, w, a)
            for d in (0, 1):
                result = vbt.ewm_std_1d_nb(x, w, w, a, ddof=d)
                yield ["ewmStd", w, w, int(a), d], [0], result
    yield ["crossedAbove"], [0, 1], vbt.crossed_above_1d_nb(x, y)


def cases_of(x, y, names, specs, ewms, elementwise, windows):
    """Yields (kind, arguments, names of inputs, expected column)."""
    for spec in specs:
        key = list(spec)
        for name, function in ONE.items():
            yield "window", [name, *key], names[:1], function(rolling(x, spec))
        for name, function in TWO.items():
            yield "window", [name, *key], names, function(rolling(x, spec), y)
    for spec in ewms:
        key = ewm_name(spec)
        for name, function in EWM_ONE.items():
            yield "ewm", [name, *key], names[:1], function(ewm_of(x, spec))
        for name, function in EWM_TWO.items():
            yield "ewm", [name, *key], names, function(ewm_of(x, spec), y)
    for name in ("sum", "product", "maximum", "minimum"):
        method = {"sum": "cumsum", "product": "cumprod", "maximum": "cummax", "minimum": "cummin"}
        yield "cumulative", [name], names[:1], getattr(x, method[name])()
        yield "session", [name], names[:1], session(x, name)
    yield "session", ["count"], names[:1], session(x, "count")
    for limit in (None, 1, 3):
        yield "ffill", [limit], names[:1], x.ffill(limit=limit)
    for bars in (0, 1, 7, 500):
        yield "shift", [bars], names[:1], x.shift(bars)
    for decimals in (-2, 0, 1, 3, 12):
        yield "round", [decimals], names[:1], x.round(decimals)
    if elementwise:
        for name, function in UNARY.items():
            yield "unary", [name], names[:1], function(x)
        for name, function in BINARY.items():
            yield "binary", [name], names, function(x, y)
        for scalar in (2.0, 0.5, 3.0, -1.0, 1.7):
            yield "powerOf", [scalar], names[:1], x**scalar
            yield "moduloOf", [scalar], names[:1], x % scalar
            yield "floorDivideOf", [scalar], names[:1], x // scalar
        yield "select", [], names, x.where(y > 0, y)
    for key, inputs, values in vectorbt_cases(x.to_numpy(), y.to_numpy(), windows):
        yield "vectorbt", key, [names[i] for i in inputs], values


def calendar_cases(index):
    for name, attribute in CALENDAR.items():
        yield "calendar", [name], [], getattr(index, attribute)
    yield "calendar", ["weekOfYear"], [], index.isocalendar().week.to_numpy(float)
    yield "calendar", ["date"], [], index.normalize().asi8 // 10**6 // 86_400


# --------------------------------------------------------------------------------------- documents


def document(inputs, times, stride, listed):
    cases = []
    for kind, arguments, names, values in listed:
        cases.append([kind, arguments, names, sample(values, stride)])
    return {
        "stride": stride,
        "head": HEAD,
        "times": [int(t) for t in times],
        "inputs": {name: encode(x) for name, x in inputs.items()},
        "cases": cases,
    }


def committed(path):
    closes = pd.read_csv(path)["close"].to_numpy(float)[-220:]
    rng = np.random.default_rng(11)
    inputs = make_inputs(closes, rng)
    times = make_times(len(closes), rng)
    ewms = [
        (9.5, True, False, 1),
        (9.5, False, False, 10),
        (1.0, False, False, 1),
        (3.0, True, True, 0),
        (0.0, False, True, 2),
    ]
    other = {"close": "runs", "holes": "infinite"}
    index = pd.DatetimeIndex(times.astype("datetime64[us]"))
    listed = list(calendar_cases(index))
    series = {
        name: pd.Series(x, index=index[: len(x)], dtype=float) for name, x in inputs.items()
    }
    for name, x in series.items():
        partner = other.get(name, "holes" if len(x) == len(closes) else name)
        elementwise = name in ("infinite", "scales", "ties", "empty", "one")
        specs = SPECS if name != "returns" else SPECS[2:4]
        listed += cases_of(
            x, series[partner], [name, partner], specs, ewms, elementwise, [2, 10]
        )
    return document(inputs, times, 24, listed)


def random_document(count, seed):
    rng = np.random.default_rng(seed)
    inputs, listed = {}, []
    times = make_times(1500, rng)
    index = pd.DatetimeIndex(times.astype("datetime64[us]"))
    for number in range(count):
        n = int(rng.choice([1, 2, 5, 30, 120, 300, 300, 1500]))
        x, y = random_input(rng, n), random_input(rng, n)
        names = [f"x{number}", f"y{number}"]
        inputs[names[0]], inputs[names[1]] = x, y
        bars = int(rng.integers(1, rng.choice([6, 60, 700])))
        closed = str(rng.choice(["right", "right", "left", "both", "neither"]))
        specs = [
            (f"bars:{bars}", int(rng.integers(0, bars + 1)), closed),
            (f"us:{int(rng.integers(1, 60 * DAY))}", int(rng.integers(0, 5)), closed),
            ("expanding", int(rng.integers(0, 5)), "right"),
        ]
        com = float(rng.choice([0.0, 0.5, 1.0, 4.5, 12.0, rng.random() * 30]))
        ewms = [(com, bool(rng.integers(2)), bool(rng.integers(2)), int(rng.integers(0, 5)))]
        sx = pd.Series(x, index=index[:n])
        sy = pd.Series(y, index=index[:n])
        listed += cases_of(sx, sy, names, specs, ewms, True, [int(rng.integers(1, rng.choice([6, 60, 700])))])
    return document(inputs, times, 1, listed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prices")
    parser.add_argument("--random", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    if options.random:
        result = random_document(options.random, options.seed)
    else:
        result = committed(options.prices)
    with open(options.out, "w") as file:
        file.write(json.dumps(result, separators=(",", ":")).replace("],[\"", "],\n[\""))
        file.write("\n")


if __name__ == "__main__":
    main()
