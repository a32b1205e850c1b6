#!/usr/bin/env python3
"""Makes Tests/ReferenceCases from Scripts/reference/strategies: what pandas, TA-Lib and vectorbt make of each strategy.

usage: make_cases.py [--only NAME] [--validate] [--coverage]

Needs a scratch environment with pandas 3.1.1, numpy 2.4.6, vectorbt 1.2.0, TA-Lib 0.8.2 (the project itself needs none of
them):
  python3 -m venv v && v/bin/pip install pandas==3.1.1 numpy==2.4.6 vectorbt==1.2.0 TA-Lib==0.8.2
--validate makes the given reference cases anew from their strategies, all of whose values must agree (1e-12 relative).
--coverage writes COVERAGE.md only. Fails when something that the language lists has no case.
"""
import glob
import importlib
import json
import os
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "Tests", "ReferenceCases")
SHARED = os.path.join(os.environ.get("ALMANAC_SHARED", os.path.join(os.path.dirname(ROOT), "shared")), "reference")
EQUITY_EVERY = 50
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "strategies"))

from coverage_list import REQUIRED, tags_of  # noqa: E402
from registry import CASES  # noqa: E402


def path_of(symbol):
    own = os.path.join(OUT, "data", symbol + ".csv")
    return own if os.path.exists(own) else os.path.join(SHARED, "data", symbol + ".csv")


def short(value):
    """13 significant digits: four more than the cases compare."""
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    return [short(v) for v in value] if isinstance(value, list) else value


def thinned(equity):
    kept = equity[::EQUITY_EVERY]
    if equity and (len(equity) - 1) % EQUITY_EVERY:
        kept = kept + equity[-1:]
    return {"equity_every": EQUITY_EVERY, "equity": kept}


def agrees(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(agrees(x, y) for x, y in zip(a, b))
    if isinstance(a, dict):
        return set(a) == set(b) and all(agrees(a[k], b[k]) for k in a)
    if isinstance(a, float) and isinstance(b, (int, float)):
        return abs(a - b) <= 1e-12 * max(abs(a), abs(b)) + 1e-14
    return a == b


def validate(engine):
    bad, paths = 0, sorted(glob.glob(os.path.join(SHARED, "cases", "*.json")))
    for path in paths:
        with open(path) as file:
            case = json.load(file)
        made = engine.expected(case["strategy"], case["run"], path_of)
        odd = [k for k in sorted(set(made) | set(case["expected"])) if not agrees(case["expected"].get(k), made.get(k))]
        if odd:
            bad += 1
            print(f"{case['name']}: {', '.join(odd)} differ")
    print(f"{len(paths) - bad} of {len(paths)} given cases are made the same")
    return bad


def coverage(cases):
    found = {}
    for c in cases:
        for tag in c["covers"]:
            found.setdefault(tag, []).append(c["name"])
    lines = ["# What the reference cases cover", "",
             "Made by `Scripts/reference/make_cases.py` from the cases' code; each line is something that the description of",
             "the strategy language lists, with the cases that use it.", ""]
    missing = []
    for heading, tags in REQUIRED.items():
        lines += [f"## {heading}", "", "| | cases |", "| --- | --- |"]
        for tag in tags:
            names = found.pop(tag, [])
            if not names:
                missing.append(tag)
            more = f" and {len(names) - 6} more" if len(names) > 6 else ""
            shown = ", ".join(names[:6]) + more if names else "**none**"
            lines.append("| `" + tag.replace("|", "\\|") + f"` | {shown} |")
        lines.append("")
    if found:
        lines += ["## Besides", "", "| | cases |", "| --- | --- |"]
        lines += ["| `" + t.replace("|", "\\|") + "` | " + ", ".join(n[:4]) + " |" for t, n in sorted(found.items())]
        lines.append("")
    with open(os.path.join(OUT, "COVERAGE.md"), "w") as file:
        file.write("\n".join(lines))
    count = sum(len(t) for t in REQUIRED.values())
    print(f"{count - len(missing)} of {count} listed things have a case")
    for tag in missing:
        print(f"  no case: {tag}")
    return missing


def main():
    args = sys.argv[1:]
    only = args[args.index("--only") + 1] if "--only" in args else None
    warnings.simplefilter("ignore")
    for path in sorted(glob.glob(os.path.join(HERE, "strategies", "*.py"))):
        importlib.import_module(os.path.basename(path)[:-3])
    for c in CASES:
        c["covers"] = sorted(set(c["covers"]) | tags_of(c))
    if "--coverage" in args:
        return 1 if coverage(CASES) else 0

    import reference_engine as engine
    engine.check_pins()
    if "--validate" in args:
        return 1 if validate(engine) else 0
    folder = os.path.join(OUT, "cases")
    os.makedirs(folder, exist_ok=True)
    names, size, faults = set(), 0, 0
    for c in CASES:
        names.add(c["name"] + ".json")
        path = os.path.join(folder, c["name"] + ".json")
        if not only or only == c["name"]:
            try:
                made = engine.expected(c["strategy"], c["run"], path_of, c["made_by"])
            except Exception as fault:  # the case is wrong: say which and go on
                faults += 1
                print(f"{c['name']}: {type(fault).__name__}: {fault}")
                continue
            made["equity"] = thinned(made["equity"])
            with open(path, "w") as file:
                json.dump({**c, "expected": short(made)}, file, separators=(",", ":"))
                file.write("\n")
            counts = {k: len(made[k]) for k in ("entries", "exits", "short_entries", "short_exits") if k in made}
            weak = " <-- weak" if not made["trades"] else ""
            print(f"{c['name']}: {made['bars']} bars, {counts}, {len(made['trades'])} trades, {os.path.getsize(path)} bytes{weak}")
        size += os.path.getsize(path) if os.path.exists(path) else 0
    if not only:
        for stale in set(os.listdir(folder)) - names:
            os.remove(os.path.join(folder, stale))
    print(f"{len(CASES)} cases, {size / 1e6:.2f} MB")
    return 1 if faults or (coverage(CASES) if not only else []) else 0


if __name__ == "__main__":
    sys.exit(main())
