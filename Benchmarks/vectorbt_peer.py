#!/usr/bin/env python3
"""Measures vectorbt on the work that the benchmarks named crossover-* and sweep-4950 do, warm, and prints JSON.

usage: Benchmarks/vectorbt_peer.py [--bars N] [--samples N] [--filter TEXT]

Runs in the interpreter that starts it where that has vectorbt; else in a virtual environment of its own,
Benchmarks/.venv, made on the first run from requirements.txt. One process, one thread of work; a first
call of everything compiles numba's functions and is not counted.
"""

import argparse
import gc
import importlib.metadata
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def enter_environment():
    """Starts again inside the script's own environment where vectorbt is not at hand."""
    if importlib.util.find_spec("vectorbt") is not None:
        return
    python = os.path.join(HERE, ".venv", "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(HERE, ".venv")):
        sys.exit("vectorbt is missing from Benchmarks/.venv; remove the folder and run again")
    if not os.path.exists(python):
        print("making Benchmarks/.venv", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", os.path.join(HERE, ".venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        "-r", os.path.join(HERE, "requirements.txt")], check=True)
    os.execv(python, [python, *sys.argv])


def synthetic_close(count, seed=42):
    """A geometric random walk: SplitMix64 steps, the same series as SyntheticBars.swift makes."""
    import numpy as np
    state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    unit = ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return 100 * np.exp(np.cumsum((unit - 0.5) * 0.002))


def measure(work, samples):
    """Wall seconds and, under cpu_, processor seconds of one call, collection of garbage between."""
    work()
    work()
    seconds, processor = [], []
    for _ in range(samples):
        gc.collect()
        start, start_processor = time.perf_counter(), time.process_time()
        work()
        processor.append(time.process_time() - start_processor)
        seconds.append(time.perf_counter() - start)
    median, processor_median = statistics.median(seconds), statistics.median(processor)
    return {
        "samples": samples,
        "median": median,
        "mad": statistics.median(abs(value - median) for value in seconds),
        "p90": statistics.quantiles(seconds, n=10, method="inclusive")[8],
        "min": min(seconds),
        "cpu_median": processor_median,
        "cpu_mad": statistics.median(abs(value - processor_median) for value in processor),
        "cpu_min": min(processor),
    }


def versions():
    return {name: importlib.metadata.version(name) for name in ("vectorbt", "pandas", "numpy", "numba")}


def sweep(pd, vbt, samples, bars=2_148):
    """Every pair of the averages of 2 to 101 bars: return and Sharpe ratio, and with drawdown."""
    close = pd.Series(
        synthetic_close(bars), index=pd.date_range("2010-01-01", periods=bars, freq="1D"))

    def portfolio():
        fast, slow = vbt.MA.run_combs(close, window=list(range(2, 102)), r=2)
        return vbt.Portfolio.from_signals(
            close, fast.ma_crossed_above(slow), fast.ma_crossed_below(slow), init_cash=10_000,
            fees=0.001, freq="1D")

    def return_and_sharpe():
        result = portfolio()
        return result.total_return(), result.sharpe_ratio()

    def with_drawdown():
        result = portfolio()
        return result.total_return(), result.sharpe_ratio(), result.max_drawdown()

    total, sharpe, drawdown = with_drawdown()
    items = len(total) * bars
    return {
        "check": {"combinations": len(total), "mean_total_return": float(total.mean()),
                  "best_sharpe": float(sharpe.max()), "worst_drawdown": -float(drawdown.min())},
        "results": [{"name": name, "items": items, "item": "bar", **measure(work, samples)}
                    for name, work in (("sweep-4950", return_and_sharpe),
                                       ("sweep-4950-with-drawdown", with_drawdown))],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bars", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=11)
    parser.add_argument("--filter", default="", help="only the works whose name contains this")
    parser.add_argument("--sweep", action="store_true", help="the sweep of 4,950 crossovers instead")
    options = parser.parse_args()
    enter_environment()

    import pandas as pd
    import vectorbt as vbt

    if options.sweep:
        print(json.dumps({"tool": "vectorbt", "versions": versions(), **sweep(pd, vbt, options.samples)}, indent=2))
        return

    index = pd.date_range("2020-01-01", periods=options.bars, freq="1min")
    close = pd.Series(synthetic_close(options.bars), index=index)

    def signals():
        # The code of the bundled strategy ma_crossover.
        fast, slow = close.rolling(10).mean(), close.rolling(30).mean()
        entries = (fast > slow) & (fast.shift(1) <= slow.shift(1))
        exits = (fast < slow) & (fast.shift(1) >= slow.shift(1))
        return entries, exits

    entries, exits = signals()

    def portfolio(entries=entries, exits=exits):
        return vbt.Portfolio.from_signals(
            close, entries, exits, init_cash=10_000, fees=0.00001, freq="1min")

    def return_and_sharpe(*signals):
        result = portfolio(*signals)
        return result.total_return(), result.sharpe_ratio()

    works = {
        "crossover-1m-signals": signals,
        "crossover-1m-return-sharpe": return_and_sharpe,
        "crossover-1m-every-metric": lambda: portfolio().stats(silence_warnings=True),
        "crossover-1m-return-sharpe-with-signals": lambda: return_and_sharpe(*signals()),
        "crossover-1m-every-metric-with-signals":
            lambda: portfolio(*signals()).stats(silence_warnings=True),
    }
    run = portfolio()
    results = [{"name": name, "items": options.bars, "item": "bar", **measure(work, options.samples)}
               for name, work in works.items() if options.filter in name]
    print(json.dumps({
        "tool": "vectorbt",
        "versions": versions(),
        "check": {"trades": int(run.trades.count()), "total_return": float(run.total_return()),
                  "sharpe": float(run.sharpe_ratio()), "max_drawdown": -float(run.max_drawdown())},
        "results": results,
    }, indent=2))


if __name__ == "__main__":
    main()
