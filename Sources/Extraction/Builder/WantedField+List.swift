public import AlmanacCore

extension WantedField {
    /// Reads `title!, filed: date, tags: list of text`: names with types, `text` where none is
    /// given, and `!` behind what every record must have.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` for an empty or repeated name or a type that
    ///   there is not.
    public static func list(_ text: String) throws(AlmanacError) -> [WantedField] {
        var fields: [WantedField] = []
        // By bytes: a mark that combines with what stands before it joins no name to a comma.
        let comma = UInt8(ascii: ",")
        for part in text.utf8.split(separator: comma, omittingEmptySubsequences: false) {
            let halves = part.split(
                separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            var name = String(Substring(halves[0])).trimmed
            var typeName = halves.count > 1 ? String(Substring(halves[1])).trimmed : "text"
            let isNameMarked = name.utf8.last == UInt8(ascii: "!")
            let isTypeMarked = typeName.utf8.last == UInt8(ascii: "!")
            if isNameMarked { name.unicodeScalars.removeLast() }
            if isTypeMarked { typeName.unicodeScalars.removeLast() }
            let isRequired = isNameMarked || isTypeMarked
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
