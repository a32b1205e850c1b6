"""Runs one strategy with pandas, TA-Lib and vectorbt themselves and returns what a reference case calls `expected`.

Pins: pandas 3.1.1, numpy 2.4.6, TA-Lib 0.8.2, vectorbt 1.2.0. Only this folder needs them; the project does not.

The steps are those of the strategy language's description:
  load     each slot's CSV, indexed by `timestamp`
  resample finer data to `execution_frequency` (open first, high max, low min, close last, volume sum, other last),
           labelled with the start of the last source bar; then cut the traded slot to [start, end]
  join     the other slots as of the close of each traded bar
  compute  the code, with a prelude for the names that pandas does not have
  trade    vectorbt's Portfolio.from_signals, or the plain rules of rules.py where vectorbt cannot do what the language says
  measure  the metrics by their definitions
"""
import builtins
import math

import numpy as np
import pandas as pd
import talib
import vectorbt as vbt

import rules

PINS = {"pandas": "3.1.1", "numpy": "2.4.6", "talib": "0.8.2", "vectorbt": "1.2.0"}

RULES = {"1Week": "W-SUN", "1Month": "ME", "1Day": "D", "1Hour": "h"}
FINENESS = ["1Min", "5Min", "15Min", "1Hour", "1Day", "1Week", "1Month", "quarterly", "event"]
STEPS = {"1Min": "1min", "5Min": "5min", "15Min": "15min", "1Hour": "1h", "1Day": "1D"}
BARS_PER_YEAR = {"1Day": 252, "1Week": 52, "1Month": 12, "1Hour": 252 * 24}
AGGREGATION = {"open": "first", "high": "max", "low": "min", "volume": "sum"}


# The prelude: names of the language's own that pandas does not have.

def crossed_above(a, b):
    before = b.shift(1) if isinstance(b, pd.Series) else b
    return (a > b) & (a.shift(1) <= before)


def crossed_below(a, b):
    before = b.shift(1) if isinstance(b, pd.Series) else b
    return (a < b) & (a.shift(1) >= before)


def bars_since(condition):
    place = pd.Series(np.arange(len(condition), dtype=float), index=condition.index)
    return place - place.where(condition.fillna(False).astype(bool)).ffill()


def zscore(x, n):
    window = x.rolling(n)
    return (x - window.mean()) / window.std()


def rsi(x, n):
    return talib.RSI(x, timeperiod=n)


def atr(slot, n):
    return talib.ATR(slot["high"], slot["low"], slot["close"], timeperiod=n)


def vwap(slot, n):
    typical = (slot["high"] + slot["low"] + slot["close"]) / 3
    return (typical * slot["volume"]).rolling(n).sum() / slot["volume"].rolling(n).sum()


def scan(step, initial, *columns):
    state, out = initial, []
    for row in zip(*[c.to_numpy() for c in columns]):
        state = step(state, *row)
        out.append(state)
    return pd.Series(out, index=columns[0].index)


PRELUDE = {f.__name__: f for f in (crossed_above, crossed_below, bars_since, zscore, rsi, atr, vwap, scan)}


def load(path):
    frame = pd.read_csv(path, parse_dates=["timestamp"])
    if "known_at" in frame.columns:
        frame["known_at"] = pd.to_datetime(frame["known_at"])
        return frame
    return frame.set_index("timestamp")


def resample(frame, frequency):
    last = pd.Series(frame.index, index=frame.index)
    how = {c: AGGREGATION.get(c, "last") for c in frame.columns}
    groups = frame.resample(RULES[frequency])
    out = groups.agg(how)
    # pandas' sum of a period without bars is 0; such a period is no bar at all.
    labels = last.resample(RULES[frequency]).last()
    out = out[labels.notna()]
    out.index = pd.DatetimeIndex(labels.dropna(), name="timestamp")
    return out


def closes_of(index, frequency):
    """The moment at which each bar is complete. A coarser bar closes with its last source bar, by whose start it is labelled."""
    return index + pd.Timedelta(STEPS[frequency])


def joined(frame, columns, frequency, closes, daily):
    """The observations of another slot that are visible at each close: the greatest time, then the greatest known_at.

    A date alone as `known_at` (midnight) is the start of that day: a daily bar that ends at that midnight comes before it.
    """
    if "known_at" in frame.columns:
        frame["known_at"] += pd.Timedelta("1ns") if daily else pd.Timedelta(0)
    else:
        frame = frame.reset_index()
        frame["known_at"] = closes_of(pd.DatetimeIndex(frame["timestamp"]), frequency)
    frame = frame.reset_index(drop=True)
    frame["order"] = range(len(frame))
    rows = []
    events = frame.sort_values(["known_at", "timestamp", "order"], kind="stable").to_dict("records")
    best, at = None, 0
    for close in closes:
        while at < len(events) and events[at]["known_at"] <= close:
            now = events[at]
            at += 1
            if best is None or now["timestamp"] >= best["timestamp"]:
                best = now
        if best is None:
            rows.append([np.nan] * len(columns))
        else:
            rows.append([best[c] for c in columns])
    return pd.DataFrame(rows, columns=columns)


