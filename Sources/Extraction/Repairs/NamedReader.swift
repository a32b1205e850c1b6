import AlmanacCore

/// A second reader of pages, which goes by the fields' names alone.
///
/// It counts for those fields that it read rightly on a page of which the values are known. What it
/// reads owes nothing to where values stood, so that it can bear out or outweigh places that may
/// mean something else by now.
package struct NamedReader {
    private let fields: [WantedField]
    private let expects: RecipeBuilder.Expectation
    private let trusted: Set<String>

    /// Reads a page of which the values are known, to see which fields their names lead to.
    package init(
        _ examples: ExampleValues, good page: SourcePage,
        expects: RecipeBuilder.Expectation = .one
    ) {
        self.expects = expects
        fields = examples.fields.map { WantedField($0.name, $0.type) }
        let read = Self.read(fields, page, expects, nil)
        var trusted: Set<String> = []
        for (index, field) in fields.enumerated() {
            let base = field.type.base
            var known = examples.keys.flatMap { $0[index] }
            var found = read.flatMap { ExampleValues.keys(of: $0[field.name], base) }
            if expects == .many {
                // Records may be known in another order than the page has them.
                known.sort()
                found.sort()
            }
            if !known.isEmpty, ExampleValues.match(found, known, base) {
                trusted.insert(field.name)
            }
        }
        self.trusted = trusted
    }

    /// What the names of the trusted fields lead to on another page of the site, as texts, record
    /// by record.
    package func records(on page: SourcePage) -> [[String: [String]]] {
        guard !trusted.isEmpty else { return [] }
        return Self.read(fields, page, expects, trusted).map { record in
            var values: [String: [String]] = [:]
            for name in trusted {
                let texts = ExampleValues.texts(of: record[name])
                if !texts.isEmpty { values[name] = texts }
            }
            return values
        }
    }

    /// The same for a page by its bytes; nothing where it cannot be read.
    package func records(on bytes: [UInt8]) -> [[String: [String]]] {
        (try? SourcePage(bytes: bytes)).map { records(on: $0) } ?? []
    }

    /// What names lead to, record by record; of a page that is one record some fields alone, where
    /// they are given.
    private static func read(
        _ fields: [WantedField], _ page: SourcePage, _ expects: RecipeBuilder.Expectation,
        _ names: Set<String>?
    ) -> [JSONObject] {
        let builder = RecipeBuilder(fields, expects: expects)
        let reader = PageReader(page)
        let built =
            expects == .one
            ? PageMatcher(builder, reader).built(name: "recipe", only: names)
            : (try? builder.candidates(on: reader, limit: 1))?.first?.built
        guard let built, let result = try? reader.result(of: built.recipe) else { return [] }
        return result.records.prefix(expects == .one ? 1 : .max).map { result.object(of: $0) }
    }
}
