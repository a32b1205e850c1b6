import AlmanacCore

/// The texts of a value in data.
enum DataText {
    /// Most texts of one value.
    private static let textLimit = 10_000

    /// The members of an object that stand for it, best first.
    private static let textMembers = ["@value", "itemListElement", "text", "name", "headline"]
    private static let urlMembers = ["url", "contentUrl", "@id", "src", "href", "link"]

    /// A value as texts: scalars as they are, arrays element by element, and of an object the
    /// member that stands for it, as schema.org's `name` of a person or `url` of a picture.
    static func texts(of value: JSON, type: FieldType.Base) -> [String] {
        var texts: [String] = []
        var pending = [value]
        let members = type == .url ? urlMembers : textMembers
        while let current = pending.popLast(), texts.count < textLimit {
            switch current {
            case .null: break
            case .bool(let flag): texts.append(flag ? "true" : "false")
            case .integer(let number): texts.append(String(number))
            case .number(let number): texts.append(JSON.text(of: number))
            case .string(let text): texts.append(text.trimmed)
            case .array(let elements): pending += elements.reversed()
            case .object(let object):
                if let key = members.first(where: { object[$0] != nil }), let inner = object[key] {
                    pending.append(inner)
                    // The heading of a section stands before what the section lists.
                    if key == "itemListElement", let heading = object["name"]?.stringValue {
                        pending.append(.string(heading))
                    }
                }
            }
        }
        return texts
    }
}
