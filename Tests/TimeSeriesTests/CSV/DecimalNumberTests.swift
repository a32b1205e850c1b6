import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct DecimalNumberTests {
    /// Reads a number through the reader, the only way in from outside.
    private func read(_ texts: [String]) throws -> [Double] {
        var text = "timestamp,x\n"
        for (index, number) in texts.enumerated() { text += "\(1_000_000_000 + index),\(number)\n" }
        return try #require(CSVReader.read(bytes: Array(text.utf8), name: "n").frame["x"])
    }

    private func check(_ texts: [String], seed: UInt64) throws {
        let values = try read(texts)
        for (text, value) in zip(texts, values) {
            let expected = try #require(Double(text), "\(text)")
            #expect(value.bitPattern == expected.bitPattern, "\(text), seed \(seed)")
        }
    }

    @Test("random decimals of every length round as the standard library rounds them")
    func randomDecimals() throws {
        let seed: UInt64 = 2_024
        var generator = SeededGenerator(seed: seed)
        var texts: [String] = []
        for _ in 0..<60_000 {
            let digits = Int.random(in: 1...24, using: &generator)
            var text = Bool.random(using: &generator) ? "-" : ""
            let point = Int.random(in: 0...digits, using: &generator)
            for place in 0..<digits {
                if place == point { text += "." }
                text += String(Int.random(in: 0...9, using: &generator))
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                text += "e\(Int.random(in: -330...320, using: &generator))"
            }
            texts.append(text)
        }
        try check(texts, seed: seed)
    }

    @Test("random doubles read back as themselves from their shortest text")
    func randomDoubles() throws {
        let seed: UInt64 = 11
        var generator = SeededGenerator(seed: seed)
        var texts: [String] = []
        while texts.count < 40_000 {
            let value =
                texts.count % 2 == 0
                ? Double(bitPattern: generator.next()) : generator.unit() * 1_000
            if value.isFinite { texts.append(value.description) }
        }
        try check(texts, seed: seed)
    }

    @Test("decimals halfway between two doubles round to even")
    func halfway() throws {
        let seed: UInt64 = 3
        var generator = SeededGenerator(seed: seed)
        var texts: [String] = []
        for _ in 0..<20_000 {
            // An odd 54-bit integer lies halfway; dividing by powers of two keeps it exact.
            let odd = (generator.next() >> 10) | 1 << 53 | 1
            let halvings = Int.random(in: 0...3, using: &generator)
            let scale = [1, 10, 100, 1_000][halvings]
            let wide = UInt128(odd) * UInt128(scale) >> UInt128(halvings)
            guard wide << UInt128(halvings) == UInt128(odd) * UInt128(scale) else { continue }
            var text = String(wide)
            if halvings > 0 {
                text.insert(".", at: text.index(text.endIndex, offsetBy: -halvings))
            }
            texts.append(text)
        }
        #expect(texts.count > 10_000)
        try check(texts, seed: seed)
    }

    @Test("the ends of the range and odd forms are read exactly")
    func edges() throws {
        try check(
            [
                "0", "-0", "0.0", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
                "18446744073709551615", "9999999999999999999", "99999999999999999999",
                "0.000000000000000000000000000001", "4.9e-324", "2.4e-324",
                "1.7976931348623157e308",
                "1e400", "-1e400", "1e-400", "123456789012345678e-19", ".5", "5.", "+7", "1E5",
                "000000000000000000000000001.5", "179769313486231580793e289",
            ], seed: 0)
    }
}
