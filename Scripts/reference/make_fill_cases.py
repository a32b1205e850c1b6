#!/usr/bin/env python3
"""Makes small random markets and records what vectorbt 1.2 fills in them.

usage: make_fill_cases.py > Tests/BacktestingTests/Fixtures/vectorbt_fills.json

Needs vectorbt 1.2, pandas and numpy in a scratch environment; the package itself does not. One case
is one line: prices, signals, settings, and the orders, trades and equity that
`Portfolio.from_signals` gives. With execution at the open, signals and levels are shifted by one bar
and the price is the open. The same seed makes the same file.
"""
import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
import vectorbt as vbt

warnings.filterwarnings("ignore")
SEED = 20240607
CASES = 170


def clean(values):
    return [None if not math.isfinite(v) else v for v in values]


def market(rng, bars):
    volatility = rng.choice([0.01, 0.03, 0.08, 0.25])
    close = 100 * np.exp(np.cumsum(rng.normal(0, volatility, bars)))
    open_ = np.concatenate([[100], close[:-1]]) * np.exp(rng.normal(0, volatility / 2, bars))
    high = np.maximum(open_, close) * np.exp(np.abs(rng.normal(0, volatility / 2, bars)))
    low = np.minimum(open_, close) * np.exp(-np.abs(rng.normal(0, volatility / 2, bars)))
    columns = [np.round(c, 3) for c in (open_, high, low, close)]
    if rng.random() < 0.25:
        for column in columns:
            column[rng.random(bars) < 0.12] = np.nan
        # A position's first mark would otherwise be a later close, which vectorbt fills back.
        columns[3][0] = 100.0
    return columns


def level(rng, bars, chance, scale):
    if rng.random() > chance:
        return None
    if rng.random() < 0.7:
        return round(float(rng.uniform(0.05, 1) * scale), 4)
    series = np.round(rng.uniform(0.05, 1, bars) * scale, 4)
    series[rng.random(bars) < 0.3] = np.nan
    return series


def shifted(values):
    return np.concatenate([[np.nan], values[:-1]]) if isinstance(values, np.ndarray) else values


def case(rng):
    bars = int(rng.integers(20, 45))
    open_, high, low, close = market(rng, bars)
    density = rng.choice([0.05, 0.2, 0.5])
    directed = rng.random() < 0.7
    signals = [rng.random(bars) < density for _ in range(4 if directed else 2)]
    settings = {
        "initial_cash": float(rng.choice([100.0, 1000.0, 50000.0])),
        "fees": float(rng.choice([0.0, 0.001, 0.02])),
        "fixed_fees": float(rng.choice([0.0, 0.0, 1.0, 7.5])),
        "slippage": float(rng.choice([0.0, 0.002])),
        "lot_size": float(rng.choice([0, 0, 0, 1.0, 0.1])),
        "direction": "both" if directed else str(rng.choice(["long", "short"])),
        "execution_price": str(rng.choice(["open", "close"])),
    }
    scale = float(rng.choice([0.05, 0.2]))
    stop = level(rng, bars, 0.5, scale)
    target = level(rng, bars, 0.4, scale)
    trailing = bool(rng.random() < 0.4)
    size = None
    if not directed and rng.random() < 0.4:
        size = level(rng, bars, 1, 1.0)
    at_open = settings["execution_price"] == "open"
    inputs = [np.concatenate([[False], s[:-1]]) if at_open else s for s in signals]
    levels = [shifted(v) if at_open else v for v in (stop, target, size)]
    series = pd.Series(close)
    arguments = dict(
        open=pd.Series(open_), high=pd.Series(high), low=pd.Series(low),
        init_cash=settings["initial_cash"], fees=settings["fees"],
        fixed_fees=settings["fixed_fees"], slippage=settings["slippage"], freq="1D",
        size_granularity=settings["lot_size"] or np.nan, sl_trail=trailing,
    )
    for key, value in zip(("sl_stop", "tp_stop"), levels):
        if value is not None:
            arguments[key] = pd.Series(value) if isinstance(value, np.ndarray) else value
    if levels[2] is not None:
        arguments["size"] = pd.Series(levels[2]) if isinstance(levels[2], np.ndarray) else levels[2]
        arguments["size_type"] = "percent"
    if at_open:
        arguments["price"] = pd.Series(open_)
    if directed:
        arguments.update(short_entries=pd.Series(inputs[2]), short_exits=pd.Series(inputs[3]))
    else:
        arguments["direction"] = settings["direction"] + "only"
    try:
        result = vbt.Portfolio.from_signals(
            series, pd.Series(inputs[0]), pd.Series(inputs[1]), **arguments)
    except ValueError as fault:
        print(f"left out: {fault}", file=sys.stderr)
        return None
    orders = result.orders.values
    trades = result.trades.values

    def packed(value):
        return clean(value.tolist()) if isinstance(value, np.ndarray) else value

    return {
        **settings,
        "open": clean(open_), "high": clean(high), "low": clean(low), "close": clean(close),
        "signals": ["".join("1" if b else "0" for b in s) for s in signals],
        "stop": packed(stop), "target": packed(target), "trailing": trailing, "size": packed(size),
        "orders": [[int(o["idx"]), "buy" if o["side"] == 0 else "sell", float(o["size"]),
                    float(o["price"]), float(o["fees"])] for o in orders],
        # An open trade on a last bar without a close has no value in vectorbt.
        "trades": [[int(t["entry_idx"]), int(t["exit_idx"]), *clean([float(t["pnl"])])]
                   for t in trades],
        "equity": [float(f"{v:.10g}") for v in result.value().values],
    }


def main():
    rng = np.random.default_rng(SEED)
    cases = []
    while len(cases) < CASES:
        made = case(rng)
        if made is not None:
            cases.append(json.dumps(made, separators=(",", ":")))
    print('{"vectorbt":"' + vbt.__version__ + '","cases":[\n' + ",\n".join(cases) + "\n]}")


if __name__ == "__main__":
    main()
