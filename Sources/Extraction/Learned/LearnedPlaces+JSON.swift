import AlmanacCore

extension LearnedPlaces {
    /// Most records with known values that a recipe may have.
    private static let recordLimit = 1_000

    var json: JSON {
        var object = JSONObject()
        object["anchor"] = anchor.map { .string(fields[$0].name) }
        if let filter {
            var words: JSONObject = ["words": .array(filter.words.sorted().map(JSON.string))]
            if filter.isExcluding { words["excluding"] = true }
            if filter.isWhole { words["all"] = true }
            object["filter"] = .object(words)
        }
        if isDistinct { object["distinct"] = true }
        if isStrict { object["strict"] = true }
        object["fields"] = .array(fields.map(\.json))
        object["known"] = .array(
            known.map { record in .array(record.map(Self.json)) })
        return .object(object)
    }

    private static func json(_ texts: [String]) -> JSON {
        switch texts.count {
        case 0: .null
        case 1: .string(texts[0])
        default: .array(texts.map(JSON.string))
        }
    }

    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        fields = []
        var names: Set<String> = []
        for (index, json) in (try members.array("fields") ?? []).enumerated() {
            var field = try RecipeMembers(json, members.path + "/fields/\(index)")
            fields.append(try Field(&field))
            guard names.insert(fields[index].name).inserted else {
                throw field.fault("name", "is that of another field: '\(fields[index].name)'")
            }
        }
        guard !fields.isEmpty else { throw members.fault("fields", "must not be empty") }
        guard fields.count <= Recipe.fieldLimit else {
            throw members.fault("fields", "has more than \(Recipe.fieldLimit) elements")
        }
        if let name = try members.text("anchor") {
            guard let place = fields.firstIndex(where: { $0.name == name }) else {
                throw members.fault("anchor", "names no learned field: '\(name)'")
            }
            guard !fields[place].kind.isList else {
                throw members.fault("anchor", "must name a field with one value")
            }
            anchor = place
        }
        if var words = try members.members("filter") {
            filter = RecordFilter(
                words: Set(try words.texts("words") ?? []),
                isExcluding: try words.flag("excluding"), isWhole: try words.flag("all"))
            try words.finish()
        }
        isDistinct = try members.flag("distinct")
        isStrict = try members.flag("strict")
        known = []
        let records = try members.array("known") ?? []
        guard (1...Self.recordLimit).contains(records.count) else {
            throw members.fault("known", "must hold 1 to \(Self.recordLimit) records")
        }
        for (index, record) in records.enumerated() {
            known.append(try Self.texts(record, members.path + "/known/\(index)", fields.count))
        }
        try members.finish()
    }

    /// The known texts of one record.
    private static func texts(
        _ record: JSON, _ path: String, _ count: Int
    ) throws(AlmanacError) -> [[String]] {
        guard let values = record.arrayValue, values.count == count else {
            throw RecipeMembers.fault(path, "must be an array with a value for each learned field")
        }
        var found: [[String]] = []
        for (index, value) in values.enumerated() {
            let path = path + "/\(index)"
            switch value {
            case .null: found.append([])
            case .array(let elements):
                guard elements.count <= RecipeMembers.countLimit else {
                    throw RecipeMembers.fault(
                        path, "has more than \(RecipeMembers.countLimit) elements")
                }
                var texts: [String] = []
                for element in elements { texts.append(try RecipeMembers.text(element, path)) }
                found.append(texts)
            default: found.append([try RecipeMembers.text(value, path)])
            }
        }
        return found
    }
}

extension LearnedPlaces.Field {
    var json: JSON {
        var object: JSONObject = [
            "name": .string(name), "kind": .string(kind.description),
            "ways": .array(ways.map(\.json)),
        ]
        if !complements.isEmpty { object["complements"] = .array(complements.map(\.json)) }
        if isRequired { object["required"] = true }
        if dayFirst { object["day_first"] = true }
        if !isAlone { object["in_series"] = true }
        if !dropped.isEmpty { object["without"] = .string(dropped) }
        return .object(object)
    }

    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        name = try members.requiredText("name")
        guard let kind = ReadKind(try members.requiredText("kind")) else {
            throw members.fault("kind", "must be one of \(ReadKind.names), or 'list of' one")
        }
        self.kind = kind
        ways = try Self.ways("ways", &members)
        guard !ways.isEmpty else { throw members.fault("ways", "must not be empty") }
        complements = try Self.ways("complements", &members)
        isRequired = try members.flag("required")
        dayFirst = try members.flag("day_first")
        isAlone = !(try members.flag("in_series"))
        dropped = try members.text("without") ?? ""
        try members.finish()
    }

    private static func ways(
        _ key: String, _ members: inout RecipeMembers
    ) throws(AlmanacError) -> [FieldSource] {
        let elements = try members.array(key) ?? []
        guard elements.count <= Recipe.placeLimit else {
            throw members.fault(key, "has more than \(Recipe.placeLimit) ways")
        }
        var ways: [FieldSource] = []
        for (index, json) in elements.enumerated() {
            var way = try RecipeMembers(json, members.path + "/\(key)/\(index)")
            ways.append(try FieldSource(&way))
        }
        return ways
    }
}

