import AlmanacCore
import StrategyLanguage
import Study
import Testing
import TimeSeries

/// Ranges of parameters, grids, constraints, and which combinations are run.
@Suite struct SweepGridTests {
    private static let whole = ParameterSpecification(
        name: "n", type: .int, minimum: 1, maximum: 200, defaultValue: .int(10))
    private static let real = ParameterSpecification(
        name: "x", type: .float, minimum: 0, maximum: 1, defaultValue: .float(0.5))
    private static let choice = ParameterSpecification(
        name: "mode", type: .choice, values: [.string("a"), .string("b"), .string("c")],
        defaultValue: .string("a"))
    private static let flag = ParameterSpecification(
        name: "on", type: .bool, defaultValue: .bool(false))

    private static let definition = StrategyDefinition(
        name: "grid", slots: [DataSlot(name: "p", frequency: .day1, columns: ["close"])],
        parameters: [whole, real, choice, flag], code: "")

    @Test(
        "a range is read as it is written",
        arguments: [
            ("5..8", [5, 6, 7, 8]), ("20..40:5", [20, 25, 30, 35, 40]), ("20..29:5", [20, 25]),
            ("10,20,50", [10, 20, 50]), ("1..3,10..12,2", [1, 2, 3, 10, 11, 12]), ("7", [7]),
            ("7..7", [7]), ("3..4:9", [3]),
        ])
    func wholeNumbers(text: String, values: [Int]) throws {
        #expect(try ParameterRange(Self.whole, text: text).values == values.map { .int($0) })
    }

    @Test("steps of fractions end where they should, without the rounding of their sum")
    func fractions() throws {
        #expect(
            try ParameterRange(Self.real, text: "0.1..0.3:0.1").values
                == [0.1, 0.2, 0.3].map { .float($0) })
        #expect(
            try ParameterRange(Self.real, text: "0..1:0.05").values.last == .float(1))
        let spaced = try ParameterRange(Self.real, text: "0..1").values
        #expect(spaced.count == 21 && spaced.first == .float(0) && spaced.last == .float(1))
    }

    @Test("other types take their values; without text the schema's")
    func otherTypes() throws {
        #expect(
            try ParameterRange(Self.choice, text: "c,a").values == [.string("c"), .string("a")])
        #expect(try ParameterRange(Self.flag, text: "true").values == [.bool(true)])
        #expect(try ParameterRange(schema: Self.choice).values.count == 3)
        #expect(try ParameterRange(schema: Self.flag).values.count == 2)
        #expect(try ParameterRange(schema: Self.whole).values.count == 200)
    }

    @Test(
        "what is no range is refused",
        arguments: [
            "0..5", "5..500", "9..5", "5..9:0", "5..9:-1", "a..b", "..", "5..", "1.5..4",
            "1..4:0.5",
            "", "5,,6", "1..nan",
        ])
    func refusals(text: String) {
        #expect(throws: AlmanacError.self) { try ParameterRange(Self.whole, text: text) }
    }

    @Test("a range without bounds and one of too many values say what to write")
    func noBounds() {
        let open = ParameterSpecification(name: "free", type: .float)
        #expect(throws: AlmanacError.self) { try ParameterRange(schema: open) }
        #expect(throws: AlmanacError.self) { try ParameterRange(open, text: "0..1:0.000001") }
    }

    private func grid(
        _ ranges: [(ParameterSpecification, String)], _ constraint: String? = nil
    ) throws -> SweepGrid {
        try SweepGrid(
            Self.definition, ranges: try ranges.map { try ParameterRange($0, text: $1) },
            constraint: constraint)
    }

    @Test("combinations are numbered in the order of the schema, the last fastest")
    func numbering() throws {
        let grid = try grid([(Self.choice, "a,b"), (Self.whole, "1..3")])
        #expect(grid.ranges.map(\.name) == ["n", "mode"])
        #expect(grid.size == 6)
        #expect(grid.values(of: 1) == [.int(1), .string("b")])
        for combination in 0..<grid.size {
            #expect(grid.combination(of: grid.digits(of: combination)) == combination)
        }
        #expect(try grid.parameters(of: 5)["n"] == .int(3))
        #expect(throws: AlmanacError.self) {
            try self.grid([(Self.whole, "1"), (Self.whole, "2")])
        }
    }

    @Test(
        "a constraint keeps what meets it",
        arguments: [
            ("n < 3", 4), ("n < 3 and mode == 'a'", 2), ("n * 2 >= 5 or mode != 'a'", 4),
            ("1 < n <= 3", 4), ("not n == 2", 4), ("mode in ['b', 'x']", 3),
            ("max(n, 2) == 2", 4), ("abs(n - 2) < 1", 2), ("x < 1 and n > 2", 2),
            ("(n if mode == 'a' else 0) > 1", 2), ("not (n < 2 or 2.5 < n) and x < 1", 2),
            ("n == 1 or n != x", 6),
        ])
    func constraints(text: String, count: Int) throws {
        let grid = try grid([(Self.choice, "a,b"), (Self.whole, "1..3")], text)
        let found = try SweepSearch.grid.combinations(of: grid)
        #expect(found.count == count)
        #expect(try (0..<grid.size).filter { try grid.allows($0) } == found)
    }

    @Test(
        "what is no constraint is refused with its place",
        arguments: [
            "m < 3", "n <", "n", "n < 3; n > 1", "print(n)", "data['p']", "n < 'a'", "x = 3", "",
            "[i for i in range(3)]", "n.real < 2", "max(n, key=2) < 1",
        ])
    func badConstraints(text: String) {
        #expect(throws: AlmanacError.self) {
            let grid = try self.grid([(Self.whole, "1..3")], text)
            _ = try SweepSearch.grid.combinations(of: grid)
        }
    }

    @Test("a grid of which nothing is left is an error that names the constraint")
    func empty() throws {
        let grid = try grid([(Self.whole, "1..3")], "n > 5")
        let error = #expect(throws: AlmanacError.self) {
            try SweepSearch.grid.combinations(of: grid)
        }
        #expect(error?.suggestion?.contains("n > 5") == true)
    }

    @Test("draws are different combinations, the same for the same seed")
    func random() throws {
        let grid = try grid([(Self.whole, "1..200"), (Self.real, "0..1")], "n > 20")
        let one = try SweepSearch.random(count: 100, seed: 1).combinations(of: grid)
        #expect(one.count == 100 && Set(one).count == 100 && one == one.sorted())
        #expect(try one.allSatisfy { try grid.allows($0) })
        #expect(one == (try SweepSearch.random(count: 100, seed: 1).combinations(of: grid)))
        #expect(one != (try SweepSearch.random(count: 100, seed: 2).combinations(of: grid)))
        let all = try SweepSearch.random(count: 1_000_000, seed: 1).combinations(of: grid)
        #expect(all == (try SweepSearch.grid.combinations(of: grid)))
        #expect(throws: AlmanacError.self) {
            try SweepSearch.random(count: 0, seed: 1).combinations(of: grid)
        }
    }
}
