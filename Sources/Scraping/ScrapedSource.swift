import AlmanacCore
package import Archive

/// A source whose records are read from a page by a recipe.
package struct ScrapedSource: Sendable, Equatable {
    /// Its name, which its recipe and its schedule have too.
    package var name: String
    /// The address of the page, or a file's.
    package var address: String
    /// How it is fetched: `static` or `file`.
    package var tier: String
    /// The fields without which a repair of its recipe is none.
    package var required: [String] = []

    /// What the archive calls its records.
    package static let recordKind = "record"

    /// Makes a source.
    package init(name: String, address: String, tier: String) {
        (self.name, self.address, self.tier) = (name, address, tier)
    }

    /// Reads what the archive knows; nil for a source that is not scraped.
    package init?(_ source: DataSource) {
        guard let address = source.configuration["address"]?.stringValue, source.recipe != nil
        else { return nil }
        self.init(name: source.name, address: address, tier: source.tier)
        required =
            source.configuration["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// The source as the archive keeps it.
    package func stored(_ health: SourceHealth) -> DataSource {
        var source = DataSource(name: name, tier: tier)
        source.configuration = [
            "address": .string(address), "required": .array(required.map(JSON.string)),
        ]
        source.recipe = name
        source.health = health
        return source
    }
}
