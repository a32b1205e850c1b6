/// Columns of parts of texts that known values stand in: what stands before, after and in them says
/// how to cut them out.
struct ExampleParts {
    let page: PageReader
    /// The column that the values stand in.
    let column: RecordColumn

    /// Most forms that values, or what stands beside them, may have.
    private static let formLimit = 6
    /// The share of the known values that must stand in the column.
    private static let least = 0.95

    init(_ page: PageReader, _ column: RecordColumn) {
        (self.page, self.column) = (page, column)
    }

    /// Columns that may give the known values.
    ///
    /// - Parameter known: For each row what its value is compared by; nil where it has none.
    func columns(_ known: [String?]) -> [RecordColumn] {
        guard column.shape.averageLength <= 1_000 else { return [] }
        let most = (1 - Self.least) * Double(known.count { $0 != nil })
        var parts: [ExamplePart] = []
        var missing = 0.0
        for (text, key) in zip(column.values, known) {
            guard let key else { continue }
            guard let text, let part = ExamplePart(of: key, in: text) else {
                missing += 1
                guard missing <= most else { return [] }
                continue
            }
            parts.append(part)
        }
        guard parts.contains(where: { !$0.before.isEmpty || !$0.after.isEmpty }) else { return [] }
        return cuts(parts).compactMap(derived)
    }

    /// Ways to cut the values out, the plainest first.
    private func cuts(_ parts: [ExamplePart]) -> [[Transform]] {
        var found: [[Transform]] = []
        let left = Self.sharedEnd(parts.map(\.before))
        let right = Self.sharedStart(parts.map(\.after))
        let (start, end) = (RecipePattern.quoted(left), RecipePattern.quoted(right))
        let isFirst = parts.allSatisfy { $0.before.isEmpty }
        let isLast = parts.allSatisfy { $0.after.isEmpty }
        if isLast, !left.isEmpty { found.append([.capture("^.*?\(start)(.+)$")]) }
        if isLast, !left.isEmpty { found.append([.capture("^.*\(start)(.+)$")]) }
        if isFirst, !right.isEmpty { found.append([.capture("^(.+?)\(end)")]) }
        if isFirst, !right.isEmpty { found.append([.capture("^(.+)\(end)")]) }
        if !left.isEmpty, !right.isEmpty { found.append([.capture("\(start)(.+?)\(end)")]) }
        let values = Self.forms(parts.map(\.value))
        if let values {
            let pattern = #"(?<![\p{L}\p{N}])("# + values + #")(?![\p{L}\p{N}])"#
            found.append([.capture(pattern)])
            found.append([.captureAll(pattern), .pick(-1)])
        }
        let (heads, tails) = (
            Self.forms(parts.map(\.before)), Self.forms(parts.map(\.after))
        )
        var around: [Transform] = []
        if let heads, !isFirst { around.append(.replace("^(?:\(heads))", with: "")) }
        if let tails, !isLast { around.append(.replace("(?:\(tails))$", with: "")) }
        if !around.isEmpty { found.append(around) }
        return found
    }

    private func derived(_ transforms: [Transform]) -> RecordColumn? {
        var place = column.place
        place.transforms += transforms
        guard let compiled = try? CompiledPlace(place, "") else { return nil }
        let skipped = column.place.transforms.count
        let texts = column.values.map { text -> LookedText? in
            guard let text else { return nil }
            var runner = TransformRunner(
                texts: [FoundText(text: text, node: nil)], base: page.page.baseURL)
            for (transform, pattern) in zip(transforms, compiled.patterns.dropFirst(skipped)) {
                runner.apply(transform, pattern)
            }
            return runner.texts.first.flatMap {
                $0.text.isEmpty ? nil : page.memory.looked($0.text)
            }
        }
        return RecordColumn(
            place: place, texts: texts, hints: column.hints, shape: ValueShape(texts))
    }

    /// A pattern of the forms that texts have; nil where they have too many.
    private static func forms(_ texts: [String]) -> String? {
        var forms: [String] = []
        for text in texts {
            let form = form(of: text)
            if !forms.contains(form) { forms.append(form) }
            guard forms.count <= formLimit else { return nil }
        }
        forms.sort { $0.utf8.count != $1.utf8.count ? $0.utf8.count > $1.utf8.count : $0 < $1 }
        return forms.joined(separator: "|")
    }

    /// Runs of digits and of letters by what they are, all else as it stands.
    private static func form(of text: String) -> String {
        var pattern = ""
        var last: Character?
        for letter in text {
            let kind: Character = letter.isNumber ? "d" : letter.isLetter ? "a" : letter
            defer { last = kind }
            if kind == last, kind == "d" || kind == "a" { continue }
            switch kind {
            case "d": pattern += #"\d+"#
            case "a": pattern += #"\p{L}+"#
            default: pattern += RecipePattern.quoted(String(kind))
            }
        }
        return pattern
    }

    private static func sharedStart(_ texts: [String]) -> String {
        guard var shared = texts.first else { return "" }
        for text in texts.dropFirst() { shared = shared.commonPrefix(with: text) }
        return shared
    }

    private static func sharedEnd(_ texts: [String]) -> String {
        String(sharedStart(texts.map { String($0.reversed()) }).reversed())
    }
}

extension String {
    /// What both begin with.
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
