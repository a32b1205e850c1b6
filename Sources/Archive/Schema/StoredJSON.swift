import AlmanacCore
import Database

/// JSON that a column keeps as text.
enum StoredJSON {
    /// The document in a column.
    static func value(_ row: Row, _ index: Int) throws(AlmanacError) -> JSON {
        let text = try row.text(index)
        do {
            return try JSON.parse(text)
        } catch {
            throw AlmanacError(
                .dataFetch, "a stored document is damaged: \(error)",
                details: ["column": .string(row.columns[index])])
        }
    }

    /// The object in a column.
    static func object(_ row: Row, _ index: Int) throws(AlmanacError) -> JSONObject {
        try value(row, index).objectValue ?? JSONObject()
    }
}
