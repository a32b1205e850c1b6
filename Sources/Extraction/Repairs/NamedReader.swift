import AlmanacCore

/// A second reader of pages that are one record, which goes by the fields' names alone.
///
/// It counts for those fields that it read rightly on a page of which the values are known. What it
/// reads owes nothing to where values stood, so that it can bear out or outweigh places that may
/// mean something else by now.
package struct NamedReader {
    private let fields: [WantedField]
    private let trusted: Set<String>

    /// Reads a page of which the values are known, to see which fields their names lead to.
    package init(_ examples: ExampleValues, good page: SourcePage) {
        fields = examples.fields.map { WantedField($0.name, $0.type) }
        var trusted: Set<String> = []
        if let known = examples.keys.first {
            let read = Self.read(fields, page)
            for (field, keys) in zip(fields, known) where !keys.isEmpty {
                let base = field.type.base
                if ExampleValues.match(ExampleValues.keys(of: read[field.name], base), keys, base) {
                    trusted.insert(field.name)
                }
            }
        }
        self.trusted = trusted
    }

    /// What the names of the trusted fields lead to on another page of the site, as texts.
    package func values(on page: SourcePage) -> [String: [String]] {
        guard !trusted.isEmpty else { return [:] }
        let read = Self.read(fields, page)
        var values: [String: [String]] = [:]
        for name in trusted {
            let texts = ExampleValues.texts(of: read[name])
            if !texts.isEmpty { values[name] = texts }
        }
        return values
    }

    /// The same for a page by its bytes; nothing where it cannot be read.
    package func values(on bytes: [UInt8]) -> [String: [String]] {
        (try? SourcePage(bytes: bytes)).map { values(on: $0) } ?? [:]
    }

    private static func read(_ fields: [WantedField], _ page: SourcePage) -> JSONObject {
        guard let built = try? RecipeBuilder(fields, expects: .one).build(from: [page]),
            let result = try? CompiledRecipe(built.recipe).run(on: page),
            let record = result.records.first
        else { return JSONObject() }
        return result.object(of: record)
    }
}
