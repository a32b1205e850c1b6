import Agents
import BundledPrices
import Testing

/// The symbols that sentences may name are the symbols that the binary carries.
@Suite struct SymbolCatalogueTests {
    @Test("every bundled series may be named in a sentence, with the columns that it has")
    func agreement() {
        let entries = SymbolCatalogue.bundled.entries
        #expect(Set(entries.map(\.symbol)) == Set(BundledPrices.symbols.map(\.symbol)))
        for symbol in BundledPrices.symbols {
            let entry = SymbolCatalogue.bundled.entry(symbol.symbol)
            #expect(entry?.columns == symbol.columns, "\(symbol.symbol)")
            let names = Set((entry?.names ?? []).map { $0.uppercased() })
            #expect(names.isSuperset(of: symbol.aliases), "\(symbol.symbol)")
        }
    }
}
