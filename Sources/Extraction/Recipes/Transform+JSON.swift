import AlmanacCore

extension Transform {
    init(_ json: JSON, _ path: String) throws(AlmanacError) {
        var members = try RecipeMembers(json, path)
        guard let key = json.objectValue?.keys.first, let read = Self.readers[key] else {
            throw RecipeMembers.fault(
                path, "must be one of \(Self.readers.keys.sorted().joined(separator: ", "))")
        }
        self = try read(&members, key)
        try members.finish()
    }

    private typealias Reader =
        @Sendable (inout RecipeMembers, String) throws(AlmanacError) -> Transform

    /// The closed list, by the member that names a transform.
    private static let readers: [String: Reader] = [
        "capture": { (m, k) throws(AlmanacError) in .capture(try m.requiredText(k)) },
        "capture_all": { (m, k) throws(AlmanacError) in .captureAll(try m.requiredText(k)) },
        "replace": { (m, k) throws(AlmanacError) in
            .replace(try m.requiredText(k), with: try m.text("with") ?? "")
        },
        "split": { (m, k) throws(AlmanacError) in .split(try m.requiredText(k)) },
        "join": { (m, k) throws(AlmanacError) in .join(try m.text(k) ?? "") },
        "pick": { (m, k) throws(AlmanacError) in .pick(try m.place(k) ?? 1) },
        "case": { (m, k) throws(AlmanacError) in
            .letterCase(try m.choice(k, LetterCase.self) ?? .lower)
        },
        "strip_prefix": { (m, k) throws(AlmanacError) in .stripPrefix(try m.requiredText(k)) },
        "strip_suffix": { (m, k) throws(AlmanacError) in .stripSuffix(try m.requiredText(k)) },
        "prepend": { (m, k) throws(AlmanacError) in .prepend(try m.requiredText(k)) },
        "append": { (m, k) throws(AlmanacError) in .append(try m.requiredText(k)) },
        "date": { (m, k) throws(AlmanacError) in .date(try m.requiredText(k)) },
        "resolve": { (m, k) throws(AlmanacError) in
            guard try m.flag(k) else { throw m.fault(k, "must be true") }
            return .resolve
        },
        "plain_text": { (m, k) throws(AlmanacError) in
            guard try m.flag(k) else { throw m.fault(k, "must be true") }
            return .plainText
        },
    ]

    var json: JSON {
        switch self {
        case .capture(let pattern): ["capture": .string(pattern)]
        case .captureAll(let pattern): ["capture_all": .string(pattern)]
        case .replace(let pattern, let text):
            ["replace": .string(pattern), "with": .string(text)]
        case .split(let text): ["split": .string(text)]
        case .join(let text): ["join": .string(text)]
        case .pick(let place): ["pick": .integer(place)]
        case .letterCase(let letterCase): ["case": .string(letterCase.rawValue)]
        case .stripPrefix(let text): ["strip_prefix": .string(text)]
        case .stripSuffix(let text): ["strip_suffix": .string(text)]
        case .prepend(let text): ["prepend": .string(text)]
        case .append(let text): ["append": .string(text)]
        case .date(let format): ["date": .string(format)]
        case .resolve: ["resolve": true]
        case .plainText: ["plain_text": true]
        }
    }
}
