import AlmanacCore
import JSONSchema

/// The documents that the conformance tests refer to, by what those tests expect of them.
enum RemoteDocuments {
    static let all: SchemaDocuments = {
        var documents = SchemaDocuments()
        for (name, document) in table {
            documents.add(document, at: "http://localhost:1234/draft2020-12/" + name)
        }
        return documents
    }()

    private static let text: JSON = ["type": "string"]
    private static let whole: JSON = ["type": "integer"]
    private static let refersToWhole: JSON = ["$ref": "#/$defs/integer"]

    private static let table: [(String, JSON)] = [
        ("integer.json", whole), ("baseUriChange/folderInteger.json", whole),
        ("baseUriChangeFolder/folderInteger.json", whole),
        ("baseUriChangeFolderInSubschema/folderInteger.json", whole),
        ("subSchemas.json", ["$defs": ["integer": whole, "refToInteger": refersToWhole]]),
        (
            "locationIndependentIdentifier.json",
            [
                "$defs": [
                    "refToInteger": ["$ref": "#foo"],
                    "A": ["$anchor": "foo", "type": "integer"],
                ]
            ]
        ),
        (
            "name-defs.json",
            ["$defs": ["orNull": ["anyOf": [["type": "null"], ["$ref": "#"]]]], "type": "string"]
        ),
        (
            "ref-and-defs.json",
            [
                "$id": "http://localhost:1234/draft2020-12/ref-and-defs.json",
                "$defs": ["inner": ["properties": ["bar": text]]], "$ref": "#/$defs/inner",
            ]
        ),
        (
            "nested/foo-ref-string.json",
            ["type": "object", "properties": ["foo": ["$ref": "string.json"]]]
        ),
        ("nested/string.json", text),
        (
            "different-id-ref-string.json",
            [
                "$id": "http://localhost:1234/real-id-ref-string.json",
                "$defs": ["bar": text], "$ref": "#/$defs/bar",
            ]
        ),
        (
            "urn-ref-string.json",
            [
                "$id": "urn:uuid:feebdaed-ffff-0000-ffff-0000deadbeef",
                "$defs": ["bar": text], "$ref": "#/$defs/bar",
            ]
        ),
        (
            "nested-absolute-ref-to-string.json",
            [
                "$defs": [
                    "bar": ["$id": "http://localhost:1234/the-nested-id.json", "type": "string"]
                ],
                "$ref": "http://localhost:1234/the-nested-id.json",
            ]
        ),
        (
            "detached-ref.json",
            [
                "$id": "http://localhost:1234/draft2020-12/detached-ref.json",
                "$defs": [
                    "foo": ["$ref": "#detached"],
                    "detached": ["$anchor": "detached", "type": "integer"],
                ],
            ]
        ),
        (
            "detached-dynamicref.json",
            [
                "$id": "http://localhost:1234/draft2020-12/detached-dynamicref.json",
                "$defs": [
                    "foo": ["$dynamicRef": "#detached"],
                    "detached": ["$dynamicAnchor": "detached", "type": "integer"],
                ],
            ]
        ),
        (
            "tree.json",
            [
                "$id": "http://localhost:1234/draft2020-12/tree.json", "$dynamicAnchor": "node",
                "type": "object",
                "properties": [
                    "data": true,
                    "children": ["type": "array", "items": ["$dynamicRef": "#node"]],
                ],
            ]
        ),
        (
            "extendible-dynamic-ref.json",
            [
                "$id": "http://localhost:1234/draft2020-12/extendible-dynamic-ref.json",
                "type": "object",
                "properties": [
                    "elements": ["type": "array", "items": ["$dynamicRef": "#elements"]]
                ],
                "required": ["elements"], "additionalProperties": false,
                "$defs": ["elements": ["$dynamicAnchor": "elements"]],
            ]
        ),
        (
            "metaschema-no-validation.json",
            [
                "$id": "http://localhost:1234/draft2020-12/metaschema-no-validation.json",
                "$vocabulary": [
                    "https://json-schema.org/draft/2020-12/vocab/applicator": true,
                    "https://json-schema.org/draft/2020-12/vocab/core": true,
                ],
            ]
        ),
        (
            "metaschema-optional-vocabulary.json",
            [
                "$id": "http://localhost:1234/draft2020-12/metaschema-optional-vocabulary.json",
                "$vocabulary": [
                    "https://json-schema.org/draft/2020-12/vocab/validation": true,
                    "https://json-schema.org/draft/2020-12/vocab/core": true,
                    "http://localhost:1234/draft/2020-12/vocab/custom": false,
                ],
            ]
        ),
    ]
}
