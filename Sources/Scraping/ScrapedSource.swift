package import AlmanacCore
package import Archive
import Networking

/// A source whose records are read from a page by a recipe.
package struct ScrapedSource: Sendable, Equatable {
    /// Its name, which its recipe and its schedule have too.
    package var name: String
    /// The address of the page, or a file's.
    package var address: String
    /// How it is fetched: `static`, `browser` or `file`.
    package var tier: String
    /// The fields without which a repair of its recipe is none.
    package var required: [String] = []
    /// The JSON Schema that each record must follow; nil where none was given.
    package var schema: JSON?

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
        read(source.configuration)
    }

    /// Reads what another installation says of its source; nil where that is none.
    init?(name: String, bundled json: JSON) {
        guard let object = json.objectValue, let address = object["address"]?.stringValue,
            let tier = object["tier"]?.stringValue, Self.tiers.contains(tier)
        else { return nil }
        self.init(name: name, address: address, tier: tier)
        read(object)
    }

    /// The ways in which a page is come by.
    package static let tiers = ["static", "browser", "file"]

    private mutating func read(_ configuration: JSONObject) {
        required = configuration["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        schema = configuration["schema"]
    }

    /// What is kept of it beside its name and its tier.
    var configuration: JSONObject {
        var object: JSONObject = [
            "address": .string(address), "required": .array(required.map(JSON.string)),
        ]
        object["schema"] = schema
        return object
    }

    /// The address as it may be shown and handed on, without keys.
    package var shownAddress: String { WebURL(address)?.withoutKeys.description ?? address }

    /// The source as the archive keeps it.
    package func stored(_ health: SourceHealth) -> DataSource {
        var source = DataSource(name: name, tier: tier)
        source.configuration = configuration
        source.recipe = name
        source.health = health
        return source
    }
}