extension FieldSource {
    private static let scopes: [(name: String, scope: Scope)] = [
        ("record", .record), ("after", .after), ("heading", .heading), ("page", .page),
    ]
    private static let origins: [(name: String, origin: PageTree.Origin)] = [
        ("linked_data", .linkedData), ("microdata", .microdata), ("metadata", .metadata),
        ("state", .state), ("body", .body),
    ]
    private static let columnLimit = 64

    var json: JSON {
        var object: JSONObject = [
            "columns": .array(([key] + others).map { .string($0.description) }),
            "take": derivation.json,
        ]
        object["scope"] = Self.scopes.first { $0.scope == scope }.map { .string($0.name) }
        if occurrence != 0 { object["nth"] = .integer(occurrence) }
        object["origin"] = Self.origins.first { $0.origin == origin }.map { .string($0.name) }
        return .object(object)
    }

    init(_ members: inout RecipeMembers) throws(AlmanacError) {
        var keys: [ColumnKey] = []
        for (index, text) in (try members.texts("columns") ?? []).enumerated() {
            guard let key = ColumnKey(text) else {
                throw members.fault("columns/\(index)", "is no column: '\(text.prefix(100))'")
            }
            keys.append(key)
        }
        guard (1...Self.columnLimit).contains(keys.count) else {
            throw members.fault("columns", "must hold 1 to \(Self.columnLimit) columns")
        }
        let scope = try members.text("scope") ?? ""
        guard let found = Self.scopes.first(where: { $0.name == scope }) else {
            let names = Self.scopes.map(\.name).joined(separator: ", ")
            throw members.fault("scope", "must be one of \(names)")
        }
        let origin = try members.text("origin") ?? ""
        guard let own = Self.origins.first(where: { $0.name == origin }) else {
            let names = Self.origins.map(\.name).joined(separator: ", ")
            throw members.fault("origin", "must be one of \(names)")
        }
        guard let take = members.value("take") else { throw members.fault("take", "is missing") }
        self.init(
            key: keys[0], derivation: try Derivation(take, members.path + "/take"),
            scope: found.scope, occurrence: try members.integer("nth", in: -10...10) ?? 0,
            origin: own.origin, others: Array(keys.dropFirst()))
        try members.finish()
    }
}

extension ColumnKey {
    private static let levels: [(name: String, level: Level)] = [
        ("marked", .marked), ("near", .near), ("bare", .bare), ("pair", .pair),
        ("anywhere", .anywhere),
    ]

    /// How closely places must be alike, with the numbers of path and part.
    var description: String {
        let name = Self.levels.first { $0.level == level }?.name ?? ""
        return "\(name):\(String(path, radix: 16)):\(String(part, radix: 16))"
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let level = Self.levels.first(where: { $0.name == parts[0] }),
            let path = UInt64(parts[1], radix: 16), let part = UInt64(parts[2], radix: 16)
        else { return nil }
        self.init(level: level.level, path: path, part: part)
        guard description == text else { return nil }
    }
}

extension ReadKind {
    static let names = "date, url, number, minutes, quantity, text"

    /// The kind as it is written.
    var description: String { (isList ? "list of " : "") + base.rawValue }
}

extension Derivation {
    var json: JSON {
        switch self {
        case .whole: "whole"
        case .bracketed: "bracketed"
        case .beforeBracket: "before_bracket"
        case .link: "link"
        case .segment(let delimiter, let index):
            ["segment": .integer(index), "between": .string(Self.delimiters[delimiter])]
        case .rest(let delimiter): ["after": .string(Self.delimiters[delimiter])]
        case .beforeLast(let delimiter): ["before_last": .string(Self.delimiters[delimiter])]
        case .pattern(let index): ["match": .integer(index)]
        case .date(let index): ["date": .integer(index)]
        case .joined(let separator): ["joined": .string(Self.separators[separator])]
        }
    }

    init(_ json: JSON, _ path: String) throws(AlmanacError) {
        if let name = json.stringValue {
            let simple: [String: Derivation] = [
                "whole": .whole, "bracketed": .bracketed, "before_bracket": .beforeBracket,
                "link": .link,
            ]
            guard let found = simple[name] else {
                throw RecipeMembers.fault(path, "is no way to take a value: '\(name.prefix(100))'")
            }
            self = found
            return
        }
        var members = try RecipeMembers(json, path)
        if let index = try members.integer("segment", in: -10...10) {
            self = .segment(
                delimiter: try Self.place("between", Self.delimiters, &members), index: index)
        } else if let index = try members.integer("match", in: 0...10) {
            self = .pattern(index: index)
        } else if let index = try members.integer("date", in: -10...10) {
            self = .date(index: index)
        } else if members.has("after") {
            self = .rest(delimiter: try Self.place("after", Self.delimiters, &members))
        } else if members.has("before_last") {
            self = .beforeLast(delimiter: try Self.place("before_last", Self.delimiters, &members))
        } else {
            self = .joined(separator: try Self.place("joined", Self.separators, &members))
        }
        try members.finish()
    }

    /// Which of the known texts a member is.
    private static func place(
        _ key: String, _ texts: [String], _ members: inout RecipeMembers
    ) throws(AlmanacError) -> Int {
        let text = try members.requiredText(key)
        guard let place = texts.firstIndex(of: text) else {
            let names = texts.map { "'\($0)'" }.joined(separator: " ")
            throw members.fault(key, "must be one of \(names)")
        }
        return place
    }
}
