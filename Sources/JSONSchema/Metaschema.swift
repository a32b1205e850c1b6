import AlmanacCore

/// The rules of draft 2020-12 for schemas themselves, as one schema.
///
/// It demands what the published metaschema demands, which is spread over seven documents; the
/// keywords and their forms are those of the standard, the wording is this repository's.
/// - Source: JSON Schema Core and Validation, draft 2020-12.
enum Metaschema {
    static let document: JSON = {
        let schema: JSON = ["$dynamicRef": "#meta"]
        let schemaList: JSON = ["type": "array", "minItems": 1, "items": schema]
        let schemaMap: JSON = ["type": "object", "additionalProperties": schema]
        let text: JSON = ["type": "string"]
        let natural: JSON = ["type": "integer", "minimum": 0]
        let names: JSON = ["type": "array", "items": text, "uniqueItems": true]
        let anchor: JSON = ["type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"]
        let truth: JSON = ["type": "boolean"]
        let typeName: JSON = [
            "enum": .array(JSONType.allCases.map { .string($0.rawValue) })
        ]
        var properties: JSONObject = [
            "$id": ["type": "string", "pattern": "^[^#]*#?$"], "$schema": text, "$ref": text,
            "$anchor": anchor, "$dynamicRef": text, "$dynamicAnchor": anchor,
            "$vocabulary": ["type": "object", "additionalProperties": truth], "$comment": text,
            "type": [
                "anyOf": [
                    typeName,
                    ["type": "array", "items": typeName, "minItems": 1, "uniqueItems": true],
                ]
            ],
            "enum": ["type": "array"], "multipleOf": ["type": "number", "exclusiveMinimum": 0],
            "required": names, "uniqueItems": truth, "pattern": text, "format": text,
            "dependentRequired": ["type": "object", "additionalProperties": names],
            "title": text, "description": text, "deprecated": truth, "readOnly": truth,
            "writeOnly": truth, "examples": ["type": "array"], "contentEncoding": text,
            "contentMediaType": text,
        ]
        for key in ["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"] {
            properties[key] = ["type": "number"]
        }
        for key in [
            "maxLength", "minLength", "maxItems", "minItems", "maxContains", "minContains",
            "maxProperties", "minProperties",
        ] { properties[key] = natural }
        for key in ["allOf", "anyOf", "oneOf", "prefixItems"] { properties[key] = schemaList }
        for key in [
            "$defs", "definitions", "properties", "patternProperties", "dependentSchemas",
        ] { properties[key] = schemaMap }
        for key in [
            "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else",
            "not", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
        ] { properties[key] = schema }
        return [
            "$schema": .string(SchemaDialect.draft2020.rawValue),
            "$id": .string(SchemaDialect.draft2020.rawValue), "$dynamicAnchor": "meta",
            "type": ["object", "boolean"], "properties": .object(properties),
        ]
    }()
}
