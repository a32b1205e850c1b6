import AlmanacCore

extension RecipeBuilder {
    /// A kind of character that the codes of records have or lack together.
    private enum Sign: CaseIterable {
        case digit, letter

        /// A pattern for texts with a digit and, where it is a letter, that, too.
        var pattern: String { self == .digit ? #"\d"# : #"\d.*\p{L}|\p{L}.*\d"# }

        func isIn(_ text: String) -> Bool {
            text.contains { self == .digit ? $0.isNumber : $0.isLetter }
        }
    }

    /// The recipe that rejects rows of another kind among the records: those whose code has no
    /// digit, or whose citation has no letter, where nearly all others have, such as
    /// `Bar Admissions` among dockets.
    func rejectingOtherKinds(_ built: BuiltRecipe, _ page: PageReader) throws -> BuiltRecipe {
        let result = try page.result(of: built.recipe)
        guard result.records.count >= Self.fewestOfAKind else { return built }
        var built = built
        for (index, field) in built.recipe.fields.enumerated() {
            guard [nil, Sign.digit.pattern].contains(field.validity.pattern), field.type == .text,
                let match = fields.first(where: { $0.name == field.name }).map(ColumnMatch.init),
                match.isCode || match.isCitation
            else { continue }
            let texts = result.records.compactMap { $0.values[index]?.value.stringValue }
            let sign = Sign.allCases.first { sign in
                // A citation without a letter is a date or the number of a page.
                guard sign == .digit || match.isCitation else { return false }
                let having = texts.count(where: sign.isIn)
                return having < texts.count && having * 10 >= texts.count * 9
            }
            guard let sign else { continue }
            built.recipe.fields[index].validity.pattern = sign.pattern
            built.recipe.fields[index].onBadValue = .reject
        }
        return built
    }

    /// Among fewer records one that is otherwise says little.
    private static let fewestOfAKind = 5
}
