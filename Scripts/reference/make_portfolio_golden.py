#!/usr/bin/env python3
"""Records what other libraries give for portfolios: weights, covariances, and shared cash.

usage: make_portfolio_golden.py > Tests/Golden/portfolio.json

Needs numpy, pandas, scikit-learn, skfolio, PyPortfolioOpt, riskfolio-lib and cvxpy for the weights and
vectorbt 1.2 for the equity, in a scratch environment; the package itself needs none of them. Prices are
the bundled ones. `weights` holds windows of returns with their covariances and weights; `shared_cash` the
equity of equal weights, set again on the first bar of each month, as vectorbt fills them with
`cash_sharing=True` and `call_seq='auto'`.
"""
import gzip
import io
import json
import pathlib
import warnings

import cvxpy as cp
import numpy as np
import pandas as pd
import riskfolio as rp
import skfolio.optimization as so
import vectorbt as vbt
from pypfopt import EfficientFrontier
from skfolio import RiskMeasure
from sklearn.covariance import ledoit_wolf

warnings.filterwarnings("ignore")
PRICES = pathlib.Path(__file__).resolve().parents[2] / "Sources/CBundledPrices/prices"
STOCKS = ["AAPL", "BAC", "CVX", "GE", "JNJ", "KO", "MSFT", "PG", "WMT", "XOM"]


def closes(symbols):
    frames = {}
    for symbol in symbols:
        text = gzip.open(PRICES / f"{symbol}.csv.gz", "rt").read()
        frame = pd.read_csv(io.StringIO(text), index_col=0, parse_dates=True)
        frames[symbol] = frame[[c for c in frame.columns if c.lower() == "close"][0]]
    return pd.DataFrame(frames).sort_index()


def minimum_variance(covariance, cap):
    n = len(covariance)
    w = cp.Variable(n)
    scaled = covariance / np.trace(covariance) * n
    problem = cp.Problem(
        cp.Minimize(cp.quad_form(w, cp.psd_wrap(scaled))), [cp.sum(w) == 1, w >= 0, w <= cap])
    problem.solve(solver="CLARABEL", tol_gap_abs=1e-14, tol_gap_rel=1e-14, tol_feas=1e-14)
    return w.value


def with_skfolio(model, returns):
    return model.fit(pd.DataFrame(returns)).weights_


def weight_case(name, returns, cap):
    returns = np.round(returns, 10)
    sample = np.cov(returns, rowvar=False, ddof=1)
    shrunk, shrinkage = ledoit_wolf(returns)
    inverse = 1 / np.sqrt(np.diag(sample))
    n = returns.shape[1]
    book = rp.Portfolio(returns=pd.DataFrame(returns))
    book.assets_stats(method_mu="hist", method_cov="hist")
    parity = book.rp_optimization(model="Classic", rm="MV", rf=0, b=None, hist=True)
    frontier = EfficientFrontier(None, pd.DataFrame(sample * 252), weight_bounds=(0, 1))
    frontier.min_volatility()
    return {
        "name": name, "returns": returns.T.tolist(), "cap": cap,
        "sample": sample.flatten().tolist(), "ledoit_wolf": shrunk.flatten().tolist(),
        "shrinkage": shrinkage,
        "inverse_volatility": (inverse / inverse.sum()).tolist(),
        "inverse_volatility_skfolio": with_skfolio(so.InverseVolatility(), returns).tolist(),
        "risk_parity_skfolio": with_skfolio(
            so.RiskBudgeting(risk_measure=RiskMeasure.VARIANCE), returns).tolist(),
        "risk_parity_riskfolio": parity["weights"].to_numpy().tolist(),
        "minimum_variance": minimum_variance(sample, 1).tolist(),
        "minimum_variance_pypfopt": list(frontier.weights),
        "minimum_variance_skfolio": with_skfolio(
            so.MeanRisk(risk_measure=RiskMeasure.VARIANCE), returns).tolist(),
        "minimum_variance_capped": minimum_variance(sample, cap).tolist(),
        "minimum_variance_ledoit_wolf": minimum_variance(shrunk, 1).tolist(),
        "equal": with_skfolio(so.EqualWeighted(), returns).tolist(), "count": n,
    }


def weight_cases():
    prices = closes(STOCKS)
    returns = prices.pct_change().dropna()
    for end, count, window, cap in [
        ("1999-12-31", 10, 60, 0.2), ("2008-10-31", 10, 120, 0.15), ("2020-04-30", 6, 60, 0.3),
        ("2015-06-30", 2, 40, 0.6), ("2003-03-31", 10, 252, 0.25),
    ]:
        part = returns.loc[:end].iloc[-window:, :count]
        yield weight_case(f"{count} stocks to {end}", part.to_numpy(), cap)
    rng = np.random.default_rng(7)
    common = rng.normal(0, 0.01, (90, 1))
    unlike = common * rng.uniform(-1, 2, (1, 8)) + rng.normal(0, 0.01, (90, 8)) * rng.uniform(
        0.1, 3, (1, 8))
    yield weight_case("8 unlike series", unlike, 0.3)


def shared_cash_case(symbols, start, fees, slippage):
    prices = closes(symbols).loc[start:].dropna()
    first = ~prices.index.to_series().dt.to_period("M").duplicated().to_numpy()
    size = pd.DataFrame(np.nan, index=prices.index, columns=prices.columns)
    size.loc[first] = 1 / len(symbols)
    run = vbt.Portfolio.from_orders(
        prices, size=size, size_type="targetpercent", group_by=True, cash_sharing=True,
        call_seq="auto", fees=fees, slippage=slippage, init_cash=10_000, freq="1D")
    equity = run.value().to_numpy()
    return {
        "symbols": symbols, "from": start, "fees": fees, "slippage": slippage,
        "bars": len(equity), "orders": int(run.orders.count()),
        "months": int(first.sum()), "equity": equity[::21].tolist(), "last": float(equity[-1]),
    }


def main():
    cash = [
        shared_cash_case(["AAPL", "JNJ", "KO", "XOM"], "2005-01-01", 0, 0),
        shared_cash_case(STOCKS, "1995-01-01", 0, 0),
        shared_cash_case(["AAPL", "JNJ", "KO", "XOM"], "2005-01-01", 0.001, 0),
        shared_cash_case(["AAPL", "JNJ", "KO", "XOM"], "2005-01-01", 0.001, 0.0005),
        shared_cash_case(STOCKS, "1995-01-01", 0.0005, 0),
    ]
    print(json.dumps({"weights": list(weight_cases()), "shared_cash": cash}, indent=None))


main()
