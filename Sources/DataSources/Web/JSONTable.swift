import AlmanacCore

/// Turns an array of flat objects into CSV, so that one reader decides on times and numbers.
enum JSONTable {
    /// The rows at the end of a way of member names; without one the first array that is met.
    static func csv(of answer: AnswerReader, way: [String]) throws(AlmanacError) -> [UInt8] {
        var place = answer
        for name in way { place = try place.member(name) }
        if way.isEmpty, place.json.arrayValue == nil {
            guard let array = try place.members().first(where: { $0.value.json.arrayValue != nil })
            else { throw place.changed("an array of objects") }
            place = array.value
        }
        var names: [String] = []
        var seen: Set<String> = []
        let rows = try place.elements()
        for row in rows {
            guard let object = row.json.objectValue else { throw row.changed("an object") }
            for key in object.keys where seen.insert(key).inserted { names.append(key) }
        }
        guard !names.isEmpty else { throw place.changed("an array of objects") }
        var lines = [names.map(field).joined(separator: ",")]
        for row in rows {
            lines.append(names.map { cell(row.json[$0]) }.joined(separator: ","))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func cell(_ value: JSON?) -> String {
        switch value {
        case .string(let text): field(text)
        case .integer(let number): String(number)
        case .number(let number): JSON.text(of: number)
        case .bool(let truth): truth ? "1" : "0"
        case .null, .array, .object, nil: ""
        }
    }

    private static func field(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
