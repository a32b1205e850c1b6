import AlmanacCore
import BundledPrices
import Testing

@Suite struct BundledPricesTests {
    @Test(
        "every listed series is in the binary and is what the list says",
        arguments: BundledPrices.symbols.map(\.symbol))
    func series(name: String) throws {
        let symbol = try BundledPrices.resolve(name)
        let text = String(decoding: try BundledPrices.csv(for: symbol.symbol), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(
            lines.first
                == Substring((["timestamp"] + symbol.columns).joined(separator: ",")))
        #expect(lines.dropFirst().first?.prefix(10) == symbol.firstDay[...])
        #expect(lines.last?.prefix(10) == symbol.lastDay[...])
        #expect(lines.count == 1 + (symbol.kind == .index ? 5_031 : 8_313))
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            try #require(fields.count == 1 + symbol.columns.count)
            for (column, field) in zip(symbol.columns, fields.dropFirst()) {
                let value = try #require(Double(field))
                // Two sessions of the NASDAQ Composite were packaged without their volume.
                #expect(value.isFinite && (value > 0 || column == "volume" && value == 0))
            }
        }
    }

    @Test("symbols resolve in any case and by common aliases")
    func resolve() throws {
        #expect(try BundledPrices.resolve("aapl").symbol == "AAPL")
        #expect(try BundledPrices.resolve("^gspc").symbol == "SPX")
        #expect(try BundledPrices.csv(for: "Msft") == BundledPrices.csv(for: "MSFT"))
    }

    @Test(
        "an unknown symbol names the nearest ones",
        arguments: [
            ("APPL", ["AAPL"]), ("Apple", ["AAPL"]), ("coca", ["KO"]), ("MFST", ["MSFT"]),
            ("TSLA", []), ("", []), ("🙂", []),
        ])
    func unknown(text: String, nearest: [String]) throws {
        let error = #expect(throws: AlmanacError.self) { try BundledPrices.resolve(text) }
        #expect(error?.kind == .invalidSymbol)
        #expect(error?.details["nearest"] == .array(nearest.map(JSON.string)))
        #expect(error?.details["known"]?.arrayValue?.count == 22)
        #expect(error?.suggestion != nil)
    }

    @Test("damaged or oversized gzip data is refused")
    func gzip() throws {
        // "hello hello hello hello\n", made by gzip -n9.
        let whole: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8,
            0x40, 0x27, 0xB9, 0, 0, 0x88, 0x59, 0x0B, 0x18, 0, 0, 0,
        ]
        func read(_ bytes: [UInt8], limit: Int = 1_000) throws -> [UInt8] {
            try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: limit) }
        }
        #expect(try read(whole) == Array("hello hello hello hello\n".utf8))
        #expect(throws: Gzip.Failure.tooLarge(limit: 23)) { try read(whole, limit: 23) }
        var wrongChecksum = whole
        wrongChecksum[whole.count - 8] ^= 1
        for bytes in [[], wrongChecksum, whole.dropLast(9) + [], whole + [0], whole.reversed()] {
            #expect(throws: Gzip.Failure.corrupt) { try read(bytes) }
        }
    }
}
