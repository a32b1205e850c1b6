/// What positions have returned so far, as far as they are closed.
struct TradeRecord {
    /// The mean price of the open position's entry.
    var entryPrice: Double { size > 0 ? value / size : 0 }
    /// The fees of the open position's entry that no exit has taken yet.
    private(set) var entryFees = 0.0
    private(set) var wins = 0
    private(set) var losses = 0
    private var gained = 0.0
    private var lost = 0.0

    private var size = 0.0
    private var value = 0.0
    /// What has been committed to the position in all, and what its closed parts have made.
    private var committed = 0.0
    private var made = 0.0

    /// The number of positions that have been closed.
    var closed: Int { wins + losses }

    /// Kelly's fraction of the closed positions; `nil` before there is one.
    ///
    /// Without a loss it is infinite, without a win negative.
    var kelly: Double? {
        guard closed > 0 else { return nil }
        if losses == 0 { return .infinity }
        if wins == 0 { return -.infinity }
        let share = Double(wins) / Double(closed)
        let (gain, loss) = (gained / Double(wins), lost / Double(losses))
        return loss > 0 ? share / loss - (1 - share) / gain : .infinity
    }

    /// Takes a fill that changes a position.
    ///
    /// - Parameters:
    ///   - signed: The quantity, negative for a sale.
    ///   - held: The signed position before it.
    mutating func take(_ signed: Double, at price: Double, fees: Double, held: Double) {
        let quantity = abs(signed)
        guard held != 0, (held > 0) != (signed > 0) else {
            return add(quantity, at: price, fees: fees)
        }
        let closing = min(quantity, abs(held))
        let share = closing / quantity
        close(closing, at: price, fees: fees * share, side: held > 0 ? 1 : -1)
        if quantity >= abs(held) { finish() }
        if quantity > abs(held) {
            add(quantity - closing, at: price, fees: fees * (1 - share))
        }
    }

    private mutating func add(_ quantity: Double, at price: Double, fees: Double) {
        size += quantity
        value += quantity * price
        committed += quantity * price
        entryFees += fees
    }

    private mutating func close(
        _ quantity: Double, at price: Double, fees: Double, side: Double
    ) {
        let part = size > 0 ? min(quantity / size, 1) : 1
        made += side * (quantity * price - value * part) - fees - entryFees * part
        value -= value * part
        entryFees -= entryFees * part
        size -= quantity
    }

    private mutating func finish() {
        let result = committed > 0 ? made / committed : 0
        if result > 0 {
            wins += 1
            gained += result
        } else {
            losses += 1
            lost -= result
        }
        (size, value, entryFees, committed, made) = (0, 0, 0, 0, 0)
    }
}
