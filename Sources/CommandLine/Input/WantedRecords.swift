import AlmanacCore
import Extraction
import JSONSchema

/// What records are wanted of a page, as a command line says it.
struct WantedRecords {
    /// The fields; nil where Scout is to find some.
    var fields: [WantedField]?
    /// Values that are known to be on the page.
    var examples: [JSONObject]?
    /// Whether the page is one record.
    var isOne: Bool
    /// The schema that each record must follow; nil where none was given.
    private(set) var schemaDocument: JSON?
    private var schema: Schema?
    private static let byteLimit = 4_000_000

    static let options = [
        Command.Option(
            "--want", "FIELDS", "names with types: 'title, filed: date, link: url'; ! requires"),
        Command.Option("--schema", "FILE", "a JSON Schema that each record must follow"),
        Command.Option("--example", "FILE", "JSON with values that are on the page now"),
        Command.Option("--one", nil, "the page is one record, not a list"),
    ]

    init(_ arguments: Arguments) throws(AlmanacError) {
        isOne = arguments.has("--one")
        let given = ["--want", "--schema", "--example"].filter { arguments.value($0) != nil }
        if isOne, given.isEmpty {
            throw arguments.usage(
                "--one needs to know what is wanted of the page: give "
                    + "--want 'title, price: money', --schema or --example")
        }
        if given.count > 1, given != ["--want", "--example"] {
            throw arguments.usage("\(given.joined(separator: " and ")) do not go together")
        }
        if let text = arguments.value("--want") { fields = try WantedField.list(text) }
        if let path = arguments.value("--schema") {
            var document = try Self.json(path)
            if let items = document["items"], document["type"]?.stringValue == "array" {
                document = items
            }
            schema = try Schema(document, assertsFormats: true)
            schemaDocument = document
            fields = try Self.fields(document)
        }
        if let path = arguments.value("--example") {
            let document = try Self.json(path)
            isOne = isOne || document.objectValue != nil
            let records = (document.arrayValue ?? [document]).compactMap(\.objectValue)
            guard !records.isEmpty else {
                throw AlmanacError(
                    .validation, "'\(path)' holds no records", details: ["path": .string(path)],
                    suggestion: "give an object, or a list of them, with values of the page")
            }
            examples = records
            if fields == nil {
                fields = Self.fields(of: records)
            }
        }
    }

    private static func json(_ path: String) throws(AlmanacError) -> JSON {
        let text = String(decoding: try FileSystem.read(path, limit: byteLimit), as: UTF8.self)
        do {
            return try JSON.parse(text)
        } catch {
            throw AlmanacError(
                .validation, "'\(path)' is no JSON: \(error.message)",
                details: ["path": .string(path)])
        }
    }

    /// The fields that a schema of an object names.
    private static func fields(_ schema: JSON) throws(AlmanacError) -> [WantedField] {
        let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let members = schema["properties"]?.objectValue?.members ?? []
        guard !members.isEmpty else {
            throw AlmanacError(
                .validation, "the schema names no properties",
                suggestion: "give a schema of one record, with its fields under 'properties'")
        }
        return members.map { name, property in
            WantedField(name, type(ofSchema: property), isRequired: required.contains(name))
        }
    }

    private static func type(ofSchema property: JSON) -> FieldType {
        let formats: [String: FieldType.Base] = [
            "date": .date, "date-time": .datetime, "uri": .url, "uri-reference": .url,
        ]
        let types: [String: FieldType.Base] = [
            "number": .number, "integer": .integer, "boolean": .boolean,
        ]
        switch property["type"]?.stringValue {
        case "array":
            return FieldType(type(ofSchema: property["items"] ?? .null).base, isList: true)
        case let name:
            let format = property["format"]?.stringValue.flatMap { formats[$0] }
            return FieldType(format ?? name.flatMap { types[$0] } ?? .text)
        }
    }

