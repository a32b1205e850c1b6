"""What the files in strategies/ call: `case(...)` records one reference case."""

CASES = []
OHLCV = ["open", "high", "low", "close", "volume"]
OHLCV_SYMBOLS = {"SPX", "IXIC", "GOOG", "EURUSD", "IXIC_GAPS"}
COLUMNS = {"SPX_EPS": ["eps"], "EPS_RESTATED": ["eps"]}
FREQUENCY = {"EURUSD": "1Hour", "SPX_EPS": "quarterly", "EPS_RESTATED": "quarterly"}


def parameter(spec):
    """(type, default[, min, max]) or ("enum", default, [values]) as an entry of param_schema."""
    kind, default, *rest = spec
    entry = {"type": kind}
    if kind == "enum":
        entry["values"] = rest[0]
    elif rest:
        entry["min"], entry["max"] = rest
    entry["default"] = default
    return entry


def case(name, symbols, code, params=None, run=None, start=None, end=None, fees=0.001, slippage=None, cash=None,
         fills=None, columns=None, frequency=None, made_by="vectorbt", covers=()):
    """`symbols`: one symbol (for the slot `prices`) or {slot: symbol}; `params`: the schema; `run`: values bound at the run."""
    symbols = symbols if isinstance(symbols, dict) else {"prices": symbols}
    schema = {}
    for slot, symbol in symbols.items():
        known = OHLCV if symbol in OHLCV_SYMBOLS else COLUMNS.get(symbol, ["close"])
        schema[slot] = {"frequency": (frequency or {}).get(slot) or FREQUENCY.get(symbol, "1Day"),
                        "columns": list((columns or {}).get(slot, known))}
    settings = {"symbols": symbols}
    for key, value in (("params", run), ("start", start), ("end", end), ("fees", fees), ("slippage", slippage),
                       ("init_cash", cash), ("fills", fills)):
        if value is not None:
            settings[key] = value
    assert name not in {c["name"] for c in CASES}, name
    CASES.append({"name": name, "covers": sorted(covers), "made_by": made_by,
                  "strategy": {"name": name, "data_schema": schema,
                               "param_schema": {k: parameter(v) for k, v in (params or {}).items()}, "code": code.lstrip("\n")},
                  "run": settings})
