"""The strategy language's rules of execution, read plainly: one bar after another, one order after another.

It makes the fills of the cases that vectorbt cannot make (`made_by: rules`), and it must give vectorbt's orders wherever the
two agree, which make_cases.py requires of every case without `fills`. Written for its clarity, without NumPy.

A bar, in order:
  open execution: what the signals of the bar before ask for is filled at the open
  stops: a gap beyond a level fills at the open; else a level inside the bar's range fills at the level, the stop before the
    profit. With close execution not on the bar of the entry; with open execution on that bar too
  the trailing extreme moves, after the check
  close execution: what the signals of this bar ask for is filled at the close, unless a stop was hit
  equity at or below zero: everything is closed at the close
"""
import math

KEYS = ("entries", "exits", "short_entries", "short_exits")


def missing(x):
    return x is None or x != x


class Book:
    """Cash, one position, and the trades that come of the orders."""

    def __init__(self, cash, fees, slippage):
        self.cash, self.fees, self.slippage = cash, fees, slippage
        self.position, self.total_fees, self.trade, self.trades, self.called = 0.0, 0.0, None, [], False

    def order(self, bar, amount, price):
        """Buys (or sells, where negative) at a price that slippage has moved already: one fee for the whole order."""
        fee = abs(amount) * price * self.fees
        self.cash -= amount * price + fee
        self.total_fees += fee
        before, after = self.position, self.position + amount
        closing = min(abs(before), abs(amount)) if before * amount < 0 else 0.0
        if closing:
            self.settle(bar, closing, price, fee * closing / abs(amount))
        opening = abs(amount) - closing
        if opening > 1e-12:
            self.trade = {"direction": "long" if amount > 0 else "short", "entry_bar": bar, "size": opening, "entry_price": price,
                          "fees": fee * opening / abs(amount)}
            self.position = math.copysign(opening, amount)
        else:
            self.position = 0.0 if abs(after) < 1e-12 * abs(amount) else after

    def settle(self, bar, size, price, fee, status="closed"):
        t, side = self.trade, 1 if self.trade["direction"] == "long" else -1
        pnl = (price - t["entry_price"]) * size * side - t["fees"] - fee
        self.trades.append({"direction": t["direction"], "status": status, "entry_bar": t["entry_bar"], "exit_bar": bar,
                            "size": size, "entry_price": t["entry_price"], "exit_price": price, "pnl": pnl,
                            "return": pnl / (t["entry_price"] * size)})

    def target(self, bar, side, price, fraction):
        """Enters `side` from flat or from the other side, in one order."""
        adjusted = price * (1 + side * self.slippage)
        held = self.position
        after_close = self.cash + held * adjusted - abs(held) * adjusted * self.fees
        amount = after_close / (adjusted * (1 + self.fees))
        if fraction is not None:
            if missing(fraction):
                return False
            assert self.fees == 0, "a fraction of equity and fees: the rules do not say which pays which"
            amount *= min(fraction, 1.0)
        if amount <= 1e-12:
            return False
        self.order(bar, -held + side * amount, adjusted)
        return True

    def close(self, bar, price, slipping=True):
        side = -1 if self.position > 0 else 1
        self.order(bar, -self.position, price * (1 + side * self.slippage) if slipping else price)


def action(signals, t, position):
    """+1, -1: enter; 0: leave; None: nothing."""
    long_in, long_out, short_in, short_out = (bool(signals[k][t]) if k in signals else False for k in KEYS)
    if long_in and long_out:
        long_in = long_out = False
    if short_in and short_out:
        short_in = short_out = False
    if long_in and short_in:
        long_in = short_in = False
    if long_in and position <= 0:
        return 1
    if short_in and position >= 0:
        return -1
    if long_out and position > 0 or short_out and position < 0:
        return 0
    return None


def simulate(bars, signals, result, execution, fees, slippage, cash):
    """`bars`: lists by column, with at least `close`; `signals`, and the stops and size in `result`: lists or numbers."""
    close = bars["close"]
    last, at_open = len(close) - 1, execution == "open"
    book, equity = Book(cash, fees, slippage), []
    stops = {"stop_loss": math.nan, "take_profit": math.nan, "trailing_stop": math.nan}
    reference = extreme = mark = math.nan

    def sampled(key, t):
        value = result.get(key)
        return value[t] if isinstance(value, list) else value

    def act(t, signal_bar, price):
        nonlocal reference, extreme, stops
        if missing(price):
            return
        side = action(signals, signal_bar, book.position)
        if side == 0:
            book.close(t, price)
        elif side and book.target(t, side, price, sampled("size", signal_bar)):
            reference = extreme = book.trade["entry_price"] if at_open else price
            stops = {k: math.nan if missing(sampled(k, signal_bar)) else sampled(k, signal_bar) for k in stops}

    for t in range(len(close)):
        if at_open and t and not book.called:
            act(t, t - 1, bars["open"][t])
        hit = False
        entered_now = book.position and book.trade["entry_bar"] == t
        if book.position and not missing(close[t]) and (at_open or not entered_now):
            hit = stop(book, t, bars, stops, reference, extreme)
            if book.position:
                high, low = (bars[k][t] if k in bars and not missing(bars[k][t]) else close[t] for k in ("high", "low"))
                extreme = max(extreme, high) if book.position > 0 else min(extreme, low)
        if not at_open and not hit and not book.called:
            act(t, t, close[t])
        mark = close[t] if not missing(close[t]) else mark
        value = book.cash + (book.position * mark if book.position else 0.0)
        if value <= 0 and book.position:
            book.close(t, mark)
            book.called = True
            value = book.cash
        equity.append(value)
    if book.position:
        book.settle(last, abs(book.position), mark, 0.0, "open")
    return {"equity": equity, "trades": book.trades, "total_fees": book.total_fees}


def stop(book, t, bars, stops, reference, extreme):
    """Closes the position where a level is reached; says whether one was."""
    close = bars["close"][t]
    open_, high, low = (bars[k][t] if k in bars and not missing(bars[k][t]) else close for k in ("open", "high", "low"))
    side = 1 if book.position > 0 else -1
    losses = [level for level in (reference * (1 - side * stops["stop_loss"]), extreme * (1 - side * stops["trailing_stop"]))
              if level == level]
    loss = (max(losses) if side > 0 else min(losses)) if losses else None
    profit = reference * (1 + side * stops["take_profit"])
    if loss is not None and (open_ - loss) * side <= 0:
        book.close(t, open_)
    elif profit == profit and (open_ - profit) * side >= 0:
        book.close(t, open_, slipping=False)
    elif loss is not None and low <= loss <= high:
        book.close(t, loss)
    elif profit == profit and low <= profit <= high:
        book.close(t, profit, slipping=False)
    else:
        return False
    return True
