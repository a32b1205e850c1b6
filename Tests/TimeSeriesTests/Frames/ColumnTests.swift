import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct ColumnTests {
    @Test("bits read back as they were added, across words", arguments: [0, 1, 63, 64, 65, 200])
    func bits(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        var values = (0..<count).map { _ in generator.unit() < 0.4 }
        var column = BitColumn(values)
        #expect((0..<count).map { column[$0] } == values)
        #expect(column.trueCount == values.filter { $0 }.count)
        for row in stride(from: 0, to: count, by: 3) {
            column[row].toggle()
            values[row].toggle()
        }
        #expect(column.trueRows == values.indices.filter { values[$0] })
    }

    @Test("strings are listed once, in order of first appearance")
    func strings() {
        let column = StringColumn(["b", "a", nil, "b", "c", ""])
        #expect(column.dictionary == ["b", "a", "c", ""])
        #expect(column.codes == [0, 1, -1, 0, 2, 3])
        #expect(column[2] == nil)
        #expect(column[3] == "b")
        #expect(column.code(of: "c") == 2)
        #expect(column.code(of: "z") == nil)
        #expect((0..<3).map { column.gathering([5, 2, 1])[$0] } == ["", nil, "a"])
    }

    @Test("a column takes values of its own kind only")
    func kinds() {
        var numbers = Column.numbers([1, .nan])
        let taken0 = numbers.append(.number(3))
        #expect(taken0)
        let taken1 = numbers.append(.boolean(true))
        #expect(!taken1)
        #expect(numbers.count == 3)
        #expect(numbers.missingCount == 1)
        var strings = Column.strings(StringColumn(["x", nil]))
        let taken2 = strings.append(.string(nil))
        #expect(taken2)
        #expect(strings.missingCount == 2)
        #expect(strings.gathering([2, 0])[1] == .string("x"))
        var booleans = Column.booleans(BitColumn([true]))
        let taken3 = booleans.append(.boolean(false))
        #expect(taken3)
        #expect(booleans.gathering([1, 0])[0] == .boolean(false))
        #expect(booleans.missingCount == 0)
    }
}
