#!/usr/bin/env python3
"""Runs `almanac backtest` over the reference cases and compares with what pandas, TA-Lib and vectorbt made of them.

usage: check_cases.py ALMANAC [CASES_DIR ...] [--data DIR] [--only NAME] [--verbose]
       check_cases.py ALMANAC --refusals [--data DIR] [--only NAME]

Standard library only. Without CASES_DIR: Tests/ReferenceCases/cases. A case's CSV files are looked for in the folder
`data` beside the cases, then in --data, then in the reference data beside the repository (or under ALMANAC_SHARED).
`equity` of a case is a list with every bar, or {"equity_every": n, "equity": [...]}: every n-th bar from bar 0, then the
last bar. With --refusals: runs the strategies of refusals.json and compares the error's type, line and words. Prints one line for each case that differs, then `N of M cases agree`. Exit 0 when all do.
"""
import json
import os
import subprocess
import sys
import tempfile

METRICS = ["final_equity", "total_return", "max_drawdown", "sharpe", "sortino", "annual_volatility", "trades",
           "closed_trades", "win_rate", "profit_factor", "expectancy", "total_fees"]
SIGNALS = ("entries", "exits", "short_entries", "short_exits")
FLAGS = (("start", "--from"), ("end", "--to"), ("init_cash", "--cash"), ("fees", "--fees"), ("slippage", "--slippage"),
         ("fills", "--fills"))
TOLERANCE = 1e-9
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def close(a, b):
    if not number(a) or not number(b):
        return a is None and b is None
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b)) + 1e-12


def marks(equity, bars):
    """(bar, equity) pairs of either form."""
    if isinstance(equity, list):
        return list(enumerate(equity))
    every = equity["equity_every"]
    places = list(range(0, bars, every))
    if bars and places[-1] != bars - 1:
        places.append(bars - 1)
    return list(zip(places, equity["equity"]))


def differences(expected, got):
    bars = expected["bars"]
    if got["bars"] != bars:
        yield f"bars {got['bars']}, expected {bars}"
        return
    for key in SIGNALS:
        want, have = expected.get(key), got["signals"].get(key)
        if want is not None and list(have or []) != want:
            odd = sorted(set(want) ^ set(have or []))
            yield (f"{key}: {len(have or [])} bars, expected {len(want)}; {len(odd)} differ, first at bar "
                   f"{odd[0] if odd else 'none: order or repeats'}")
    if len(got["trades"]) != len(expected["trades"]):
        yield f"{len(got['trades'])} trades, expected {len(expected['trades'])}"
    for i, (want, have) in enumerate(zip(expected["trades"], got["trades"])):
        bad = [k for k, v in want.items()
               if (have.get(k) != v if isinstance(v, str) or k.endswith("_bar") else not close(have.get(k), v))]
        if bad:
            yield f"trade {i}: " + ", ".join(f"{k} {have.get(k)}, expected {want[k]}" for k in bad[:3])
            break
    if len(got["equity"]) != bars:
        yield f"equity has {len(got['equity'])} values, expected {bars}"
    for bar, want in marks(expected["equity"], bars):
        have = got["equity"][bar] if bar < len(got["equity"]) else None
        if not number(have) or abs(want - have) > 1e-8 + TOLERANCE * abs(want) * 10:  # written with 8 decimals
            yield f"equity at bar {bar}: {have}, expected {want}"
            break
    for key in METRICS:
        want, have = expected["metrics"].get(key), got["metrics"].get(key)
        if not close(have, want):
            yield f"{key} {have}, expected {want}"


def path_of(symbol, folders):
    for folder in folders:
        path = os.path.join(folder, symbol + ".csv")
        if os.path.exists(path):
            return path
    return os.path.join(folders[-1], symbol + ".csv")


