import AlmanacCore
import Backtesting

/// The flags of costs and sizes.
enum CostOptions {
    static let options: [Command.Option] = [
        Command.Option(
            "--size", "MODEL",
            "all, fraction=F, amount=A, quantity=N, volatility-target=V, kelly=MULTIPLE or "
                + "risk=FRACTION, in place of the strategy's own"),
        Command.Option(
            "--commission", "MODEL",
            "a fraction, per-share=A, per-order=A, per-contract=A,units=N or "
                + "tiered=FROM:FRACTION/…; ,min=A and ,max=A (or a percentage) may follow"),
        Command.Option(
            "--spread", "MODEL",
            "bid to ask as a fraction of the price, column=NAME, corwin-schultz or abdi-ranaldo"),
        Command.Option(
            "--impact", "MODEL", "market impact: square-root[:COEFFICIENT] or almgren[:SHARES]"),
        Command.Option(
            "--max-participation", "FRACTION",
            "the most of a bar's volume; the rest of an order follows on later bars"),
        Command.Option("--borrow", "RATE", "the yearly cost of borrowed shares"),
        Command.Option("--interest", "RATE", "the yearly interest on cash"),
        Command.Option(
            "--margin-interest", "RATE", "the yearly interest on borrowed cash (default --interest)"
        ),
    ]

    /// Puts the flags, and `--slippage`, into settings.
    static func configure(
        _ settings: inout ExecutionSettings, _ arguments: Arguments
    ) throws(AlmanacError) {
        var costs = settings.costs ?? CostModel()
        let before = costs
        if let text = arguments.value("--slippage") {
            if Double(text) == nil, text.contains("=") {
                costs.slippage = try Slippage(text)
            } else if let fraction = try arguments.fraction("--slippage") {
                settings.slippage = fraction
            }
        }
        if let text = arguments.value("--size") { settings.sizing = try Sizing(text) }
        if let text = arguments.value("--commission") { costs.commission = try Commission(text) }
        if let text = arguments.value("--spread") { costs.spread = try Spread(text) }
        if let text = arguments.value("--impact") { costs.impact = try MarketImpact(text) }
        if let share = try arguments.number("--max-participation") {
            costs.maxParticipation = share
        }
        if let rate = try arguments.number("--borrow") { costs.borrowRate = rate }
        if let rate = try arguments.number("--interest") { costs.interestRate = rate }
        if let rate = try arguments.number("--margin-interest") { costs.marginRate = rate }
        if costs != before { settings.costs = costs }
    }
}