def aligned(strategy, run, path_of):
    schema, values = strategy["data_schema"], bound(strategy, run)
    execution = values["execution_frequency"]
    data, axis, closes = {}, None, None
    for slot, spec in schema.items():
        frame, source = load(path_of(run["symbols"][slot])), spec["frequency"]
        if axis is None:
            finer = FINENESS.index(source) < FINENESS.index(execution)
            if finer:
                frame = resample(frame, execution)
            frame = frame.loc[run.get("start"):run.get("end")]
            axis = frame.index
            closes = closes_of(axis, source)
            data[slot] = frame[spec["columns"]].astype(float)
        else:
            frame[spec["columns"]] = frame[spec["columns"]].ffill()  # a NaN in a joined row: from the row before
            if FINENESS.index(source) < FINENESS.index(execution):
                frame = resample(frame, execution)
            out = joined(frame, spec["columns"], source, closes, next(iter(schema.values()))["frequency"] == "1Day")
            out.index = axis
            data[slot] = out.astype(float)
    return data, values


def bound(strategy, run):
    values = {"execution_frequency": "1Day", "execution_price": "close"}
    values.update({k: v["default"] for k, v in strategy["param_schema"].items()})
    values.update(run.get("params", {}))
    for key, spec in strategy["param_schema"].items():
        if spec["type"] == "float":
            values[key] = float(values[key])
    return values


def signal_of(value, index):
    if value is None:
        return pd.Series(False, index=index)
    series = value if isinstance(value, pd.Series) else pd.Series(value, index=index)
    return series.map(lambda v: False if v is None or v != v else bool(v)).astype(bool)


def computed(strategy, data, values):
    names = {"pd": pd, "np": np, "vbt": vbt, "talib": talib, "math": math, **PRELUDE}
    quiet = {"print": lambda *a, **k: None}
    names["__builtins__"] = {**vars(builtins), **quiet}
    exec(compile(strategy["code"], strategy["name"] + ".py", "exec"), names)
    with np.errstate(all="ignore"):
        result = names["generate_signals"]({k: v.copy() for k, v in data.items()}, dict(values))
    if isinstance(result, tuple):
        result = dict(zip(("entries", "exits", "short_entries", "short_exits"), result))
    return dict(result)


def expected(strategy, run, path_of, made_by="vectorbt"):
    """What a case expects. Fills of the default mode are made twice, and vectorbt and the plain rules must agree on them."""
    data, values = aligned(strategy, run, path_of)
    frame = next(iter(data.values()))
    index = frame.index
    result = computed(strategy, data, values)
    keys = [k for k in ("entries", "exits", "short_entries", "short_exits") if k in result]
    signals = {k: signal_of(result[k], index) for k in keys}
    out = {"bars": len(index), "first_bar": str(index[0]), "last_bar": str(index[-1])}
    out.update({k: [int(i) for i in np.flatnonzero(s.to_numpy())] for k, s in signals.items()})

    cash = float(run.get("init_cash", 10000.0))
    plain = None
    stops = any(result.get(k) is not None for k in ("stop_loss", "take_profit", "trailing_stop"))
    if not (run.get("fills") and stops) and not (result.get("size") is not None and run.get("fees")):
        plain = by_rules(frame, signals, result, values, run, cash)
    if made_by == "rules":
        equity, trades, fees = np.array(plain["equity"]), plain["trades"], plain["total_fees"]
    else:
        portfolio = simulated(frame, signals, result, values, run)
        equity, trades = portfolio.value().to_numpy(), trades_of(portfolio)
        fees = float(portfolio.orders.values["fees"].sum())
        if plain:
            agree(plain, equity, trades)
    schema = next(iter(strategy["data_schema"].values()))
    coarsest = max(schema["frequency"], values["execution_frequency"], key=FINENESS.index)
    out["metrics"] = metrics_of(equity, cash, trades, BARS_PER_YEAR[coarsest], fees)
    out["equity"] = [round(float(v), 8) for v in equity]
    out["trades"] = trades
    return out


