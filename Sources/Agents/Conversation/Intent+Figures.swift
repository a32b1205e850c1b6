/// The figures of a run by what people call them.
extension Intent {
    static let figures: [String: String] = [
        "sharpe": "sharpe", "sharpe ratio": "sharpe", "sortino": "sortino",
        "sortino ratio": "sortino", "calmar": "calmar", "calmar ratio": "calmar",
        "drawdown": "max_drawdown", "max drawdown": "max_drawdown",
        "maximum drawdown": "max_drawdown", "worst drawdown": "max_drawdown",
        "largest drawdown": "max_drawdown", "biggest drawdown": "max_drawdown",
        "worst fall": "max_drawdown", "volatility": "annual_volatility", "vol": "annual_volatility",
        "win rate": "win_rate", "hit rate": "win_rate", "winrate": "win_rate",
        "profit factor": "profit_factor", "exposure": "exposure", "turnover": "turnover",
        "cagr": "cagr", "annual return": "cagr", "yearly return": "cagr",
        "return a year": "cagr", "return per year": "cagr", "total return": "total_return",
        "number of trades": "trades", "worst day": "worst_day", "best day": "best_day",
        "value at risk": "value_at_risk_95", "var": "value_at_risk_95",
        "final balance": "final_equity", "final equity": "final_equity",
        "end balance": "final_equity", "ending balance": "final_equity",
        "final value": "final_equity", "closing balance": "final_equity",
        "average trade length": "average_holding_bars",
        "average trade duration": "average_holding_bars",
        "average holding time": "average_holding_bars",
        "time in the market": "exposure", "expectancy": "expectancy", "average win": "average_win",
        "average loss": "average_loss", "average holding period": "average_holding_bars",
        "skew": "skew", "kurtosis": "kurtosis", "omega": "omega", "omega ratio": "omega",
    ]

    /// The name in the report of the figure that words mean, alone.
    static func figureName(_ words: String) -> String? { figures[words] }
}
