import AlmanacCore

extension RecipeRepair {
    /// The outcome of a search where nothing that is known of the records speaks against it.
    ///
    /// Else the fields that are wrong or were lost are read where their headings or their known
    /// values stand, if both are on the page; what still is contradicted is no repair.
    func checked(
        _ outcome: Outcome, good: StoredPage, changed: [StoredPage]
    ) throws -> Outcome {
        let before = try CompiledRecipe(recipe).run(on: good.page(), context: .awaitingDetails)
        guard let newest = changed.last,
            let known = try KnownRecords(recipe, [(good, before)])
        else { return outcome }
        var reason = outcome.reason
        if let repaired = outcome.recipe {
            let after = try run(repaired, newest)
            if let fault = try fault(of: after, on: newest, known) {
                reason = fault
            } else if outcome.evidence["state"] == .string("healthy"),
                try readsAlike(after, newest, known)
            {
                reason = "the recipe reads all that the Doctor found, and was sick on it"
            } else {
                return outcome
            }
        }
        for seed in [outcome.recipe, nil] {
            if let found = try corrected(seed, changed, known) {
                var corrected = Outcome(
                    reason: "the repaired recipe reads what stands under the known headings, or "
                        + "beside the known values")
                corrected.recipe = found.recipe
                corrected.evidence = outcome.evidence
                corrected.evidence["corrected"] = .array(found.fields.map(JSON.string))
                return corrected
            }
        }
        return abstained(reason, outcome.evidence)
    }

    private func run(_ recipe: Recipe, _ page: StoredPage) throws -> RecipeResult {
        try CompiledRecipe(recipe).run(on: page.page(), context: .awaitingDetails)
    }

    /// What speaks against a repaired recipe by what it gives; nil where nothing does.
    func fault(
        of result: RecipeResult, on page: StoredPage, _ known: KnownRecords?
    ) throws -> String? {
        guard let known else { return nil }
        let view = RunView(known.fields, result, try page.page())
        if let fault = known.faults(view, .repair).first { return fault.reason }
        return known.lost(view).first.map {
            "the field '\(known.fields[$0].name)' is lost, though the page has it"
        }
    }

    /// Whether the recipe that was sick reads the same records, in all fields that are left.
    private func readsAlike(
        _ after: RecipeResult, _ page: StoredPage, _ known: KnownRecords
    ) throws -> Bool {
        // What the contract stops gives nothing to compare.
        guard let sick = try? run(recipe, page) else { return false }
        let fields = known.fields.filter { after.fieldNames.contains($0.name) }
        let page = try page.page()
        return RunView(fields, after, page).keys == RunView(fields, sick, page).keys
    }

    /// The recipe with no field required, so that records count that lack one.
    private var lenient: Recipe {
        var lenient = recipe
        lenient.contract.fewestRecords = 0
        lenient.contract.badValue = .withhold
        for index in lenient.fields.indices {
            lenient.fields[index].isRequired = false
            lenient.fields[index].onBadValue = nil
        }
        return lenient
    }

    /// A recipe for what a run of a repaired one, or else of the sick one, should have given, with
    /// the fields that are read elsewhere by it; nil where nothing is wrong or that is not told.
    private func corrected(
        _ repaired: Recipe?, _ changed: [StoredPage], _ known: KnownRecords
    ) throws -> (recipe: Recipe, fields: [String])? {
        guard let newest = changed.last, let result = try? run(repaired ?? lenient, newest),
            result.records.count >= KnownRecords.least
        else { return nil }
        let view = RunView(known.fields, result, try newest.page())
        let wrong = Set(known.faults(view, .repair).map(\.field) + known.lost(view))
        // What a sick recipe reads is not looked for by the Doctor, and needs proof of its own.
        guard !wrong.isEmpty, repaired != nil || known.bearsOut(view, but: wrong),
            let records = known.corrected(view, wrong), records.count >= KnownRecords.least
        else { return nil }
        let given = known.fields.filter { field in
            records.contains { !($0[field.name] ?? []).isEmpty }
        }
        let examples = ExampleValues(
            given.map { WantedField($0.name, $0.type, isRequired: needed.contains($0.name)) },
            records)
        let isComplete = records.count == result.records.count
        guard let built = try built(examples, on: newest, isComplete: isComplete) else {
            return nil
        }
        for page in changed {
            let after = try run(built, page)
            guard !after.records.isEmpty, after.withheld.isEmpty,
                try fault(of: after, on: page, known) == nil
            else { return nil }
        }
        let count = try run(built, newest).records.count
        guard count * 10 >= view.keys.count * 9, count * 10 <= view.keys.count * 11 else {
            return nil
        }
        return (built, wrong.sorted().map { known.fields[$0].name })
    }
}
