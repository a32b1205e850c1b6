import StrategyEngine
import StrategyLanguage
import Testing

/// The operations that have no column in the golden file, and special cases of the others.
@Suite struct OperationTests {
    private func run(
        _ operation: StrategyLanguage.Operation, _ inputs: [Double]...
    ) -> [Double] {
        KernelRunner.run(makeKernel(for: operation), inputs, bars: inputs[0].count)
    }

    @Test func `A missing value counts as false in logic`() {
        let x: [Double] = [0, 1, .nan, 2]
        #expect(run(.unary(.not), x) == [1, 0, 1, 0])
        #expect(run(.unary(.isTrue), x) == [0, 1, 0, 1])
        let y: [Double] = [1, 1, 1, .nan]
        #expect(run(.binary(.and), x, y) == [0, 1, 0, 0])
        #expect(run(.binary(.or), x, y) == [1, 1, 1, 1])
        #expect(run(.binary(.xor), x, y) == [1, 0, 1, 1])
        #expect(run(.select, x, y, [5, 6, 7, 8]).map { $0.isNaN ? -1 : $0 } == [5, 1, 7, -1])
    }

    @Test(arguments: [
        (7.0, 2.0, 3.0, 1.0), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1), (6, 3, 2, 0),
        (5, .infinity, 0, 5), (-5, .infinity, -1, .infinity), (1, 0, .infinity, .nan),
        (-1, 0, -.infinity, .nan), (0, 0, .nan, .nan), (.infinity, 2, .nan, .nan),
        (.nan, 2, .nan, .nan), (1, 0.1, 9, 0.09999999999999995),
    ])
    func `Floor division and remainder follow Python`(
        x: Double, y: Double, quotient: Double, remainder: Double
    ) {
        #expect(isSame(run(.binary(.floorDivide), [x], [y])[0], quotient))
        #expect(isSame(run(.binary(.modulo), [x], [y])[0], remainder))
    }

    @Test func `A value that is no whole number's is a fault from its bar on`() throws {
        var kernel = makeKernel(for: .unary(.requireInteger))
        let results = KernelRunner.run(
            &kernel, [[1.9, -1.9, -0.5, .nan, 4, .infinity]], bars: 6, chunks: [2])[0]
        #expect(isSame(results, [1, -1, 0, .nan, .nan, .nan]))
        let reporting = try #require(kernel as? any FaultReportingKernel)
        #expect(reporting.faultBar == 3)
    }

    @Test func `A latch holds the value of its bar`() {
        #expect(isSame(run(.latch(bar: 2), [1, 2, 3, 4]), [.nan, .nan, 3, 3]))
    }

    @Test func `A shift fills the bars before the first`() {
        #expect(run(.shift(bars: 2, fill: Number(0)), [1, 2, 3, 4]) == [0, 0, 1, 2])
    }

    @Test func `Bars since are counted from the newest true bar`() {
        #expect(isSame(run(.barsSince, [0, 1, .nan, 0, 1, 0]), [.nan, 0, 1, 2, 0, 1]))
    }

    @Test func `The first value of a session is not known before it is there`() {
        let first = run(.session(.first), [.nan, 5, 6, .nan, 7, 8], [3, 3, 3, 4, 4, 4])
        #expect(isSame(first, [.nan, 5, 5, .nan, 7, 7]))
    }

    @Test func `Calendar fields hold over centuries and leap years`() {
        let day = 86_400_000_000.0
        // 1900-02-28, 1900-03-01, 2000-02-29, 2000-12-31, 1969-12-31 and 2021-01-03.
        let times = [-25_509, -25_508, 11_016, 11_322, -1, 18_630].map { $0 * day }
        #expect(run(.calendar(.day), times) == [28, 1, 29, 31, 31, 3])
        #expect(run(.calendar(.dayOfYear), times) == [59, 60, 60, 366, 365, 3])
        #expect(run(.calendar(.weekOfYear), times) == [9, 9, 9, 52, 1, 53])
        #expect(run(.calendar(.isMonthEnd), times) == [1, 0, 1, 1, 1, 0])
        #expect(run(.calendar(.weekCount), [3, 4, 10, 11].map { $0 * day }) == [0, 1, 1, 2])
        #expect(run(.calendar(.quarterCount), [89, 90].map { $0 * day }) == [7880, 7881])
        let months = run(.calendar(.monthCount), [-1, 0, 31].map { $0 * day })
        #expect(months == [23639, 23640, 23641])
    }

    @Test func `Crossing needs to have been below`() {
        let zero = [Double](repeating: 0, count: 7)
        #expect(
            run(.vectorbt(.crossedAbove), [1, -1, 0, 1, 2, 0, 1], zero) == [0, 0, 0, 1, 0, 0, 1])
    }
}
