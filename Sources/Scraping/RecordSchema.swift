package import AlmanacCore
package import Extraction
import JSONSchema

/// A JSON Schema that every record of a source must follow, at each look.
package struct RecordSchema: Sendable {
    private let schema: Schema

    /// Reads the schema of a source; nil for a source without one.
    ///
    /// - Throws: `validation` for a schema that cannot be read.
    package init?(_ source: ScrapedSource) throws(AlmanacError) {
        guard let document = source.schema else { return nil }
        schema = try Schema(document, assertsFormats: true)
    }

    /// Takes the records that do not follow the schema to the bad rows, each with the field and
    /// what is wrong with it.
    ///
    /// - Throws: `validation` for a schema whose checks go beyond their limits.
    package func apply(to result: inout RecipeResult) throws(AlmanacError) {
        var kept: [ExtractedRecord] = []
        for record in result.records {
            let values = result.object(of: record)
            guard let finding = try schema.findings(in: .object(values)).first else {
                kept.append(record)
                continue
            }
            result.badRows.append(
                RecipeResult.BadRow(
                    row: record.row, field: Self.field(finding), rule: "schema",
                    reason: Self.message(finding), values: values))
        }
        result.records = kept
    }

    /// The field that a finding is about: a member that is missing is named by its message alone.
    private static func field(_ finding: SchemaFinding) -> String {
        let path = finding.instancePath.split(separator: "/")
        return path.first.map(String.init) ?? "record"
    }

    private static func message(_ finding: SchemaFinding) -> String {
        let text = finding.message
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
