import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVWriterTests {
    @Test("fields are quoted where they must be")
    func quoting() {
        var writer = CSVWriter(header: ["a", "b c"])
        writer.append(["x,y", "say \"no\""])
        writer.append([" lead", "two\nlines"])
        #expect(writer.text == "a,b c\n\"x,y\",\"say \"\"no\"\"\"\n\" lead\",\"two\nlines\"\n")
    }

    @Test("a random frame reads back as it was written")
    func roundTrips() throws {
        let seed: UInt64 = 21
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 1...40, using: &generator)
            var time = Int64.random(in: 0...1_000_000_000_000_000_000, using: &generator)
            let times = (0..<count).map { _ in
                time += Int64.random(in: 1...1_000_000_000_000, using: &generator)
                return Timestamp(nanoseconds: time)
            }
            let values = (0..<count).map { _ -> Double in
                switch generator.next() % 5 {
                case 0: .nan
                case 1: Double(Int64.random(in: -1_000_000...1_000_000, using: &generator))
                case 2: -0.0
                case 3: generator.unit() * 1e20
                default: generator.unit()
                }
            }
            let frame = Frame(
                times: times, knownAt: times.map { $0.advanced(byNanoseconds: 5) },
                columns: [.init(name: "open", values: values), .init(name: "x", values: values)])
            let text = CSVWriter.text(of: frame)
            let back = try read(text).frame
            #expect(back.times == times && back.knownAt == frame.knownAt, "seed \(seed)")
            for name in ["open", "x"] {
                #expect(
                    back[name]?.map(\.bitPattern)
                        == values.map { $0.isNaN ? Double.nan : $0 }
                        .map(\.bitPattern), "seed \(seed)")
            }
            #expect(CSVWriter.text(of: back) == text, "seed \(seed)")
        }
    }
}
