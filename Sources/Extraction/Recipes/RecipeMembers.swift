import AlmanacCore

/// Reads the members of one object of a recipe, and refuses those that nobody asked for.
struct RecipeMembers {
    private let object: JSONObject
    /// Where the object stands, as a JSON Pointer.
    let path: String
    private var known: Set<String> = []

    /// Longest text in a recipe, in bytes.
    static let textLimit = 8_192
    /// Most elements of an array in a recipe.
    static let countLimit = 1_000

    init(_ json: JSON, _ path: String) throws(AlmanacError) {
        guard let object = json.objectValue else {
            throw Self.fault(path, "must be an object")
        }
        self.object = object
        self.path = path
    }

    static func fault(_ path: String, _ what: String) -> AlmanacError {
        AlmanacError(
            .validation, "the recipe's \(path.isEmpty ? "document" : path) \(what)",
            details: ["path": .string(path)])
    }

    func fault(_ key: String, _ what: String) -> AlmanacError { Self.fault(path + "/" + key, what) }

    /// Whether a member is there, which counts as asking for it only where it is.
    func has(_ key: String) -> Bool { object[key] != nil }

    mutating func value(_ key: String) -> JSON? {
        known.insert(key)
        return object[key]
    }

    mutating func text(_ key: String) throws(AlmanacError) -> String? {
        guard let value = value(key) else { return nil }
        return try Self.text(value, path + "/" + key)
    }

    static func text(_ value: JSON, _ path: String) throws(AlmanacError) -> String {
        guard let text = value.stringValue else { throw fault(path, "must be a text") }
        guard text.utf8.count <= textLimit else {
            throw fault(path, "is longer than \(textLimit) bytes")
        }
        return text
    }

    mutating func requiredText(_ key: String) throws(AlmanacError) -> String {
        guard let text = try text(key) else { throw fault(key, "is missing") }
        guard !text.isEmpty else { throw fault(key, "must not be empty") }
        return text
    }

    mutating func flag(_ key: String) throws(AlmanacError) -> Bool {
        guard let value = value(key) else { return false }
        guard let flag = value.boolValue else { throw fault(key, "must be true or false") }
        return flag
    }

    mutating func integer(
        _ key: String, in range: ClosedRange<Int>
    ) throws(AlmanacError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.intValue, range.contains(number) else {
            throw fault(
                key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A place counted from 1, or from the end by negative numbers.
    mutating func place(_ key: String) throws(AlmanacError) -> Int? {
        guard let number = try integer(key, in: -10_000...10_000) else { return nil }
        guard number != 0 else { throw fault(key, "counts from 1, or from -1 at the end") }
        return number
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(AlmanacError) -> Choice? where Choice.RawValue == String {
        guard let text = try text(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw fault(key, "must be one of \(names), not '\(text)'")
    }

    mutating func array(_ key: String) throws(AlmanacError) -> [JSON]? {
        guard let value = value(key) else { return nil }
        guard let elements = value.arrayValue else { throw fault(key, "must be an array") }
        guard elements.count <= Self.countLimit else {
            throw fault(key, "has more than \(Self.countLimit) elements")
        }
        return elements
    }

    mutating func texts(_ key: String) throws(AlmanacError) -> [String]? {
        guard let elements = try array(key) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            texts.append(try Self.text(element, path + "/\(key)/\(index)"))
        }
        return texts
    }

    mutating func members(_ key: String) throws(AlmanacError) -> RecipeMembers? {
        guard let value = value(key) else { return nil }
        return try RecipeMembers(value, path + "/" + key)
    }

    mutating func dataPath(_ key: String) throws(AlmanacError) -> DataPath? {
        guard let text = try text(key) else { return nil }
        guard let path = DataPath(text) else {
            throw fault(key, "must be a JSON Pointer of at most \(DataPath.stepLimit) steps")
        }
        return path
    }

    /// Refuses members that were never asked for.
    func finish() throws(AlmanacError) {
        for key in object.keys where !known.contains(key) {
            var error = fault(key, "is not a member that recipes have here")
            if let near = nearestName(to: key, among: known.sorted()) {
                error.suggestion = "did you mean '\(near)'?"
            }
            throw error
        }
    }
}
