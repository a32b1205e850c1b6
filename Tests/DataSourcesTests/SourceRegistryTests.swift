import AlmanacCore
import DataSources
import Testing

@Suite struct SourceRegistryTests {
    @Test("every source can be found by its name and says what a person needs to know")
    func complete() throws {
        var names: Set<String> = []
        for source in SourceRegistry.all {
            #expect(names.insert(source.name).inserted, "\(source.name) is there twice")
            #expect(SourceRegistry.find(source.name.uppercased()) == source)
            #expect(!source.tiers.isEmpty && !source.gives.isEmpty)
            #expect(!source.target.isEmpty && !source.example.isEmpty && !source.terms.isEmpty)
            for limit in source.limits { #expect(limit.intervalNanoseconds > 0) }
        }
    }

    @Test(
        "an address belongs to the source of its most particular host",
        arguments: [
            ("https://www.reddit.com/r/wallstreetbets", "reddit"),
            ("https://twitter.com/elonmusk", "x"), ("https://x.com/elonmusk", "x"),
            ("https://query1.finance.yahoo.com/v8", "yahoo"),
            ("https://finance.yahoo.com/quote/TSLA", "yahoo"),
            ("https://data.sec.gov/submissions/CIK0000320193.json", "sec"),
            ("https://notreddit.com/", "page"), ("https://example.org/", "page"),
        ])
    func hosts(address: String, name: String) throws {
        let url = try #require(WebURL(address))
        #expect(SourceRegistry.source(of: url)?.name == name)
    }

    @Test("what is no address of the web belongs to no source")
    func noSource() throws {
        #expect(SourceRegistry.source(of: try #require(WebURL("mailto:a@example.org"))) == nil)
    }

    @Test("an unknown name is refused with the nearest one")
    func unknown() {
        let error = #expect(throws: AlmanacError.self) { try SourceRegistry.require("yaho") }
        #expect(error?.kind == .notFound)
        #expect(error?.suggestion?.contains("yahoo") == true)
    }

    @Test("who can give bars is asked without a key first")
    func giving() {
        let names = SourceRegistry.sources(giving: .bars).map(\.name)
        #expect(names.first == "yahoo")
        #expect(names.contains("alpaca"))
    }

    @Test("keys never show")
    func keys() {
        let keys = SourceKeys(["A_KEY": "s3cret-value", "B_KEY": ""])
        #expect(keys["A_KEY"] == "s3cret-value")
        #expect(keys["B_KEY"] == nil)
        #expect(!"\(keys)".contains("s3cret"))
        #expect(!String(reflecting: keys).contains("s3cret"))
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!dumped.contains("s3cret"))
        #expect(keys.redacting("a s3cret-value b") == "a [A_KEY] b")
    }
}
