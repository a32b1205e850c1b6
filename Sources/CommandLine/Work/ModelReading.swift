import Agents
import AlmanacCore
import Jobs
import LanguageModel

/// Sentences that the grammar does not understand, read by the model that the user chose.
///
/// Without `ALMANAC_MODEL` there is none, and nothing is sent anywhere. What was answered before
/// is remembered, so that the same words mean the same and cost nothing again.
struct ModelReading: Sendable {
    /// The model, or what is wrong with the choice, which counts only once it is asked; nothing
    /// where none is chosen.
    private let chosen: Result<ChosenModel, AlmanacError>?
    private let planner: Planner
    private let memory: ModelMemory
    private let isOffline: Bool
    private let log: StepLog
    private let complain: @Sendable (String) -> Void

    /// The reading by the chosen model; nil where none is chosen and nothing is remembered.
    init?(
        _ arguments: Arguments, _ console: Console, _ planner: Planner, _ memory: ModelMemory,
        _ log: StepLog
    ) {
        let found = Result { () throws(AlmanacError) in try ChosenModel(arguments, console) }
        switch found {
        case .success(nil):
            if memory.isEmpty { return nil }
            chosen = nil
        case .success(let model?): chosen = .success(model)
        case .failure(let error): chosen = .failure(error)
        }
        (self.planner, self.memory) = (planner, memory)
        isOffline = arguments.has("--offline")
        (self.log, complain) = (log, console.complain)
    }

    /// The plan of a sentence by the model; that it was not used is told.
    ///
    /// - Throws: `validation_error` for a choice that is none, `unauthorized` without its key, and
    ///   as ``ModelPlanner/plan(_:)``.
    func plan(_ sentence: String) throws(AlmanacError) -> PlannedSentence {
        // What does not pass the checks any more, such as a symbol that is gone, is asked again.
        if let answers = memory[sentence],
            let planned = try? ModelPlanner.planned(answers, like: planner)
        {
            return planned
        }
        do {
            return try asked(sentence)
        } catch {
            if ModelPlanner.leavesRules(error), chosen != nil {
                let hint = error.suggestion.map { "; \($0)" } ?? ""
                complain("\(name) was not used: \(error.message)\(hint)\n")
            }
            throw error
        }
    }

    private var name: String {
        (try? chosen?.get())?.choice.name ?? "the model of ALMANAC_MODEL"
    }

    private func asked(_ sentence: String) throws(AlmanacError) -> PlannedSentence {
        guard let chosen = try chosen?.get() else {
            throw AlmanacError(
                .sourceUnavailable, "no model is chosen",
                details: ["variable": "ALMANAC_MODEL"],
                suggestion: "set ALMANAC_MODEL, or say it in words that rules can read")
        }
        if isOffline, chosen.isElsewhere {
            throw AlmanacError(
                .sourceUnavailable, "a model elsewhere is not asked with --offline",
                suggestion: "leave --offline out, or choose a model that runs here")
        }
        log.note("model", "\(name) reads what rules cannot …")
        defer { tellCost(of: chosen) }
        let (planner, memory) = (planner, memory)
        return try waitUnlessInterrupted(else: chosen.interrupted) {
            try await ModelPlanner(try await chosen.client(), like: planner).plan(sentence) {
                memory.keep($0, for: sentence)
            }
        }
    }

    private func tellCost(of chosen: ChosenModel) {
        guard let (calls, cost) = chosen.spent(), calls > 0 else { return }
        let amount =
            cost.microdollars > 0 ? " for \(PullText.dollars(cost.microdollars))" : ""
        log.note(
            "model", "asked \(calls) \(calls == 1 ? "time" : "times")\(amount) so far",
            ["calls": .integer(calls), "microdollars": .integer(Int(cost.microdollars))])
    }

    /// A plan by the grammar, or by a model where the grammar asks or refuses and one is chosen.
    ///
    /// A model that gives no answer, or a choice that is none, leaves it at what the grammar says,
    /// whose error then has the cause in `details.model`.
    /// - Throws: What the grammar refuses a sentence for, or what is wrong with the model's answer.
    static func plan(
        _ sentence: String, _ planner: Planner, _ model: ModelReading?
    ) throws(AlmanacError) -> PlannedSentence {
        let byGrammar = Result { () throws(AlmanacError) in try planner.plan(sentence) }
        let problem: AlmanacError
        switch byGrammar {
        case .success(let planned):
            guard let obstacle = planned.obstacle else { return planned }
            problem = obstacle
        case .failure(let error): problem = error
        }
        guard let model, ModelPlanner.mayRead(problem) else { return try byGrammar.get() }
        do throws(AlmanacError) {
            return try model.plan(sentence)
        } catch {
            guard ModelPlanner.leavesRules(error) else { throw error }
            var problem = problem
            problem.details["model"] = error.json["error"]
            guard case .success(var planned) = byGrammar else { throw problem }
            planned.obstacle = problem
            return planned
        }
    }
}
