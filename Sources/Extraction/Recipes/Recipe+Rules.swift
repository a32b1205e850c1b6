public import AlmanacCore

extension Recipe {
    /// Checks that the rules of every field leave some value.
    ///
    /// It is for who writes a recipe: one that is kept already is read with such rules too, and
    /// withholds what breaks them.
    /// - Throws: ``AlmanacError`` of kind `validation` that says where rules contradict each other.
    public func checkRules() throws(AlmanacError) {
        for (index, field) in fields.enumerated() {
            try field.validity.refuseContradictions("/fields/\(index)/valid")
        }
    }
}

extension Validity {
    /// Refuses rules that no value can pass.
    fileprivate func refuseContradictions(_ path: String) throws(AlmanacError) {
        func fault(_ key: String, _ what: String, _ suggestion: String) -> AlmanacError {
            var error = RecipeMembers.fault(path + "/" + key, what)
            error.suggestion = suggestion
            return error
        }
        switch (minimum, maximum) {
        case (.number(let least), .number(let greatest)) where least > greatest:
            throw fault(
                "minimum",
                "is above the maximum: \(JSON.text(of: least)) > " + JSON.text(of: greatest),
                "exchange minimum and maximum")
        case (.text(let first), .text(let last)) where first > last:
            throw fault(
                "minimum", "is after the maximum: '\(first)' > '\(last)'",
                "exchange minimum and maximum")
        default: break
        }
        // A pattern that cannot be read is refused with its place when the recipe is compiled.
        if let pattern, !vocabulary.isEmpty, let compiled = try? RecipePattern(pattern),
            !vocabulary.contains(where: compiled.matches)
        {
            throw fault(
                "vocabulary", "has no value that matches the pattern '\(pattern)'",
                "leave out the pattern: the vocabulary alone says which values there are")
        }
    }
}
