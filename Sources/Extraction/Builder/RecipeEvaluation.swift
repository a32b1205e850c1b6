package import AlmanacCore

/// Answers the cases of a labelled folder of pages, for measuring what recipes get right.
///
/// A case gives the names and types of its fields and a page; values are given only where a page
/// of the same site serves as the example for another.
package enum RecipeEvaluation {
    /// The kinds of folders.
    package enum Kind: String, Sendable, CaseIterable {
        /// Pages with many records, of which names and types are known.
        case lists
        /// Pages that are one record.
        case pages
        /// Pages before and after they changed.
        case versions
    }

    /// One case: what it is called, and the names and types of its fields.
    package struct Case: Sendable, Equatable {
        package var name: String
        package var fields: [WantedField]

        /// Makes a case.
        package init(name: String, fields: [WantedField]) {
            self.name = name
            self.fields = fields
        }
    }

    /// The records that are known of a page, as a folder's answers write them.
    package struct Example: Sendable {
        package var bytes: [UInt8]
        package var records: [JSONObject]
        /// Whether the answer is one record rather than a list of them.
        package var isOne: Bool

        /// Reads an answer: an array of records, or one record.
        package init(bytes: [UInt8], answer: JSON) {
            self.bytes = bytes
            isOne = answer.objectValue != nil
            records =
                answer.arrayValue?.compactMap(\.objectValue)
                ?? answer.objectValue.map { [$0] } ?? []
        }
    }

    /// Reads the cases of a folder: an object that names for each case its fields with their types.
    ///
    /// - Throws: ``AlmanacError`` of kind `validation` for a type that recipes do not have.
    package static func cases(_ json: JSON) throws(AlmanacError) -> [Case] {
        guard let object = json.objectValue else {
            throw AlmanacError(.validation, "the list of cases must be an object")
        }
        var cases: [Case] = []
        for (name, fields) in object.members {
            var wanted: [WantedField] = []
            for (field, type) in fields.objectValue?.members ?? [] {
                guard let known = type.stringValue.flatMap(FieldType.init) else {
                    throw AlmanacError(
                        .validation, "the field '\(field)' of '\(name)' has no known type",
                        details: ["case": .string(name), "field": .string(field)])
                }
                wanted.append(WantedField(field, known))
            }
            cases.append(Case(name: name, fields: wanted))
        }
        return cases
    }

    /// What the Builder reads from a page by names and types alone.
    package static func answer(_ entry: Case, page bytes: [UInt8], kind: Kind) -> JSON {
        do {
            let page = try SourcePage(bytes: bytes)
            let built = try RecipeBuilder(entry.fields, expects: kind == .lists ? .many : .one)
                .build(from: [page])
            let result = try CompiledRecipe(built.recipe).run(on: page)
            return prediction(
                entry, state: "healthy", records: result.records.map { result.object(of: $0) },
                withheld: built.missing)
        } catch {
            return withheld(entry)
        }
    }

    /// What Scout reads from a page of which nothing is known, under names of its own.
    package static func scouted(_ entry: Case, page bytes: [UInt8]) -> JSON {
        guard let page = try? SourcePage(bytes: bytes),
            let finding = try? Scout.findings(on: page, limit: 1).first,
            let result = try? CompiledRecipe(finding.recipe).run(on: page)
        else { return withheld(entry) }
        return prediction(
            entry, state: "healthy", records: result.records.map { result.object(of: $0) },
            withheld: [])
    }

    /// What is learned from another page of the site, with its values, reads from a page: the
    /// Doctor's reading, before it is written as a recipe.
    package static func answer(
        _ entry: Case, page bytes: [UInt8], learnedFrom example: Example, kind: Kind
    ) -> JSON {
        let fields = entry.fields.compactMap { field in
            ReadKind(field.type.description).map { (name: field.name, kind: $0) }
        }
        let records = example.records.map { record in
            ExampleRecord(
                values: entry.fields.reduce(into: [:]) { values, field in
                    values[field.name] = ExampleValues.texts(of: record[field.name])
                })
        }
        guard let old = try? PageTree(page: example.bytes), let new = try? PageTree(page: bytes),
            let recipe = RecipeInducer.recipe(
                from: old, fields: fields, records: records, isPage: kind == .pages)
        else { return withheld(entry) }
        let reading = Doctor.read(
            new, with: recipe,
            named: named(entry, example, kind == .pages)?.records(on: bytes) ?? [])
        return prediction(
            entry, state: reading.state.rawValue,
            records: reading.records.map { object(of: $0, entry.fields) },
            withheld: reading.withheld)
    }

    /// Everything that was found on a page, given or not, with its evidence: for fitting.
    ///
    /// - Parameter lap: Called after the recipe was learned and after the page was parsed.
    package static func inspected(
        _ entry: Case, page bytes: [UInt8], learnedFrom example: Example, lap: () -> Void
    ) -> JSON {
        let fields = entry.fields.compactMap { field in
            ReadKind(field.type.description).map { (name: field.name, kind: $0) }
        }
        let records = example.records.map { record in
            ExampleRecord(
                values: entry.fields.reduce(into: [:]) { values, field in
                    values[field.name] = ExampleValues.texts(of: record[field.name])
                })
        }
        guard let old = try? PageTree(page: example.bytes),
            let recipe = RecipeInducer.recipe(
                from: old, fields: fields, records: records, isPage: example.isOne)
        else { return ["case": .string(entry.name), "state": "unlearned"] }
        let names = named(entry, example, example.isOne)
        lap()
        guard let new = try? PageTree(page: bytes) else {
            return ["case": .string(entry.name), "state": "unread"]
        }
        lap()
        let reading = Doctor.read(new, with: recipe, named: names?.records(on: bytes) ?? [])
        var evidence = JSONObject()
        var confidence = JSONObject()
        for field in entry.fields {
            evidence[field.name] = .array((reading.evidence[field.name] ?? []).map(JSON.number))
            confidence[field.name] = .number(reading.confidence[field.name] ?? 0)
        }
        return [
            "case": .string(entry.name), "state": .string(reading.state.rawValue),
            "summary": .string(recipe.summary), "evidence": .object(evidence),
            "isPage": .bool(example.isOne),
            "confidence": .object(confidence), "notes": .array(reading.notes.map(JSON.string)),
            "records": .array(reading.records.map { .object(object(of: $0, entry.fields)) }),
            "withheld": .array(reading.withheld.map(JSON.string)),
        ]
    }

    /// What a source gives of a page that has changed, as the live flow does: a recipe is built of
    /// the page before with its values, run, judged, and repaired where it is sick.
    ///
    /// Since there is one new page alone, its first sick run calls for the repair, and the repaired
    /// recipe has no trial. `way` says what decided, `reasons` why a run counted as sick.
    package static func produced(
        _ entry: Case, page bytes: [UInt8], learnedFrom example: Example
    ) -> JSON {
        let examples = ExampleValues(entry.fields, documents: example.records)
        let (old, new) = (StoredPage(bytes: example.bytes), StoredPage(bytes: bytes))
        guard let recipe = recipe(entry, examples, old, isOne: example.isOne) else {
            return withheld(entry, way: "no recipe gives the example")
        }
        let named = ["built": JSON.array(recipe.fields.map { .string($0.name) })]
        guard let page = try? new.page(), PageClass(page) == .content else {
            return withheld(entry, way: "the page is no content", named)
        }
        let run = JudgedRun(recipe, on: new, page, good: [old])
        var details = named
        details["reasons"] = .array(run.verdict.reasons.map(JSON.string))
        details["likeness"] = .number((run.verdict.likeness * 1_000).rounded() / 1_000)
        if !run.verdict.isSick, let result = run.result {
            return given(entry, "healthy", recipe, result, way: "the recipe holds", details)
        }
        do {
            let outcome = try RecipeRepair(recipe).attempt(good: old, changed: [new])
            details["evidence"] = .object(outcome.evidence)
            guard let repaired = outcome.recipe else {
                return withheld(entry, way: outcome.reason, details)
            }
            details["recipe"] = repaired.json
            let result = try CompiledRecipe(repaired).run(on: page, context: .awaitingDetails)
            return given(entry, "repaired", repaired, result, way: outcome.reason, details)
        } catch {
            return withheld(entry, way: "the repair failed", details)
        }
    }

    /// A recipe of a page and its values: one that gives just these, else one that gives few others
    /// like them.
    private static func recipe(
        _ entry: Case, _ examples: ExampleValues, _ stored: StoredPage, isOne: Bool
    ) -> Recipe? {
        guard let page = try? stored.page() else { return nil }
        let exact = try? ExampleBuilder(examples, page, isPage: isOne).recipe(name: entry.name)
        guard exact == nil, !isOne,
            let open = try? ExampleBuilder(examples, page, isPage: false, isComplete: false)
                .recipe(name: entry.name),
            let count = try? CompiledRecipe(open).run(on: page).records.count,
            count * 3 <= examples.count * 4
        else { return exact }
        return open
    }

    private static func given(
        _ entry: Case, _ state: String, _ recipe: Recipe, _ result: RecipeResult, way: String,
        _ details: [String: JSON]
    ) -> JSON {
        let names = Set(recipe.fields.map(\.name))
        let answer = prediction(
            entry, state: state, records: result.records.map { result.object(of: $0) },
            withheld: entry.fields.map(\.name).filter { !names.contains($0) })
        return described(answer, way, details)
    }

    private static func withheld(
        _ entry: Case, way: String, _ details: [String: JSON] = [:]
    ) -> JSON {
        described(withheld(entry), way, details)
    }

    private static func described(
        _ answer: JSON, _ way: String, _ details: [String: JSON]
    ) -> JSON {
        var object = answer.objectValue ?? JSONObject()
        object["way"] = .string(way)
        for (name, value) in details.sorted(by: { $0.key < $1.key }) { object[name] = value }
        return .object(object)
    }

    /// Whether all the values that are known of a page make a recipe, and whether those of its
    /// first records do which then gives all: for each the recipe's fields, or nothing.
    package static func built(_ entry: Case, from example: Example) -> JSON {
        var answer: JSONObject = [
            "case": .string(entry.name), "isPage": .bool(example.isOne),
            "wanted": .array(entry.fields.map { .string($0.name) }),
        ]
        let all = ExampleValues(entry.fields, documents: example.records)
        guard let page = try? SourcePage(bytes: example.bytes) else { return .object(answer) }
        let whole = try? ExampleBuilder(all, page, isPage: example.isOne).recipe(name: entry.name)
        answer["all"] = .array((whole?.fields ?? []).map { .string($0.name) })
        guard !example.isOne else { return .object(answer) }
        let first = ExampleValues(entry.fields, documents: Array(example.records.prefix(3)))
        let few = try? ExampleBuilder(first, page, isPage: false, isComplete: false)
            .recipe(name: entry.name)
        answer["few"] = .array((few?.fields ?? []).map { .string($0.name) })
        let result = few.flatMap { try? CompiledRecipe($0).run(on: page) }
        answer["gives"] = .bool(
            result.map { all.agree(with: $0, allowingMore: true) } ?? false)
        answer["rows"] = .integer(result?.records.count ?? 0)
        answer["records"] = .integer(example.records.count)
        return .object(answer)
    }

    /// The reader that goes by the names of a case's fields.
    private static func named(
        _ entry: Case, _ example: Example, _ isOne: Bool
    ) -> NamedReader? {
        guard let page = try? SourcePage(bytes: example.bytes) else { return nil }
        return NamedReader(
            ExampleValues(entry.fields, documents: example.records), good: page,
            expects: isOne ? .one : .many)
    }

    private static func object(
        of values: [String: [String]], _ fields: [WantedField]
    ) -> JSONObject {
        var object = JSONObject()
        for field in fields {
            guard let texts = values[field.name], let first = texts.first else { continue }
            switch field.type.base {
            case .number, .minutes: object[field.name] = Double(first).map(JSON.number)
            default:
                object[field.name] =
                    field.type.isList ? .array(texts.map(JSON.string)) : .string(first)
            }
        }
        return object
    }

    private static func prediction(
        _ entry: Case, state: String, records: [JSONObject], withheld: [String]
    ) -> JSON {
        [
            "case": .string(entry.name), "state": .string(state),
            "records": .array(records.map(JSON.object)),
            "withheld": .array(withheld.map(JSON.string)),
        ]
    }

    private static func withheld(_ entry: Case) -> JSON {
        prediction(entry, state: "withheld", records: [], withheld: entry.fields.map(\.name))
    }
}