def run(almanac, case, folders):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "strategy.json")
        with open(path, "w") as file:
            json.dump(case["strategy"], file)
        settings, args = case["run"], [almanac, "backtest", path]
        for slot, symbol in settings["symbols"].items():
            args += ["--data", f"{slot}={path_of(symbol, folders)}"]
        for key, value in settings.get("params", {}).items():
            args += ["--param", f"{key}={json.dumps(value) if isinstance(value, bool) else value}"]
        for key, flag in FLAGS:
            if key in settings:
                args += [flag, str(settings[key])]
        if "init_cash" not in settings:
            args += ["--cash", "10000"]
        done = subprocess.run(args + ["--json", "--include", "signals,equity"], capture_output=True, text=True, timeout=120)
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            return None, f"exit {done.returncode}, no JSON: {(done.stderr or done.stdout).strip()[:200]}"
        if not answer.get("success"):
            return None, "error: " + json.dumps(answer.get("error"))[:300]
        return answer["runs"][0], None


def refusal_fault(almanac, case, folders):
    """What is wrong with how a strategy was refused, or None."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "strategy.json")
        with open(path, "w") as file:
            json.dump(case["strategy"], file)
        args = [almanac, "backtest", path, "--data", f"prices={path_of('SPX', folders)}", "--json"]
        for key, value in case.get("params", {}).items():
            args += ["--param", f"{key}={json.dumps(value) if isinstance(value, bool) else value}"]
        done = subprocess.run(args, capture_output=True, text=True, timeout=120)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return f"exit {done.returncode}, no JSON: {(done.stderr or done.stdout).strip()[:200]}"
    if answer.get("success"):
        return "accepted"
    error, want = answer["error"], case["expected"]
    kinds = want["type"] if isinstance(want["type"], list) else [want["type"]]
    if error["type"] not in kinds:
        return f"{error['type']}, expected {' or '.join(kinds)}: {error['message'][:200]}"
    if want["lines"] and (error.get("details") or {}).get("line") not in want["lines"]:
        return f"line {(error.get('details') or {}).get('line')}, expected {want['lines']}: {error['message'][:200]}"
    said = " ".join([error["message"], error.get("suggestion") or "", json.dumps(error.get("details"))]).lower()
    missing = [w for w in want["words"] if w.lower() not in said]
    missing += [" or ".join(a) for a in want["any"] if not any(w.lower() in said for w in a)]
    return f"does not say {missing}: {error['message'][:300]} / {error.get('suggestion')}" if missing else None


def option(args, name):
    if name not in args:
        return None
    at = args.index(name)
    value = args[at + 1]
    del args[at:at + 2]
    return value


def main():
    args = sys.argv[1:]
    only, data = option(args, "--only"), option(args, "--data")
    verbose = "--verbose" in args
    args = [a for a in args if not a.startswith("--")]
    if not args:
        print(__doc__)
        return 2
    almanac = os.path.abspath(args[0])
    shared = os.environ.get("ALMANAC_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
    agree = total = 0
    if "--refusals" in sys.argv:
        folders = [f for f in (data, os.path.join(shared, "reference", "data")) if f]
        with open(os.path.join(ROOT, "Tests", "ReferenceCases", "refusals.json")) as file:
            for case in json.load(file):
                if only and case["name"] != only:
                    continue
                total += 1
                fault = refusal_fault(almanac, case, folders)
                agree += fault is None
                if fault:
                    print(f"{case['name']}: {fault}")
        print(f"{agree} of {total} strategies are refused as they should be")
        return 0 if total and agree == total else 1
    for cases in args[1:] or [os.path.join(ROOT, "Tests", "ReferenceCases", "cases")]:
        beside = os.path.join(os.path.dirname(os.path.abspath(cases)), "data")
        folders = [f for f in (beside, data, os.path.join(shared, "reference", "data")) if f]
        for name in sorted(n[:-5] for n in os.listdir(cases) if n.endswith(".json")):
            if only and name != only:
                continue
            total += 1
            with open(os.path.join(cases, name + ".json")) as file:
                case = json.load(file)
            got, fault = run(almanac, case, folders)
            found = [fault] if fault else list(differences(case["expected"], got))
            if found:
                print(f"{name}: " + ("\n    ".join(found) if verbose else found[0]))
            else:
                agree += 1
    print(f"{agree} of {total} cases agree")
    return 0 if total and agree == total else 1


if __name__ == "__main__":
    sys.exit(main())
