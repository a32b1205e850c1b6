import AlmanacCore
import BundledPrices

/// `almanac symbols`.
enum SymbolsCommand {
    static let command = Command(
        name: "symbols", summary: "List the symbols whose prices are bundled.",
        examples: [("almanac symbols", "prints each symbol, its name, columns and dates")]
    ) { (arguments, console) throws(AlmanacError) in
        if arguments.has("--json") {
            let rows = BundledPrices.symbols.map { symbol -> JSON in
                [
                    "symbol": .string(symbol.symbol), "name": .string(symbol.name),
                    "kind": .string(symbol.kind.rawValue), "first": .string(symbol.firstDay),
                    "last": .string(symbol.lastDay),
                    "columns": .array(symbol.columns.map(JSON.string)),
                    "adjusted": .bool(symbol.isAdjusted), "source": .string(symbol.provenance),
                ]
            }
            console.write(
                JSON.object(["success": true, "symbols": .array(rows)]).text(pretty: true) + "\n")
            return 0
        }
        for symbol in BundledPrices.symbols {
            let ticker = symbol.symbol.padded(to: 6)
            let dates = "\(symbol.firstDay) to \(symbol.lastDay)"
            console.write(
                "\(ticker)\(symbol.name.padded(to: 26))\(dates)  "
                    + "\(symbol.columns.joined(separator: ", "))"
                    + (symbol.isAdjusted ? " (adjusted)" : "") + "\n")
        }
        return 0
    }
}

extension String {
    /// The text followed by spaces up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
