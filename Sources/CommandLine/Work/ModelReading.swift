import Agents
import AlmanacCore
import LanguageModel

/// Sentences that the grammar does not understand, read by the model that the user chose.
///
/// Without `ALMANAC_MODEL` there is none, and nothing is sent anywhere.
struct ModelReading: Sendable {
    private let chosen: ChosenModel
    private let planner: Planner

    /// - Throws: `validation_error` for a choice that is none, `unauthorized` without its key.
    init?(
        _ arguments: Arguments, _ console: Console, _ planner: Planner
    ) throws(AlmanacError) {
        guard let chosen = try ChosenModel(arguments, console) else { return nil }
        (self.chosen, self.planner) = (chosen, planner)
    }

    /// The plan of a sentence by the model.
    ///
    /// - Throws: As ``ModelPlanner/plan(_:)``.
    func plan(_ sentence: String) throws(AlmanacError) -> PlannedSentence {
        let (chosen, planner) = (chosen, planner)
        return try waitFor {
            try await ModelPlanner(try await chosen.client(), like: planner).plan(sentence)
        }
    }

    /// A plan by the grammar, or by a model where the grammar asks or refuses and one is chosen.
    ///
    /// A model that cannot be reached or paid leaves it at what the grammar says.
    /// - Throws: What the grammar refuses a sentence for, or what is wrong with the model's answer.
    static func plan(
        _ sentence: String, _ planner: Planner, _ model: ModelReading?, _ console: Console
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
            guard [.sourceUnavailable, .rateLimited, .budgetExceeded].contains(error.kind) else {
                throw error
            }
            console.complain("\(model.chosen.choice.name) was not used: \(error.message)\n")
            return try byGrammar.get()
        }
    }
}
