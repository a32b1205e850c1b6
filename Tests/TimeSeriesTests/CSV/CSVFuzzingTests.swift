import AlmanacCore
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVFuzzingTests {
    private static let seeds = [
        "timestamp,open,high,low,close,volume\n2024-01-02,1,2,3,4,5\n2024-01-03,1,2,3,4,5\n",
        "Date;Time;Open;Close\r\n31.01.2024;09:30;1.234,5;2,5\r\n01.02.2024;09:30;1,5;2,5\r\n",
        "date,symbol,x,known_at\n1/2/2024,A,\"1,234.5\",1706689800\n13/1/2024,A,12%,1706689801.5\n",
        "\u{FEFF}\"date\",\"a \"\"q\"\"\"\n\"20240131 0930\",\"x\ny\"\n5-Jan-2024,-inf\n",
        "ts,x\n1706689800000,1e400\n1706689801000,-0.00000000000000000001\n",
    ]
    private static let pieces = [
        "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", "\t", "-", ".", "e9", "99999999999999999999",
        "2024-01-31T23:59:59.999999999+23:59", "NaN", "\u{0}", "é", "9223372036854775807",
        "-9223372036854775808", "1677-09-21", "2262-04-12", "29/2/2023", "%", "$", "Z",
    ]

    @Test("ten thousand mutated files are read or refused, and nothing else")
    func mutations() {
        let seed: UInt64 = 1_234
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            var bytes = Array(Self.seeds[Int(generator.next() % UInt64(Self.seeds.count))].utf8)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch generator.next() % 5 {
                case 0 where place < bytes.count: bytes[place] = UInt8(generator.next() % 256)
                case 1 where place < bytes.count: bytes.remove(at: place)
                case 2: bytes.removeLast(bytes.count - place)
                case 3:
                    let end = Int.random(in: place...bytes.count, using: &generator)
                    bytes.insert(contentsOf: bytes[place..<end], at: place)
                default:
                    let piece = Self.pieces[Int(generator.next() % UInt64(Self.pieces.count))]
                    bytes.insert(contentsOf: piece.utf8, at: place)
                }
            }
            exerciseCSVReader(bytes)
        }
    }
}
