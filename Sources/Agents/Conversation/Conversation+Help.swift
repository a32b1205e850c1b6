/// What can be said.
extension Conversation {
    static let help = """
        Say a strategy ("buy AAPL when its RSI is below 30"), or change the one at hand:
          try MSFT · use weekly · since 2010 · RSI below 25 · use 20 and 50 days
          add a 5% stop · remove the stop · only when it is above its 200-day average
          use MACD instead · sell above 60 · what if fees were 10 bp? · undo · redo
        or ask about it:
          what does it do? · show the code · what changed? · review · is it overfitted?
          compare with before · compare with version 1 · compare with buy and hold
          why did it buy in March 2009? · when did it sell? · worst trade · how risky is it?
          what happened in 2008? · what is its Sharpe ratio? · what data does it use?
        or about anything: what is drawdown? · research insider buying · quit
        """
}
