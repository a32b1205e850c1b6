import AlmanacCore
import Backtesting
import Testing
import TimeSeries

@Suite("Sizes of entries")
struct SizingTests {
    private func market(_ close: [Double]) -> Market {
        Market(
            times: close.indices.map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) },
            close: close)
    }

    /// Trades that are entered on even and left on odd bars.
    private func trades(_ count: Int) -> Signals {
        Signals(
            entries: (0..<count).map { $0 % 2 == 0 }, exits: (0..<count).map { $0 % 2 == 1 })
    }

    private func sizes(
        _ sizing: Sizing, _ close: [Double], _ signals: Signals? = nil,
        _ change: (inout ExecutionSettings) -> Void = { _ in }
    ) throws -> Simulation {
        var settings = ExecutionSettings()
        settings.sizing = sizing
        change(&settings)
        return try Simulation.run(
            market(close), signals: signals ?? trades(close.count), settings: settings)
    }

    @Test("all, a fraction, an amount and a quantity")
    func simple() throws {
        let close = [100.0, 110]
        #expect(try sizes(.allIn, close).orders.first?.size == 100)
        #expect(try sizes(.fraction(0.25), close).orders.first?.size == 25)
        #expect(agrees(try sizes(.amount(1000), close).orders.first?.size, 10))
        #expect(try sizes(.quantity(7), close).orders.first?.size == 7)
        let fees = try sizes(.amount(1000), close) { $0.fees = 0.01 }
        let order = try #require(fees.orders.first)
        #expect(agrees(order.size * order.price + order.fees, 1000))
    }

    @Test("what the equity cannot carry is cut, and the bar says so")
    func cut() throws {
        for sizing in [Sizing.amount(1e6), .quantity(1e6)] {
            let run = try sizes(sizing, [100, 110])
            #expect(agrees(run.orders.first?.size, 100))
            #expect(run.notes[0].contains(.reduced))
            let levered = try sizes(sizing, [100, 110]) { $0.leverage = 3 }
            #expect(agrees(levered.orders.first?.size, 300))
            let capped = try sizes(sizing, [100, 110]) { $0.maxPosition = 0.5 }
            #expect(agrees(capped.orders.first?.size, 50))
        }
        let exact = try sizes(.quantity(100), [100, 110])
        #expect(!exact.notes[0].contains(.reduced))
    }

    @Test("lots round a size down")
    func lots() throws {
        let run = try sizes(.amount(1050), [100, 110]) { $0.lotSize = 4 }
        #expect(run.orders.first?.size == 8)
    }

    @Test("a volatility target commits the target over the yearly volatility up to the signal")
    func volatility() throws {
        // Returns of 0.1 and -0.1, so a deviation of 0.1 × √2 a bar.
        let close: [Double] = [100, 110, 99, 99, 50]
        let signals = Signals(
            entries: [false, false, true, false, false], exits: [false, false, false, true, false])
        let run = try sizes(.volatilityTarget(0.5, window: 2), close, signals) {
            $0.barsPerYear = 100
        }
        let fraction = 0.5 / (0.1 * 2.0.squareRoot() * 10)
        #expect(agrees(run.orders.first?.size, 10_000 * fraction / 99))
        // Too early to tell: nothing is bought, and the bar says why.
        let early = Signals(
            entries: [true, false, false, false, false],
            exits: [false, true, false, false, false])
        let none = try sizes(.volatilityTarget(0.5, window: 2), close, early)
        #expect(none.orders.isEmpty && none.notes[0].contains(.sizeInvalid))
        let calm = try sizes(.volatilityTarget(5, window: 2), close, signals)
        #expect(calm.notes[2].contains(.reduced))
    }

    @Test("Kelly's fraction comes from closed trades only")
    func kelly() throws {
        // Trades of +10 %, -5 %, +10 %, then a fourth.
        let close: [Double] = [100, 110, 100, 95, 100, 110, 100, 90]
        let run = try sizes(.kelly(0.5, trades: 3, start: 0.2), close)
        let entries = run.orders.filter { $0.side == .buy }
        var equity = 10_000.0
        for (order, change) in zip(entries, [0.1, -0.05, 0.1]) {
            #expect(agrees(order.size * order.price, 0.2 * equity))
            equity *= 1 + 0.2 * change
        }
        // p / l - (1 - p) / g with 2 of 3 won, a gain of 0.1 and a loss of 0.05.
        let kelly = (2.0 / 3) / 0.05 - (1.0 / 3) / 0.1
        #expect(kelly > 2)
        #expect(agrees(entries.last.map { $0.size * $0.price }, equity))
        #expect(run.notes[6].contains(.reduced))
        // A later loss changes nothing that was decided before it.
        let other = try sizes(
            .kelly(0.5, trades: 3, start: 0.2), Array(close.dropLast()) + [200])
        #expect(other.orders.dropLast() == run.orders.dropLast())
    }

    @Test("without an edge Kelly commits nothing")
    func noEdge() throws {
        let run = try sizes(
            .kelly(1, trades: 2, start: 0.1), [100, 90, 100, 101, 100, 110])
        #expect(run.orders.count == 4)
        #expect(run.notes[4].contains(.sizeZero))
    }

    @Test("a small edge is committed in proportion")
    func smallEdge() throws {
        // One of two won: gain 0.25, loss 0.2: 0.5 / 0.2 - 0.5 / 0.25 = 0.5.
        let run = try sizes(
            .kelly(0.4, trades: 2, start: 0.1), [100, 125, 100, 80, 100, 110])
        let entries = run.orders.filter { $0.side == .buy }
        let equity = 10_000 * 1.025 * 0.98
        #expect(agrees(entries.last.map { $0.size * $0.price }, 0.2 * equity))
    }

    @Test("a size by risk loses its fraction where the stop is hit")
    func risk() throws {
        var signals = trades(4)
        signals.stopLoss = .scalar(0.05)
        let run = try sizes(.risk(0.01), [100, 100, 100, 100], signals)
        #expect(agrees(run.orders.first?.size, 20))
        // The nearer of two stops counts.
        signals.trailingStop = .series([0.02, .nan, .nan, .nan])
        let nearer = try sizes(.risk(0.01), [100, 100, 100, 100], signals)
        #expect(agrees(nearer.orders[0].size, 50) && agrees(nearer.orders[2].size, 20))
        let levered = try sizes(.risk(0.01), [100, 100, 100, 100], signals) { $0.leverage = 2 }
        #expect(agrees(levered.orders.first?.size, 50))
        let error = #expect(throws: AlmanacError.self) {
            try sizes(.risk(0.01), [100, 100], trades(2))
        }
        #expect(error?.message.contains("stop") == true)
    }

    @Test("a size replaces the strategy's own, and the run says so")
    func replaces() throws {
        var signals = trades(2)
        signals.size = .scalar(0.1)
        let run = try sizes(.fraction(0.5), [100, 110], signals)
        #expect(run.orders.first?.size == 50)
        #expect(run.assumptions.contains { $0.contains("fraction=0.5") })
    }
}
