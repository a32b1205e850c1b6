import AlmanacCore
import Backtesting
import TestSupport
import Testing

@Suite("Commissions")
struct CommissionTests {
    struct Charge: CustomTestStringConvertible, Sendable {
        var model: String
        var quantity: Double
        var price: Double
        var before = 0.0
        var expected: Double

        var testDescription: String { "\(model) for \(quantity) at \(price)" }
    }

    static let charges = [
        Charge(model: "0.001", quantity: 100, price: 50, expected: 5),
        Charge(model: "0.1%", quantity: 100, price: 50, expected: 5),
        Charge(model: "per-share=0.005", quantity: 1000, price: 20, expected: 5),
        // The fixed pricing of a large broker: a floor of 1, at most 1 % of the value.
        Charge(model: "per-share=0.005,min=1,max=1%", quantity: 100, price: 25, expected: 1),
        Charge(model: "per-share=0.005,min=1,max=1%", quantity: 1000, price: 25, expected: 5),
        Charge(model: "per-share=0.005,min=1,max=1%", quantity: 1000, price: 0.25, expected: 2.5),
        Charge(model: "per-share=0.005,min=1,max=3", quantity: 1000, price: 25, expected: 3),
        Charge(model: "per-order=4.95", quantity: 7, price: 3, expected: 4.95),
        Charge(model: "per-contract=0.65", quantity: 10, price: 2, expected: 6.5),
        Charge(model: "per-contract=0.65,units=100", quantity: 250, price: 2, expected: 1.95),
        Charge(model: "per-contract=0.65,units=100", quantity: 300, price: 2, expected: 1.95),
        Charge(model: "per-contract=0.65,units=100,min=2", quantity: 1, price: 2, expected: 2),
        Charge(
            model: "tiered=0:0.002/10000:0.001", quantity: 100, price: 150, expected: 20 + 5),
        Charge(
            model: "tiered=0:0.002/10000:0.001,by=month", quantity: 100, price: 150,
            before: 8000, expected: 4 + 13),
        Charge(
            model: "tiered=0:0.002/10000:0.001,by=order", quantity: 100, price: 50,
            before: 8000, expected: 10),
    ]

    @Test("a commission charges what its model says", arguments: charges)
    func charge(_ charge: Charge) throws {
        let commission = try Commission(charge.model)
        let amount = commission.amount(
            quantity: charge.quantity, price: charge.price, tradedBefore: charge.before)
        #expect(abs(amount - charge.expected) < 1e-12)
        #expect(try Commission(commission.text) == commission)
    }

    @Test("a commission never falls as the quantity grows", arguments: charges.map(\.model))
    func monotone(model: String) throws {
        let commission = try Commission(model)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let (a, b) = (random.unit() * 2000, random.unit() * 2000)
            let price = random.unit() * 100
            let less = commission.amount(quantity: min(a, b), price: price)
            let more = commission.amount(quantity: max(a, b), price: price)
            #expect(less <= more, "seed 11: \(a) \(b) at \(price)")
        }
    }

    @Test(
        "text that names no model is refused with the forms that there are",
        arguments: [
            "per-shares=1", "per-share", "per-share=much", "per-share=-1", "1.5", "",
            "per-share=1,least=2", "per-share=1,min", "per-share=1,min=1,min=2", "tiered=5",
            "tiered=0:0.1/0:0.2", "tiered=5:0.1/1:0.2", "tiered=0:0.1,by=year",
            "per-contract=1,units=0", "per-order=1,max=200%", "per-order=inf", "nan",
        ])
    func refused(text: String) throws {
        let error = #expect(throws: AlmanacError.self) { try Commission(text) }
        #expect(error?.kind == .validation)
    }

    @Test(
        "the texts of the other models read back as themselves",
        arguments: ["0.0005", "5%", "column=spread", "corwin-schultz:30", "abdi-ranaldo"])
    func spreads(text: String) throws {
        let spread = try Spread(text)
        #expect(try Spread(spread.text) == spread)
    }

    @Test("sizes, slippages and impacts read back as themselves")
    func others() throws {
        for text in [
            "all", "fraction=0.5", "0.5", "amount=1000", "quantity=10", "risk=1%",
            "volatility-target=0.15", "volatility-target=15%,window=60", "kelly", "kelly=0.5",
            "kelly=0.5,trades=30,start=0.2",
        ] {
            let sizing = try Sizing(text)
            #expect(try Sizing(sizing.text) == sizing)
        }
        for text in ["fixed=0.01", "spread=0.25", "volatility=0.1"] {
            let slippage = try Slippage(text)
            #expect(slippage.text == text)
            #expect(try Slippage(slippage.text) == slippage)
        }
        for text in ["square-root", "square-root:0.7", "square-root=0.7", "almgren", "almgren:1e9"]
        {
            let impact = try MarketImpact(text)
            #expect(try MarketImpact(impact.text) == impact)
        }
        for text in ["kely=1", "risk=2", "fraction=0", "amount=-5", "kelly=0", "all=5,x=1", "5"] {
            #expect(throws: AlmanacError.self, "\(text)") { try Sizing(text) }
        }
    }
}
