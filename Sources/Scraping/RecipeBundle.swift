package import AlmanacCore
package import Archive
package import Database
package import Extraction
package import TimeSeries

/// A recipe as one installation hands it to another: all its versions, where each came from, and
/// the source that it reads.
///
/// Each version has the digest of its document, and the whole has one over all of them, so that
/// what was cut off or changed on the way is refused. The digests prove nothing about who wrote it.
package struct RecipeBundle: Sendable {
    /// The version of the form that this program reads and writes.
    package static let formatVersion = 1
    /// Most bytes of a bundle's text.
    package static let byteLimit = 16 << 20
    private static let versionLimit = 1_000

    /// The recipe's name.
    package var name: String
    /// The versions, oldest first.
    package private(set) var versions: [Archive.Recipe]
    /// Where each version came from, as objects of a command's output; null where nobody kept it.
    private var origins: [JSON]
    /// The source that the recipe reads; nil for a recipe without one.
    package private(set) var source: ScrapedSource?

    /// Reads the recipe of that name with all that belongs to it.
    ///
    /// - Throws: `notFound` for a recipe that the archive does not have.
    package init(_ transaction: Transaction, name: String) throws {
        let history = try RecipeHistory(transaction, name: name)
        self.name = name
        versions = history.entries.map(\.stored)
        origins = history.entries.map { $0.origin?.json ?? .null }
        source = try Sources.find(transaction, name).flatMap(ScrapedSource.init)
        if let address = source?.shownAddress { source?.address = address }
    }

    /// The digest of a document, whatever its spacing.
    static func digest(of document: JSON) -> String {
        let digest = SHA256()
        digest.update(document.text())
        return digest.finish()
    }

    private var digest: String {
        Self.digest(of: .array([.string(name), .array(versionsJSON)]))
    }

    private var versionsJSON: [JSON] {
        zip(versions, origins).map { version, origin in
            [
                "version": .integer(version.version),
                "valid_from": .string(version.validFrom.iso8601),
                "valid_until": version.validUntil.map { .string($0.iso8601) } ?? .null,
                "origin": origin, "digest": .string(Self.digest(of: version.document)),
                "recipe": version.document,
            ]
        }
    }

    /// The bundle as a document.
    package var json: JSON {
        [
            "recipe_bundle": .integer(Self.formatVersion), "name": .string(name),
            "source": source.map { .object($0.configuration.merging("tier", .string($0.tier))) }
                ?? .null,
            "versions": .array(versionsJSON), "digest": .string(digest),
        ]
    }

    /// The recipe of the newest version.
    ///
    /// - Throws: `validation` for a recipe that cannot be read.
    package func newest() throws(AlmanacError) -> Extraction.Recipe {
        guard let last = versions.last else { throw Self.fault("it has no versions") }
        return try Extraction.Recipe(last.document)
    }

    /// How many records there are of which a version carries values of the page that it was learned
    /// from: runs compare later values with them, so they cannot be left out.
    package var knownRecordCount: Int {
        versions.map { $0.document["records"]?["learned"]?["known"]?.arrayValue?.count ?? 0 }.max()
            ?? 0
    }

    // MARK: - Reading

    /// Reads a bundle, and checks that it is whole and that every version can be run.
    ///
    /// - Throws: `validation` that says what is wrong where.
    package init(text: String) throws(AlmanacError) {
        guard text.utf8.count <= Self.byteLimit else {
            throw Self.fault("it is longer than \(Self.byteLimit) bytes")
        }
        let json: JSON
        do {
            json = try JSON.parse(text)
        } catch {
            throw Self.fault("it is no JSON: \(error.message)")
        }
        guard let format = json["recipe_bundle"]?.intValue else {
            throw Self.fault(
                "it has no 'recipe_bundle'",
                "`almanac recipe export` writes one; `almanac recipe run` takes a bare recipe")
        }
        guard format == Self.formatVersion else {
            throw Self.fault(
                "its form is version \(format), and this program knows \(Self.formatVersion)",
                "use the version of Almanac that wrote it")
        }
        guard let name = json["name"]?.stringValue, !name.isEmpty, name.utf8.count <= 500,
            let entries = json["versions"]?.arrayValue, !entries.isEmpty,
            entries.count <= Self.versionLimit
        else { throw Self.fault("it has no name or no versions") }
        (self.name, versions, origins) = (name, [], [])
        for (index, entry) in entries.enumerated() { try add(entry, index) }
        source = ScrapedSource(name: name, bundled: json["source"] ?? .null)
        guard json["digest"]?.stringValue == digest else {
            throw Self.fault("its digest is that of another one: it was changed or cut off")
        }
    }

    private mutating func add(_ entry: JSON, _ index: Int) throws(AlmanacError) {
        let number = index + 1
        guard entry["version"]?.intValue == number, let document = entry["recipe"],
            let from = entry["valid_from"]?.stringValue.flatMap({ Timestamp(iso8601: $0) })
        else { throw Self.fault("version \(number) is missing or cannot be read") }
        guard entry["digest"]?.stringValue == Self.digest(of: document) else {
            throw Self.fault("the recipe of version \(number) is not the one that was exported")
        }
        do {
            _ = try CompiledRecipe(Extraction.Recipe(document))
        } catch {
            throw Self.fault("version \(number) cannot be run: \(error.message)")
        }
        let until = entry["valid_until"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
        versions.append(
            Archive.Recipe(
                name: name, version: number, schemaVersion: Extraction.Recipe.formatVersion,
                document: document, validFrom: from, validUntil: until))
        origins.append(entry["origin"] ?? .null)
    }

    private static func fault(_ what: String, _ suggestion: String? = nil) -> AlmanacError {
        AlmanacError(
            .validation, "the recipe cannot be imported: \(what)",
            suggestion: suggestion ?? "export it anew: almanac recipe export NAME")
    }

    // MARK: - Storing

    /// Stores the versions that the archive does not have yet.
    ///
    /// - Returns: How many versions were added.
    /// - Throws: `conflict` where the archive has other versions under that name.
    package func store(_ transaction: Transaction, at now: Timestamp) throws -> Int {
        let known = try Recipes.versions(transaction, name: name)
        let isContinued = zip(known, versions).allSatisfy {
            $0.document.text() == $1.document.text()
        }
        guard isContinued, known.count <= versions.count else {
            throw AlmanacError(
                .conflict, "the archive has another recipe '\(name)'",
                details: ["recipe": .string(name), "versions": .integer(known.count)],
                suggestion: "import it under another --name")
        }
        for version in versions.dropFirst(known.count) {
            let added = try Recipes.add(
                transaction, name: name, schemaVersion: version.schemaVersion,
                document: version.document, validFrom: version.validFrom, at: now)
            try RecipeOrigin(
                .imported,
                ["digest": .string(digest), "origin": origins[version.version - 1]], at: now
            ).save(transaction, recipe: name, version: added.version)
        }
        return versions.count - known.count
    }

    /// The bundle under another name, which its recipes and its source have too.
    package func renamed(_ name: String) -> RecipeBundle {
        var bundle = self
        bundle.name = name
        bundle.source?.name = name
        for index in bundle.versions.indices {
            bundle.versions[index].name = name
            guard var object = bundle.versions[index].document.objectValue else { continue }
            object["name"] = .string(name)
            bundle.versions[index].document = .object(object)
        }
        return bundle
    }
}

extension JSONObject {
    fileprivate func merging(_ name: String, _ value: JSON) -> JSONObject {
        var object = self
        object[name] = value
        return object
    }
}
