#!/usr/bin/env python3
"""Writes what QuantStats makes of returns of bundled prices, for the tests of the tear sheet.

    python make_quantstats_golden.py --out ../../Tests/Golden/quantstats.json [--page FOLDER]

Each case is a strategy's daily returns beside a benchmark's: SPX beside IXIC, AAPL beside SPX, and
`timed`, which holds SPX for 40 days and nothing for the next 40, beside SPX. `quantstats` are
QuantStats' own figures; `pandas` are figures that Almanac defines otherwise (see
Documentation/TearSheet.md), computed here with pandas. --page also writes QuantStats' own pages.
Made with quantstats 0.0.86, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1.
"""
import argparse
import json
import math
import pathlib
import warnings

import numpy as np
import pandas as pd
import quantstats as qs
from scipy.stats import linregress

YEAR = 252
PRICES = pathlib.Path(__file__).resolve().parents[2] / "Sources/CBundledPrices/prices"
warnings.simplefilter("ignore")


def closes(symbol):
    frame = pd.read_csv(PRICES / f"{symbol}.csv.gz", parse_dates=["timestamp"])
    return frame.set_index("timestamp")["close"]


def cases():
    spx, ixic, aapl = closes("SPX"), closes("IXIC"), closes("AAPL")
    # From February: AAPL ended January 1999 where it began, and products of returns make that a
    # loss of 1e-16, which QuantStats counts as a lost month.
    both = pd.DataFrame({"a": aapl, "b": spx}).dropna().loc["1999-02-01":]
    held = pd.Series((np.arange(len(spx)) // 40) % 2 == 0, index=spx.index)
    change = spx.pct_change().fillna(0.0)
    yield "SPX beside IXIC", change, ixic.pct_change().fillna(0.0)
    yield "AAPL beside SPX", both["a"].pct_change().fillna(0.0), both["b"].pct_change().fillna(0.0)
    yield "timed beside SPX", change.where(held, 0.0), change


def of_quantstats(r, b):
    s = qs.stats
    greeks = s.greeks(r, b, YEAR, prepare_returns=False)
    month, quarter, year = "ME", "QE", "YE"
    return {
        "total_return": s.comp(r), "cagr": s.cagr(r, periods=YEAR), "sharpe": s.sharpe(r),
        "sortino": s.sortino(r), "omega": s.omega(r), "calmar": s.calmar(r),
        "max_drawdown": -s.max_drawdown(r), "skew": s.skew(r), "kurtosis": s.kurtosis(r),
        "annual_volatility": s.volatility(r), "probabilistic_sharpe": s.probabilistic_sharpe_ratio(r),
        "smart_sharpe": s.smart_sharpe(r), "smart_sortino": s.smart_sortino(r),
        "adjusted_sortino": s.adjusted_sortino(r), "risk_return_ratio": s.risk_return_ratio(r),
        "gain_to_pain": s.gain_to_pain_ratio(r), "average_return": s.avg_return(r),
        "average_gain": s.avg_win(r), "average_decline": s.avg_loss(r),
        "payoff_ratio": s.payoff_ratio(r), "profit_factor_of_returns": s.profit_factor(r),
        "common_sense_ratio": s.common_sense_ratio(r), "cpc_index": s.cpc_index(r),
        "tail_ratio": s.tail_ratio(r), "outlier_loss_ratio": s.outlier_loss_ratio(r),
        "kelly_of_returns": s.kelly_criterion(r), "bar_win_rate": s.win_rate(r),
        "normal_value_at_risk_95": -s.var(r), "normal_expected_shortfall_95": -s.cvar(r),
        "conditional_value_at_risk_95": -s.cvar(r, method="historical"),
        "expected_daily": s.expected_return(r),
        "expected_monthly": s.expected_return(r, aggregate=month),
        "expected_yearly": s.expected_return(r, aggregate=year),
        "best_day": s.best(r), "worst_day": s.worst(r),
        "best_month": s.best(r, month), "worst_month": s.worst(r, month),
        "best_quarter": s.best(r, quarter), "worst_quarter": s.worst(r, quarter),
        "best_year": s.best(r, year), "worst_year": s.worst(r, year),
        "average_up_month": s.avg_win(r, month), "average_down_month": s.avg_loss(r, month),
        "win_days": s.win_rate(r), "win_months": s.win_rate(r, month),
        "win_quarters": s.win_rate(r, quarter), "win_years": s.win_rate(r, year),
        "max_consecutive_wins": s.consecutive_wins(r),
        "max_consecutive_losses": s.consecutive_losses(r),
        "beta": greeks["beta"], "alpha": greeks["alpha"], "correlation": r.corr(b),
        "r_squared": s.r_squared(r, b, prepare_returns=False),
        # Defined otherwise by Almanac; the tests check how the two hang together.
        "treynor_ratio": s.treynor_ratio(r, b, YEAR), "information_ratio": s.information_ratio(r, b),
        "ulcer_index": s.ulcer_index(r), "ulcer_performance_index": s.upi(r),
        "serenity_index": s.serenity_index(r), "recovery_factor": s.recovery_factor(r),
        "risk_of_ruin": s.risk_of_ruin(r), "gain_to_pain_monthly": s.gain_to_pain_ratio(r, 0, "ME"),
        "outlier_win_ratio": s.outlier_win_ratio(r), "exposure": s.exposure(r),
        "rolling_volatility": s.rolling_volatility(r).iloc[-1],
        "rolling_sortino": s.rolling_sortino(r).iloc[-1],
        "rolling_beta": s.rolling_greeks(r, b, 126)["beta"].iloc[-1],
    }


def drawdowns(wealth):
    """Depth and days from the peak to the recovery of every fall; what products round is equal."""
    peak, since, low, found = wealth.iloc[0], wealth.index[0], None, []
    for when, value in wealth.items():
        if value >= peak * (1 - 1e-12):
            if low is not None:
                found.append(((peak - low) / peak, (when - since).days))
            peak, since, low = value, when, None
        else:
            low = value if low is None else min(low, value)
    if low is not None:
        found.append(((peak - low) / peak, (wealth.index[-1] - since).days))
    return found


def of_pandas(r, b):
    wealth = (1 + r).cumprod()
    fall = 1 - wealth / wealth.cummax()
    ulcer = math.sqrt((fall ** 2).mean())
    growth = wealth.iloc[-1] ** (YEAR / len(r)) - 1
    # By rank: a curve that stands still has equal falls, of which rounding would choose some.
    deep = fall.sort_values().iloc[math.ceil((len(fall) - 1) * 0.95 - 1e-9):].mean()
    falls = drawdowns(wealth)
    month = (1 + r).groupby([r.index.year, r.index.month]).prod() - 1
    iso = r.index.isocalendar()
    week = ((1 + r).groupby([iso["year"].values, iso["week"].values]).prod() - 1).round(12)
    logs = np.log1p(r)
    line = linregress(b, r)
    end, today = wealth.iloc[-1], wealth.index[-1]

    def since(day, start=None):
        before = wealth[wealth.index <= day]
        if len(before) == 0 and start is None:
            return None
        return end / (before.iloc[-1] if len(before) else start) - 1

    def annual(years):
        change = since(today - pd.DateOffset(years=years))
        return None if change is None else (1 + change) ** (1 / years) - 1

    day = pd.Timedelta(days=1)
    return {
        "value_at_risk_95": -r.quantile(0.05), "risk_adjusted_return": growth / (r != 0).mean(),
        "ulcer_index": ulcer, "ulcer_performance_index": growth / ulcer,
        "serenity_index": growth / (ulcer * deep / (r.std() * math.sqrt(YEAR))),
        "recovery_factor": (end - 1) / fall.max(),
        "gain_to_pain_monthly": month.sum() / -month[month < 0].sum(),
        "outlier_win_ratio": r.quantile(0.99) / r[r > 0].mean(),
        "risk_of_ruin": math.exp(-2 * logs.mean() * math.log(2) / logs.var(ddof=1)),
        "win_weeks": (week > 0).sum() / (week != 0).sum(),
        "drawdown_count": len(falls), "average_drawdown": np.mean([depth for depth, _ in falls]),
        "average_drawdown_days": np.mean([days for _, days in falls]),
        "longest_drawdown_days": max(days for _, days in falls),
        "month_to_date": since(today.replace(day=1) - day, 1.0),
        "year_to_date": since(today.replace(month=1, day=1) - day, 1.0),
        "three_months": since(today - pd.DateOffset(months=3)),
        "six_months": since(today - pd.DateOffset(months=6)),
        "one_year": since(today - pd.DateOffset(years=1)),
        "three_years_annual": annual(3), "five_years_annual": annual(5),
        "ten_years_annual": annual(10), "beta_standard_error": line.stderr,
        "alpha_t_statistic": line.intercept / line.intercept_stderr,
        "treynor_ratio": r.mean() * YEAR / line.slope,
        "tracking_error": (r - b).std() * math.sqrt(YEAR),
        "information_ratio": (r - b).mean() / (r - b).std() * math.sqrt(YEAR),
        "median_week": week.median(), "quantile_5_month": month.quantile(0.05),
        "quartile_3_year": ((1 + r).groupby(r.index.year).prod() - 1).quantile(0.75),
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--page", type=pathlib.Path)
    chosen = arguments.parse_args()
    document = {"made_with": f"quantstats {qs.__version__}", "cases": {}}
    for name, r, b in cases():
        parts = {"quantstats": of_quantstats(r, b), "pandas": of_pandas(r, b)}
        document["cases"][name] = {
            "bars": len(r), "first": str(r.index[0].date()),
            **{part: {key: None if value is None else float(value) for key, value in rows.items()}
               for part, rows in parts.items()}}
        if chosen.page:
            chosen.page.mkdir(parents=True, exist_ok=True)
            qs.reports.html(r, b, title=name, output=str(chosen.page / f"{name}.html"))
    pathlib.Path(chosen.out).write_text(json.dumps(document, indent=1) + "\n")


main()
