import AlmanacCore

/// What a recipe gives on a page that came, and whether it can be relied on.
///
/// The live flow and the measurement on labelled pages decide by this alike.
package struct JudgedRun: Sendable {
    /// What the run gave, without values that nothing confirms; nil where the contract stopped it.
    package var result: RecipeResult?
    /// Whether that can be relied on.
    package var verdict: RunCheck.Verdict

    /// Runs a recipe on a page that is content, and judges what came of it.
    ///
    /// - Parameters:
    ///   - stored: The page as it came.
    ///   - page: The same as it is read.
    ///   - good: The last pages that the recipe was right on, the newest last.
    ///   - check: What else is asked of the records, such as a schema; what it throws stops the
    ///     run.
    package init(
        _ recipe: Recipe, on stored: StoredPage, _ page: SourcePage, good: [StoredPage],
        check: (inout RecipeResult) throws -> Void = { _ in }
    ) {
        var stopped: [String] = []
        do {
            var read = try CompiledRecipe(recipe).run(on: page, context: .awaitingDetails)
            try check(&read)
            result = read
        } catch {
            stopped = ["\((error as? AlmanacError)?.message ?? "\(error)")"]
        }
        if good.isEmpty {
            let isEmpty = result?.records.isEmpty ?? true
            verdict = RunCheck.Verdict(reasons: isEmpty ? ["no record is found"] : [])
        } else {
            do {
                verdict = try RunCheck(recipe, good: good).verdict(on: stored, result)
            } catch {
                verdict = RunCheck.Verdict(reasons: ["the run cannot be judged: \(error)"])
            }
        }
        verdict.reasons = stopped + verdict.reasons.filter { !stopped.contains($0) }
        if !verdict.isSick { result?.withhold(unconfirmed: verdict.unconfirmed) }
    }
}