    /// The fields that any record has, in order of first appearance, by their first values that are
    /// not empty.
    private static func fields(of records: [JSONObject]) -> [WantedField] {
        var found = JSONObject()
        for (name, value) in records.lazy.flatMap(\.members)
        where found[name] ?? .null == .null || found[name] == [] {
            found[name] = value
        }
        return found.members.map { WantedField($0.key, type(of: $0.value)) }
    }

    private static func type(of value: JSON) -> FieldType {
        switch value {
        case .array(let elements):
            return FieldType(type(of: elements.first ?? .null).base, isList: true)
        case .integer, .number: return FieldType(.number)
        case .bool: return FieldType(.boolean)
        case .string(let text):
            if text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("/") {
                return FieldType(.url)
            }
            let bytes = Array(text.utf8)
            let isDate = bytes.count == 10 && bytes[4] == 0x2D && bytes[7] == 0x2D
            return isDate ? FieldType(.date) : .text
        default: return .text
        }
    }

    /// The builder for the fields; nil where none are named, or where values are known.
    var builder: RecipeBuilder? {
        guard examples == nil, let fields else { return nil }
        return RecipeBuilder(fields, expects: isOne ? .one : .many)
    }

    /// The field that is looked for beside the wanted ones, to follow records to their own pages.
    private static let link = WantedField("link", FieldType(.url))

    /// The ways to read a page, best first.
    ///
    /// - Parameter mayFollow: whether fields that the page lacks may be on pages that its records
    ///   lead to, so that their addresses are wanted too.
    /// - Throws: `extraction` where nothing is found.
    func candidates(
        on page: SourcePage, name: String, mayFollow: Bool
    ) throws -> [RecipeCandidate] {
        if let examples, let fields {
            let values = ExampleValues(fields, documents: examples)
            let builder = ExampleBuilder(values, page, isPage: isOne, isComplete: false)
            guard let recipe = try builder.recipe(name: name) else {
                throw AlmanacError(
                    .extraction, "no recipe gives the values of the example",
                    suggestion: "give a few records with values as the page shows them")
            }
            let missing = fields.map(\.name).filter { recipe.field($0) == nil }
            return [
                RecipeCandidate(
                    built: BuiltRecipe(recipe: recipe, confidence: [], missing: missing),
                    rowCount: examples.count, sureness: 1)
            ]
        }
        guard let builder else {
            let found = try Scout.candidates(on: page, name: name)
            guard !found.isEmpty else {
                throw Scout.nestingFault(page)
                    ?? AlmanacError(
                        .extraction, "nothing on the page looks like records",
                        suggestion: "say what is wanted with --want, or give an --example")
            }
            return found
        }
        var found = try builder.candidates(on: page, name: name)
        let hasAddress = builder.fields.contains { $0.type == FieldType(.url) }
        if mayFollow, !isOne, !hasAddress, !(found.first?.built.missing.isEmpty ?? true) {
            let linked = RecipeBuilder(builder.fields + [Self.link], expects: .many)
            found = try linked.candidates(on: page, name: name)
            for index in found.indices {
                found[index].built.missing.removeAll { $0 == Self.link.name }
            }
        }
        guard !found.isEmpty else { throw builder.nothingFound(page) }
        return found
    }

    /// Refuses records that do not follow the schema, with the field and the page.
    func check(_ result: RecipeResult, _ page: String) throws(AlmanacError) {
        guard let schema else { return }
        for (index, record) in result.records.enumerated() {
            guard let finding = try schema.findings(in: .object(result.object(of: record))).first
            else { continue }
            let message =
                finding.message.hasSuffix(".") ? finding.message.dropLast() : finding.message[...]
            throw AlmanacError(
                .schemaMismatch,
                "record \(index + 1) of \(page) does not follow the schema: \(message)",
                details: [
                    "page": .string(page), "record": .integer(index + 1),
                    "field": .string(finding.instancePath),
                ], suggestion: "name fields in the schema that the page has, or loosen it")
        }
    }
}