def by_rules(frame, signals, result, values, run, cash):
    def plain(value):
        return [float(v) for v in value] if isinstance(value, (pd.Series, np.ndarray)) else value

    bars = {c: plain(frame[c]) for c in frame.columns}
    flags = {k: [bool(v) for v in s] for k, s in signals.items()}
    extra = {k: plain(result.get(k)) for k in ("size", "stop_loss", "take_profit", "trailing_stop")}
    return rules.simulate(bars, flags, extra, values["execution_price"], run.get("fees", 0.0), run.get("slippage", 0.0), cash)


def agree(plain, equity, trades):
    assert len(plain["trades"]) == len(trades), f"rules make {len(plain['trades'])} trades, vectorbt {len(trades)}"
    for i, (a, b) in enumerate(zip(plain["trades"], trades)):
        for key, want in b.items():
            same = a[key] == want if isinstance(want, (str, int)) else math.isclose(a[key], want, rel_tol=1e-8, abs_tol=1e-6)
            assert same, f"trade {i}: rules' {key} is {a[key]}, vectorbt's {want}"
    assert np.allclose(plain["equity"], equity, rtol=1e-9), "rules and vectorbt differ in equity"


def simulated(frame, signals, result, values, run):
    index, close = frame.index, frame["close"]
    later = values["execution_price"] == "open"

    def sampled(value):
        if value is None:
            return None
        if not isinstance(value, (pd.Series, np.ndarray)):
            return value
        series = pd.Series(np.asarray(value, dtype=float), index=index)
        return series.shift(1) if later else series

    options = {}
    if any(result.get(k) is not None for k in ("stop_loss", "take_profit", "trailing_stop")):
        for column in ("open", "high", "low"):
            if column in frame.columns:
                options[column] = frame[column]
        if result.get("trailing_stop") is not None:
            assert result.get("stop_loss") is None, "vectorbt has one stop that trails or does not"
            options["sl_stop"], options["sl_trail"] = sampled(result["trailing_stop"]), True
        elif result.get("stop_loss") is not None:
            options["sl_stop"] = sampled(result["stop_loss"])
        if result.get("take_profit") is not None:
            options["tp_stop"] = sampled(result["take_profit"])
        assert not later, "vectorbt's stops do not know the bar of an entry at the open"
    if result.get("size") is not None:
        options["size"], options["size_type"] = sampled(result["size"]), "percent"
        assert "short_entries" not in signals, "vectorbt cannot reverse a position sized in percent"
    if later:
        signals = {k: s.shift(1, fill_value=False) for k, s in signals.items()}
        options["price"] = frame["open"]
    return vbt.Portfolio.from_signals(
        close, fees=run.get("fees", 0.0), slippage=run.get("slippage", 0.0),
        init_cash=run.get("init_cash", 10000.0), freq="1D", **signals, **options)


def trades_of(portfolio):
    out = []
    for t in portfolio.trades.values:
        out.append({
            "direction": "long" if t["direction"] == 0 else "short", "status": "open" if t["status"] == 0 else "closed",
            "entry_bar": int(t["entry_idx"]), "exit_bar": int(t["exit_idx"]), "size": float(t["size"]),
            "entry_price": float(t["entry_price"]), "exit_price": float(t["exit_price"]), "pnl": float(t["pnl"]),
            "return": float(t["return"])})
    return out


def metrics_of(equity, cash, trades, bars_per_year, fees):
    returns = equity / np.concatenate([[cash], equity[:-1]]) - 1
    deviation = returns.std(ddof=1) if len(returns) > 1 else 0.0
    downside = math.sqrt(np.mean(np.minimum(returns, 0) ** 2)) if len(returns) else 0.0
    year = math.sqrt(bars_per_year)
    closed = [t["pnl"] for t in trades if t["status"] == "closed"]
    wins, losses = [p for p in closed if p > 0], [p for p in closed if p < 0]
    rate = len(wins) / len(closed) if closed else None
    mean_win = sum(wins) / len(wins) if wins else 0.0
    mean_loss = abs(sum(losses) / len(losses)) if losses else 0.0
    return {
        "final_equity": float(equity[-1]), "total_return": float(equity[-1] / cash - 1),
        "max_drawdown": float(np.max(1 - equity / np.maximum.accumulate(equity))),
        "sharpe": float(returns.mean() / deviation * year) if deviation > 0 else None,
        "sortino": float(returns.mean() / downside * year) if downside > 0 else None,
        "annual_volatility": float(deviation * year), "trades": len(trades), "closed_trades": len(closed),
        "win_rate": rate, "profit_factor": sum(wins) / abs(sum(losses)) if losses else None,
        "expectancy": rate * mean_win - (1 - rate) * mean_loss if closed else None, "total_fees": fees}


def check_pins():
    for module in (pd, np, talib, vbt):
        pin = PINS[module.__name__]
        assert module.__version__ == pin, f"{module.__name__} {module.__version__}, not {pin}: the cases would not be comparable"
