public import AlmanacCore

extension WantedField {
    /// Reads `title!, filed: date, tags: list of text`: names with types, `text` where none is
    /// given, and `!` behind what every record must have.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` for an empty or repeated name or a type that
    ///   there is not.
    public static func list(_ text: String) throws(AlmanacError) -> [WantedField] {
        var fields: [WantedField] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            var name = String(halves[0]).trimmed
            var typeName = halves.count > 1 ? String(halves[1]).trimmed : "text"
            let isRequired = name.hasSuffix("!") || typeName.hasSuffix("!")
            if name.hasSuffix("!") { name.removeLast() }
            if typeName.hasSuffix("!") { typeName.removeLast() }
            name = name.trimmed
            guard !name.isEmpty, !fields.contains(where: { $0.name == name }) else {
                throw AlmanacError(
                    .validation, "the wanted fields have an empty or repeated name",
                    details: ["fields": .string(text)])
            }
            guard let type = FieldType(typeName.trimmed) else {
                let names = FieldType.Base.allCases.map(\.rawValue)
                throw AlmanacError(
                    .validation, "the field '\(name)' cannot be of type '\(typeName)'",
                    details: ["field": .string(name), "type": .string(typeName)],
                    suggestion: "types are \(names.joined(separator: ", ")), or 'list of' one")
            }
            fields.append(WantedField(name, type, isRequired: isRequired))
        }
        return fields
    }
}
