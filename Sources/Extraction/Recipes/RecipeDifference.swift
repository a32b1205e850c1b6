public import AlmanacCore

/// One place in which two recipes differ.
public struct RecipeDifference: Sendable, Equatable {
    /// Where it is, as a JSON Pointer; fields go by their names.
    public let path: String
    /// What the first recipe has there; nil where it has nothing.
    public let before: JSON?
    /// What the second recipe has there; nil where it has nothing.
    public let after: JSON?

    /// The difference as JSON.
    public var json: JSON {
        ["path": .string(path), "before": before ?? .null, "after": after ?? .null]
    }
}

extension Recipe {
    /// Where another recipe differs from this one, in the order in which recipes are written.
    ///
    /// Fields are compared by name, wherever they stand; what repair remembers is left out.
    public func differences(to other: Recipe) -> [RecipeDifference] {
        var left = self
        var right = other
        left.fingerprints = JSONObject()
        right.fingerprints = JSONObject()
        return Self.differences(left.comparable, right.comparable)
    }

    /// The recipe's JSON with fields as an object by name.
    private var comparable: JSON {
        guard var object = json.objectValue else { return .null }
        var byName = JSONObject()
        for field in fields { byName[field.name] = field.json }
        object["fields"] = .object(byName)
        return .object(object)
    }

    private static func differences(_ left: JSON, _ right: JSON) -> [RecipeDifference] {
        var found: [RecipeDifference] = []
        var pending: [(path: DataPath, left: JSON?, right: JSON?)] = [(DataPath(), left, right)]
        while let (path, left, right) = pending.popLast() {
            guard left != right else { continue }
            guard let before = left?.objectValue, let after = right?.objectValue else {
                found.append(
                    RecipeDifference(path: path.description, before: left, after: right))
                continue
            }
            let keys = before.keys + after.keys.filter { before[$0] == nil }
            pending += keys.reversed().map {
                (DataPath(path.steps + [$0]), before[$0], after[$0])
            }
        }
        return found
    }
}
